"""Ends the program cleanly when the system asks for it: a signal, or the end of the person's session."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterable
from contextlib import suppress

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

from gui.window.main_window import MainWindow

_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")


class SystemQuit(QObject):
    """Nobody is asked anything then: transfers stop, edits are written, and the ledger records what became of each
    part. ``windows``: all that are open, read at that moment."""

    def __init__(self, app: QApplication, windows: Iterable[MainWindow]) -> None:
        super().__init__(app)
        self._app, self._windows = app, windows
        self._ends = ((app.commitDataRequest, self._stop_transfers), (app.aboutToQuit, self._put_away))
        for ending, heard in self._ends:
            ending.connect(heard)
        # Python runs its handlers only between two lines of Python, so a signal has to wake the event loop
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._wakeup = signal.set_wakeup_fd(self._writing.fileno())
        self._handlers = {
            number: signal.signal(number, self._quit)
            for name in _SIGNALS
            if (number := getattr(signal, name, None)) is not None
        }

    def close(self) -> None:
        """Give the signals back, and hear of no further end."""
        for ending, heard in self._ends:
            ending.disconnect(heard)
        for number, handler in self._handlers.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        signal.set_wakeup_fd(self._wakeup)
        self._notifier.setEnabled(False)
        self._reading.close()
        self._writing.close()

    def _drain(self) -> None:
        with suppress(BlockingIOError):
            self._reading.recv(64)

    def _quit(self, *_: object) -> None:
        # quit() would close the windows first, which ask questions
        self._app.exit(0)

    def _stop_transfers(self) -> None:
        for window in self._windows:
            window.stop_for_session_end()

    def _put_away(self) -> None:
        for window in self._windows:
            window.put_away()
