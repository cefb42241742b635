"""Columns in the grid: select, reorder, hide, show, keep in view and fit. All of it is a view: nothing is sent anew."""

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from tests.gui.test_grid_keys import (
    CTRL,
    KEY,
    PLAIN,
    SHIFT,
    at,
    cell,
    drag,
    editing,
    editor,
    grid_of,
    hover,
    middle,
    numbered,
    press,
    selected,
    texts,
)  # fmt: skip
from tests.gui.test_journey import drop, place_of, wait_open

__all__ = ["grid_of"]
LEFT = Qt.MouseButton.LeftButton


def on_header(window, place: int, share: float = 0.4) -> QPoint:
    header = window.workspace.grid.header
    return QPoint(int(header.left_of(place) + header.sectionSize(place) * share), 12)


def on_edge(window, place: int) -> QPoint:
    header = window.workspace.grid.header
    return QPoint(header.left_of(place) + header.sectionSize(place) - 1, 12)


def titles(window) -> list[str]:
    return [one.title for one in window.workspace.model.columns]


def pick(window, words: str) -> None:
    """Choose an entry of the header's menu."""
    (menu,) = (one for one in window.findChildren(QMenu, "headMenu"))
    entries = [*menu.actions(), *(entry for one in menu.findChildren(QMenu) for entry in one.actions())]
    next(entry for entry in entries if entry.text() == words).trigger()
    menu.setObjectName("")
    menu.deleteLater()


