"""What two starts of the app say to each other: one hands paths over, the other takes them."""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from courier.plain_json import parse
from gui.foreground import give_way

_PATIENCE = 5000
"""Milliseconds in which a visitor is to say what it wants."""
_MOST_BYTES = 200_000
_MOST_FILES = 200
_LONGEST_PATH = 4096
_ANSWER = b"taken\n"


class StartServer(QObject):
    """``files_asked`` with the paths that another start hands over, none if it only wants the window."""

    files_asked = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def listen(self, before: str) -> str:
        """Listen under a name that nobody can guess; "" if that cannot be done. ``before``: the name of a process that
        is gone, whose socket is removed."""
        QLocalServer.removeServer(before)
        name = f"courier-{secrets.token_hex(16)}"
        return name if self._server.listen(name) else ""

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _greet(self) -> None:
        while socket := self._server.nextPendingConnection():
            _Visitor(socket, self)


class _Visitor(QObject):
    """One connection of another start."""

    def __init__(self, socket: QLocalSocket, server: StartServer) -> None:
        super().__init__(server)
        self._socket, self._server = socket, server
        self._said = b""
        socket.setParent(self)
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(self.deleteLater)
        QTimer.singleShot(_PATIENCE, self, socket.abort)
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
        self._server.files_asked.emit(paths)


def pass_on(name: str, paths: Sequence[Path], seconds: float) -> bool:
    """Hand the paths over; whether they were taken. A process that is busy answers late and opens them all the same, so
    one who asks again too soon has them opened twice: ``seconds`` is how long the answer is waited for."""
    socket = QLocalSocket()
    wait = round(seconds * 1000)
    socket.connectToServer(name)
    if not socket.waitForConnected(wait):
        return False
    # the other one opens the files, so it is to be in front
    give_way()
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
