"""Blocks and rows in the grid: copy, cut, paste, fill, insert, delete, move and duplicate, each one step to undo."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from courier.draft_edits import change_mapping
from courier.sheet.mapping import Joined
from gui.grid.clipboard_text import from_text, to_text
from gui.grid.model import FIXED_ROLE
from tests.gui.test_grid_keys import (
    ALT,
    CTRL,
    KEY,
    SHIFT,
    at,
    drag,
    grid_of,
    hover,
    middle,
    numbered,
    press,
    selected,
    texts,
)  # fmt: skip
from tests.gui.test_journey import cell, drop, place_of, wait_open

__all__ = ["grid_of"]
NASTY = [["tab\there", 'say "hi"', "line\nbreak"], ['"quoted"', "", " blank "], ["=1+1", "a,b", '"']]


def clip() -> str:
    return QGuiApplication.clipboard().text()


def put(words: str) -> None:
    QGuiApplication.clipboard().setText(words)


def column(window, place: int) -> list[str]:
    return [row[place] for row in texts(window)]


def row_header(window) -> list[str]:
    return [
        window.workspace.model.headerData(row, Qt.Orientation.Vertical)
        for row in range(window.workspace.model.rowCount())
    ]


def steps(window) -> int:
    return len(window.workspace.session.opened.draft.undo_stack.done)


def undone(window, times: int = 1) -> list[list[str]]:
    for _ in range(times):
        window.workspace.commands.undo.trigger()
    return texts(window)


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("a\tb\nc\td", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"a\tb"\t"c\nd"\n"say ""hi"""\tx', [["a\tb", "c\nd"], ['say "hi"', "x"]]),
        ('"hi" said\t5"\n"open\tx', [['"hi" said', '5"'], ['"open', "x"]]),
        ("a\t", [["a", ""]]),
        ('"a"\t', [["a", ""]]),
        ("\n", [[""]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ('""\n"b"\n', [[""], ["b"]]),
        ("", []),
    ],
)
def test_text_of_other_spreadsheets_is_understood(words: str, rows: list[list[str]]) -> None:
    assert from_text(words) == rows


def test_a_block_comes_back_as_it_was() -> None:
    columns = [pl.Series([row[place] for row in NASTY]) for place in range(3)]
    assert from_text(to_text(columns)) == NASTY
    # other readers of Excel's rules understand it as well
    assert list(csv.reader(io.StringIO(to_text(columns), newline=""), delimiter="\t")) == NASTY
    assert from_text(to_text([pl.Series([None], dtype=pl.String)])) == [[""]]


def test_copy_and_paste_with_tabs_quotes_and_line_breaks(qtbot, grid_of) -> None:
    window = grid_of([[*row, "", "", ""] for row in NASTY])
    press(qtbot, window, KEY.Key_Down, CTRL | SHIFT)
    window.workspace.grid.selection.reach(2, 2)
    press(qtbot, window, KEY.Key_C, CTRL)
    window.workspace.grid.move_to(window.workspace.model.index(0, 3))
    press(qtbot, window, KEY.Key_V, CTRL)
    assert [row[3:] for row in texts(window)] == NASTY
    assert selected(window) == [(0, 3, 2, 5)]
    assert steps(window) == 1
    assert [row[3:] for row in undone(window)] == [[""] * 3] * 3


def test_cut_moves_a_block(qtbot, grid_of) -> None:
    window = grid_of(numbered(3, 3))
    window.workspace.grid.selection.reach(1, 1)
    press(qtbot, window, KEY.Key_X, CTRL)
    assert clip() == "a0\tb0\na1\tb1"
    assert texts(window) == [["", "", "c0"], ["", "", "c1"], ["a2", "b2", "c2"]]
    assert steps(window) == 1
    assert undone(window) == numbered(3, 3)


def test_paste_repeats_over_a_selection_it_fits(qtbot, grid_of) -> None:
    window = grid_of(numbered(5, 4))
    put("x\ty")
    window.workspace.grid.selection.reach(2, 3)
    press(qtbot, window, KEY.Key_V, CTRL)
    assert texts(window)[:3] == [["x", "y", "x", "y"]] * 3
    assert undone(window) == numbered(5, 4)
    put("1\n2\n3")
    window.workspace.grid.move_to(window.workspace.model.index(0, 0))
    window.workspace.grid.selection.reach(3, 1)
    press(qtbot, window, KEY.Key_V, CTRL)
    assert column(window, 0) == ["1", "2", "3", "a3", "a4"]
    assert undone(window) == numbered(5, 4)
    put("one")
    window.workspace.grid.move_to(window.workspace.model.index(0, 0))
    window.workspace.grid.selection.add(2, 2)
    press(qtbot, window, KEY.Key_V, CTRL)
    assert (cell(window, 0, "A"), cell(window, 2, "C"), cell(window, 1, "A")) == ("one", "one", "a1")
    assert steps(window) == 1


