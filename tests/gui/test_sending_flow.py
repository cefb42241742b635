"""The road from Upload to the end: a missing destination, a failure and what helps, stopping, and closing meanwhile."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QSpinBox

from courier.destinations import Destination
from courier.drafts.store import DraftStore
from courier.practice.server import PracticeServer, _Files
from courier.settings import data_folder
from gui.delivery.pace import Pace
from gui.session.services import AppServices
from gui.window.main_window import MainWindow
from tests.delivery.servers import free_port, silent
from tests.gui.test_history import plan, press, question
from tests.gui.test_journey import drop, wait_open

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.usefixtures("no_pauses")


def outcome(window: MainWindow) -> str:
    return window.findChild(QLabel, "sendingOutcome").text()


def shown(window: MainWindow, kind: type, name: str) -> bool:
    return any(widget.isVisible() for widget in window.findChildren(kind, name))


def states() -> list[str]:
    return [str(part.state) for batch in AppServices().ledger.submissions() for part in batch.parts]


def begin(qtbot, window: MainWindow, sheet, destination: Destination) -> None:
    """Upload a sheet of one row to a destination that is saved first."""
    window.workspace._services.destinations.save(destination)
    window.workspace.shipping.choose(destination.name)
    drop(window, sheet({}))
    wait_open(qtbot, window)
    window.workspace.commands.upload.trigger()


class _Waiting(_Files):
    """Files that a server opens only once it may."""

    begun, may_go_on = threading.Event(), threading.Event()

    def open(self, *about):
        self.begun.set()
        self.may_go_on.wait(30)
        return super().open(*about)


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: MainWindow):
    """A server that stops at the beginning of a file, and its folder; its password is known."""
    _Waiting.begun.clear()
    _Waiting.may_go_on.clear()
    monkeypatch.setattr("courier.practice.server._Files", _Waiting)
    folder = tmp_path / "slow"
    folder.mkdir()
    with PracticeServer(folder) as server:
        window.workspace._services.credentials.set(server.destination.account, server.secret)
        yield server
        _Waiting.may_go_on.set()


def known(server: PracticeServer) -> Destination:
    """The server's destination, its key pinned."""
    place = server.destination
    return Destination(place.name, "sftp", place.host, place.port, place.user, host_keys=(server.fingerprint,))


# ---------------------------------------------------------------------- one flow


def test_upload_without_a_destination_asks_for_it_and_goes_on_with_the_same_batch(
    qtbot, window, sheet, inbox: Path
) -> None:
    drop(window, sheet({}, {"Quantity": "many"}))
    wait_open(qtbot, window)
    window.workspace.commands.upload.trigger()
    asked = question(window, "setAsideQuestion")
    assert asked.sentence.text().endswith("Orders with errors (1 row) stay here.")
    press(qtbot, asked, "setAsideGo")
    form = question(window, "destinationForm")
    kind = form.findChild(QComboBox, "destinationKind")
    kind.setCurrentIndex(kind.findData("folder"))
    form.findChild(QLineEdit, "destinationName").setText("Mine")
    form.findChild(QLineEdit, "destinationFolder").setText(str(inbox))
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        press(qtbot, form, "destinationSave")
    assert len(list(inbox.iterdir())) == 1
    assert outcome(window) == "Delivered. 1 row at Mine."
    assert f"The files are in {inbox}" in window.findChild(QLabel, "sendingAfterwards").text()
    assert not shown(window, QPushButton, "sendingAgain")


def test_giving_the_form_up_sends_nothing(qtbot, window, sheet) -> None:
    drop(window, sheet({}))
    wait_open(qtbot, window)
    window.workspace.commands.upload.trigger()
    question(window, "destinationForm").reject()
    assert not window.workspace.shipping.pane.sending
    assert AppServices().ledger.submissions() == []


