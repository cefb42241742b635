"""The sheet as a table model. It only looks things up: texts and marks are prepared in blocks of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from courier.catalogue.rules import RULE_FACTS
from courier.messages import text
from courier.rules.view import EXTRA
from courier.rules.wording import phrase
from gui.grid.columns import GridColumn, grid_columns
from gui.window.session import Session

_BLOCK = 64
_RANK = {"error": 3, "warning": 2, "note": 1}

Index = QModelIndex | QPersistentModelIndex
SEVERITY_ROLE = Qt.ItemDataRole.UserRole + 1
"""error, warning, note or None of a cell."""
FIXED_ROLE = Qt.ItemDataRole.UserRole + 2
"""Whether a repair wrote the cell."""
ASIDE_ROLE = Qt.ItemDataRole.UserRole + 3
"""Whether the row was left out or set aside: it will not be sent."""


@dataclass
class _Block:
    ids: list[int]
    numbers: list[int | None]
    texts: list[list[str | None]]
    marks: dict[tuple[int, int], str]
    rows: list[str | None]
    aside: list[bool]


class SheetModel(QAbstractTableModel):
    """Rows are those of the session's sheet in sheet order, or a chosen selection of them."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._columns: list[GridColumn] = []
        self._rows = pl.Series([], dtype=pl.UInt32)
        self._chosen: pl.Series | None = None
        self.shown_as = ""
        """What the rows shown have in common, in words; "" while all are shown."""
        self._blocks: dict[int, _Block] = {}
        self._fixed: set[tuple[str, int]] = set()
        session.opened_sheet.connect(self.show_all)
        session.changed.connect(self.refresh)

    # ------------------------------------------------------------------ what is shown

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

    def refresh(self) -> None:
        """Take up what changed in the sheet, its columns or its verdict."""
        before = (self._rows, self._columns)
        old_count = len(self._columns)
        rows = self._wanted_rows()
        columns = grid_columns(self._session.opened.draft) if self._session.opened else []
        if rows.len() != before[0].len() or len(columns) != old_count:
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
        if not self._session.opened:
            return pl.Series([], dtype=pl.UInt32)
        sheet = self._session.opened.draft.sheet
        if self._chosen is None:
            return sheet.order
        return self._chosen.filter(sheet.positions.gather(self._chosen).is_not_null())

    def _take_up(self) -> None:
        self._blocks = {}
        self._rows = self._wanted_rows()
        opened = self._session.opened
        self._columns = grid_columns(opened.draft) if opened else []
        self._fixed = self._session.fixed_cells() if opened else set()

    def column_at(self, column: int) -> GridColumn:
        """The grid column at a place."""
        return self._columns[column]

    def row_id(self, row: int) -> int:
        """The row id at a place."""
        return int(self._rows[row])

    def place_of(self, row_id: int) -> int | None:
        """Where a row id is shown, or None."""
        opened = self._session.opened
        if opened is None:
            return None
        if self._chosen is None:
            place = opened.draft.sheet.positions[row_id]
            return None if place is None else int(place)
        found = (self._rows == row_id).arg_true()
        return int(found[0]) if found.len() else None

    def place_of_column(self, column: str) -> int | None:
        """Where a sheet column is shown, or None."""
        return next((place for place, one in enumerate(self._columns) if one.column == column), None)

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
        block, row = self._block(index.row())
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return block.texts[column][row] or ""
        if role == SEVERITY_ROLE:
            return block.marks.get((row, column))
        if role == FIXED_ROLE:
            return (self._columns[column].column, block.ids[row]) in self._fixed
        if role == ASIDE_ROLE:
            return block.aside[row]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[column].numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(block.ids[row], column) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            shown = self._columns[column]
            return text(
                "grid-cell-spoken",
                column=shown.title,
                row=self._number(block, row),
                value=block.texts[column][row] or text("grid-empty-cell"),
                problems=self._tip(block.ids[row], column),
            ).strip()
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if section >= len(self._columns):
                return None
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                return f"{self._columns[section].title}: {self._columns[section].subtitle}"
            return None
        if section >= self._rows.len():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            block, row = self._block(section)
            return self._number(block, row)
        if role == SEVERITY_ROLE:
            block, row = self._block(section)
            return block.rows[row]
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        column = self._columns[index.column()]
        if column.read_only is not None:
            return False
        return self._session.type_cell(self.row_id(index.row()), column.column, str(value))

    # ------------------------------------------------------------------ blocks

    def _number(self, block: _Block, row: int) -> str:
        number = block.numbers[row]
        return "+" if number is None else str(number)

    def _block(self, row: int) -> tuple[_Block, int]:
        number, inside = divmod(row, _BLOCK)
        block = self._blocks.get(number)
        if block is None:
            block = self._blocks[number] = self._prepare(self._rows.slice(number * _BLOCK, _BLOCK))
        return block, inside

    def _prepare(self, rows: pl.Series) -> _Block:
        opened = self._session.opened
        assert opened
        draft = opened.draft
        cells = draft.sheet.frame(rows)
        fields = draft.checker.frames.raw(cells)
        texts = [
            (
                fields[one.name]
                if one.name in fields.columns and one.column not in cells.columns
                else cells[one.column]
            ).to_list()
            if one.column in cells.columns or one.name in fields.columns
            else [None] * rows.len()
            for one in self._columns
        ]
        places = {(one.name or EXTRA + one.column): place for place, one in reversed(list(enumerate(self._columns)))}
        marks: dict[tuple[int, int], str] = {}
        worst: list[str | None] = [None] * rows.len()
        for (rule, name), hits in draft.verdict.hits(rows):
            severity = RULE_FACTS[rule].severity
            place = places.get(name) if name else None
            for row, hit in enumerate(hits):
                if not hit:
                    continue
                if _RANK[severity] > _RANK.get(worst[row] or "", 0):
                    worst[row] = severity
                if place is not None and _RANK[severity] > _RANK.get(marks.get((row, place), ""), 0):
                    marks[row, place] = severity
        ids = rows.to_list()
        chosen = draft.choices.set_aside
        aside = [not kept or row in chosen for row, kept in zip(ids, draft.verdict.included.gather(rows), strict=True)]
        return _Block(ids, draft.sheet.numbers(ids), texts, marks, worst, aside)

    def _tip(self, row_id: int, column: int) -> str:
        shown = self._columns[column]
        if shown.read_only:
            return shown.read_only
        found = self._session.problems_of(row_id, shown.column)
        return "\n".join(phrase(one, self._session.header) for one in found if one.column == shown.column)
