"""The ledger asked and changed beside the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from courier.ledger.ledger import Ledger
from courier.messages import UserError, text
from gui.session.services import AppServices
from gui.work import Job

_Answer = TypeVar("_Answer")


class LedgerQueries(QObject):
    """``told`` with a sentence about what was done, or why it was not; ``changed`` when the ledger says something else
    now."""

    told = Signal(str)
    changed = Signal()

    def __init__(self, services: AppServices, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services

    def ask(self, work: Callable[[Ledger], _Answer], take: Callable[[_Answer], None]) -> None:
        """Hand the answer over as soon as it is there."""
        job = Job(lambda _: work(self._services.ledger), self)
        job.done.connect(take)
        job.failed.connect(lambda problem: self.told.emit(error_text(problem)))
        job.start()

    def change(self, work: Callable[[Ledger], _Answer], words: Callable[[_Answer], str]) -> None:
        """Change something, then say so."""

        def done(answer: _Answer) -> None:
            self.changed.emit()
            self.told.emit(words(answer))

        self.ask(work, done)


def error_text(problem: object) -> str:
    """Why something was not done."""
    return str(problem) if isinstance(problem, UserError) else text("history-defect", problem=type(problem).__name__)
