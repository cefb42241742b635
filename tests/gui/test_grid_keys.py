"""Keys in the grid, pressed in a real window: going places, selecting, and editing cells."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from courier.draft_edits import change_mapping
from courier.sheet.mapping import Constant
from gui.window.main_window import MainWindow
from tests.gui.test_journey import cell, drop, place_of, question, wait_open

KEY = Qt.Key
PLAIN, SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


@pytest.fixture
def grid_of(qtbot, window: MainWindow, tmp_path: Path) -> Callable[..., MainWindow]:
    """A window with a sheet of the given rows under the headers A, B, C ..., the first cell the current one."""

    def show(rows: list[list[str]]) -> MainWindow:
        path = tmp_path / "grid.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow([chr(ord("A") + place) for place in range(len(rows[0]))])
            writer.writerows(rows)
        drop(window, path)
        wait_open(qtbot, window)
        # away from the page that asks for the missing columns
        window.workspace.show_sheet()
        window.workspace.grid.setFocus()
        window.workspace.grid.move_to(window.workspace.model.index(0, 0))
        return window

    return show


def numbered(rows: int, columns: int) -> list[list[str]]:
    return [[f"{chr(ord('a') + column)}{row}" for column in range(columns)] for row in range(rows)]


def press(qtbot, window: MainWindow, key, held=PLAIN) -> None:
    qtbot.keyClick(window.workspace.grid, key, held)


def at(window: MainWindow) -> tuple[int, int]:
    index = window.workspace.grid.currentIndex()
    return index.row(), index.column()


def selected(window: MainWindow) -> list[tuple[int, int, int, int]]:
    """Top, left, bottom and right of the selection's parts."""
    return [(one.top(), one.left(), one.bottom(), one.right()) for one in window.workspace.grid.selection.areas]


def texts(window: MainWindow) -> list[list[str]]:
    model = window.workspace.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def middle(window: MainWindow, row: int, column: int) -> QPoint:
    return window.workspace.grid.visualRect(window.workspace.model.index(row, column)).center()


def hover(widget: QWidget, to: QPoint, *, pressed: bool = False) -> None:
    """The mouse moves over a widget: by an event, as the pointer itself may be anywhere."""
    button = Qt.MouseButton.LeftButton if pressed else Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), QPointF(widget.mapToGlobal(to)), Qt.MouseButton.NoButton, button, PLAIN
    )
    QApplication.sendEvent(widget, event)


def drag(qtbot, widget: QWidget, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, PLAIN, start)
    hover(widget, (start + end) / 2, pressed=True)
    hover(widget, end, pressed=True)
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, PLAIN, end)


def editor(window: MainWindow) -> QLineEdit:
    found = [one for one in window.findChildren(QLineEdit, "cellEditor") if one.isVisible()]
    assert found
    return found[-1]


def editing(window: MainWindow) -> bool:
    return window.workspace.grid.state() == window.workspace.grid.State.EditingState


def test_arrows_home_end_and_page_keys(qtbot, grid_of) -> None:
    window = grid_of(numbered(200, 5))
    for key, place in (
        (KEY.Key_Down, (1, 0)), (KEY.Key_Right, (1, 1)), (KEY.Key_Up, (0, 1)), (KEY.Key_Up, (0, 1)),
        (KEY.Key_Left, (0, 0)), (KEY.Key_Left, (0, 0)), (KEY.Key_End, (0, 4)), (KEY.Key_Home, (0, 0)),
    ):  # fmt: skip
        press(qtbot, window, key)
        assert at(window) == place
    press(qtbot, window, KEY.Key_End, CTRL)
    assert at(window) == (199, 4)
    press(qtbot, window, KEY.Key_Home, CTRL)
    assert at(window) == (0, 0)
    press(qtbot, window, KEY.Key_PageDown)
    page = at(window)[0]
    assert 5 < page < 60
    assert window.workspace.grid.visualRect(window.workspace.grid.currentIndex()).intersects(
        window.workspace.grid.viewport().rect()
    )
    press(qtbot, window, KEY.Key_PageDown)
    press(qtbot, window, KEY.Key_PageUp)
    assert at(window) == (page, 0)


