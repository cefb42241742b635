"""Asks for the moment at which a batch is to be sent, and records it for then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, QObject, QTime, Signal
from PySide6.QtWidgets import QDateTimeEdit, QWidget

from courier.formats import listing, minute_text
from courier.ledger.records import Submission
from courier.messages import text
from courier.shipping.dispatch import DispatchResult
from courier.shipping.sent_before import SentBefore
from gui.delivery.sent_before import ask_reason
from gui.delivery.shipment import Shipment
from gui.session.amounts import amounts
from gui.session.error_text import error_text
from gui.session.questions import Question
from gui.style.parts import named
from gui.work import Job

_MORNING = QTime(8, 0)


class ScheduleDialog(QObject):
    """``told``: a sentence; ``planned``: the mark of the draft if all of it is queued, else ""."""

    told = Signal(str)
    planned = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def ask(self, shipment: Shipment, comparison: str) -> None:
        """Ask when to send it. ``comparison``: how it differs from earlier ones, in words."""
        standing, destination = shipment.standing, shipment.request.destination
        about = text("send-later-question", rows=standing.ready, totals=listing(amounts(standing.totals)),
                     destination=destination.name)  # fmt: skip
        alone = text("send-later-asks", destination=destination.name) if destination.asks else ""
        words = "\n".join(filter(None, (about, comparison, alone)))
        _ask_when(self._window, words, lambda moment: self._write_down(shipment, moment))

    def _write_down(self, shipment: Shipment, moment: datetime) -> None:
        schedule = replace(shipment, request=replace(shipment.request, when=moment))
        job = Job(lambda _: schedule.send(), self)
        self.told.emit(text("sending-preparing"))
        job.start(lambda result: self._done(shipment, moment, result), self._failed)

    def _done(self, shipment: Shipment, moment: datetime, result: DispatchResult) -> None:
        if isinstance(result.problem, SentBefore):
            self.told.emit("")
            ask_reason(
                self._window, str(result.problem), lambda reason: self._write_down(shipment.because(reason), moment)
            )
        elif result.problem or result.blocked:
            self.told.emit(str(result.problem or text("nothing-ready", name=shipment.request.source)))
        else:
            self._planned(moment, result.submissions)

    def _planned(self, moment: datetime, submissions: Sequence[Submission]) -> None:
        at = minute_text(moment.astimezone())
        names = listing(dict.fromkeys(submission.destination for submission in submissions))
        self.told.emit(text("send-later-planned", at=at, destination=names))
        self.planned.emit(submissions[0].draft if submissions else "")

    def _failed(self, problem: object) -> None:
        self.told.emit(error_text(problem, "send-later-defect"))


def _ask_when(parent: QWidget, words: str, answer: Callable[[datetime], None]) -> None:
    question = Question("sendLaterQuestion", text("send-later-title"), words, parent)
    now = QDateTime.currentDateTime()
    when = named(QDateTimeEdit(QDateTime(now.date().addDays(1), _MORNING)), "sendLaterWhen", text("send-later-when"))
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
    question.ask_or_cancel(name="sendLaterCancel")
