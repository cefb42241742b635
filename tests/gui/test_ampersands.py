"""Names with an ampersand stand whole on buttons and in menus, where Qt would take the sign for the mark of a key."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from courier.destinations import Destination
from courier.programs import Program
from gui.session.services import AppServices
from gui.style.folding_row import FoldingRow
from gui.style.plain import literal, plain_words
from tests.gui.conftest import EmptyWindow
from tests.gui.test_actions import action, open_sheet

NAME = "Rock & Roll"


@pytest.mark.parametrize("words", ["", "a", "a & b", "&a", "a&&b", "&", "a\n&\nb", "Tom & Jerry & Spike…"])
def test_what_is_shown_literally_reads_as_it_was(qapp: QApplication, words: str) -> None:
    assert plain_words(QAction(literal(words))) == words


@pytest.mark.parametrize(("marked", "seen"), [("&File", "File"), ("Se&nd", "Send"), ("Save &As && go", "Save As & go")])
def test_the_marks_of_keys_are_no_words(marked: str, seen: str) -> None:
    assert plain_words(marked) == seen


def _commands(window: EmptyWindow) -> list[str]:
    """The list of all commands."""
    action(window, "palette").trigger()
    tree = window.findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    found = [tree.topLevelItem(place) for place in range(tree.topLevelItemCount())]
    words = [entry.text(0) for entry in found if entry is not None]
    tree.window().close()
    return words


def test_the_names_of_destinations_and_programs_are_whole(
    qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path], tmp_path: Path
) -> None:
    AppServices().destinations.save(Destination(NAME, "folder", "", 0, folder=str(tmp_path)))
    AppServices().programs.save(Program(NAME, "1000"))
    open_sheet(qtbot, window, sheet({}))
    workspace = window.workspace
    workspace.shipping.choose(NAME)
    workspace.programs.choose(NAME)
    qtbot.waitUntil(lambda: workspace.session.settled, timeout=20_000)
    upload = action(window, "upload")
    assert upload.text() == "Upload to Rock && Roll"
    assert [words for words in _commands(window) if NAME in words][:1] == ["Upload to Rock & Roll"]
    entries = [entry.text() for entry in window.menu.destinations.actions()]
    assert entries[0] == "Rock && Roll"
    assert sum("Rock && Roll" in entry for entry in entries) == 2
    workspace.show_columns()
    recipes = workspace.mapping.findChild(QToolButton, "recipeMenu")
    assert isinstance(recipes, QToolButton)
    menu = recipes.menu()
    assert isinstance(menu, QMenu)
    assert "Lock for Rock && Roll…" in [entry.text() for entry in menu.actions()]


def test_headers_are_whole_in_the_menu_of_a_column(
    qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    path = sheet({})
    path.write_text(path.read_text().replace("Category", NAME), encoding="utf-8")
    open_sheet(qtbot, window, path)
    workspace = window.workspace
    action(window, "sentColumns").trigger()
    place = [column.title for column in workspace.model.columns].index(NAME)
    workspace.grid.columns.hide([place])
    workspace.grid.header_asked.emit(0)
    (menu,) = window.findChildren(QMenu, "headMenu")
    shown = [entry.text() for part in menu.findChildren(QMenu) for entry in part.actions()]
    assert "Rock && Roll" in shown
    menu.deleteLater()


def test_a_suggested_column_is_named_whole_on_its_button(
    qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path]
) -> None:
    path = sheet({})
    path.write_text(path.read_text().replace("Category", "Kind & product"), encoding="utf-8")
    open_sheet(qtbot, window, path)
    workspace = window.workspace
    workspace.show_columns()
    uses = [push.text() for push in workspace.mapping.findChildren(QPushButton) if push.objectName().startswith("use")]
    assert any("Kind && product" in words for words in uses)


def test_what_folds_away_is_named_whole_in_the_overflow(qtbot: QtBot, qapp: QApplication) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    row = FoldingRow(parent, margins=(0, 0, 0, 0), spacing=0)
    push = QPushButton()
    push.setAccessibleName(NAME)
    row.add(push)
    row.add_overflow("more", "More")
    row.add_hiding(push)
    row.resize(1, 30)
    parent.show()
    row.refit()
    more = row.findChild(QToolButton, "more")
    assert isinstance(more, QToolButton)
    menu = more.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    assert [entry.text() for entry in menu.actions()] == ["Rock && Roll"]
