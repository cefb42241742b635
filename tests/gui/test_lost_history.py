"""The window when the record of what was sent is lost."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFrame, QLabel

from courier.ledger.ledger import Ledger
from courier.settings import ledger_folder
from tests.commands.running import row
from tests.gui.test_history import press, question, said, sources
from tests.ledger.batches import deliver


@pytest.fixture
def lost(courier_home: Path, qtbot, request: pytest.FixtureRequest, tmp_path: Path):
    """The window at its history, after a batch was sent and the record of it vanished."""
    ledger = Ledger(ledger_folder())
    deliver(tmp_path, [row(1)], ledger)
    ledger.close()
    for path in ledger_folder().glob("ledger.sqlite*"):
        path.unlink()
    window = request.getfixturevalue("window")
    assert any("damaged, gone or empty" in label.text() for label in window.start.findChildren(QLabel))
    window.workspace.commands.history.trigger()
    qtbot.waitUntil(lambda: notice(window).isVisible())
    return window


def notice(window) -> QFrame:
    return window.findChild(QFrame, "historyLost")


def test_the_history_is_rebuilt_from_the_kept_files(qtbot, lost) -> None:
    press(qtbot, notice(lost), "historyRebuild")
    qtbot.waitUntil(lambda: sources(lost) == ["orders.csv"])
    qtbot.waitUntil(lambda: not notice(lost).isVisible())
    assert said(lost) == "1 part is known again."


def test_the_history_begins_anew_only_after_a_question(qtbot, lost) -> None:
    press(qtbot, notice(lost), "historyBeginAnew")
    press(qtbot, question(lost, "anewQuestion"), "anewCancel")
    assert notice(lost).isVisible()
    press(qtbot, notice(lost), "historyBeginAnew")
    press(qtbot, question(lost, "anewQuestion"), "anewGo")
    qtbot.waitUntil(lambda: not notice(lost).isVisible())
    assert sources(lost) == []
    assert not Ledger(ledger_folder()).lost


def test_a_colleagues_history_is_asked_for(qtbot, lost) -> None:
    press(qtbot, notice(lost), "historyMergeLost")
    question(lost, "historyMergeDialog").close()
