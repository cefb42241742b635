"""A file that was edited before, opened again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from courier.drafts.store import DraftStore
from courier.settings import data_folder
from gui.window.main_window import MainWindow
from tests.gui.conftest import EmptyWindow
from tests.gui.waiting import wait_for_events


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.open_file(path)
    qtbot.waitUntil(lambda: window.workspace.session.sheet_open and window.workspace.session.settled, timeout=20_000)


@pytest.fixture
def edited(qtbot: QtBot, sheet: Callable[..., Path]) -> Path:
    """A file that another window edited and closed."""
    path, before = sheet({}), EmptyWindow()
    qtbot.addWidget(before)
    before.show()
    opened(qtbot, before, path)
    before.workspace.session.type_cell(0, "c8", "Golf")
    before.close()
    (kept,) = DraftStore(data_folder() / "drafts").kept()
    assert (kept.edits, kept.in_use) == (1, False)
    return path


def press(window: MainWindow, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    button.click()


def test_its_draft_is_offered_and_gone_on_with(qtbot: QtBot, edited: Path, window: EmptyWindow) -> None:
    opened(qtbot, window, edited)
    offer = window.workspace.draft_offer.suggestion
    qtbot.waitUntil(offer.isVisible)
    press(window, "draftSuggestionUse")
    qtbot.waitUntil(lambda: not window.workspace.loader.under_way, timeout=20_000)
    assert "Golf" in window.workspace.session.draft.sheet.frame()["c8"].to_list()
    assert not offer.isVisible()


def test_an_edit_takes_the_offer_back(qtbot: QtBot, edited: Path, window: EmptyWindow) -> None:
    opened(qtbot, window, edited)
    offer = window.workspace.draft_offer.suggestion
    qtbot.waitUntil(offer.isVisible)
    window.workspace.session.type_cell(0, "c8", "Chess")
    assert not offer.isVisible()


def test_other_files_have_no_offer(qtbot: QtBot, edited: Path, window: EmptyWindow, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(edited.read_bytes())
    opened(qtbot, window, other)

    wait_for_events(qtbot, window)
    assert not window.workspace.draft_offer.suggestion.isVisible()
