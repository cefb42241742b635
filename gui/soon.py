"""Calls once the events so far are done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def soon(owner: QObject, call: Callable[[], object]) -> None:
    """Call when the event loop comes round, and not at all if the owner is gone by then.

    Not ``QTimer.singleShot``: its binding never lets go of the call of an owner that went first, and so keeps all that
    belongs to a closed window.
    """
    timer = QTimer(owner, singleShot=True)
    timer.timeout.connect(call)
    timer.timeout.connect(timer.deleteLater)
    timer.start(0)
