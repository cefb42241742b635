"""One process for each person and folder of the app: a second start hands its files over and ends.

The first one holds a lock as long as it lives, so it alone may take over what a killed process left. The name of its
socket is random and lies in a file that only its owner can read; nobody else can answer in its place.
"""

from __future__ import annotations

import json
import secrets
import time
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from courier.lock import Lock
from courier.own_files import make_folder
from courier.plain_json import parse
from courier.settings import data_folder
from courier.whole_files import atomic_file

_PATIENCE = 5.0
"""Seconds that a second start waits for the first, which may itself be starting."""
_PAUSE = 0.05
_MOST_BYTES = 200_000
_MOST_FILES = 200
_LONGEST_PATH = 4096
_ANSWER = b"taken\n"


class SingleInstance(QObject):
    """``files_asked`` with the paths that another start hands over, none if it only wants the window."""

    files_asked = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lock: Lock | None = None
        self._server: QLocalServer | None = None
        self._key = data_folder() / "window.key"

    def begin(self, paths: Sequence[Path]) -> bool:
        """Become the one process, or hand ``paths`` over to it: False if that one took them. Where neither can be done
        this process works on its own."""
        try:
            make_folder(self._key.parent, private=True)
            self._lock = Lock.take(self._key.with_suffix(".lock"), tries=1)
        except OSError:
            return True
        if self._lock is None:
            return not self._hand_over(paths)
        # others wait that long, and the window need not
        QTimer.singleShot(0, self, self._listen)
        return True

    def close(self) -> None:
        """Let another process be the one."""
        if self._server is not None:
            self._server.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # ------------------------------------------------------------------ the first process

    def _listen(self) -> None:
        QLocalServer.removeServer(self._name())
        name = f"courier-{secrets.token_hex(16)}"
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._greet)
        with suppress(OSError):
            if server.listen(name):
                with atomic_file(self._key, private=True) as beside:
                    beside.write_text(name, encoding="ascii")
                self._server = server

    def _greet(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()):
            _Visitor(socket, self)

    # ------------------------------------------------------------------ a second process

    def _name(self) -> str:
        try:
            return self._key.read_text(encoding="ascii")
        except (OSError, ValueError):
            return ""

    def _hand_over(self, paths: Sequence[Path]) -> bool:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if (name := self._name()) and _say(name, paths):
                return True
            time.sleep(_PAUSE)
        return False


class _Visitor(QObject):
    """One connection of another start."""

    def __init__(self, socket: QLocalSocket, instance: SingleInstance) -> None:
        super().__init__(instance)
        self._socket, self._instance = socket, instance
        self._said = b""
        socket.setParent(self)
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(self.deleteLater)
        QTimer.singleShot(round(1000 * _PATIENCE), self, socket.abort)
        self._read()

    def _read(self) -> None:
        self._said += bytes(self._socket.read(_MOST_BYTES + 1 - len(self._said)).data())
        if b"\n" not in self._said:
            if len(self._said) > _MOST_BYTES:
                self._socket.abort()
            return
        paths = asked_paths(self._said)
        if paths is None:
            self._socket.abort()
            return
        self._socket.write(_ANSWER)
        self._socket.flush()
        self._instance.files_asked.emit(paths)


def _say(name: str, paths: Sequence[Path]) -> bool:
    """Hand the paths over; whether they were taken."""
    socket = QLocalSocket()
    wait = round(1000 * _PATIENCE)
    socket.connectToServer(name)
    if not socket.waitForConnected(wait):
        return False
    # what is no text in this system's encoding stays escaped, and is refused there
    socket.write(json.dumps([str(path.absolute()) for path in paths]).encode() + b"\n")
    socket.flush()
    said = b""
    while not said.endswith(b"\n") and socket.waitForReadyRead(wait):
        said += bytes(socket.readAll().data())
    return said == _ANSWER


def asked_paths(said: bytes) -> list[Path] | None:
    """The paths in what another process said; None if it is not what a start of this app says."""
    try:
        asked = parse(said)
    except (ValueError, UnicodeError):
        return None
    if not isinstance(asked, list) or len(asked) > _MOST_FILES:
        return None
    if not all(isinstance(path, str) and _is_plain(path) for path in asked):
        return None
    return [Path(path) for path in asked]


def _is_plain(path: str) -> bool:
    controls = any(unicodedata.category(sign) == "Cc" for sign in path)
    return len(path) <= _LONGEST_PATH and not controls and Path(path).is_absolute()