def test_ctrl_arrows_go_to_the_edge_of_data(qtbot, grid_of) -> None:
    rows = [["x", "y", "", "z"], ["x", "", "", ""], ["", "", "", "z"], ["x", "", "", ""], ["x", "", "", ""]]
    rows += [["", "y", "", ""] for _ in range(300)]
    window = grid_of(rows)
    for key, place in (
        (KEY.Key_Down, (1, 0)), (KEY.Key_Down, (3, 0)), (KEY.Key_Down, (4, 0)), (KEY.Key_Down, (304, 0)),
        (KEY.Key_Up, (4, 0)), (KEY.Key_Up, (3, 0)), (KEY.Key_Up, (1, 0)), (KEY.Key_Up, (0, 0)),
        (KEY.Key_Right, (0, 1)), (KEY.Key_Down, (5, 1)), (KEY.Key_Down, (304, 1)), (KEY.Key_Up, (5, 1)),
        (KEY.Key_Up, (0, 1)), (KEY.Key_Right, (0, 3)), (KEY.Key_Left, (0, 1)), (KEY.Key_Left, (0, 0)),
    ):  # fmt: skip
        press(qtbot, window, key, CTRL)
        assert at(window) == place
    press(qtbot, window, KEY.Key_Down, CTRL | SHIFT)
    press(qtbot, window, KEY.Key_Right, CTRL | SHIFT)
    assert selected(window) == [(0, 0, 1, 3)]


def test_shift_selects_from_the_current_cell_which_stays(qtbot, grid_of) -> None:
    window = grid_of(numbered(50, 6))
    window.workspace.grid.move_to(window.workspace.model.index(2, 2))
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Right):
        press(qtbot, window, key, SHIFT)
    assert selected(window) == [(2, 2, 4, 3)]
    assert at(window) == (2, 2)
    for _ in range(3):
        press(qtbot, window, KEY.Key_Up, SHIFT)
    assert selected(window) == [(1, 2, 2, 3)]
    press(qtbot, window, KEY.Key_Home, SHIFT)
    assert selected(window) == [(1, 0, 2, 2)]
    press(qtbot, window, KEY.Key_End, CTRL | SHIFT)
    assert selected(window) == [(2, 2, 49, 5)]
    press(qtbot, window, KEY.Key_Escape)
    assert selected(window) == [(2, 2, 2, 2)]
    press(qtbot, window, KEY.Key_PageDown, SHIFT)
    assert selected(window)[0][:2] == (2, 2)
    assert selected(window)[0][2] > 6


def test_whole_rows_columns_and_everything(qtbot, grid_of) -> None:
    window = grid_of(numbered(20, 4))
    window.workspace.grid.move_to(window.workspace.model.index(3, 1))
    press(qtbot, window, KEY.Key_Space, SHIFT)
    assert selected(window) == [(3, 0, 3, 3)]
    press(qtbot, window, KEY.Key_Down, SHIFT)
    assert selected(window) == [(3, 0, 4, 3)]
    window.workspace.grid.move_to(window.workspace.model.index(3, 1))
    press(qtbot, window, KEY.Key_Space, CTRL)
    assert selected(window) == [(0, 1, 19, 1)]
    press(qtbot, window, KEY.Key_Right, SHIFT)
    assert selected(window) == [(0, 1, 19, 2)]
    press(qtbot, window, KEY.Key_A, CTRL)
    assert selected(window) == [(0, 0, 19, 3)]
    assert at(window) == (3, 1)


def test_rows_are_selected_in_the_gutter(qtbot, grid_of) -> None:
    window = grid_of(numbered(20, 4))
    row_header = window.workspace.grid.verticalHeader()

    def click(row: int, held=PLAIN, button=Qt.MouseButton.LeftButton) -> None:
        place = QPoint(20, row_header.sectionViewportPosition(row) + 10)
        qtbot.mouseClick(row_header.viewport(), button, held, place)

    click(4)
    assert selected(window) == [(4, 0, 4, 3)]
    click(7, SHIFT)
    assert selected(window) == [(4, 0, 7, 3)]
    click(10, CTRL)
    assert window.workspace.grid.selected_rows() == [4, 5, 6, 7, 10]
    drag(qtbot, row_header.viewport(), QPoint(20, 3), QPoint(20, row_header.sectionViewportPosition(2) + 5))
    assert selected(window) == [(0, 0, 2, 3)]


