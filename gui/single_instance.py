"""One process for each person and folder of the app: a second start hands its files over and ends.

The first one holds a lock as long as it lives, so it alone may take over what a killed process left. The name of its
socket is random and lies in a file that only its owner can read; nobody else can answer in its place.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from courier.lock import Lock
from courier.own_files import make_folder
from courier.settings import data_folder
from gui.soon import soon

if TYPE_CHECKING:
    from gui.start_socket import StartServer

_PATIENCE = 30.0
"""Seconds that a second start waits for the first, which may itself be starting, or be busy with a large sheet."""
_PAUSE = 0.05


class SingleInstance(QObject):
    """``files_asked`` with the paths that another start hands over, none if it only wants the window."""

    files_asked = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lock: Lock | None = None
        self._server: StartServer | None = None
        self._key = data_folder() / "window.key"

    def begin(self, paths: Sequence[Path]) -> bool:
        """Become the one process, or hand ``paths`` over to it: False if that one took them. Where neither can be done
        this process works on its own."""
        end = time.monotonic() + _PATIENCE
        try:
            make_folder(self._key.parent, private=True)
            # the one that is waited for may end meanwhile
            while not self._become_the_one():
                left = end - time.monotonic()
                if left <= 0:
                    break
                if self._pass_on(paths, left):
                    return False
                time.sleep(_PAUSE)
        except OSError:
            pass
        return True

    def close(self) -> None:
        """Let another process be the one."""
        if self._server is not None:
            self._server.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # ------------------------------------------------------------------ the first process

    def _become_the_one(self) -> bool:
        self._lock = Lock.take(self._key.with_suffix(".lock"), tries=1)
        if self._lock is not None:
            # others wait that long, and the window need not
            soon(self, self._listen)
        return self._lock is not None

    def _listen(self) -> None:
        # the first picture does not wait for it
        from courier.whole_files import atomic_file
        from gui.start_socket import StartServer

        server = StartServer(self)
        server.files_asked.connect(self.files_asked)
        with suppress(OSError):
            if name := server.listen(self._name()):
                with atomic_file(self._key, private=True) as beside:
                    beside.write_text(name, encoding="ascii")
                self._server = server

    # ------------------------------------------------------------------ a second process

    def _name(self) -> str:
        try:
            return self._key.read_text(encoding="ascii")
        except (OSError, ValueError):
            return ""

    def _pass_on(self, paths: Sequence[Path], seconds: float) -> bool:
        from gui.start_socket import pass_on

        name = self._name()
        return bool(name) and pass_on(name, paths, seconds)
