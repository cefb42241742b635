"""The keys of the grid, as in other spreadsheets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt

from gui.grid.cell_actions import CellActions
from gui.grid.data_edges import edge_of_data
from gui.grid.model import SheetModel
from gui.grid.row_actions import RowActions
from gui.grid.selection import CellPosition, Selection
from gui.session.session import Session

_Key, _Held = Qt.Key, Qt.KeyboardModifier
_NONE, _SHIFT, _CTRL, _ALT = _Held.NoModifier, _Held.ShiftModifier, _Held.ControlModifier, _Held.AltModifier
_ARROWS: dict[int, tuple[int, int]] = {
    _Key.Key_Up: (-1, 0),
    _Key.Key_Down: (1, 0),
    _Key.Key_Left: (0, -1),
    _Key.Key_Right: (0, 1),
}


class Keys:
    """``page``: rows of a screen. ``show``: scroll to a cell. ``edit``: begin to edit the current cell. ``menu``: show
    the current column's menu. ``mirrored``: whether columns go from right to left."""

    def __init__(
        self,
        session: Session,
        model: SheetModel,
        selection: Selection,
        cells: CellActions,
        rows: RowActions,
        *,
        page: Callable[[], int],
        show: Callable[[int, int], object],
        edit: Callable[[], object],
        menu: Callable[[], object],
        mirrored: Callable[[], bool],
    ) -> None:
        self._session, self._model, self._selection = session, model, selection
        self._page, self._show, self._mirrored = page, show, mirrored
        self._tabbed_from: CellPosition | None = None
        self._tabbed_to: CellPosition | None = None
        self._actions: dict[tuple[int, Qt.KeyboardModifier], Callable[[], object]] = {
            (_Key.Key_C, _CTRL): cells.copy,
            (_Key.Key_Insert, _CTRL): cells.copy,
            (_Key.Key_X, _CTRL): cells.cut,
            (_Key.Key_Delete, _SHIFT): cells.cut,
            (_Key.Key_V, _CTRL): cells.paste,
            (_Key.Key_Insert, _SHIFT): cells.paste,
            (_Key.Key_D, _CTRL): cells.fill_down,
            (_Key.Key_R, _CTRL): cells.fill_right,
            (_Key.Key_Delete, _NONE): cells.clear,
            (_Key.Key_Backspace, _NONE): cells.clear,
            (_Key.Key_Up, _ALT): lambda: rows.move(-1),
            (_Key.Key_Down, _ALT): lambda: rows.move(1),
            (_Key.Key_D, _CTRL | _SHIFT): rows.duplicate,
            (_Key.Key_Plus, _CTRL): rows.insert,
            (_Key.Key_Plus, _CTRL | _SHIFT): rows.insert,
            (_Key.Key_Minus, _CTRL): rows.delete,
            (_Key.Key_A, _CTRL): lambda: selection.widen(rows=True, columns=True),
            (_Key.Key_Space, _CTRL | _SHIFT): lambda: selection.widen(rows=True, columns=True),
            (_Key.Key_Space, _SHIFT): lambda: selection.widen(rows=True),
            (_Key.Key_Space, _CTRL): lambda: selection.widen(columns=True),
            (_Key.Key_Escape, _NONE): self._only_current,
            (_Key.Key_F2, _NONE): edit,
            (_Key.Key_Down, _CTRL | _ALT): menu,
        }

    def press(self, key: int, held: Qt.KeyboardModifier) -> bool:
        """Do what a key stands for; False if it is none of the grid's."""
        held &= ~(_Held.KeypadModifier | _Held.GroupSwitchModifier)
        if self._selection.current is None:
            return False
        if action := self._actions.get((key, held)):
            action()
            return True
        if key in (_Key.Key_Tab, _Key.Key_Backtab) and not held & (_CTRL | _ALT):
            self._tab(-1 if key == _Key.Key_Backtab or held & _SHIFT else 1)
            return True
        if key in (_Key.Key_Return, _Key.Key_Enter) and held in (_NONE, _SHIFT):
            self._enter(-1 if held & _SHIFT else 1)
            return True
        place = None if held & _ALT else self._destination(key, bool(held & _CTRL), bool(held & _SHIFT))
        if place is None:
            return False
        if held & _SHIFT:
            self._selection.reach(*place)
            self._show_lead()
        else:
            self._selection.at(*place)
        return True

    def _show_lead(self) -> None:
        (row, column), current = self._selection.lead, self._selection.current
        # whole rows and columns grow without a jump to their far end
        if current and self._selection.whole_rows:
            column = current[1]
        if current and self._selection.whole_columns:
            row = current[0]
        self._show(row, column)

    # ------------------------------------------------------------------ going places

    def _destination(self, key: int, ctrl: bool, shift: bool) -> CellPosition | None:
        row, column = self._selection.lead if shift else self._selection.current or (0, 0)
        last_row, last_column = self._model.rowCount() - 1, self._model.columnCount() - 1
        if (arrow := _ARROWS.get(key)) is not None:
            step = (arrow[0], -arrow[1]) if self._mirrored() else arrow
            if ctrl and self._session.sheet_open:
                return edge_of_data(self._model, self._session.draft, row, column, *step)
            return row + step[0], column + step[1]
        if key == _Key.Key_Home:
            return 0 if ctrl else row, 0
        if key == _Key.Key_End:
            return last_row if ctrl else row, last_column
        if key in (_Key.Key_PageUp, _Key.Key_PageDown) and not ctrl:
            return row + (self._page() if key == _Key.Key_PageDown else -self._page()), column
        return None

    def _only_current(self) -> None:
        current = self._selection.current
        if current:
            self._selection.at(*current)

    # ------------------------------------------------------------------ Enter and Tab

    def _tab(self, by: int) -> None:
        row, column = self._selection.current or (0, 0)
        if area := self._block():
            width = area.width()
            place = (row - area.top()) * width + column - area.left() + by
            place %= width * area.height()
            self._selection.move_within(area.top() + place // width, area.left() + place % width)
            return
        started = self._tabbed_from if self._tabbed_to == (row, column) else None
        width, cells = self._model.columnCount(), self._model.columnCount() * self._model.rowCount()
        place = max(0, min(row * width + column + by, cells - 1))
        self._selection.at(place // width, place % width)
        self._tabbed_from, self._tabbed_to = started or (row, column), self._selection.current

    def _enter(self, by: int) -> None:
        row, column = self._selection.current or (0, 0)
        if area := self._block():
            height = area.height()
            place = (column - area.left()) * height + row - area.top() + by
            place %= area.width() * height
            self._selection.move_within(area.top() + place % height, area.left() + place // height)
            return
        if self._tabbed_from and self._tabbed_to == (row, column):
            column = self._tabbed_from[1]
        self._tabbed_from = None
        self._selection.at(row + by, column)

    def _block(self) -> QRect | None:
        """The selected block, if it is one that Enter and Tab stay within."""
        areas = self._selection.areas
        current = self._selection.current
        if len(areas) != 1 or areas[0].width() * areas[0].height() < 2 or current is None:
            return None
        return areas[0] if areas[0].contains(current[1], current[0]) else None