def test_paste_below_the_last_row_makes_rows_and_beside_the_last_column_says_so(qtbot, grid_of) -> None:
    window = grid_of(numbered(3, 2))
    put("p\tq\tr\ns\tt\tu\nv\tw\tx")
    window.workspace.grid.move_to(window.workspace.model.index(2, 0))
    with qtbot.waitSignal(window.workspace.session.told) as told:
        press(qtbot, window, KEY.Key_V, CTRL)
    assert "3 values" in told.args[0]
    assert texts(window) == [["a0", "b0"], ["a1", "b1"], ["p", "q"], ["s", "t"], ["v", "w"]]
    assert row_header(window) == ["2", "3", "4", "+", "+"]
    assert steps(window) == 1
    assert undone(window) == numbered(3, 2)
    window.workspace.commands.redo.trigger()
    assert column(window, 0) == ["a0", "a1", "p", "s", "v"]


def test_delete_empties_cells(qtbot, grid_of) -> None:
    window = grid_of([["a", ""], ["b", ""], ["", ""], ["c", "d"]])
    press(qtbot, window, KEY.Key_Down, SHIFT)
    press(qtbot, window, KEY.Key_Right, SHIFT)
    press(qtbot, window, KEY.Key_Delete)
    assert column(window, 0)[:2] == ["", ""]
    press(qtbot, window, KEY.Key_Delete)
    assert steps(window) == 1
    assert undone(window)[0] == ["a", ""]


def test_fill_down_and_right(qtbot, grid_of) -> None:
    window = grid_of(numbered(4, 4))
    window.workspace.grid.selection.reach(2, 1)
    press(qtbot, window, KEY.Key_D, CTRL)
    assert texts(window) == [
        ["a0", "b0", "c0", "d0"], ["a0", "b0", "c1", "d1"], ["a0", "b0", "c2", "d2"], ["a3", "b3", "c3", "d3"],
    ]  # fmt: skip
    window.workspace.grid.move_to(window.workspace.model.index(3, 0))
    press(qtbot, window, KEY.Key_D, CTRL)
    assert cell(window, 3, "A") == "a0"
    window.workspace.grid.move_to(window.workspace.model.index(2, 2))
    window.workspace.grid.selection.reach(3, 3)
    press(qtbot, window, KEY.Key_R, CTRL)
    assert [row[2:] for row in texts(window)[2:]] == [["c2", "c2"], ["c3", "c3"]]
    window.workspace.grid.move_to(window.workspace.model.index(0, 1))
    press(qtbot, window, KEY.Key_R, CTRL)
    assert cell(window, 0, "B") == "a0"
    assert steps(window) == 4
    assert undone(window, 4) == numbered(4, 4)


def test_fill_by_dragging_the_handle(qtbot, grid_of) -> None:
    window = grid_of(numbered(8, 4))
    window.workspace.grid.move_to(window.workspace.model.index(2, 1))
    window.workspace.grid.selection.reach(3, 1)
    view = window.workspace.grid.viewport()

    def pull(row: int, place: int) -> None:
        handle = window.workspace.grid._mouse.handle()
        assert handle is not None
        hover(view, handle.center())
        assert view.cursor().shape() == Qt.CursorShape.CrossCursor
        drag(qtbot, view, handle.center(), middle(window, row, place))

    pull(6, 1)
    assert column(window, 1) == ["b0", "b1", "b2", "b3", "b2", "b3", "b2", "b7"]
    assert selected(window) == [(2, 1, 6, 1)]
    assert undone(window) == numbered(8, 4)
    window.workspace.grid.move_to(window.workspace.model.index(2, 1))
    window.workspace.grid.selection.reach(3, 1)
    pull(0, 1)
    assert column(window, 1)[:4] == ["b2", "b3", "b2", "b3"]
    undone(window)
    window.workspace.grid.move_to(window.workspace.model.index(2, 1))
    pull(2, 3)
    assert texts(window)[2] == ["a2", "b2", "b2", "b2"]
    assert steps(window) == 1


