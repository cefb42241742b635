"""The values that occur in a column, with their counts, to be ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from courier.exclusions import ColumnValue
from courier.messages import text
from gui.style.layouts import vbox
from gui.style.parts import label, named

_MOST = 300
"""Values that are listed at once; others are found by their text."""
_VALUE = Qt.ItemDataRole.UserRole


class ValueList(QWidget):
    """``picked``: other values are ticked."""

    picked = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self._values: Sequence[ColumnValue] = ()
        self._whole = False
        self._ticked: dict[str, str] = {}
        self._title = label(muted=True)
        self._search = named(QLineEdit(), "excludeSearch", text("exclude-search"))
        self._search.setPlaceholderText(text("exclude-search"))
        self._search.textChanged.connect(self._fill)
        self._list = named(QListWidget(), "excludeValues", text("exclude-values"))
        self._list.itemChanged.connect(self._take)
        self._list.setMinimumHeight(150)
        self._more = label(muted=True)
        lines = vbox(self, margins=(0, 0, 0, 0), spacing=6)
        for part in (self._title, self._search, self._list, self._more):
            lines.addWidget(part)

    def wait_for(self, header: str) -> None:
        """Show that the values of a column are being counted."""
        self._title.setText(text("exclude-values-of", column=header))
        with QSignalBlocker(self._search):
            self._search.clear()
        self._values, self._ticked = (), {}
        self._fill()

    def show_values(self, values: Sequence[ColumnValue], ticked: Sequence[str], *, whole_orders: bool) -> None:
        """Show a column's values. ``whole_orders``: orders are counted instead of rows."""
        self._values, self._whole = [value for value in values if value.value], whole_orders
        self._ticked = {value.strip().lower(): value for value in ticked}
        self._fill()

    def _fill(self) -> None:
        wanted = self._search.text().strip().lower()
        found = [value for value in self._values if wanted in value.value.lower()]
        occurring = {value.value.lower() for value in self._values}
        with QSignalBlocker(self._list):
            self._list.clear()
            for key, value in self._ticked.items():
                if key not in occurring and wanted in key:
                    self._add(ColumnValue(value, 0, 0))
            for shown in found[:_MOST]:
                self._add(shown)
        hidden = len(found) - _MOST
        self._more.setText(text("exclude-more", count=hidden) if hidden > 0 else "")
        self._more.setVisible(hidden > 0)

    def _add(self, value: ColumnValue) -> None:
        key = "exclude-value-orders" if self._whole else "exclude-value-rows"
        count = value.orders if self._whole else value.rows
        item = QListWidgetItem(text(key, value=value.value, count=count))
        item.setData(_VALUE, value.value)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        ticked = value.value.lower() in self._ticked
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self._list.addItem(item)

    def _take(self, item: QListWidgetItem) -> None:
        value = str(item.data(_VALUE))
        if item.checkState() == Qt.CheckState.Checked:
            self._ticked[value.lower()] = value
        else:
            self._ticked.pop(value.lower(), None)
        self.picked.emit(tuple(self._ticked.values()))
