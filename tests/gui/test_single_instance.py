"""A second start of the app, and what other programs may say to the first."""

import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from courier.lock import Lock
from courier.settings import data_folder
from gui.app import Windows
from gui.application import CourierApplication, make_app
from gui.single_instance import SingleInstance
from gui.start_socket import asked_paths

SECOND = "import sys; from pathlib import Path; from gui.app import run; sys.exit(run([Path(a) for a in sys.argv[1:]]))"
KILLED = (
    "import os, sys; from PySide6.QtWidgets import QApplication; from gui.single_instance import SingleInstance\n"
    "app = QApplication([]); one = SingleInstance(app); print('begins', flush=True); assert one.begin([])\n"
    "while not one._server: app.processEvents()\n"
    "os._exit(9)"
)


def run(program: str, *arguments: object, cwd: Path | None = None) -> int:
    """The exit code of a process of its own, while this one does not go on."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, timeout=60, check=False).returncode


def end_of(qtbot: QtBot, process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process; this one goes on meanwhile."""
    with process:
        try:
            qtbot.waitUntil(lambda: process.poll() is not None, timeout=60_000)
        finally:
            process.kill()
    return process.returncode


@pytest.fixture
def first(qtbot: QtBot, qapp: QApplication) -> Iterator[SingleInstance]:
    """The process that was started first."""
    instance = SingleInstance(qapp)
    assert instance.begin([])
    qtbot.waitUntil(lambda: (data_folder() / "window.key").exists())
    yield instance
    instance.close()
    instance.deleteLater()


def start(program: str, *arguments: object, cwd: Path | None = None) -> subprocess.Popen[bytes]:
    """A start beside this process."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.PIPE)


def test_a_second_start_hands_its_files_over_and_ends(qtbot: QtBot, first: SingleInstance, tmp_path: Path) -> None:
    with qtbot.waitSignal(first.files_asked, timeout=60_000) as asked:
        assert end_of(qtbot, start(SECOND, "orders äß.csv", tmp_path / "other.csv", cwd=tmp_path)) == 0
    assert asked.args == [[tmp_path / "orders äß.csv", tmp_path / "other.csv"]]


@pytest.mark.slow
def test_a_first_that_is_busy_for_long_gets_the_files_once(qtbot: QtBot, first: SingleInstance, tmp_path: Path) -> None:
    asked: list[list[Path]] = []
    first.files_asked.connect(asked.append)
    second = start(SECOND, tmp_path / "orders.csv")
    # neither its window nor its socket is looked after
    time.sleep(10)
    assert end_of(qtbot, second) == 0
    assert asked == [[tmp_path / "orders.csv"]]


def test_a_second_start_waits_for_a_first_that_ends_and_takes_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    data_folder().mkdir(parents=True)
    held = Lock.take(data_folder() / "window.lock")
    assert held is not None
    second = start(KILLED)
    assert second.stdout is not None
    assert second.stdout.readline().strip() == b"begins"
    # by now it has found the lock taken
    time.sleep(1)
    held.release()
    # it listens in place of the first, and ends by its own hand
    assert end_of(qtbot, second) == 9
    assert (data_folder() / "window.key").exists()


def test_what_a_killed_process_left_is_taken_over(qtbot: QtBot, qapp: QApplication) -> None:
    assert run(KILLED) == 9
    before = (data_folder() / "window.key").read_text()
    instance = SingleInstance(qapp)
    assert instance.begin([])
    qtbot.waitUntil(lambda: (data_folder() / "window.key").read_text() != before)
    instance.close()
    instance.deleteLater()


def test_where_nothing_can_be_kept_the_app_works_alone(qapp: QApplication) -> None:
    data_folder().parent.mkdir(parents=True, exist_ok=True)
    data_folder().write_text("no folder")
    instance = SingleInstance(qapp)
    assert instance.begin([])
    instance.close()
    instance.deleteLater()
    data_folder().unlink()


@pytest.mark.only_on("linux", "darwin", why="Windows closes a profile to others by other means")
def test_nobody_else_can_read_where_it_listens(first: SingleInstance) -> None:
    assert stat.S_IMODE((data_folder() / "window.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("said", [b"no json\n", b"[1]\n", b"x" * 300_000], ids=["words", "numbers", "endless"])
def test_what_no_start_says_is_cut_off(qtbot: QtBot, first: SingleInstance, said: bytes) -> None:
    asked: list[object] = []
    first.files_asked.connect(asked.append)
    socket = QLocalSocket()
    socket.connectToServer((data_folder() / "window.key").read_text())
    assert socket.waitForConnected(5000)
    socket.write(said)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState, timeout=5000)
    assert asked == []


@pytest.mark.parametrize(
    "said",
    [
        {"files": []},
        ["relative.csv"],
        ["/a\0b"],
        ["/a\nb"],
        ["/" + "x" * 5000],
        ["/a"] * 201,
        [["/a"]],
        ["/\udce4.csv"],
    ],
    ids=["object", "relative", "nul", "newline", "long", "many", "nested", "no text"],
)
def test_only_plain_paths_are_taken(said: object) -> None:
    assert asked_paths(json.dumps(said).encode()) is None


def test_files_go_to_an_empty_window_first(qtbot: QtBot, tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.write_text("OrderId\n1\n")
    windows = Windows()
    first = windows.open()
    first.showMinimized()
    windows.take([])
    assert not first.isMinimized()
    windows.take(paths)
    for window in windows.all:
        qtbot.addWidget(window)
        qtbot.waitUntil(lambda window=window: window.workspace.session.sheet_open, timeout=20_000)
        window.workspace.session.kept = True
    assert [window.workspace.session.opened.name for window in windows.all] == ["a.csv", "b.csv"]


def test_a_file_that_the_system_hands_over_is_asked_for(tmp_path: Path) -> None:
    class Listener(QObject):
        file_asked = CourierApplication.file_asked

    listener, asked = Listener(), []
    listener.file_asked.connect(asked.append)
    event = QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / "orders.csv")))
    assert event.type() == QEvent.Type.FileOpen
    # another application object cannot be made beside that of the tests
    assert CourierApplication.event(listener, event)  # type: ignore[arg-type]
    assert asked == [tmp_path / "orders.csv"]


def test_the_application_is_made_once(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[QApplication] = []
    monkeypatch.setattr("gui.style.theme.apply_theme", looks.append)
    interval = sys.getswitchinterval()
    assert make_app() is qapp
    assert looks == [qapp]
    assert qapp.applicationDisplayName() == "Conversion Courier"
    sys.setswitchinterval(interval)
