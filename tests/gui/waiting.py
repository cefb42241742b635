"""Signs that something is over, for tests after which nothing may have happened."""

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from gui.window.main_window import MainWindow
from gui.work import Job


def wait_for_jobs(qtbot: QtBot, window: MainWindow) -> None:
    """Until the jobs that are under way, one at least, have ended and the window has heard of them."""
    assert window.findChildren(Job), "no job was begun"
    qtbot.waitUntil(lambda: not window.findChildren(Job), timeout=20_000)


def wait_for_events(qtbot: QtBot, window: MainWindow) -> None:
    """Until all that the window has put off to its next turn is done."""
    done: list[bool] = []
    QTimer.singleShot(0, window, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))