def test_the_mouse_selects_blocks(qtbot, grid_of) -> None:
    window = grid_of(numbered(20, 4))
    view = window.workspace.grid.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, PLAIN, middle(window, 2, 1))
    assert (at(window), selected(window)) == ((2, 1), [(2, 1, 2, 1)])
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, SHIFT, middle(window, 5, 3))
    assert (at(window), selected(window)) == ((2, 1), [(2, 1, 5, 3)])
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, CTRL, middle(window, 8, 0))
    assert sorted(selected(window)) == [(2, 1, 5, 3), (8, 0, 8, 0)]
    drag(qtbot, view, middle(window, 1, 1), middle(window, 3, 2))
    assert (at(window), selected(window)) == ((1, 1), [(1, 1, 3, 2)])


def test_typing_over_enter_and_escape(qtbot, grid_of) -> None:
    window = grid_of(numbered(5, 3))
    press(qtbot, window, "n")
    assert editing(window)
    assert editor(window).text() == "n"
    qtbot.keyClicks(editor(window), "ew")
    qtbot.keyClick(editor(window), KEY.Key_Return)
    assert (cell(window, 0, "A"), at(window)) == ("new", (1, 0))
    press(qtbot, window, "x")
    qtbot.keyClick(editor(window), KEY.Key_Escape)
    assert not editing(window)
    assert (cell(window, 1, "A"), at(window)) == ("a1", (1, 0))
    press(qtbot, window, "y")
    qtbot.keyClick(editor(window), KEY.Key_Enter, SHIFT)
    assert (cell(window, 1, "A"), at(window)) == ("y", (0, 0))
    window.workspace.commands.undo.trigger()
    window.workspace.commands.undo.trigger()
    assert not window.workspace.commands.undo.isEnabled()
    assert texts(window) == numbered(5, 3)


def test_arrows_leave_a_cell_typed_over_but_not_one_that_is_edited(qtbot, grid_of) -> None:
    window = grid_of(numbered(5, 3))
    press(qtbot, window, "q")
    qtbot.keyClick(editor(window), KEY.Key_Right)
    assert (cell(window, 0, "A"), at(window)) == ("q", (0, 1))
    press(qtbot, window, KEY.Key_F2)
    assert editor(window).text() == "b0"
    qtbot.keyClick(editor(window), KEY.Key_End)
    qtbot.keyClick(editor(window), KEY.Key_Left)
    qtbot.keyClicks(editor(window), "-")
    assert editor(window).text() == "b-0"
    qtbot.keyClick(editor(window), KEY.Key_Tab)
    assert (cell(window, 0, "B"), at(window)) == ("b-0", (0, 2))
    assert not editing(window)


def test_tab_then_enter_returns_to_the_starting_column(qtbot, grid_of) -> None:
    window = grid_of(numbered(5, 4))
    window.workspace.grid.move_to(window.workspace.model.index(1, 1))
    press(qtbot, window, "x")
    qtbot.keyClick(editor(window), KEY.Key_Tab)
    press(qtbot, window, KEY.Key_Tab)
    assert at(window) == (1, 3)
    press(qtbot, window, KEY.Key_Return)
    assert at(window) == (2, 1)
    press(qtbot, window, KEY.Key_Tab)
    press(qtbot, window, KEY.Key_Backtab, SHIFT)
    assert at(window) == (2, 1)
    press(qtbot, window, KEY.Key_Return, SHIFT)
    assert at(window) == (1, 1)


def test_enter_and_tab_stay_within_a_selected_block(qtbot, grid_of) -> None:
    window = grid_of(numbered(6, 4))
    window.workspace.grid.move_to(window.workspace.model.index(1, 1))
    press(qtbot, window, KEY.Key_Down, SHIFT)
    press(qtbot, window, KEY.Key_Right, SHIFT)
    seen = []
    for _ in range(4):
        press(qtbot, window, KEY.Key_Return)
        seen.append(at(window))
    assert seen == [(2, 1), (1, 2), (2, 2), (1, 1)]
    press(qtbot, window, KEY.Key_Tab)
    assert at(window) == (1, 2)
    assert selected(window) == [(1, 1, 2, 2)]


