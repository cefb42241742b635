"""Accents by dead keys and syllables of input methods, typed over a selected cell."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from courier.draft_edits import change_mapping
from courier.sheet.mapping import Constant
from gui.grid.view import Grid
from tests.gui.test_journey import cell, drop, place_of, wait_open


@pytest.fixture
def grid(qtbot, window, sheet) -> Grid:
    drop(window, sheet({"Category": "Shoes"}, {"Category": "Hats"}))
    wait_open(qtbot, window)
    window.workspace.grid.move_to(window.workspace.model.index(0, place_of(window, "Category")))
    return window.workspace.grid


def compose(*steps: tuple[str, str]) -> None:
    """What an input method sends: the text being composed, and that which is committed."""
    for composing, committed in steps:
        event = QInputMethodEvent(composing, [])
        event.setCommitString(committed)
        QApplication.sendEvent(QApplication.focusWidget(), event)


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        ([("", "ê")], "ê"),
        ([("^", ""), ("", "ê")], "ê"),
        ([("^", ""), ("", "ê"), ("´", ""), ("", "é")], "êé"),
        ([("ㄱ", ""), ("가", ""), ("나", "가"), ("난", ""), ("", "난")], "가난"),
        ([("나", "가"), ("", "나")], "가나"),
        ([("k", ""), ("か", ""), ("", "か")], "か"),
    ],
)
def test_composed_text_opens_the_editor_and_none_of_it_is_lost(
    qtbot, window, grid: Grid, steps: list[tuple[str, str]], text: str
) -> None:
    compose(*steps)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "s")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert [cell(window, row, "Category") for row in range(2)] == [text + "s", "Hats"]
    assert grid.currentIndex().row() == 1


def test_the_dead_key_alone_changes_nothing_and_the_letter_after_it_is_typed(qtbot, window, grid: Grid) -> None:
    """As a system without an input method sends it: the accented letter comes as the text of the second key."""
    for key, typed in ((Qt.Key.Key_Dead_Circumflex, ""), (Qt.Key.Key_E, "ê")):
        QApplication.sendEvent(grid, QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, typed))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert cell(window, 0, "Category") == "ê"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_a_composition_that_is_given_up_leaves_the_cell_as_it_was(qtbot, window, grid: Grid, key: Qt.Key) -> None:
    compose(("^", ""), ("", ""))
    qtbot.keyClick(QApplication.focusWidget(), key)
    assert cell(window, 0, "Category") == "Shoes"
    assert not window.workspace.session.draft.undo_stack.done


def test_input_methods_are_asked_on_cells_that_can_be_written(qtbot, window, grid: Grid) -> None:
    session = window.workspace.session
    session.do(change_mapping(session.draft, session.draft.choices.mapping.with_feed("Note", Constant("x"))))
    accepted = Qt.WidgetAttribute.WA_InputMethodEnabled
    grid.move_to(window.workspace.model.index(0, place_of(window, "Note")))
    assert not grid.testAttribute(accepted)
    compose(("", "ê"))
    assert QApplication.focusWidget() is grid
    assert cell(window, 0, "Note") == "x"
    grid.move_to(window.workspace.model.index(0, place_of(window, "Category")))
    assert grid.testAttribute(accepted)
