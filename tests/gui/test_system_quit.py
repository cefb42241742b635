"""The end that the system asks for, inside one process; whole processes are ended in `test_sending_flow`."""

import signal
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from courier.destinations import Destination
from courier.drafts.store import DraftStore
from courier.settings import data_folder
from gui.window.main_window import MainWindow
from gui.window.system_quit import SystemQuit
from tests.delivery.servers import silent
from tests.gui.test_sending_flow import begin, states

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


def test_the_end_of_the_session_stops_what_is_sent_and_writes_the_edits(
    qtbot, quitting: SystemQuit, window: MainWindow, sheet
) -> None:
    with silent() as server:
        begin(qtbot, window, sheet, Destination("Mute", "sftp", "127.0.0.1", server.port, "me"))
        assert server.visited.wait(10)
        window.workspace.session.type_cell(0, "c8", "Golf")
        quitting._stop_transfers()
        qtbot.waitUntil(lambda: not window.workspace.shipping.pane.sending, timeout=20_000)
    assert window.workspace.session.journal.state.word == "saved"
    assert states() == ["prepared"]
    (kept,) = DraftStore(data_folder() / "drafts").kept()
    assert (kept.edits, kept.in_use) == (1, True)
    quitting._put_away()
    (kept,) = DraftStore(data_folder() / "drafts").kept()
    assert (kept.edits, kept.in_use) == (1, False)
