"""Portable mode in the window: what it says, and that it does not start where nothing can be kept."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.app import run
from gui.session.questions import Question
from gui.settings.preferences_dialog import PreferencesDialog
from gui.soon import soon
from tests.gui.conftest import EmptyWindow


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a bundled program keeps all in portable mode."""
    (tmp_path / "portable").touch()
    monkeypatch.delenv("COURIER_HOME")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "conversion-courier"))
    return tmp_path / "portable-data"


def test_preferences_say_where_all_is_kept(home: Path, window: EmptyWindow) -> None:
    window.commands.preferences.trigger()
    dialog = window.findChild(PreferencesDialog)
    assert dialog is not None
    said = dialog.findChild(QLabel, "preferencesPortable")
    assert said is not None
    assert said.text() == f"Portable: all but passwords is kept in {home}."
    dialog.close()


def test_it_does_not_start_where_nothing_can_be_kept(home: Path, qapp: QApplication, qtbot: QtBot) -> None:
    home.write_text("")
    sentences: list[str] = []

    def read_and_close() -> None:
        (question,) = (shown for shown in qapp.topLevelWidgets() if isinstance(shown, Question) and shown.isVisible())
        sentences.append(question.sentence.text())
        ok = question.findChild(QPushButton, "startRefusedOk")
        assert ok is not None
        ok.click()

    soon(qapp, read_and_close)
    assert run([]) == 1
    assert len(sentences) == 1
    assert sentences[0].startswith(f"Portable mode keeps everything in {home}, which cannot be written.")
