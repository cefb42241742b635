"""A window that was closed is let go of, and nothing of it comes back."""

import gc
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from courier.draft_edits import set_template
from courier.settings import data_folder
from courier.sheet.memory import Memories
from gui import app as the_app
from gui.app import Windows
from gui.window.main_window import MainWindow
from gui.window.system_quit import SystemQuit
from gui.work import Job, wait_for_all


def opened(qtbot: QtBot, windows: Windows, path: Path) -> MainWindow:
    window = windows.open(path)
    qtbot.waitUntil(lambda: window.workspace.session.sheet_open and window.workspace.session.settled, timeout=20_000)
    return window


def gone(window: MainWindow) -> bool:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return not isValid(window)


def test_nothing_of_a_closed_window_stays_in_memory(qtbot: QtBot, sheet: Callable[..., Path]) -> None:
    windows = Windows()
    window = opened(qtbot, windows, sheet({}))
    held = [weakref.ref(part) for part in (window, window.workspace.session, window.workspace.session.draft)]
    window.close()
    assert windows.all == []
    kept = [window]
    del window
    qtbot.waitUntil(lambda: gone(kept[0]), timeout=20_000)
    kept.clear()

    def nothing_stays() -> bool:
        # a thread of its work may be on its last line
        gc.collect()
        return all(reference() is None for reference in held)

    qtbot.waitUntil(nothing_stays, timeout=20_000)


def test_a_closed_window_stays_until_its_work_has_ended(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_app, "_LOOK_AGAIN", 5)
    windows = Windows()
    window, may_end = windows.open(), threading.Event()
    assert window.workspace
    ended: list[object] = []
    Job(lambda _: may_end.wait(20), window).start(ended.append)
    window.close()
    assert windows.all == []
    qtbot.wait(50)
    assert not gone(window)
    may_end.set()
    wait_for_all()
    qtbot.waitUntil(lambda: gone(window), timeout=20_000)
    assert ended == [True]


def test_a_file_asked_for_after_the_last_window_closed_gets_a_new_one(qtbot: QtBot, sheet: Callable[..., Path]) -> None:
    windows = Windows()
    first = windows.open()
    first.close()
    windows.take([sheet({})])
    (second,) = windows.all
    assert second is not first
    qtbot.waitUntil(lambda: second.workspace.session.sheet_open, timeout=20_000)
    second.close()
    qtbot.waitUntil(lambda: gone(first) and gone(second), timeout=20_000)


@pytest.mark.only_on("linux", "darwin", why="Windows has no signals that end a program cleanly")
def test_the_end_of_the_program_puts_no_decision_of_a_closed_window_over_a_newer_one(
    qapp: QApplication, qtbot: QtBot, sheet: Callable[..., Path]
) -> None:
    windows = Windows()
    quitting = SystemQuit(qapp, windows.all)
    path = sheet({})
    both = [opened(qtbot, windows, path) for _ in range(2)]
    for window, template in zip(reversed(both), ("order", "mobile"), strict=True):
        session = window.workspace.session
        session.do(set_template(session.draft, template))
        qtbot.waitUntil(lambda session=session: session.settled, timeout=20_000)
        window.close()
    headers = session.opened.table.named_headers
    quitting._put_away()
    quitting.close()
    remembered = Memories(data_folder()).recall(headers)
    assert remembered is not None
    assert remembered.template == "mobile"
