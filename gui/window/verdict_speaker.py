"""Lets a screen reader say that the verdict of the sheet is another one."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from courier.messages import text
from courier.rules.rule import Severity
from gui.session.session import Session
from gui.style.announce import announce

_PAUSE = 700
"""Milliseconds without a change before it is said: of several edits in a row only the last one counts."""


class VerdictSpeaker(QObject):
    """Listens to the session. ``about``: the part of the window that shows the verdict."""

    def __init__(self, session: Session, about: QWidget) -> None:
        super().__init__(about)
        self._session, self._about = session, about
        self._said = ""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._say)
        session.opened_sheet.connect(self._forget)
        session.changed.connect(self._pause.start)

    def _forget(self) -> None:
        self._said = ""

    def _say(self) -> None:
        session = self._session
        if not session.sheet_open or session.draft.stale or session.standing is None:
            return
        counts, standing = session.draft.verdict.counts(), session.standing
        words = text(
            "verdict-spoken",
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            ready=standing.ready,
            rows=standing.rows - standing.left_out - standing.sent,
        )
        if words != self._said:
            self._said = words
            announce(self._about, words)
