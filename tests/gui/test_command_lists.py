"""The list of all commands, and the list of their keys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QTreeWidget
from pytestqt.qtbot import QtBot

from gui.window.actions import WindowActions
from tests.gui.conftest import EmptyWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def dialog(window: EmptyWindow, name: str) -> QDialog:
    found = window.findChild(QDialog, name)
    assert isinstance(found, QDialog)
    return found


def press(qtbot: QtBot, window: EmptyWindow, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    """Press keys of the window, which only the window in front listens to."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, held)


def search(shown: QDialog) -> QLineEdit:
    found = shown.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def entries(shown: QDialog) -> list[str]:
    """The commands that the palette shows."""
    tree = shown.findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    found = [tree.topLevelItem(place) for place in range(tree.topLevelItemCount())]
    return [entry.text(0) for entry in found if entry is not None and not entry.isHidden()]


@pytest.fixture
def palette(qtbot: QtBot, window: EmptyWindow) -> QDialog:
    press(qtbot, window, Qt.Key.Key_P, CTRL | SHIFT)
    return dialog(window, "commandPalette")


def test_the_palette_has_every_command_but_itself(window: EmptyWindow, palette: QDialog) -> None:
    assert len(entries(palette)) == len(list(window.menu.listed())) - 1


def test_a_command_is_found_by_words_of_it_and_of_its_menu_and_done(
    qtbot: QtBot, window: EmptyWindow, palette: QDialog
) -> None:
    qtbot.keyClicks(search(palette), "send hist")
    assert entries(palette) == ["History"]
    qtbot.keyClick(search(palette), Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.workspace.history.pane.isVisible()


def test_what_cannot_be_done_says_why_and_does_nothing(qtbot: QtBot, window: EmptyWindow, palette: QDialog) -> None:
    qtbot.keyClicks(search(palette), "undo")
    assert entries(palette) == ["Undo: open a sheet first."]
    qtbot.keyClick(search(palette), Qt.Key.Key_Return)
    assert palette.isVisible()
    search(palette).setText("no such thing")
    assert entries(palette) == []
    qtbot.keyClick(search(palette), Qt.Key.Key_Return)
    assert palette.isVisible()


def test_arrows_move_in_the_list_while_one_types(qtbot: QtBot, window: EmptyWindow, palette: QDialog) -> None:
    tree = palette.findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    first = tree.currentItem()
    qtbot.keyClick(search(palette), Qt.Key.Key_Down)
    assert tree.currentItem() is not first
    tree.itemClicked.emit(tree.currentItem(), 0)
    assert not palette.isVisible()


@pytest.fixture
def shortcuts(qtbot: QtBot, window: EmptyWindow) -> Iterator[QDialog]:
    press(qtbot, window, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    shown = dialog(window, "shortcutsDialog")
    yield shown
    shown.close()


def said(shown: QDialog) -> list[str]:
    return [one.text() for one in shown.findChildren(QLabel) if one.isVisible()]


def test_the_list_of_keys_is_made_from_the_actions(window: EmptyWindow, shortcuts: QDialog) -> None:
    # as people read them: the language of Qt's own words may be another one
    native = QKeySequence.SequenceFormat.NativeText
    written = [keys.toString(native) for _, action in window.menu.listed() for keys in action.shortcuts()]
    assert "F8" in written
    assert set(written) <= set(said(shortcuts))


def test_keys_are_found_by_words(qtbot: QtBot, shortcuts: QDialog) -> None:
    qtbot.keyClicks(search(shortcuts), "next prob")
    assert said(shortcuts) == ["Sheet", "Next problem", "F8"]
    search(shortcuts).setText("no such thing")
    assert said(shortcuts) == ["No command has these words or keys."]


@pytest.mark.parametrize(
    ("key", "held", "does"),
    [
        (Qt.Key.Key_F8, SHIFT, "Previous problem"),
        (Qt.Key.Key_D, CTRL, "Fill down"),
        (Qt.Key.Key_U, CTRL | SHIFT, "Send later"),
    ],
)
def test_pressing_keys_shows_what_they_do(
    qtbot: QtBot, shortcuts: QDialog, key: Qt.Key, held: Qt.KeyboardModifier, does: str
) -> None:
    qtbot.keyClick(search(shortcuts), key, held)
    assert said(shortcuts)[1] == does
    assert len(said(shortcuts)) == 3


def test_a_grey_action_has_a_reason_until_it_can_be_chosen(window: EmptyWindow) -> None:
    actions: WindowActions = window.commands
    assert actions.why_not(actions.export) == "open a sheet first."
    actions.allow(actions.export)
    assert (actions.why_not(actions.export), actions.export.isEnabled()) == ("", True)


def test_the_keys_of_a_dialog_are_not_those_of_the_window(
    qtbot: QtBot, window: EmptyWindow, shortcuts: QDialog, sheet: Callable[..., Path]
) -> None:
    qtbot.keyClick(search(shortcuts), Qt.Key.Key_H, CTRL | SHIFT)
    assert not window.workspace.history.pane.isVisible()
    assert search(shortcuts).text() == "Ctrl+Shift+H"
