"""Reads and changes the ledger in background jobs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from courier.ledger.ledger import Ledger
from gui.session.error_text import error_text
from gui.session.services import AppServices
from gui.work import Job

_Answer = TypeVar("_Answer")


class LedgerQueries(QObject):
    """``told``: a sentence about what was done, or why it was not; ``changed``: the ledger has other content now."""

    told = Signal(str)
    changed = Signal()

    def __init__(self, services: AppServices, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self.practice: Ledger | None = None
        """The record of a practice batch, to be asked instead of what was really sent."""

    def ask(self, work: Callable[[Ledger], _Answer], take: Callable[[_Answer], None]) -> Job:
        """Call ``take`` with the answer of ``work``, unless the job is cancelled before."""
        ledger = self.practice or self._services.ledger
        job = Job(lambda _: work(ledger), self)
        return job.start(take, lambda problem: self.told.emit(error_text(problem)), waits=True)

    def change(self, work: Callable[[Ledger], _Answer], words: Callable[[_Answer], str]) -> None:
        """Have ``work`` change the ledger, then emit ``changed`` and ``told`` with ``words`` of its answer."""

        def done(answer: _Answer) -> None:
            self.changed.emit()
            self.told.emit(words(answer))

        self.ask(work, done)
