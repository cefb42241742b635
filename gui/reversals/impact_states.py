"""What impact.com has of the orders on the page, asked for beside the window where a token is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from courier.messages import text
from courier.programs import Program
from courier.rules.history import History
from gui.session.error_text import error_text
from gui.session.services import AppServices
from gui.work import Job

if TYPE_CHECKING:
    from courier.results.pre_checks import AskedFacts

_AGAIN = timedelta(hours=1)
"""How long what was found out is used before it is looked whether there is something newer."""


class ImpactStates(QObject):
    """``changed``: what is known of a program, or is to be said of it."""

    changed = Signal()

    def __init__(self, services: AppServices, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._histories: dict[str, History | None] = {}
        self._words: dict[str, str] = {}
        self._jobs: dict[str, Job] = {}
        self._at = services.clock()

    def of(self, program: str) -> History | None:
        """What impact.com has of the program of that name, with what was sent from here; None where nothing is
        known."""
        return self._histories.get(program)

    def words(self, program: str) -> str:
        """What is to be said about that, "" for nothing."""
        return self._words.get(program, "")

    def ask(self, program: Program | None) -> None:
        """Find out what impact.com has of a program, once in a while."""
        now = self._services.clock()
        if now - self._at > _AGAIN:
            self._at = now
            self._histories.clear()
        if program is None or program.name in self._histories or program.name in self._jobs:
            return
        if not program.account_sid or not program.campaign_id:
            return
        credentials, name = self._services.credentials, program.name

        def work(job: Job) -> AskedFacts | None:
            # what speaks to servers is loaded only where something is asked
            from courier.results.pre_checks import asked_facts, has_token

            if not has_token(program, credentials):
                return None
            job.report(None)
            return asked_facts(program, credentials, now, lambda: job.cancelled)

        job = self._jobs[name] = Job(work, self)
        job.progressed.connect(lambda _: self._say(name, text("program-api-testing")))
        job.start(
            lambda asked: self._take(name, asked),
            lambda problem: self._take(name, None, error_text(problem)),
        )

    def stop(self) -> None:
        """Ask nothing more."""
        for job in self._jobs.values():
            job.cancel()
        self._jobs.clear()

    def _take(self, name: str, asked: AskedFacts | None, words: str = "") -> None:
        del self._jobs[name]
        self._histories[name] = asked.history(self._services.ledger.history) if asked and asked.facts else None
        self._say(name, " ".join(asked.words) if asked else words)

    def _say(self, name: str, words: str) -> None:
        self._words[name] = words
        self.changed.emit()
