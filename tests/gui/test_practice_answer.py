"""The made-up answer to a practice batch: it comes later, is shown like a real one, and goes when practice is left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from gui.delivery.practice_room import PracticeRoom
from gui.session.services import AppServices
from tests.gui.test_history import press, question
from tests.gui.test_journey import wait_open
from tests.gui.test_results_page import figures, page, texts


@pytest.fixture
def practised(qtbot, window) -> PracticeRoom:
    """The practice sheet is repaired and sent; the answer would come in a minute."""
    workspace, room = window.workspace, window.workspace.shipping.practice
    qtbot.mouseClick(window.findChild(QPushButton, "startPractice"), Qt.MouseButton.LeftButton)
    wait_open(qtbot, window)
    qtbot.waitUntil(lambda: workspace.session.settled)
    workspace.repairs.fix_all()
    assert room.wait == 60_000
    room.wait = 1
    with qtbot.waitSignal(room.answered, timeout=20_000):
        workspace.commands.upload.trigger()
        press(qtbot, question(window, "setAsideQuestion"), "setAsideGo")
    return room


def test_the_answer_is_shown_like_a_real_one_and_said_to_be_made_up(qtbot, window, practised: PracticeRoom) -> None:
    workspace = window.workspace
    assert "This answer is made up: " in workspace.notice.words
    assert "3 refused (ACTION_REF_NOT_FOUND, CONV_DUPLICATE, OUTSIDE_ASSOCIATION_WINDOW)" in workspace.notice.words
    qtbot.waitUntil(lambda: len(workspace.session.answers.refused) == 3, timeout=20_000)
    assert not AppServices().ledger.submissions()
    workspace.home.show()
    today = workspace.history.today
    qtbot.waitUntil(lambda: "Practice" in texts(today) and "3 refused" in texts(today))
    press(qtbot, today, "todayResults")
    shown = page(window)
    qtbot.waitUntil(lambda: shown.isVisible() and figures(window)[1:2] == ["3"], timeout=20_000)
    assert shown.findChild(QLabel, "resultsMadeUp").text() == "made up for practice"
    assert shown.findChild(QLabel, "resultsMadeUp").isVisible()
    hidden = [shown.findChild(QPushButton, name) for name in ("resultsImport", "resultsLook", "resultsHistory")]
    assert not any(one.isVisible() for one in hidden)
    # a row is shown in the practice sheet, and what is made of the refused ones is for practice too
    workspace.history.results.row_asked.emit(None, 1)
    qtbot.waitUntil(lambda: workspace.grid.isVisible() and workspace.model.rowCount() == 3, timeout=20_000)
    moved: list[Callable[..., object]] = []
    window.elsewhere.connect(moved.append)
    workspace.history.show_practice()
    press(qtbot, shown, "resultsFix")
    qtbot.waitUntil(lambda: bool(moved), timeout=20_000)
    workspace.session.kept = True
    with qtbot.waitSignal(workspace.session.opened_sheet, timeout=20_000):
        moved[0](window)
    assert workspace.session.practice
    # that is another sheet: nothing is left of the answer
    assert (practised.ledger, workspace.notice.words) == (None, "")
    assert not today.isVisibleTo(window)
    qtbot.waitUntil(lambda: not shown.isVisible())


def test_nothing_of_practice_outlives_the_window(qtbot, window, practised: PracticeRoom) -> None:
    assert practised.ledger is not None
    folder = Path(practised.ledger.store.path).parent
    assert folder.exists()
    window.workspace.session.kept = True
    window.close()
    assert not folder.exists()