def test_rows_are_inserted_deleted_and_duplicated_several_at_once(qtbot, grid_of) -> None:
    window = grid_of(numbered(6, 2))
    window.workspace.grid.selection.take_rows(1, 2)
    press(qtbot, window, KEY.Key_Plus, CTRL)
    assert row_header(window) == ["2", "+", "+", "3", "4", "5", "6", "7"]
    assert selected(window) == [(1, 0, 2, 1)]
    press(qtbot, window, KEY.Key_Minus, CTRL)
    assert row_header(window) == ["2", "3", "4", "5", "6", "7"]
    window.workspace.grid.selection.take_rows(1, 1)
    window.workspace.grid.selection.take_rows(3, 4, more=True)
    press(qtbot, window, KEY.Key_D, CTRL | SHIFT)
    assert column(window, 0) == ["a0", "a1", "a2", "a3", "a4", "a1", "a3", "a4", "a5"]
    assert row_header(window)[4:] == ["6", "+", "+", "+", "7"]
    assert selected(window) == [(5, 0, 7, 1)]
    window.workspace.grid.selection.take_rows(0, 0)
    window.workspace.grid.selection.take_rows(8, 8, more=True)
    press(qtbot, window, KEY.Key_Minus, CTRL)
    assert column(window, 0) == ["a1", "a2", "a3", "a4", "a1", "a3", "a4"]
    assert steps(window) == 4
    assert undone(window, 4) == numbered(6, 2)
    for _ in range(4):
        window.workspace.commands.redo.trigger()
    assert column(window, 1) == ["b1", "b2", "b3", "b4", "b1", "b3", "b4"]


def test_a_copy_of_a_changed_row_is_checked_and_can_be_changed_by_itself(qtbot, grid_of) -> None:
    window = grid_of(numbered(2, 2))
    window.workspace.session.type_cell(0, "c0", "new")
    press(qtbot, window, KEY.Key_D, CTRL | SHIFT)
    assert texts(window) == [["new", "b0"], ["new", "b0"], ["a1", "b1"]]
    assert at(window) == (1, 0)
    window.workspace.model.setData(window.workspace.model.index(1, 1), "x")
    assert column(window, 1) == ["b0", "x", "b1"]


def test_rows_move_up_and_down_with_their_selection(qtbot, grid_of) -> None:
    window = grid_of(numbered(6, 2))
    window.workspace.grid.selection.take_rows(1, 2)
    press(qtbot, window, KEY.Key_Down, ALT)
    assert column(window, 0) == ["a0", "a3", "a1", "a2", "a4", "a5"]
    assert row_header(window) == ["2", "5", "3", "4", "6", "7"]
    assert selected(window) == [(2, 0, 3, 1)]
    for _ in range(4):
        press(qtbot, window, KEY.Key_Up, ALT)
    assert column(window, 0) == ["a1", "a2", "a0", "a3", "a4", "a5"]
    assert selected(window) == [(0, 0, 1, 1)]
    # at the edge nothing is a step
    assert steps(window) == 3
    assert undone(window, 3) == numbered(6, 2)
    window.workspace.grid.selection.take_rows(0, 0)
    window.workspace.grid.selection.take_rows(3, 3, more=True)
    press(qtbot, window, KEY.Key_Down, ALT)
    assert column(window, 0) == ["a1", "a0", "a2", "a4", "a3", "a5"]
    assert window.workspace.grid.selected_rows() == [1, 4]
    press(qtbot, window, KEY.Key_Up, ALT)
    press(qtbot, window, KEY.Key_Up, ALT)
    assert column(window, 0)[0] == "a0"


def test_rows_in_a_filter_or_sorted(qtbot, grid_of) -> None:
    window = grid_of([["b", "1"], ["a", "2"], ["c", "10"], ["d", ""]])
    filters = window.workspace.navigation.filters
    filters.sort(window.workspace.model.column_at(place_of(window, "B")), descending=False)
    assert column(window, 0) == ["b", "a", "c", "d"]
    filters.sort(window.workspace.model.column_at(0), descending=True)
    assert (column(window, 0), row_header(window)) == (["d", "c", "b", "a"], ["5", "4", "2", "3"])
    window.workspace.grid.move_to(window.workspace.model.index(1, 0))
    with qtbot.waitSignal(window.workspace.session.told):
        press(qtbot, window, KEY.Key_Down, ALT)
    assert steps(window) == 0
    press(qtbot, window, KEY.Key_D, CTRL | SHIFT)
    assert column(window, 0) == ["d", "c", "c", "b", "a"]
    window.workspace.model.show_rows(pl.Series([1, 3], dtype=pl.UInt32), "two of them")
    window.workspace.grid.selection.take_rows(0, 1)
    press(qtbot, window, KEY.Key_Minus, CTRL)
    assert window.workspace.model.rowCount() == 0
    filters.show_all()
    assert column(window, 0) == ["b", "c", "c"]


