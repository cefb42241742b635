"""Hands that press anything in the grid: all of it can be taken back, and done again, cell by cell."""

import random

import pytest
from PySide6.QtCore import QRect

from tests.gui.test_grid_keys import ALT, CTRL, KEY, PLAIN, SHIFT, grid_of, press, texts
from tests.tries import tries

__all__ = ["grid_of"]
pytestmark = pytest.mark.soak

CELLS = ("", "a", 'q"x', "t\tb", "l\nb", "7")
KEYS = (
    (KEY.Key_Up, PLAIN), (KEY.Key_Down, PLAIN), (KEY.Key_Left, PLAIN), (KEY.Key_Right, PLAIN), (KEY.Key_Tab, PLAIN),
    (KEY.Key_Return, PLAIN), (KEY.Key_Escape, PLAIN), (KEY.Key_Down, SHIFT), (KEY.Key_Right, SHIFT),
    (KEY.Key_Up, CTRL), (KEY.Key_Right, CTRL), (KEY.Key_Down, CTRL | SHIFT), (KEY.Key_Home, CTRL), (KEY.Key_End, CTRL),
    (KEY.Key_Space, SHIFT), (KEY.Key_Space, CTRL), (KEY.Key_A, CTRL), (KEY.Key_C, CTRL), (KEY.Key_X, CTRL),
    (KEY.Key_V, CTRL), (KEY.Key_V, CTRL), (KEY.Key_D, CTRL), (KEY.Key_R, CTRL), (KEY.Key_Delete, PLAIN),
    (KEY.Key_Up, ALT), (KEY.Key_Down, ALT), (KEY.Key_D, CTRL | SHIFT), (KEY.Key_Plus, CTRL), (KEY.Key_Minus, CTRL),
)  # fmt: skip


@pytest.mark.parametrize("seed", range(tries(1, 30)))
def test_anything_can_be_taken_back_and_done_again(qtbot, grid_of, seed: int) -> None:
    chance = random.Random(seed)
    window = grid_of([["z", *chance.choices(CELLS, k=4)] for _ in range(12)])
    grid, model, filters = window.workspace.grid, window.workspace.model, window.workspace.navigation.filters
    begin = texts(window)

    def drag() -> None:
        if model.rowCount():
            area = QRect(chance.randrange(model.columnCount()), chance.randrange(model.rowCount()), 1, 1)
            grid.selection.take_area(area)
            grid.cells.fill_from(area, area.adjusted(0, 0, 0, min(3, model.rowCount() - 1 - area.bottom())))

    def arrange() -> None:
        place = chance.randrange(model.columnCount())
        grid.columns.hide([place])
        grid.columns.freeze(chance.randrange(3))
        grid.columns.move([0], model.columnCount())
        grid.columns.show([one.column for one in chance.sample(grid.columns.hidden(), k=1)])

    others = (
        window.workspace.session.undo, window.workspace.session.redo, drag, arrange, filters.show_all,
        lambda: filters.sort(model.column_at(0), descending=chance.random() < 0.5),
    )  # fmt: skip
    for _ in range(120):
        while model.rowCount() > 150:
            window.workspace.session.undo()
        if chance.random() < 0.75:
            press(qtbot, window, *chance.choice(KEYS))
        else:
            chance.choice(others)()
        grid.viewport().repaint()
    grid.columns.show([one.column for one in grid.columns.hidden()])
    grid.columns.own_order()
    filters.show_all()
    end, steps = texts(window), len(window.workspace.session.opened.draft.undo_stack.done)
    for _ in range(steps):
        window.workspace.session.undo()
    assert texts(window) == begin
    for _ in range(steps):
        window.workspace.session.redo()
    assert texts(window) == end