@pytest.fixture(autouse=True)
def _menus_stay_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen that nobody sees cannot raise a menu."""
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)


def test_a_click_on_heads_selects_columns(qtbot, grid_of) -> None:
    window = grid_of(numbered(30, 6))
    view = window.workspace.grid.header.viewport()
    qtbot.mouseClick(view, LEFT, PLAIN, on_header(window, 1))
    assert selected(window) == [(0, 1, 29, 1)]
    qtbot.mouseClick(view, LEFT, SHIFT, on_header(window, 3))
    assert selected(window) == [(0, 1, 29, 3)]
    qtbot.mouseClick(view, LEFT, CTRL, on_header(window, 5))
    assert window.workspace.grid.selection.columns == [1, 2, 3, 5]
    assert window.workspace.grid.selection.whole_columns


def test_columns_are_dragged_to_another_place_for_the_eye_only(qtbot, grid_of) -> None:
    window = grid_of(numbered(3, 5))
    view = window.workspace.grid.header.viewport()
    window.workspace.grid.setColumnWidth(0, 170)
    drag(qtbot, view, on_header(window, 0), on_header(window, 2, 0.8))
    assert titles(window) == ["B", "C", "A", "D", "E"]
    assert texts(window)[0] == ["b0", "c0", "a0", "d0", "e0"]
    assert selected(window) == [(0, 2, 2, 2)]
    assert window.workspace.grid.columnWidth(2) == 170
    qtbot.mouseClick(view, LEFT, PLAIN, on_header(window, 3))
    qtbot.mouseClick(view, LEFT, SHIFT, on_header(window, 4))
    drag(qtbot, view, on_header(window, 3), on_header(window, 0, 0.2))
    assert titles(window) == ["D", "E", "B", "C", "A"]
    assert not window.workspace.commands.undo.isEnabled()
    # what is typed goes to the column that is seen, and an edit keeps the order
    window.workspace.model.setData(window.workspace.model.index(1, 0), "new")
    assert window.workspace.session.opened.draft.sheet.cell(1, "c3") == "new"
    assert titles(window) == ["D", "E", "B", "C", "A"]
    window.workspace.grid.header_asked.emit(0)
    pick(window, "Columns in the file's order")
    assert titles(window) == ["A", "B", "C", "D", "E"]


def test_columns_are_hidden_and_shown(qtbot, grid_of) -> None:
    window = grid_of(numbered(3, 5))
    view = window.workspace.grid.header.viewport()
    qtbot.mouseClick(view, LEFT, PLAIN, on_header(window, 1))
    qtbot.mouseClick(view, LEFT, SHIFT, on_header(window, 2))
    window.workspace.grid.header_asked.emit(2)
    pick(window, "Hide 2 columns")
    assert titles(window) == ["A", "D", "E"]
    window.workspace.grid.selection.at(0, 0)
    window.workspace.grid.selection.reach(0, 1)
    press(qtbot, window, KEY.Key_C, CTRL)
    window.workspace.grid.header_asked.emit(0)
    pick(window, "B")
    assert titles(window) == ["A", "B", "D", "E"]
    # whoever is led to a cell in a hidden column sees it
    assert window.workspace.grid.go_to(1, "c2")
    assert titles(window) == ["A", "B", "C", "D", "E"]
    assert at(window) == (1, 2)
    assert not window.workspace.commands.undo.isEnabled()


def test_columns_stay_in_view(qtbot, grid_of) -> None:
    window = grid_of(numbered(50, 30))
    grid = window.workspace.grid
    window.workspace.grid.header_asked.emit(1)
    pick(window, "Freeze columns")
    press(qtbot, window, KEY.Key_End)
    assert at(window) == (0, 29)
    assert grid.horizontalScrollBar().value() > 0
    assert grid.visualRect(window.workspace.model.index(3, 0)).left() == 0
    first = grid.visualRect(window.workspace.model.index(3, 1)).center()
    assert grid.indexAt(first).column() == 1
    qtbot.mouseClick(grid.viewport(), LEFT, PLAIN, first)
    assert at(window) == (3, 1)
    assert grid.horizontalScrollBar().value() > 0
    press(qtbot, window, "z")
    assert editor(window).geometry() == grid.visualRect(window.workspace.model.index(3, 1))
    qtbot.keyClick(editor(window), KEY.Key_Return)
    assert cell(window, 3, "B") == "z"
    # a cell that scrolled under them comes out again
    window.workspace.grid.move_to(window.workspace.model.index(0, 29))
    for place in range(28, 1, -1):
        press(qtbot, window, KEY.Key_Left)
        assert at(window) == (0, place)
        assert grid.visualRect(grid.currentIndex()).left() >= grid.header.edge
    qtbot.mouseClick(grid.header.viewport(), LEFT, PLAIN, on_header(window, 0))
    assert selected(window) == [(0, 0, 49, 0)]
    window.workspace.grid.header_asked.emit(0)
    pick(window, "Let all columns scroll")
    grid.horizontalScrollBar().setValue(200)
    assert grid.visualRect(window.workspace.model.index(0, 0)).left() < 0


def test_what_stays_in_view_is_painted_there(qtbot, grid_of) -> None:
    window = grid_of([["first", *("" for _ in range(30))] for _ in range(20)])
    grid = window.workspace.grid
    grid.columns.freeze(1)
    before = grid.grab().toImage()
    grid.horizontalScrollBar().setValue(grid.horizontalScrollBar().maximum())
    edge = grid.verticalHeader().width() + grid.header.edge - 2
    after = grid.grab().toImage()
    scale = after.devicePixelRatio()
    part = (0, int(60 * scale), int(edge * scale), int(150 * scale))
    assert before.copy(*part) == after.copy(*part)


def test_a_double_click_on_an_edge_fits_the_width(qtbot, grid_of) -> None:
    rows = numbered(3000, 4)
    rows[2500][1] = "a text that is much longer than all the others in its column"
    window = grid_of(rows)
    header = window.workspace.grid.header
    qtbot.mouseDClick(header.viewport(), LEFT, PLAIN, on_edge(window, 1))
    wide = window.workspace.grid.fontMetrics().horizontalAdvance(rows[2500][1])
    assert wide < header.sectionSize(1) < wide + 40
    drag(qtbot, header.viewport(), on_edge(window, 1), on_edge(window, 1) - QPoint(100, 0))
    assert abs(header.sectionSize(1) - (wide - 80)) < 25
    hover(header.viewport(), on_edge(window, 0))
    assert header.viewport().cursor().shape() == Qt.CursorShape.SplitHCursor
    # a width that was given lasts when rows come and go
    given = header.sectionSize(1)
    window.workspace.grid.insert_row()
    assert header.sectionSize(1) == given
    begin = time.perf_counter()
    window.workspace.grid.columns.fit(range(4))
    assert time.perf_counter() - begin < 2


def test_the_menu_of_a_head(qtbot, grid_of) -> None:
    window = grid_of([["b", "2"], ["a", "10"], ["c", ""]])
    header = window.workspace.grid.header
    asked: list[int] = []
    window.workspace.grid.header_asked.connect(asked.append)
    hover(header.viewport(), on_header(window, 1))
    qtbot.mouseClick(header.viewport(), LEFT, PLAIN, on_edge(window, 1) - QPoint(10, 0))
    qtbot.mouseDClick(header.viewport(), LEFT, PLAIN, on_header(window, 0))
    press(qtbot, window, KEY.Key_Down, CTRL | Qt.KeyboardModifier.AltModifier)
    assert asked == [1, 0, window.workspace.grid.currentIndex().column()]
    for one in window.findChildren(QMenu, "headMenu"):
        one.setObjectName("")
    window.workspace.grid.header_asked.emit(1)
    pick(window, "Sort Z to A")
    assert [row[1] for row in texts(window)] == ["10", "2", ""]
    window.workspace.grid.header_asked.emit(1)
    pick(window, "Show all rows in their order")
    assert [row[0] for row in texts(window)] == ["b", "a", "c"]
    assert not editing(window)
    window.workspace.grid.header_asked.emit(1)
    pick(window, "All columns…")
    assert window.workspace.mapping.isVisible()


def test_a_right_click_selects_what_its_menu_speaks_of(qtbot, grid_of) -> None:
    window = grid_of(numbered(10, 3))
    view = window.workspace.grid.viewport()
    window.workspace.grid.selection.reach(2, 1)
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, PLAIN, middle(window, 1, 1))
    assert selected(window) == [(0, 0, 2, 1)]
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, PLAIN, middle(window, 5, 2))
    assert selected(window) == [(5, 2, 5, 2)]


def test_the_rows_can_be_filtered_by_the_column_of_a_head(qtbot, window, sheet) -> None:
    drop(window, sheet({"Category": "Hats"}, {"Category": "Shoes"}))
    wait_open(qtbot, window)
    for one in window.findChildren(QMenu, "headMenu"):
        one.setObjectName("")
    window.workspace.grid.header_asked.emit(place_of(window, "Category"))
    pick(window, "Filter by this column…")
    bar = window.workspace.navigation.filter_bar
    assert bar.isVisible()
    assert bar._column.currentText() == "Category"


def test_an_empty_column_for_a_field_can_be_added_and_typed_in(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {}))
    wait_open(qtbot, window)
    for one in window.findChildren(QMenu, "headMenu"):
        one.setObjectName("")
    window.workspace.grid.header_asked.emit(0)
    (menu,) = window.findChildren(QMenu, "headMenu")
    adding = next(one for one in menu.findChildren(QMenu) if one.title() == "Add a column for")
    entries = [*adding.actions(), *(entry for one in adding.findChildren(QMenu) for entry in one.actions())]
    next(entry for entry in entries if entry.text() == "Note").trigger()
    assert window.workspace.model.columnCount() == 12
    place = place_of(window, "Note")
    window.workspace.model.setData(window.workspace.model.index(1, place), "gift")
    assert window.workspace.model.index(1, place).data() == "gift"
    window.workspace.commands.undo.trigger()
    window.workspace.commands.undo.trigger()
    assert window.workspace.model.columnCount() == 11
