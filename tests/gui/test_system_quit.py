"""The end that the system asks for, inside one process; whole processes are ended in `test_sending_flow`."""

import signal
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from gui.window.main_window import MainWindow
from gui.window.system_quit import SystemQuit

pytestmark = pytest.mark.only_on("linux", "darwin", why="Windows has no signals that end a program cleanly")


@pytest.fixture
def quitting(qapp: QApplication, window: MainWindow) -> Iterator[SystemQuit]:
    before = signal.getsignal(signal.SIGTERM)
    quitting = SystemQuit(qapp, [window])
    yield quitting
    quitting.close()
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_signal_wakes_the_window_and_ends_it(qtbot, quitting: SystemQuit, monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[int] = []
    monkeypatch.setattr(quitting, "_app", SimpleNamespace(exit=codes.append))
    signal.raise_signal(signal.SIGTERM)
    qtbot.waitUntil(lambda: codes == [0])


def test_the_end_of_the_session_stops_what_is_sent_and_asks_nothing(quitting: SystemQuit, window: MainWindow) -> None:
    quitting._stop_transfers()
    assert not window.workspace.shipping.pane.sending
    quitting._put_away()
    assert window.isVisible()
