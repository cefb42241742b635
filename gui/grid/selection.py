"""The current cell and the block around it, as spreadsheets have it: the current cell stays where it is while the block
grows from its anchor to a lead.

Which cells are selected is kept here, as blocks. Qt's selection model holds small selections only: assistive tools ask
it for each selected cell, and of a million rows they would ask for hours. They are told in words how many there are.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QRect
from PySide6.QtWidgets import QTableView

from courier.messages import text
from gui.grid.model import SheetModel
from gui.style.announce import announce

CellPosition = tuple[int, int]
"""Row and column as shown."""

_FLAGS = QItemSelectionModel.SelectionFlag
_ASKED_FOR = 200
"""Cells up to which assistive tools may ask for each selected one."""


class Selection:
    """Keeps the selection of one grid. Places beyond the sheet are taken for its edge."""

    def __init__(self, grid: QTableView, model: SheetModel) -> None:
        self._grid, self._model = grid, model
        self._anchor = self._lead = self._seen = (0, 0)
        self._kept: list[QRect] = []
        self._areas: list[QRect] = []
        model.modelReset.connect(self._areas.clear)

    # ------------------------------------------------------------------ what is selected

    @property
    def current(self) -> CellPosition | None:
        """The cell that typing goes to."""
        index = self._grid.currentIndex()
        return (index.row(), index.column()) if index.isValid() else None

    @property
    def lead(self) -> CellPosition:
        """The corner that keys with Shift move."""
        self._follow()
        return self._lead

    @property
    def areas(self) -> list[QRect]:
        """The parts of the selection, columns across and rows down."""
        self._follow()
        return [QRect(area) for area in self._areas]

    def has(self, row: int, column: int) -> bool:
        """Whether a cell is selected."""
        return any(area.contains(column, row) for area in self.areas)

    @property
    def rows(self) -> list[tuple[int, int]]:
        """The stretches of rows that the selection touches, each as its first and last."""
        return _merged([(area.top(), area.bottom()) for area in self.areas])

    @property
    def columns(self) -> list[int]:
        """The columns that the selection touches."""
        spans = _merged([(area.left(), area.right()) for area in self.areas])
        return [place for first, last in spans for place in range(first, last + 1)]

    @property
    def whole_columns(self) -> bool:
        """Whether columns were selected as a whole, and not all of them."""
        areas, rows = self.areas, self._model.rowCount()
        full = bool(areas) and all(area.height() == rows for area in areas)
        return full and rows > 1 and len(self.columns) < self._model.columnCount()

    @property
    def whole_rows(self) -> bool:
        """Whether rows were selected as a whole."""
        areas = self.areas
        return bool(areas) and all(area.width() == self._model.columnCount() for area in areas)

    # ------------------------------------------------------------------ changing it

    def at(self, row: int, column: int) -> None:
        """Make a cell the current and only selected one."""
        self._kept = []
        self._begin(row, column)

    def add(self, row: int, column: int) -> None:
        """Begin another part of the selection at a cell."""
        self._kept = self.areas
        self._begin(row, column)

    def reach(self, row: int, column: int) -> None:
        """Let the block reach to a cell."""
        self._follow()
        self._lead = self._inside(row, column)
        self._select()

    def take_rows(self, first: int, last: int, *, more: bool = False) -> None:
        """Select whole rows; the first is the current one. ``more``: beside what is selected."""
        self._kept = self.areas if more else []
        self._take((first, 0), (last, self._model.columnCount() - 1), (first, self._first_seen_column()))

    def take_columns(self, first: int, last: int, *, more: bool = False) -> None:
        """Select whole columns; the first is the current one."""
        self._kept = self.areas if more else []
        top = max(0, self._grid.rowAt(0))
        self._take((0, first), (self._model.rowCount() - 1, last), (top, first))

    def reach_rows(self, row: int) -> None:
        """Select whole rows from the anchor's to this one."""
        self._follow()
        self._anchor = self._inside(self._anchor[0], 0)
        self._lead = self._inside(row, self._model.columnCount() - 1)
        self._select()

    def reach_columns(self, column: int) -> None:
        """Select whole columns from the anchor's to this one."""
        self._follow()
        self._anchor = self._inside(0, self._anchor[1])
        self._lead = self._inside(self._model.rowCount() - 1, column)
        self._select()

    def widen(self, *, rows: bool = False, columns: bool = False) -> None:
        """Make the block one of whole rows or columns, or of all cells; the current cell stays."""
        if self.current is None:
            return
        self._follow()
        (top, left), (bottom, right) = self._anchor, self._lead
        if rows:
            left, right = 0, self._model.columnCount() - 1
        if columns:
            top, bottom = 0, self._model.rowCount() - 1
        self._anchor, self._lead = (top, left), (bottom, right)
        self._kept = []
        self._select()

    def take_area(self, area: QRect) -> None:
        """Select a block; the current cell stays if it is in it."""
        current = self.current
        inside = current is not None and area.contains(current[1], current[0])
        self._kept = []
        start = current if inside and current else (area.top(), area.left())
        self._take((area.top(), area.left()), (area.bottom(), area.right()), start)

    def shift_rows(self, by: int) -> None:
        """Let the selection go along with rows that moved."""
        self._follow()
        areas, (row, column) = self.areas, self._seen
        moved = [
            _block(self._inside(area.top() + by, area.left()), self._inside(area.bottom() + by, area.right()))
            for area in areas
        ]
        self._anchor, self._lead = (self._inside(place[0] + by, place[1]) for place in (self._anchor, self._lead))
        self.move_within(*self._inside(row + by, column))
        self._put(moved)

    def move_within(self, row: int, column: int) -> None:
        """Change the current cell and keep the selection."""
        self._follow()
        self._seen = (row, column)
        self._grid.selectionModel().setCurrentIndex(self._model.index(row, column), _FLAGS.NoUpdate)

    # ------------------------------------------------------------------

    def _begin(self, row: int, column: int) -> None:
        self._anchor = self._lead = self._inside(row, column)
        self._take(self._anchor, self._lead, self._anchor)

    def _take(self, anchor: CellPosition, lead: CellPosition, current: CellPosition) -> None:
        self._anchor, self._lead = self._inside(*anchor), self._inside(*lead)
        self._seen = self._inside(*current)
        index = self._model.index(*self._seen)
        self._grid.selectionModel().setCurrentIndex(index, _FLAGS.NoUpdate)
        self._select()

    def _select(self) -> None:
        block = _block(self._anchor, self._lead)
        self._put([*(area for area in self._kept if not block.contains(area)), block])

    def _put(self, areas: list[QRect]) -> None:
        self._areas[:] = areas
        cells = sum(area.width() * area.height() for area in areas)
        row, column = self._seen
        told = QItemSelection()
        for area in areas if cells <= _ASKED_FOR else [QRect(column, row, 1, 1)]:
            first, last = self._model.index(area.top(), area.left()), self._model.index(area.bottom(), area.right())
            told.select(first, last)
        self._grid.selectionModel().select(told, _FLAGS.ClearAndSelect)
        self._grid.viewport().update()
        if cells > 1:
            rows, columns = sum(last - first + 1 for first, last in self.rows), len(self.columns)
            announce(self._grid, text("grid-selected-spoken", rows=rows, columns=columns))

    def _follow(self) -> None:
        """Start a new block where something else moved the current cell."""
        if self.current is not None and self.current != self._seen:
            self._anchor = self._lead = self._seen = self.current
            self._kept = []
            self._areas[:] = [_block(self._seen, self._seen)]

    def _inside(self, row: int, column: int) -> CellPosition:
        return (
            max(0, min(row, self._model.rowCount() - 1)),
            max(0, min(column, self._model.columnCount() - 1)),
        )

    def _first_seen_column(self) -> int:
        current = self.current
        return current[1] if current else 0


def _block(one: CellPosition, other: CellPosition) -> QRect:
    """The block with these two corners."""
    (top, left), (bottom, right) = one, other
    return QRect(min(left, right), min(top, bottom), abs(right - left) + 1, abs(bottom - top) + 1)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that touch or overlap as one, in order."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
