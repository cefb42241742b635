"""Asks now and then what became of what was sent, while a window is open."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from courier.messages import text
from gui.session.services import AppServices
from gui.work import Job

if TYPE_CHECKING:
    from courier.results.answer_looks import Looked, NewAnswer

_LOOK_INTERVAL = 30_000
"""Milliseconds between two checks whether a look is due."""


class AnswerPoller(QObject):
    """``told``: a sentence; ``changed``: the ledger has other answers; ``answered``: an answer is complete, with the
    sentence about it; the orders of one look that went by call have one sentence for all. Only programs with an Account
    SID, and what went to the Conversions API, are asked about."""

    told = Signal(str)
    changed = Signal()
    answered = Signal(object, str)

    def __init__(self, services: AppServices, window: QWidget) -> None:
        super().__init__(window)
        self._services = services
        self._stop = threading.Event()
        self._looking = False
        self._timer = QTimer(self, interval=_LOOK_INTERVAL)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Ask about what is due, unless a look is under way."""
        if self._looking or self._stop.is_set() or not self._services.ledger.store.exists:
            return
        reads = any(program.account_sid for program in self._services.known_programs())
        if not reads and not any(place.by_call for place in self._services.known_destinations()):
            return
        self._looking = True
        looks, services, stopped = self._services.answer_looks, self._services, self._stop.is_set
        job = Job(lambda _: looks.look(services, datetime.now(UTC), stopped), self)
        # problems of the ledger are reported where the history is opened
        job.start(self._done, lambda _: self._done(None), waits=True)

    def stop(self) -> None:
        """Ask nothing more, and end what is being asked."""
        self._timer.stop()
        self._stop.set()

    def _done(self, looked: Looked | None) -> None:
        self._looking = False
        if looked is None:
            return
        if looked.answers:
            self.changed.emit()
        for problem in looked.problems:
            self.told.emit(problem)
        complete = [new for new in looked.answers if new.answer.complete]
        by_call = [new for new in complete if new.awaited.by_call]
        told = [(new, _words_of(new)) for new in complete if not new.awaited.by_call]
        if by_call:
            refused = sum(bool(new.answer.errors) for new in by_call)
            words = text("answer-calls", accepted=len(by_call) - refused, refused=refused)
            told.append((by_call[0], words))
        for new, words in told:
            self.told.emit(words)
            self.answered.emit(new, words)


def _words_of(new: NewAnswer) -> str:
    refused = new.answer.errors or 0
    records = new.awaited.part.rows if new.answer.records is None else new.answer.records
    return text(
        "answer-complete",
        program=new.program,
        part=new.awaited.part.name,
        accepted=max(records - refused, 0),
        refused=refused,
    )