def test_beside_a_failure_stand_another_try_and_the_destination(qtbot, window, sheet, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    begin(qtbot, window, sheet, Destination("Acme", "folder", "", 0, folder=str(inbox)))
    qtbot.waitUntil(lambda: shown(window, QPushButton, "sendingAgain"), timeout=20_000)
    assert shown(window, QPushButton, "sendingEditDestination")
    assert not shown(window, QLabel, "sendingAfterwards")
    assert "impact.com lists" not in " ".join(
        label.text() for label in window.findChildren(QLabel) if label.isVisible()
    )
    inbox.mkdir()
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        press(qtbot, window, "sendingAgain")
    assert outcome(window).startswith("Delivered")
    assert not shown(window, QPushButton, "sendingAgain")


def test_a_destination_that_was_wrong_is_changed_and_the_batch_goes_on(qtbot, window, sheet, tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    with PracticeServer(folder) as server:
        right = known(server)
        window.workspace._services.credentials.set(server.destination.account, server.secret)
        wrong = Destination(right.name, "sftp", right.host, free_port(), right.user)
        begin(qtbot, window, sheet, wrong)
        qtbot.waitUntil(lambda: shown(window, QPushButton, "sendingEditDestination"), timeout=20_000)
        assert "refused the connection" in outcome(window)
        press(qtbot, window, "sendingEditDestination")
        form = question(window, "destinationForm")
        form.findChild(QLineEdit, "destinationName").setText("Acme")
        form.findChild(QSpinBox, "destinationPort").setValue(right.port)
        # another login, so its password is asked for
        form.findChild(QLineEdit, "destinationPassword").setText(server.secret.reveal())
        press(qtbot, form, "destinationSave")
        # the key of a server never seen is asked for as always
        qtbot.waitUntil(lambda: shown(window, QDialog, "hostKeyQuestion"), timeout=20_000)
        with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
            press(qtbot, question(window, "hostKeyQuestion"), "hostKeyAccept")
    assert outcome(window) == "Delivered. 1 row at Acme."
    assert len(list(folder.iterdir())) == 1
    assert window.workspace.shipping.destination.name == "Acme"


def test_cancel_answers_at_once_that_it_is_stopping(qtbot, window, sheet) -> None:
    with silent() as server:
        begin(qtbot, window, sheet, Destination("Mute", "sftp", "127.0.0.1", server.port, "me"))
        assert server.visited.wait(10)
        qtbot.mouseClick(window.findChild(QPushButton, "cancelSending"), Qt.MouseButton.LeftButton)
        assert window.findChild(QLabel, "sendingStep").text().startswith("Stopping")
        assert not window.findChild(QPushButton, "cancelSending").isEnabled()
        qtbot.waitUntil(lambda: "You cancelled before anything was sent" in outcome(window), timeout=20_000)
    assert shown(window, QPushButton, "sendingAgain")


# ---------------------------------------------------------------------- closing meanwhile


def test_closing_asks_and_stops_at_once_if_that_is_wanted(qtbot, window, sheet) -> None:
    with silent() as server:
        begin(qtbot, window, sheet, Destination("Mute", "sftp", "127.0.0.1", server.port, "me"))
        assert server.visited.wait(10)
        window.close()
        press(qtbot, question(window, "closeSendingQuestion"), "closeSendingKeep")
        assert window.isVisible()
        assert window.workspace.shipping.pane.sending
        window.close()
        press(qtbot, question(window, "closeSendingQuestion"), "closeSendingNow")
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
        assert server.gone.wait(5)
    assert states() == ["prepared"]


def test_closing_after_this_file_waits_for_it(qtbot, window, sheet, slow: PracticeServer, tmp_path: Path) -> None:
    begin(qtbot, window, sheet, known(slow))
    assert _Waiting.begun.wait(20)
    window.close()
    press(qtbot, question(window, "closeSendingQuestion"), "closeSendingFinish")
    assert window.isVisible()
    assert "Stopping after this file" in window.findChild(QLabel, "sendingStep").text()
    _Waiting.may_go_on.set()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert len(list((tmp_path / "slow").iterdir())) == 1
    assert states() == ["arrived"]


def test_closing_asks_while_a_batch_of_the_queue_is_sent_too(qtbot, window, sheet) -> None:
    workspace = window.workspace
    with silent() as server:
        workspace._services.destinations.save(Destination("Mute", "sftp", "127.0.0.1", server.port, "me"))
        workspace.shipping.choose("Mute")
        drop(window, sheet({}))
        wait_open(qtbot, window)
        plan(qtbot, window, datetime.now(UTC) + timedelta(days=1))
        (waiting,) = AppServices().ledger.waiting()
        workspace.history.queue.send(waiting)
        assert server.visited.wait(10)
        window.close()
        press(qtbot, question(window, "closeSendingQuestion"), "closeSendingNow")
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert states() == ["prepared"]
    assert [batch.uuid for batch in AppServices().ledger.waiting()] == [waiting.uuid]


def test_nothing_is_asked_where_nothing_is_sent(qtbot, window, sheet) -> None:
    drop(window, sheet({}))
    wait_open(qtbot, window)
    window.close()
    assert not window.isVisible()


@pytest.mark.only_on("linux", "darwin", why="Windows has no such signal")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_app_cleanly_while_it_sends(sheet, number: signal.Signals) -> None:
    path = sheet({})
    with silent() as server:
        AppServices().destinations.save(Destination("Mute", "sftp", "127.0.0.1", server.port, "me"))
        app = subprocess.Popen([sys.executable, "-m", "tests.gui.uploader", str(path)], cwd=ROOT, env=os.environ)
        try:
            assert server.visited.wait(60)
            app.send_signal(number)
            assert app.wait(30) == 0
        finally:
            app.kill()
            app.wait()
        assert server.gone.wait(5)
    assert states() == ["prepared"]
    (kept,) = DraftStore(data_folder() / "drafts").kept()
    assert (kept.edits, kept.in_use, kept.damaged) == (1, False, False)


def test_a_second_upload_waits_for_the_first(qtbot, window, sheet) -> None:
    with silent() as server:
        begin(qtbot, window, sheet, Destination("Mute", "sftp", "127.0.0.1", server.port, "me"))
        assert server.visited.wait(10)
        window.workspace.commands.upload.trigger()
        assert "being sent" in window.findChild(QLabel, "statusSaid").words
        about = " ".join(label.text() for label in window.workspace.shipping.pane.findChildren(QLabel))
        assert "1 row, 1 order, USD 10.00" in about
        window.workspace.shipping.pane.stop()
        qtbot.waitUntil(lambda: not window.workspace.shipping.pane.sending, timeout=20_000)
    assert states() == ["prepared"]


def test_what_was_said_can_be_copied_without_the_password(qtbot, window, sheet, slow: PracticeServer) -> None:
    _Waiting.may_go_on.set()
    begin(qtbot, window, sheet, known(slow))
    qtbot.waitUntil(lambda: shown(window, QPushButton, "copySendingTranscript"), timeout=20_000)
    window.findChild(QPushButton, "copySendingTranscript").click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("sftp://")
    assert "< SSH-2.0-" in copied
    assert "> open " in copied
    assert slow.secret.reveal() not in copied


def test_a_slow_line_is_told_by_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("gui.delivery.pace.time.monotonic", lambda: now[0])
    for bytes_per_second, slow in ((2_000, 2_000), (2_000_000, None)):
        pace = Pace()
        for second in range(12):
            now[0] += 1
            pace.note(second * bytes_per_second)
        assert pace.slow == slow
