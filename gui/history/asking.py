"""The ledger asked and changed beside the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from courier.ledger.ledger import Ledger
from courier.messages import UserError, text
from gui.window.house import House
from gui.work import Job

_Answer = TypeVar("_Answer")


class Asking(QObject):
    """``told`` with a sentence about what was done, or why it was not; ``changed`` when the ledger says something else
    now."""

    told = Signal(str)
    changed = Signal()

    def __init__(self, house: House, parent: QObject) -> None:
        super().__init__(parent)
        self._house = house

    def ask(self, work: Callable[[Ledger], _Answer], take: Callable[[_Answer], None]) -> None:
        """Hand the answer over as soon as it is there."""
        job = Job(lambda _: work(self._house.ledger), self)
        job.done.connect(take)
        job.failed.connect(lambda problem: self.told.emit(in_words(problem)))
        job.start()

    def change(self, work: Callable[[Ledger], _Answer], words: Callable[[_Answer], str]) -> None:
        """Change something, then say so."""

        def done(answer: _Answer) -> None:
            self.changed.emit()
            self.told.emit(words(answer))

        self.ask(work, done)


def in_words(problem: object) -> str:
    """Why something was not done."""
    return str(problem) if isinstance(problem, UserError) else text("history-defect", problem=type(problem).__name__)
