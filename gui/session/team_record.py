"""A team's record as the windows see it: none of them waits for its database, and all say when it cannot be reached."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from courier.ledger.open_drafts import OpenDraft, OpenDrafts
from courier.ledger.remembered_history import RememberedHistory
from courier.messages import UserError
from courier.shipping.outgoing_parts import os_user
from gui.session.error_text import error_text
from gui.work import Job

if TYPE_CHECKING:
    from courier.ledger.ledger import Ledger
    from courier.ledger.records import Submission
    from courier.services import LocalServices

_AGAIN = 60_000
"""Milliseconds until a database that could not be reached is tried again."""


class LedgerMoves(QObject):
    """``moved``: another ledger is used from now on."""

    moved = Signal()


class TeamRecord(QObject):
    """``looked``: the batches sent lately, and why nothing is sent although the record can be read, "" if nothing is in
    the way; ``found``: more is known of what was sent before; ``failed``: why it cannot be read, "" once it can;
    ``told``: orders went twice while somebody sent without it."""

    looked = Signal(object, str)
    found = Signal()
    failed = Signal(str)
    told = Signal(str)
    _wanted = Signal()

    def __init__(self, services: LocalServices) -> None:
        super().__init__()
        self._services = services
        self.trouble = ""
        """Why the record cannot be read, in words; "" while nothing is known against it."""
        self.open_elsewhere: list[OpenDraft] = []
        """The sheets that others of the team had open when it was looked last."""
        self.history = RememberedHistory(services.ledger.history, self._wanted.emit)
        self._looking: Job | None = None
        self._fetching: Job | None = None
        self._retry = QTimer(self, singleShot=True, interval=_AGAIN)
        self._retry.timeout.connect(self.look)
        # asked for in any thread, fetched from the window's
        self._wanted.connect(self._fetch)

    def look(self) -> None:
        """Find out whether it can be read, settle what dead runs left, and read what was sent lately."""
        if self._looking is not None:
            return
        services = self._services

        def work(_job: Job) -> tuple[list[Submission], str, list[OpenDraft]]:
            ledger = services.recovered_ledger()
            return ledger.submissions(last=6), _loss(ledger), _open_elsewhere(ledger)

        self._looking = Job(work, self)
        self._looking.start(self._take_looked, self._look_failed, waits=True)

    def look_anew(self) -> None:
        """Read it again, because its content is another; rows that were looked up before too."""
        self.history.doubt()
        self.look()
        self.found.emit()

    def end(self) -> None:
        """Say nothing more, because another ledger is used."""
        self._retry.stop()
        for job in (self._looking, self._fetching):
            if job is not None:
                job.cancel()
        self.blockSignals(True)

    def _take_looked(self, answer: tuple[list[Submission], str, list[OpenDraft]]) -> None:
        self._looking = None
        recent, loss, self.open_elsewhere = answer
        self._say("")
        clashes, self._services.clashes = self._services.clashes, []
        if clashes:
            self.told.emit(" ".join(clash.words for clash in clashes))
        self.looked.emit(recent, loss)
        self._fetch()

    def _look_failed(self, problem: object) -> None:
        self._looking = None
        self._say(error_text(problem))

    def _fetch(self) -> None:
        if self._fetching is None and not self.trouble and self.history.waits:
            history = self.history
            self._fetching = Job(lambda _: history.fetch(), self)
            self._fetching.start(self._take_found, self._fetch_failed, waits=True)

    def _take_found(self, changed: bool) -> None:
        self._fetching = None
        if changed:
            self.found.emit()
        self._fetch()

    def _fetch_failed(self, problem: object) -> None:
        self._fetching = None
        self._say(error_text(problem))

    def _say(self, trouble: str) -> None:
        if trouble:
            self._retry.start()
        else:
            self._retry.stop()
        if trouble != self.trouble:
            self.trouble = trouble
            self.failed.emit(trouble)


def _open_elsewhere(ledger: Ledger) -> list[OpenDraft]:
    try:
        return OpenDrafts(ledger.store).of_others(os_user(), platform.node())
    except UserError:
        # all else of the record can be read
        return []


def _loss(ledger: Ledger) -> str:
    try:
        ledger.refuse_while_lost()
    except UserError as problem:
        return str(problem)
    return ""
