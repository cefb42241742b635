"""Sends what waits for its moment, while the program runs."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from courier.delivery.parcel import DeliveryError, Receipt
from courier.destinations import Destination
from courier.ledger.ledger import Ledger
from courier.ledger.records import Submission
from courier.messages import text
from courier.settings import data_folder
from courier.shipping.queue import send_waiting, whither
from courier.shipping.ship import Hands, PlaceBusy
from gui.delivery.server_questions import ask_about_server
from gui.history.asking import in_words
from gui.window.house import House
from gui.work import Job

_LOOK = 20_000
"""Milliseconds between two looks whether a batch's moment has come."""
_AGAIN_AFTER = timedelta(minutes=10)
"""How long a batch that could not be sent is left alone."""


class Queue(QObject):
    """``told`` with a sentence; ``changed`` when the ledger says something else now."""

    told = Signal(str)
    changed = Signal()

    def __init__(self, house: House, window: QWidget) -> None:
        super().__init__(window)
        self._house, self._window = house, window
        self._stop = threading.Event()
        self._under_way: set[str] = set()
        self._left_alone: dict[str, datetime] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Send what has waited long enough."""
        if not self._house.ledger.store.exists:
            return
        job = Job(lambda _: _due(self._house.ledger, datetime.now(UTC)), self)
        # what is wrong with the ledger is told where somebody asks for it
        job.done.connect(self._send_due)
        job.start()

    def _send_due(self, due: Sequence[Submission]) -> None:
        now = datetime.now(UTC)
        for one in due:
            if self._left_alone.get(one.uuid, now) <= now:
                self._begin(one, asked=False)

    def send(self, batch: Submission) -> None:
        """Send a waiting batch now, because a person wants it."""
        self.told.emit(text("queue-sending", source=batch.source, destination=batch.destination))
        self._begin(batch, asked=True)

    def stop(self) -> None:
        """Cancel what is under way, and begin nothing any more."""
        self._timer.stop()
        self._stop.set()

    def _begin(self, batch: Submission, *, asked: bool) -> None:
        if batch.uuid in self._under_way or self._stop.is_set():
            return
        self._under_way.add(batch.uuid)
        job = Job(lambda _: _send(batch, self._house, self._stop), self)
        job.done.connect(lambda receipts: self._done(batch, receipts))
        job.failed.connect(lambda problem: self._failed(batch, problem, asked))
        job.start()

    def _done(self, batch: Submission, receipts: Sequence[Receipt]) -> None:
        self._settle(batch)
        wrong = [one for one in receipts if not one.state.delivered]
        facts = {"source": batch.source, "destination": batch.destination}
        self.told.emit(
            text("queue-not-delivered", reason=wrong[0].message, **facts)
            if wrong
            else text("queue-delivered", rows=batch.rows, **facts)
        )

    def _failed(self, batch: Submission, problem: object, asked: bool) -> None:
        self._settle(batch)
        known = self._house.destinations.at(batch.destination, batch.url)

        def accept(trusting: Destination) -> None:
            self._house.destinations.save(trusting)
            self.send(batch)

        if asked and known is not None and ask_about_server(self._window, known, problem, accept):
            return
        if asked or not _sent_elsewhere(problem):
            facts = {"source": batch.source, "destination": batch.destination}
            self.told.emit(text("queue-not-delivered", reason=in_words(problem), **facts))

    def _settle(self, batch: Submission) -> None:
        self._under_way.discard(batch.uuid)
        self._left_alone[batch.uuid] = datetime.now(UTC) + _AGAIN_AFTER
        self.changed.emit()


def _sent_elsewhere(problem: object) -> bool:
    """Whether another window or process has the batch in hand, or had it: it tells what became of it."""
    return isinstance(problem, PlaceBusy) or (isinstance(problem, DeliveryError) and problem.key == "queue-not-waiting")


def _due(ledger: Ledger, now: datetime) -> list[Submission]:
    return [one for one in ledger.waiting() if one.not_before and one.not_before <= now]


def _send(batch: Submission, house: House, stop: threading.Event) -> list[Receipt]:
    destination = whither(batch, house.destinations)
    secret = house.credentials.get(destination.name) if destination.takes_password else None
    hands = Hands(lambda: datetime.now(UTC), secret, cancelled=stop.is_set)
    return list(send_waiting(batch, destination, house.ledger, hands, data_folder() / "batches"))