def test_one_text_for_all_selected_cells(qtbot, grid_of) -> None:
    window = grid_of(numbered(4, 3))
    press(qtbot, window, KEY.Key_Down, SHIFT)
    press(qtbot, window, "k")
    qtbot.keyClick(editor(window), KEY.Key_Return, CTRL)
    assert [row[0] for row in texts(window)] == ["k", "k", "a2", "a3"]
    window.workspace.commands.undo.trigger()
    assert texts(window) == numbered(4, 3)


def test_a_line_break_in_a_cell(qtbot, grid_of) -> None:
    window = grid_of(numbered(2, 2))
    press(qtbot, window, "a")
    qtbot.keyClick(editor(window), KEY.Key_Return, ALT)
    qtbot.keyClicks(editor(window), "b")
    qtbot.keyClick(editor(window), KEY.Key_Return)
    assert cell(window, 0, "A") == "a\nb"


def test_a_click_elsewhere_keeps_what_was_typed_and_a_double_click_edits(qtbot, grid_of) -> None:
    window = grid_of(numbered(5, 3))
    press(qtbot, window, "z")
    qtbot.mouseClick(window.workspace.grid.viewport(), Qt.MouseButton.LeftButton, PLAIN, middle(window, 3, 1))
    assert (cell(window, 0, "A"), at(window)) == ("z", (3, 1))
    qtbot.mouseDClick(window.workspace.grid.viewport(), Qt.MouseButton.LeftButton, PLAIN, middle(window, 3, 1))
    assert editor(window).text() == "b3"
    qtbot.keyClick(editor(window), KEY.Key_Return)
    # a cell that was only looked at is no step
    assert window.workspace.commands.undo.isEnabled()
    window.workspace.commands.undo.trigger()
    assert not window.workspace.commands.undo.isEnabled()


def test_a_check_that_ends_beside_leaves_what_somebody_is_typing(qtbot, grid_of) -> None:
    window = grid_of(numbered(5, 3))
    press(qtbot, window, "h")
    qtbot.keyClicks(editor(window), "alf")
    window.workspace.session.changed.emit()
    assert editor(window).text() == "half"
    qtbot.keyClick(editor(window), KEY.Key_Escape)


def test_columns_that_cannot_be_written_say_why(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {}))
    wait_open(qtbot, window)
    draft = window.workspace.session.opened.draft
    window.workspace.session.do(change_mapping(draft, draft.choices.mapping.with_feed("MediaId", Constant("77"))))
    window.workspace.model.show_sent_only(False)
    place = place_of(window, "MediaId")
    window.workspace.grid.move_to(window.workspace.model.index(0, place))
    with qtbot.waitSignal(window.workspace.session.told) as told:
        press(qtbot, window, "5")
    assert "same for all rows" in told.args[0]
    assert "same for all rows" in window.findChild(QLabel, "cellRemark").text()
    with qtbot.waitSignal(window.workspace.session.told) as told:
        press(qtbot, window, KEY.Key_F2)
    assert "same for all rows" in told.args[0]
    with qtbot.waitSignal(window.workspace.session.told) as told:
        press(qtbot, window, KEY.Key_Delete)
    assert "Nothing was changed" in told.args[0]
    assert not editing(window)
    assert cell(window, 0, "MediaId") == "77"


def test_go_to_row(qtbot, grid_of) -> None:
    window = grid_of(numbered(300, 3))
    window.workspace.grid.selection.take_rows(100, 109)
    press(qtbot, window, KEY.Key_Minus, CTRL)
    (action,) = (one for one in window.actions() if one.objectName() == "goToRow")
    assert action.shortcut().toString() == "Ctrl+G"
    for wanted, row, place, told in (("250", "250", 238, False), ("105", "112", 100, True), ("9999", "301", 289, True)):
        action.trigger()
        asked = question(window, "goToRowQuestion")
        number = asked.findChild(QLineEdit, "goToRowNumber")
        qtbot.keyClicks(number, wanted)
        before = window.workspace.status._said.words
        qtbot.keyClick(number, KEY.Key_Return)
        assert at(window)[0] == place
        assert window.workspace.model.headerData(place, Qt.Orientation.Vertical) == row
        assert (window.workspace.status._said.words != before) == told
        assert window.workspace.grid.visualRect(window.workspace.grid.currentIndex()).intersects(
            window.workspace.grid.viewport().rect()
        )
