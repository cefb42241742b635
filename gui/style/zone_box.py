"""A box in which a time zone is found by any of its names."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from courier.catalogue.zones import ZoneChoice, search_zones, zone_named

_ZONE = Qt.ItemDataRole.UserRole
_ROWS = 12


class ZoneBox(QComboBox):
    """What is typed is looked for as a city, an abbreviation, a usual name or an offset; what is chosen from the list
    stands there by the name that is kept. ``written``: the line of the box."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_ROWS)
        self._now = datetime.now(UTC)
        for choice in search_zones("", self._now):
            self.addItem(_words(choice), choice.zone)
        self.setCurrentIndex(-1)
        self.activated.connect(lambda index: self.setEditText(self.itemData(index)))
        self._found = QStandardItemModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_ROWS)
        popup = self._completer.popup()
        assert popup is not None
        self._popup = popup
        popup.setObjectName("zonesFound")
        line = self.lineEdit()
        assert isinstance(line, QLineEdit)
        # a completer of the line itself would put its own words there
        self.setCompleter(None)  # type: ignore[arg-type]
        self._completer.setWidget(line)
        line.textEdited.connect(self._search)
        self.written = line
        self._completer.activated.connect(self._take)

    @property
    def zone(self) -> str | None:
        """The one zone that the text means, None if it means none or several."""
        return zone_named(self.currentText())

    def _search(self, typed: str) -> None:
        self._found.clear()
        for choice in search_zones(typed, self._now) if typed.strip() else ():
            item = QStandardItem(_words(choice))
            item.setData(choice.zone, _ZONE)
            self._found.appendRow(item)
        if self._found.rowCount():
            self._completer.complete()
        else:
            self._popup.hide()

    def _take(self, words: str) -> None:
        self.setEditText(self._found.findItems(words)[0].data(_ZONE))


def _words(choice: ZoneChoice) -> str:
    return "   ".join(word for word in (choice.zone, choice.name, choice.offset) if word)
