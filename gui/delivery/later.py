"""A batch that is written down now and sent at a moment the person chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, QObject, QTime, Signal
from PySide6.QtWidgets import QDateTimeEdit, QWidget

from courier.ledger.records import Submission
from courier.messages import PlainError, text
from courier.shipping.before import SentBefore
from courier.shipping.queue import send_all_later
from gui.delivery.sent_before import ask_reason
from gui.delivery.shipment import Shipment
from gui.window.amounts import amounts
from gui.window.questions import Question
from gui.work import Job

_MORNING = QTime(8, 0)


class Later(QObject):
    """``told`` with a sentence; ``planned`` with the mark of the draft if all of it waits for its moment, else ""."""

    told = Signal(str)
    planned = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def ask(self, shipment: Shipment, usual: str) -> None:
        """Ask when to send it. ``usual``: how it differs from earlier ones, in words."""
        standing = shipment.standing
        about = text("send-later-question", rows=standing.ready, totals=", ".join(amounts(standing.totals)),
                     destination=shipment.destination.name)  # fmt: skip
        alone = text("send-later-asks", destination=shipment.destination.name) if shipment.destination.asks else ""
        words = "\n".join(one for one in (about, usual, alone) if one)
        _ask_when(self._window, words, lambda moment: self._write_down(shipment, moment))

    def _write_down(self, shipment: Shipment, moment: datetime) -> None:
        job = Job(lambda _: _plan(shipment, moment), self)
        job.done.connect(lambda made: self._planned(moment, made))
        job.failed.connect(lambda problem: self._failed(shipment, moment, problem))
        self.told.emit(text("sending-preparing"))
        job.start()

    def _planned(self, moment: datetime, made: Sequence[Submission]) -> None:
        at = f"{moment.astimezone():%Y-%m-%d %H:%M}"
        names = ", ".join(dict.fromkeys(one.destination for one in made))
        self.told.emit(text("send-later-planned", at=at, destination=names))
        self.planned.emit(made[0].draft if made else "")

    def _failed(self, shipment: Shipment, moment: datetime, problem: object) -> None:
        if isinstance(problem, SentBefore):
            self.told.emit("")
            ask_reason(
                self._window, str(problem), lambda reason: self._write_down(replace(shipment, reason=reason), moment)
            )
            return
        known = isinstance(problem, PlainError)
        self.told.emit(str(problem) if known else text("send-later-defect", problem=type(problem).__name__))


def _plan(shipment: Shipment, moment: datetime) -> list[Submission]:
    now = datetime.now(UTC)
    return send_all_later(
        shipment.draft,
        shipment.batches(now),
        replace(shipment.about, draft=shipment.mark),
        shipment.folder,
        shipment.ledger,
        now,
        moment,
        shipment.reason,
    )


def _ask_when(parent: QWidget, words: str, answer: Callable[[datetime], None]) -> None:
    question = Question("sendLaterQuestion", text("send-later-title"), words, parent)
    now = QDateTime.currentDateTime()
    when = QDateTimeEdit(QDateTime(now.date().addDays(1), _MORNING))
    when.setObjectName("sendLaterWhen")
    when.setAccessibleName(text("send-later-when"))
    when.setDisplayFormat("yyyy-MM-dd HH:mm")
    when.setCalendarPopup(True)
    when.setMinimumDateTime(now)
    question.body.addWidget(when)
    question.offer(
        text("send-later-go"),
        lambda: answer(datetime.fromtimestamp(when.dateTime().toSecsSinceEpoch(), UTC)),
        primary=True,
        name="sendLaterGo",
    )
    question.offer(text("button-cancel"), None, name="sendLaterCancel")
    question.ask()
