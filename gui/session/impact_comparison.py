"""Compares the open sheet with what impact.com has of its program, beside the window."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from courier.draft import Draft
from courier.messages import text
from courier.programs import Program
from gui.session.error_text import error_text
from gui.session.services import AppServices
from gui.session.session import Session
from gui.work import Job

if TYPE_CHECKING:
    from courier.results.pre_checks import AskedFacts


class ImpactComparison(QObject):
    """Listens to the session, and asks once for each sheet and program. The sheet is there meanwhile, and stays as it
    is where nobody answers."""

    def __init__(self, session: Session, services: AppServices, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._services = session, services
        self._job: Job | None = None
        self._asked: tuple[Draft, Program | None, bool] | None = None
        """What was asked about last: the sheet, its program, and whether it holds changes."""
        session.changed.connect(self._follow)

    def stop(self) -> None:
        """Ask nothing more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _follow(self) -> None:
        session = self._session
        if not session.sheet_open or session.practice:
            return
        draft, program = session.draft, session.opened.options.program
        template = draft.choices.template
        asked = draft, program, template == "modification"
        if self._asked is not None and self._asked[0] is draft and self._asked[1:] == asked[1:]:
            return
        self._asked = asked
        self.stop()
        if program is None or not program.account_sid:
            self._take(None)
            return
        credentials = self._services.credentials

        def work(job: Job) -> AskedFacts | None:
            # what speaks to servers is loaded only where something is asked
            from courier.results.pre_checks import asked_facts, reads_facts

            if not reads_facts(program, template, credentials):
                return None
            job.report(None)
            return asked_facts(program, credentials, datetime.now(UTC), lambda: job.cancelled)

        self._job = job = Job(work, self)
        job.progressed.connect(lambda _: session.say_compared(text("program-api-testing")))
        job.start(self._take, lambda problem: self._take(None, error_text(problem)))

    def _take(self, asked: AskedFacts | None, words: str = "") -> None:
        self._job = None
        session, sent = self._session, self._services.history
        history = sent if asked is None else asked.history(sent)
        session.say_compared(words if asked is None else " ".join(asked.words))
        if session.compared:
            session.told.emit(session.compared)
        if history is not session.draft.sent_history:
            session.look_up_in(history)
