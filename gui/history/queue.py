"""Sends queued batches when their moment has come, one at a time per server or folder."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Receipt
from courier.destinations import Destination
from courier.ledger.records import Submission
from courier.messages import UserError, text
from courier.people import is_from_here
from courier.shipping.dispatch import dispatch_recorded
from courier.shipping.events import Listener
from courier.shipping.queue import destination_of
from courier.shipping.ship import DestinationBusy, endpoint_of
from courier.today.drafts import forget_delivered
from gui.delivery.one_time_code import OneTimeCodes
from gui.delivery.server_questions import ask_about_server
from gui.session.error_text import error_text
from gui.session.services import AppServices
from gui.work import Job

_LOOK_INTERVAL = 20_000
"""Milliseconds between two checks for due batches."""
_RETRY_AFTER = timedelta(minutes=10)
"""How long to wait before a failed batch is tried again."""
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class _Turn:
    """A batch in line. ``asked``: a person started it and can answer questions."""

    batch: Submission
    asked: bool


class Queue(QObject):
    """``told``: a sentence; ``changed``: the ledger has other content; ``settled``: a batch, whether it was delivered,
    and the sentence about it ("" if another window says it)."""

    told = Signal(str)
    changed = Signal()
    settled = Signal(object, bool, str)

    def __init__(self, services: AppServices, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._window = services, window
        self._stop, self._finish = threading.Event(), threading.Event()
        self._line: list[_Turn] = []
        self._under_way: dict[str, str] = {}
        """UUIDs of batches that are being sent, with their endpoints."""
        self._unknown_server: dict[str, list[Submission]] = {}
        """Batches that wait for an answer about a destination's server."""
        self._retry_at: dict[str, datetime] = {}
        self._timer = QTimer(self, interval=_LOOK_INTERVAL)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Send the batches that are due."""
        if not self._services.ledger.store.exists:
            return
        # problems of the ledger are reported where the history is opened
        job = Job(lambda _: self._services.ledger.due(datetime.now(UTC)), self)
        job.start(self._send_due, waits=True)

    def _send_due(self, due: Sequence[Submission]) -> None:
        now, of_team = datetime.now(UTC), self._services.team is not None
        for batch in due:
            if of_team and not is_from_here(batch):
                # its bytes are on another machine, which sends it
                continue
            if self._retry_at.get(batch.uuid, now) <= now:
                self._line_up(batch, asked=False)

    def send(self, batch: Submission) -> None:
        """Send a queued batch, or what is missing of another, now."""
        self.told.emit(text("queue-sending", source=batch.source, destination=batch.destination))
        self._line_up(batch, asked=True)

    @property
    def sending(self) -> bool:
        """Whether a batch is being sent."""
        return bool(self._under_way)

    def stop(self, *, gently: bool = False) -> None:
        """Cancel all transfers, or ``gently`` let the parts under way arrive, and begin no other."""
        self._timer.stop()
        (self._finish if gently else self._stop).set()

    # ------------------------------------------------------------------ whose turn it is

    def _line_up(self, batch: Submission, *, asked: bool) -> None:
        waiting = {turn.batch.uuid for turn in self._line}
        if batch.uuid not in self._under_way and batch.uuid not in waiting:
            self._line.append(_Turn(batch, asked))
            self._begin_possible()

    def _begin_possible(self) -> None:
        """Begin the first batch for each endpoint that is free."""
        for turn in list(self._line):
            destination = self._destination(turn.batch)
            place = endpoint_of(destination) if destination else turn.batch.url
            stopping = self._stop.is_set() or self._finish.is_set()
            if place not in self._under_way.values() and not stopping:
                self._line.remove(turn)
                self._under_way[turn.batch.uuid] = place
                self._begin(turn, destination)

    def _destination(self, batch: Submission) -> Destination | None:
        try:
            return destination_of(batch, self._services.destinations)
        except DeliveryError:
            # the attempt to send reports it
            return None

    def _begin(self, turn: _Turn, destination: Destination | None) -> None:
        codes = OneTimeCodes(destination.host, self._window) if destination and turn.asked else None
        answer = None if codes is None else lambda question: codes.ask(question.prompt, question.echo)
        stop, finish = self._stop.is_set, self._finish.is_set
        job = Job(
            lambda _: _send(turn.batch, self._services, Listener(answer=answer, cancelled=stop, finishing=finish)), self
        )

        def let_go() -> None:
            if codes is not None and destination is not None:
                codes.close()
                self._services.remember_asking(destination, asks=codes.was_asked)
                codes.deleteLater()

        def done(receipts: Sequence[Receipt]) -> None:
            let_go()
            self._done(turn.batch, receipts)

        def failed(problem: object) -> None:
            let_go()
            self._failed(turn, destination, problem)

        job.done.connect(done)
        job.failed.connect(failed)
        job.start()

    # ------------------------------------------------------------------ what became of it

    def _done(self, batch: Submission, receipts: Sequence[Receipt]) -> None:
        wrong = [receipt for receipt in receipts if not receipt.state.delivered]
        facts = {"source": batch.source, "destination": batch.destination}
        words = (
            text("queue-not-delivered", reason=wrong[0].message, **facts)
            if wrong
            else text("queue-delivered", rows=batch.rows, **facts)
        )
        self._settle(batch, words, delivered=not wrong)

    def _failed(self, turn: _Turn, destination: Destination | None, problem: object) -> None:
        batch = turn.batch
        words = text(
            "queue-not-delivered", reason=error_text(problem), source=batch.source, destination=batch.destination
        )
        if isinstance(problem, DeliveryError) and problem.key == "delivery-code-needed":
            # automatic retries would be refused again, until the account is locked
            self._retry_at[batch.uuid] = _NEVER
            words = text("queue-code-needed", source=batch.source, destination=batch.destination)
        asking = turn.asked and destination is not None and self._ask_about_server(batch, destination, problem)
        told_elsewhere = not turn.asked and _sent_elsewhere(problem)
        words = "" if asking or told_elsewhere else words
        self._settle(batch, words, delivered=False)

    def _ask_about_server(self, batch: Submission, destination: Destination, problem: object) -> bool:
        """Ask about an unknown server, if that is the problem; all batches for it wait for the one answer."""
        stuck = self._unknown_server.setdefault(destination.name, [])

        def accept(trusting: Destination) -> None:
            self._services.destinations.save(trusting)
            for waiting in stuck:
                self.send(waiting)

        if not stuck and not ask_about_server(
            self._window, destination, problem, accept, partial(self._unknown_server.pop, destination.name, None)
        ):
            self._unknown_server.pop(destination.name)
            return False
        stuck.append(batch)
        return True

    def _settle(self, batch: Submission, words: str, *, delivered: bool) -> None:
        self._under_way.pop(batch.uuid, None)
        if self._retry_at.get(batch.uuid) != _NEVER:
            self._retry_at[batch.uuid] = datetime.now(UTC) + _RETRY_AFTER
        self.changed.emit()
        if words:
            self.told.emit(words)
        self.settled.emit(batch, delivered, words)
        self._begin_possible()


def _sent_elsewhere(problem: object) -> bool:
    """Whether another window or process sends or sent the batch; that one reports the outcome."""
    return isinstance(problem, DestinationBusy) or (
        isinstance(problem, DeliveryError) and problem.key == "queue-not-waiting"
    )


def _send(batch: Submission, services: AppServices, listener: Listener) -> list[Receipt]:
    receipts = dispatch_recorded(batch, services.sending(), listener)
    # drafts that cannot be removed now are removed at the next listing
    with suppress(UserError):
        forget_delivered(services.drafts, services.ledger)
    return receipts