def test_whole_columns_are_no_rows_to_delete(qtbot, grid_of) -> None:
    window = grid_of(numbered(5, 3))
    press(qtbot, window, KEY.Key_Space, CTRL)
    with qtbot.waitSignal(window.workspace.session.told) as told:
        press(qtbot, window, KEY.Key_Minus, CTRL)
    assert "columns are selected" in told.args[0]
    assert texts(window) == numbered(5, 3)


def test_the_menu_does_the_same(qtbot, grid_of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    window = grid_of(numbered(5, 2))
    window.workspace.grid.selection.take_rows(1, 2)
    window.workspace.grid._menu.pop_up(QPoint(200, 200))
    menu = window.workspace.grid.findChild(QMenu, "cellMenu")
    words = [action.text().split("\t")[0] for action in menu.actions()]
    assert "Insert 2 rows above" in words
    next(action for action in menu.actions() if action.text().startswith("Insert 2 rows below")).trigger()
    menu.close()
    assert row_header(window) == ["2", "3", "4", "+", "+", "5", "6"]


def test_a_large_copy_is_made_beside_the_window(qtbot, grid_of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.grid.cell_actions._AT_ONCE", 10)
    window = grid_of(numbered(30, 3))
    put("before")
    press(qtbot, window, KEY.Key_A, CTRL)
    press(qtbot, window, KEY.Key_C, CTRL)
    window.workspace.grid.move_to(window.workspace.model.index(29, 0))
    press(qtbot, window, KEY.Key_V, CTRL)
    qtbot.waitUntil(lambda: window.workspace.model.rowCount() == 59)
    assert from_text(clip()) == numbered(30, 3)
    assert texts(window)[29:] == numbered(30, 3)


def test_a_computed_column_is_copied_and_filled_as_it_is_shown(qtbot, window, tmp_path: Path) -> None:
    path = tmp_path / "joined.csv"
    path.write_text("Day,Time,Note\n2026-11-01,10:00,x\n2026-11-02,11:00,y\n", encoding="utf-8")
    drop(window, path)
    wait_open(qtbot, window)
    draft = window.workspace.session.opened.draft
    window.workspace.session.do(
        change_mapping(draft, draft.choices.mapping.with_feed("EventDate", Joined(("c0", "c1"))))
    )
    place = place_of(window, "EventDate")
    shown = column(window, place)
    assert "2026-11-02" in shown[1]
    window.workspace.grid.move_to(window.workspace.model.index(0, place))
    window.workspace.model.setData(window.workspace.model.index(0, place), "typed")
    # a value typed over one row leaves the others computed
    assert column(window, place) == ["typed", shown[1]]
    window.workspace.grid.move_to(window.workspace.model.index(1, place))
    press(qtbot, window, KEY.Key_D, CTRL)
    assert column(window, place) == ["typed", "typed"]


def test_repaired_cells_keep_their_mark_until_somebody_types_there(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "1,50"}, {"Amount": "2,50"}, {}))
    wait_open(qtbot, window)
    place = place_of(window, "Amount")

    def marked() -> list[bool]:
        return [window.workspace.model.index(row, place).data(FIXED_ROLE) for row in range(3)]

    window.workspace.repairs.fix_all()
    assert marked() == [True, True, False]
    window.workspace.model.setData(window.workspace.model.index(0, place), "7.00")
    assert marked() == [False, True, False]
    assert window.workspace.session.repaired.rows_of(window.workspace.model.column_at(place).column) == {1}
    window.workspace.commands.undo.trigger()
    assert marked() == [True, True, False]
    window.workspace.commands.undo.trigger()
    assert marked() == [False, False, False]
    window.workspace.commands.redo.trigger()
    window.workspace.commands.redo.trigger()
    assert marked() == [False, True, False]
