"""The sheet as a table model. It only looks things up: texts and marks are prepared in blocks of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from courier.catalogue import field_words
from courier.messages import text
from courier.rules.phrases import phrase
from gui.grid.arrangement import Arrangement
from gui.grid.blocks import BLOCK, Block, prepare
from gui.grid.columns import GridColumn, grid_columns
from gui.grid.spoken import spoken_cell, spoken_row
from gui.session.session import Session
from gui.style.plain import TIP_ROLE, tip

_KEPT = 48
"""Prepared blocks that are kept, so that scrolling through a million rows does not fill the memory."""

Index = QModelIndex | QPersistentModelIndex
SEVERITY_ROLE = Qt.ItemDataRole.UserRole + 1
"""error, warning, note or None of a cell."""
FIXED_ROLE = Qt.ItemDataRole.UserRole + 2
"""Whether a repair wrote the cell."""
ASIDE_ROLE = Qt.ItemDataRole.UserRole + 3
"""Whether the row was left out, set aside or sent: it will not be sent (again)."""
SENT_ROLE = Qt.ItemDataRole.UserRole + 4
"""Whether the row was delivered and is unchanged since."""


class SheetModel(QAbstractTableModel):
    """Rows are those of the session's sheet in sheet order, or a chosen selection of them; columns as arranged."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.arrangement = Arrangement()
        self._all_columns: list[GridColumn] = []
        self._columns: list[GridColumn] = []
        self._rows = pl.Series([], dtype=pl.UInt32)
        self._chosen: pl.Series | None = None
        self.shown_as = ""
        """What the rows shown have in common, in words; "" while all are shown."""
        self._blocks: dict[int, Block] = {}
        session.opened_sheet.connect(self._begin)
        session.changed.connect(self.refresh)
        session.answered.connect(self.refresh)

    # ------------------------------------------------------------------ what is shown

    def _begin(self) -> None:
        self.arrangement = Arrangement()
        self.show_all()

    def show_all(self) -> None:
        """Show every row in sheet order."""
        self._show(None, "")

    def show_rows(self, rows: pl.Series, what: str) -> None:
        """Show only these row ids, in this order. ``what`` says in words which they are."""
        self._show(rows, what)

    def _show(self, rows: pl.Series | None, what: str) -> None:
        self.beginResetModel()
        self._chosen, self.shown_as = rows, what
        self._take_up()
        self.endResetModel()

    @property
    def filtered(self) -> bool:
        """Whether only some rows are shown, or in another order."""
        return self._chosen is not None

    def admit(self, rows: pl.Series, place: int) -> None:
        """Where only some rows are shown: let rows that are about to be put into the sheet stand at ``place``."""
        if self._chosen is not None:
            head, tail = self._rows.slice(0, place), self._rows.slice(place)
            self._chosen = head.clone().append(rows.cast(pl.UInt32)).append(tail)

    def rearrange(self) -> None:
        """Show the columns as `arrangement` says now."""
        self.beginResetModel()
        self._columns = self.arrangement.apply(self._all_columns)
        self._blocks = {}
        self.endResetModel()

    def show_sent_only(self, only: bool) -> None:
        """Show only the columns that are sent, or all of them."""
        if self.arrangement.sent_only != only:
            self.arrangement.sent_only = only
            self.rearrange()

    def refresh(self) -> None:
        """Show what changed in the sheet, its columns or its verdict."""
        rows = self._wanted_rows()
        columns = self.arrangement.apply(self._wanted_columns())
        before = [column.column for column in self._columns]
        if rows.len() != self._rows.len() or [column.column for column in columns] != before:
            self.beginResetModel()
            self._take_up()
            self.endResetModel()
            return
        self._take_up()
        if rows.len() and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(rows.len() - 1, len(columns) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, rows.len() - 1)

    def _wanted_rows(self) -> pl.Series:
        if not self._session.sheet_open:
            return pl.Series([], dtype=pl.UInt32)
        sheet = self._session.draft.sheet
        if self._chosen is None or not self._chosen.len():
            return sheet.row_order if self._chosen is None else self._chosen
        there = sheet.positions[self._chosen].is_not_null()
        return self._chosen if there.all() else self._chosen.filter(there)

    def _wanted_columns(self) -> list[GridColumn]:
        return grid_columns(self._session.draft) if self._session.sheet_open else []

    def _take_up(self) -> None:
        self._blocks = {}
        self._rows = self._wanted_rows()
        self._all_columns = self._wanted_columns()
        self._columns = self.arrangement.apply(self._all_columns)

    # ------------------------------------------------------------------ places

    @property
    def columns(self) -> Sequence[GridColumn]:
        """The columns shown, from left to right."""
        return self._columns

    @property
    def all_columns(self) -> Sequence[GridColumn]:
        """The hidden columns too, as they stand without any arrangement."""
        return self._all_columns

    @property
    def reachable_columns(self) -> Sequence[GridColumn]:
        """The columns shown, then those that are there only because they are not sent; none hidden by hand."""
        shown = {column.column for column in self._columns} | self.arrangement.hidden
        return [*self._columns, *(column for column in self._all_columns if column.column not in shown)]

    @property
    def every_column(self) -> Sequence[GridColumn]:
        """The columns shown, then all others."""
        shown = {column.column for column in self._columns}
        return [*self._columns, *(column for column in self._all_columns if column.column not in shown)]

    @property
    def rows(self) -> pl.Series:
        """Row ids (UInt32) as shown from top to bottom."""
        return self._rows

    def column_at(self, column: int) -> GridColumn:
        """The grid column at a place."""
        return self._columns[column]

    def row_id(self, row: int) -> int:
        """The row id at a place."""
        return int(self._rows[row])

    def ids(self, spans: Iterable[tuple[int, int]]) -> pl.Series:
        """Row ids of stretches of places, each given by its first and last."""
        ids = pl.Series([], dtype=pl.UInt32)
        for first, last in spans:
            ids.append(self._rows.slice(first, last - first + 1))
        return ids.rechunk()

    def place_of(self, row_id: int) -> int | None:
        """Where a row id is shown, or None."""
        if not self._session.sheet_open:
            return None
        if self._chosen is None:
            # a row of the sheet that was here before is nowhere
            sheet = self._session.draft.sheet
            place = sheet.positions[row_id] if row_id < sheet.id_count else None
            return None if place is None else int(place)
        places = (self._rows == row_id).arg_true()
        return int(places[0]) if places.len() else None

    def place_of_column(self, column: str) -> int | None:
        """Where a sheet column is shown, or None."""
        return next((place for place, one in enumerate(self._columns) if one.column == column), None)

    def block(self, row: int) -> tuple[Block, int]:
        """The block that a row is in, and its place there."""
        number, inside = divmod(row, BLOCK)
        block = self._blocks.get(number)
        if block is None:
            while len(self._blocks) >= _KEPT:
                del self._blocks[next(iter(self._blocks))]
            rows = self._rows.slice(number * BLOCK, BLOCK)
            session = self._session
            refused = session.answers.refused
            block = self._blocks[number] = prepare(session.draft, self._columns, rows, session.repaired, refused)
        return block, inside

    # ------------------------------------------------------------------ Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else self._rows.len()

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._columns[index.column()].read_only is None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        block, row = self.block(index.row())
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return block.texts[column][row] or ""
        if role == SEVERITY_ROLE:
            return block.marks[row].get(column)
        if role == FIXED_ROLE:
            return column in block.fixed[row]
        if role == ASIDE_ROLE:
            return block.aside[row]
        if role == SENT_ROLE:
            return block.sent[row]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[column].numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == TIP_ROLE:
            return tip(self._tip(block, row, column)) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            about = "" if block.sent[row] else self._tip(block, row, column)
            return spoken_cell(block, row, column, self._columns[column].title, about)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if section >= len(self._columns):
                return None
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            if role in (TIP_ROLE, Qt.ItemDataRole.AccessibleTextRole):
                column = self._columns[section]
                words = f"{column.title}: {column.subtitle}"
                if role == TIP_ROLE:
                    # the field's own words, for those who do not know it
                    return tip(f"{words}\n{field_words.note(column.name)}" if column.name else words)
                return words
            return None
        if section >= self._rows.len():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            block, row = self.block(section)
            return block.number(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_row(*self.block(section))
        if role == SEVERITY_ROLE:
            block, row = self.block(section)
            return block.worst[row]
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        column = self._columns[index.column()]
        # an editor that was opened and closed without a change is no undo step
        if column.read_only is not None or str(value) == self.data(index):
            return False
        return self._session.type_cell(self.row_id(index.row()), column.column, str(value))

    def _tip(self, block: Block, row: int, column: int) -> str:
        shown = self._columns[column]
        if shown.read_only:
            return shown.read_only
        if block.sent[row]:
            return text("grid-row-sent")
        problems = self._session.problems_of(block.ids[row], shown.column)
        header = self._session.header
        return "\n".join(phrase(problem, header) for problem in problems if problem.column == shown.column)
