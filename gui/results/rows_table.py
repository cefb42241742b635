"""The refused rows of one code: as impact.com names them, and what this computer knows of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from courier.formats import number_text
from courier.messages import text
from courier.results.batch_result import RefusedRow
from courier.visible import visible
from gui.style.measures import scaled
from gui.style.parts import named
from gui.style.plain import TIP_ROLE, tip
from gui.style.theme import current

_HEADERS = ("line", "order", "sku", "amount", "known", "show")
_AMOUNT, _KNOWN, _SHOW = 3, 4, 5
_WIDTHS = (56, 110, 96, 104, 260, 96)
_MOST = 8
"""Rows that are seen at once; the others are scrolled to."""
_HEIGHT = 28
_Index = QModelIndex | QPersistentModelIndex


class _RowsModel(QAbstractTableModel):
    def __init__(self, rows: Sequence[RefusedRow], parent: QObject) -> None:
        super().__init__(parent)
        self.rows = rows

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _AMOUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return text(f"resultpage-column-{_HEADERS[section]}") if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, TIP_ROLE):
            words = self._words(self.rows[index.row()], index.column())
            return tip(words) if role == TIP_ROLE else words
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _AMOUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and index.column() != _AMOUNT:
            colours = {_SHOW: current().accent_text, _KNOWN: current().muted}
            return QColor(colours.get(index.column(), current().text))
        return None

    def _words(self, row: RefusedRow, column: int) -> str:
        line = row.line if row.line is not None else row.number
        return (
            number_text(line) if line is not None else "–",
            visible(row.order or row.action),
            visible(row.sku),
            f"{row.currency} {number_text(row.amount)}".strip() if row.amount is not None else "",
            row.known.words if row.known else text("resultpage-no-row"),
            text("resultpage-show-row") if row.number is not None else "",
        )[column]


class RefusedTable(QTableView):
    """``show_asked``: the row to be shown in the grid; Enter asks for the current one."""

    show_asked = Signal(object)

    def __init__(self, rows: Sequence[RefusedRow], spoken: str, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "refusedRows", spoken)
        self._rows = rows
        self.setModel(_RowsModel(rows, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(scaled(_HEIGHT))
        headers = self.horizontalHeader()
        headers.setHighlightSections(False)
        headers.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(_WIDTHS):
            headers.resizeSection(column, scaled(width))
        headers.setSectionResizeMode(_KNOWN, QHeaderView.ResizeMode.Stretch)
        self.setFixedHeight(scaled(_HEIGHT) * min(len(rows), _MOST) + headers.sizeHint().height() + 4)
        self.clicked.connect(self._take_click)
        self.doubleClicked.connect(lambda index: self._ask(index.row()))
        self.selectRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._ask(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _take_click(self, index: QModelIndex) -> None:
        if index.column() == _SHOW:
            self._ask(index.row())

    def _ask(self, place: int) -> None:
        if self._rows[place].number is not None:
            self.show_asked.emit(self._rows[place])
