"""Sends all sendable drafts of all programs: checks them in the background, asks once, and queues them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.catalogue.fields import Template
from courier.formats import listing
from courier.ledger.records import Submission
from courier.messages import UserError, text
from courier.programs import Program
from courier.rules.history import History
from courier.today.enqueue import enqueue
from courier.today.review import BlockedDraft, SavedSetup, SendableDraft, review_drafts
from gui.delivery.batch_comparison import comparison_text
from gui.history.queue import Queue
from gui.session.amounts import amounts
from gui.session.error_text import error_text
from gui.session.questions import Question
from gui.session.services import AppServices
from gui.style.grouped_lines import Lines, grouped_lines
from gui.work import Job

if TYPE_CHECKING:
    from courier.results.pre_checks import AskedFacts


class CleanSending(QObject):
    """``checking``: whether drafts are being checked; ``told``: a sentence; ``changed``: the ledger has other
    content."""

    checking = Signal(bool)
    told = Signal(str)
    changed = Signal()

    def __init__(self, services: AppServices, line: Queue, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._line, self._window = services, line, window
        self._under_way: set[str] = set()
        self._job: Job | None = None
        """What checks the drafts now."""
        self._asked: dict[str, AskedFacts] = {}
        """Per program what impact.com has, so that nobody waits twice."""
        self._compared: dict[str, str] = {}
        """Per program what is to be said of the comparison with impact.com."""
        self._delivered = 0
        self._troubles: list[str] = []
        line.settled.connect(self._settled)

    def begin(self) -> None:
        """Check all drafts, then ask."""
        self._asked, self._compared = {}, {}
        stopped = threading.Event()
        setup = SavedSetup(self._services.drafts, self._services.sending(), partial(self._known, stopped))
        self._stopped = stopped
        self._job = Job(lambda job: review_drafts(setup, datetime.now(UTC), job.report), self)
        self.checking.emit(True)
        self._job.start(lambda review: self._ask(setup, *review), self._failed)

    def stop(self) -> None:
        """Check no further, wherever that is waiting."""
        if self._job is None:
            return
        self._stopped.set()
        self._job.cancel()
        self._job = None
        self.checking.emit(False)
        self.told.emit(text("today-stopped"))

    def _known(self, stopped: threading.Event, program: Program, template: Template) -> History | None:
        """What impact.com has for a sheet, asked for in the job of the check; nothing is held back where nobody
        answers."""
        if not program.account_sid:
            return None
        # what speaks to servers is loaded only where something is asked
        from courier.results.pre_checks import asked_facts, reads_facts

        try:
            if not reads_facts(program, template, self._services.credentials):
                return None
            if program.name not in self._asked:
                now, credentials = datetime.now(UTC), self._services.credentials
                self._asked[program.name] = asked_facts(program, credentials, now, stopped.is_set)
        except UserError as problem:
            self._compared[program.name] = str(problem)
            return None
        asked = self._asked[program.name]
        self._compared[program.name] = " ".join(asked.words)
        return asked.history(self._services.ledger.history)

    def _failed(self, problem: object) -> None:
        self._job = None
        self.checking.emit(False)
        self.told.emit(error_text(problem))

    # ------------------------------------------------------------------ the one question

    def _ask(self, setup: SavedSetup, sendable: list[SendableDraft], blocked: list[BlockedDraft]) -> None:
        self._job = None
        self.checking.emit(False)
        words = text("clean-question", drafts=len(sendable)) if sendable else text("clean-none")
        question = Question("cleanQuestion", text("clean-title"), words, self._window)
        compared = [[(name, True), (words, False)] for name, words in self._compared.items()]
        question.body.addWidget(grouped_lines([*map(_clean_lines, sendable), *_held_lines(blocked), *compared]))
        if sendable:
            batches = sum(len(draft.batches) for draft in sendable)
            question.offer(
                text("clean-go", batches=batches), lambda: self._queue(setup, sendable), primary=True, name="cleanGo"
            )
            question.offer(text("button-cancel"), None, name="cleanCancel")
        else:
            question.offer(text("button-close"), None, primary=True, name="cleanCancel")
        question.ask()

    # ------------------------------------------------------------------ sending

    def _queue(self, setup: SavedSetup, sendable: list[SendableDraft]) -> None:
        def work(_job: Job) -> tuple[list[Submission], list[str]]:
            submissions: list[Submission] = []
            troubles = []
            for draft in sendable:
                try:
                    submissions += enqueue(draft, setup, datetime.now(UTC))
                except UserError as problem:
                    troubles.append(text("clean-held-why", source=draft.kept.name, reason=str(problem)))
            return submissions, troubles

        self.checking.emit(True)
        Job(work, self).start(lambda queued: self._send(*queued), self._failed)

    def _send(self, submissions: list[Submission], troubles: list[str]) -> None:
        self.checking.emit(False)
        self._delivered, self._troubles = 0, troubles
        self._under_way = {submission.uuid for submission in submissions}
        self.changed.emit()
        for submission in submissions:
            self._line.send(submission)
        if not submissions:
            self._sum_up()

    def _settled(self, batch: Submission, delivered: bool, words: str) -> None:
        if batch.uuid not in self._under_way:
            return
        self._under_way.discard(batch.uuid)
        self._delivered += delivered
        if not delivered and words:
            self._troubles.append(words)
        if not self._under_way:
            self._sum_up()

    def _sum_up(self) -> None:
        """Say how it went; errors stay on the screen until the person closes them."""
        if not self._troubles:
            if self._delivered:
                self.told.emit(text("clean-sent", batches=self._delivered))
            return
        words = text("clean-troubles", delivered=self._delivered)
        question = Question("cleanTroubles", text("clean-troubles-title"), words, self._window)
        question.body.addWidget(grouped_lines([[(words, False) for words in self._troubles]]))
        question.tell()


def _clean_lines(draft: SendableDraft) -> Lines:
    lines = [(draft.kept.name, True)]
    for batch in draft.batches:
        totals = listing(amounts(batch.figures.totals)) or "none"
        facts: dict[str, int | str] = {"program": batch.program, "rows": batch.figures.rows, "totals": totals}
        lines.append((text("clean-goes", destination=batch.destination, **facts), False))
        if comparison := comparison_text(batch.comparison):
            lines.append((comparison, False))
    asides = [text("clean-aside", rows=draft.set_aside)] if draft.set_aside else []
    asides += [text("clean-warnings", warnings=draft.warnings)] if draft.warnings else []
    return [*lines, *([(" ".join(asides), False)] if asides else [])]


def _held_lines(blocked: Sequence[BlockedDraft]) -> list[Lines]:
    if not blocked:
        return []
    lines = [(text("clean-held-why", source=draft.kept.name, reason=draft.reason), False) for draft in blocked]
    return [[(text("clean-held"), True), *lines]]
