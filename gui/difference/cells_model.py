"""The cells of one field that leave other than they came."""

from __future__ import annotations

from typing import Any

import polars as pl
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from courier.draft import Draft
from courier.messages import text
from courier.report.difference import changed_cells
from courier.visible import visible
from gui.style.plain import TIP_ROLE, tip

_HEADERS = ("difference-row", "difference-before", "difference-after")
_BLOCK = 200
_Index = QModelIndex | QPersistentModelIndex


class CellsModel(QAbstractTableModel):
    """Row number, text in the source, and text that leaves. Texts are looked up for the lines in view only."""

    def __init__(self, draft: Draft, parent: QObject) -> None:
        """``draft``: a copy that is not edited any more."""
        super().__init__(parent)
        self._draft = draft
        self._name = ""
        self._rows = pl.Series([], dtype=pl.UInt32)
        self._blocks: dict[int, list[tuple[int | None, str, str]]] = {}

    def show_field(self, name: str, rows: pl.Series) -> None:
        """Show the cells of a field in some rows (ids, UInt32)."""
        self.beginResetModel()
        self._name, self._rows, self._blocks = name, rows, {}
        self.endResetModel()

    def place(self, line: int) -> tuple[int, str]:
        """The row id and the sheet column of a line, "" for a field without one."""
        return self._rows[line], self._draft.checker.frames.column_of(self._name) or ""

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows.len()

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        wanted = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return text(_HEADERS[section]) if wanted else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, TIP_ROLE):
            return None
        number, before, after = self._line(index.row())
        words = (
            text("difference-new-row") if number is None else str(number),
            visible(before) or text("card-empty"),
            visible(after) or text("card-empty"),
        )[index.column()]
        return tip(words) if role == TIP_ROLE else words

    def _line(self, line: int) -> tuple[int | None, str, str]:
        block = line // _BLOCK
        if block not in self._blocks:
            cells = changed_cells(self._draft, self._name, self._rows.slice(block * _BLOCK, _BLOCK))
            self._blocks[block] = cells.rows()
        return self._blocks[block][line % _BLOCK]
