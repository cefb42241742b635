"""The mouse over the cells: selecting by dragging, and filling by dragging the handle at the selection's corner."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtWidgets import QTableView

from gui.grid.auto_scroll import AutoScroll
from gui.grid.cell_actions import CellActions
from gui.grid.selection import Selection

_SIZE = 7
_NEAR = 3


class CellMouse(QObject):
    """``covered``: whether the right edge of a cell of a column is under the columns that stay in view."""

    def __init__(
        self, grid: QTableView, selection: Selection, cells: CellActions, covered: Callable[[int, QRect], bool]
    ) -> None:
        super().__init__(grid)
        self._grid, self._selection, self._cells, self._covered = grid, selection, cells, covered
        self._picking = False
        self._filling: QRect | None = None
        self.target: QRect | None = None
        """The area that a fill would cover, in rows and columns as shown."""
        self._auto_scroll = AutoScroll(grid, self._reach)

    def handle(self) -> QRect | None:
        """Where the handle is in the viewport; None where there is none."""
        areas = self._selection.areas
        if len(areas) != 1 or self._grid.state() == self._grid.State.EditingState:
            return None
        area = areas[0]
        if area.height() == self._grid.model().rowCount() and area.height() > 1:
            return None
        corner = self._grid.visualRect(self._grid.model().index(area.bottom(), area.right()))
        if corner.isEmpty() or self._covered(area.right(), corner):
            return None
        left = corner.left() - 2 if self._grid.isRightToLeft() else corner.right() - _SIZE + 3
        return QRect(left, corner.bottom() - _SIZE + 3, _SIZE, _SIZE)

    def over_handle(self, at: QPoint) -> bool:
        """Whether the mouse is over the fill handle."""
        handle = self.handle()
        return handle is not None and handle.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(at)

    def press(self, at: QPoint, *, reach: bool, more: bool) -> None:
        """The left button was pressed. ``reach``: with Shift; ``more``: with Ctrl."""
        if self.over_handle(at) and not reach and not more:
            self._filling = self.target = self._selection.areas[0]
            return
        index = self._grid.indexAt(at)
        if not index.isValid():
            return
        take = self._selection.reach if reach else self._selection.add if more else self._selection.at
        take(index.row(), index.column())
        self._picking = True

    def move(self, at: QPoint) -> None:
        """The mouse moved with the button down."""
        if self.busy:
            self._auto_scroll.move(at)

    def release(self) -> None:
        """The button was released."""
        self._auto_scroll.stop()
        self._picking = False
        source, target = self._filling, self.target
        self._filling = self.target = None
        if source is not None and target is not None:
            self._cells.fill_from(source, target)
            self._grid.viewport().update()

    @property
    def busy(self) -> bool:
        """Whether something is being dragged."""
        return self._picking or self._filling is not None

    def _reach(self, at: QPoint) -> None:
        row, column = self._grid.rowAt(at.y()), self._grid.indexAt(at).column()
        row = row if row >= 0 else self._grid.model().rowCount() - 1
        if column < 0:
            # below the last row there are no cells, yet the columns go on
            column = self._grid.indexAt(QPoint(at.x(), 0)).column()
        column = column if column >= 0 else self._grid.model().columnCount() - 1
        if self._filling is None:
            self._selection.reach(row, column)
            return
        target = _grown(self._filling, row, column)
        if target != self.target:
            self.target = target
            self._grid.viewport().update()


def _grown(source: QRect, row: int, column: int) -> QRect:
    """A block extended to a cell, in the one direction in which the cell is farther away."""
    down = row - source.bottom() if row > source.bottom() else min(0, row - source.top())
    right = column - source.right() if column > source.right() else min(0, column - source.left())
    grown = QRect(source)
    if abs(down) >= abs(right) and down:
        grown.setTop(source.top() + min(0, down))
        grown.setBottom(source.bottom() + max(0, down))
    elif right:
        grown.setLeft(source.left() + min(0, right))
        grown.setRight(source.right() + max(0, right))
    return grown
