"""What practising leaves behind: the record of the practice batch, and a made-up answer to it a minute later."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from courier.ledger.ledger import Ledger
from courier.practice.answer import made_up_answer
from courier.results.batch_result import BatchResult
from courier.shipping.dispatch import DispatchResult
from gui.delivery.sending import SendingPane
from gui.delivery.shipment import Shipment
from gui.session.services import AppServices
from gui.session.session import Session
from gui.work import Job

_WAIT = 60_000


class PracticeRoom(QObject):
    """``answered``: the made-up answer to the practice batch is there, as a `BatchResult`; ``left``: the practice sheet
    is not open any more, and nothing of it is kept. ``wait``: milliseconds until the answer."""

    answered = Signal(object)
    left = Signal()

    def __init__(self, session: Session, services: AppServices, pane: SendingPane, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._pane = services, pane
        self.wait = _WAIT
        self.ledger: Ledger | None = None
        """The record of the newest practice batch, None while there is none."""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._answering: Job | None = None
        self._abandoned = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._answer)
        session.opened_sheet.connect(self.leave)
        pane.finished.connect(self._await)
        pane.ended.connect(self._go_after_sending)

    def begin(self) -> Ledger:
        """An empty record for a practice batch that is sent now, in the place of the one before."""
        self.leave()
        self._folder = tempfile.TemporaryDirectory(prefix="courier-practice-", ignore_cleanup_errors=True)
        self.ledger = Ledger(Path(self._folder.name) / "ledger")
        return self.ledger

    def leave(self) -> None:
        """Forget the practice batch with its answer; while it is being sent, as soon as that is over."""
        self._abandoned = self._pane.sending
        if self._abandoned:
            return
        self._timer.stop()
        if self._answering is not None:
            self._answering.cancel()
            self._answering = None
        if self.ledger is None or self._folder is None:
            return
        self.ledger.close()
        self._folder.cleanup()
        self.ledger = self._folder = None
        self.left.emit()

    def _go_after_sending(self) -> None:
        if self._abandoned:
            self.leave()

    def _await(self, shipment: Shipment, result: DispatchResult) -> None:
        if shipment.practice_ledger is not None and shipment.practice_ledger is self.ledger and result.delivered:
            self._timer.start(self.wait)

    def _answer(self) -> None:
        ledger, clock = self.ledger, self._services.clock
        if ledger is not None:
            job = Job(lambda _: made_up_answer(ledger, clock()), self)
            self._answering = job.start(self._tell)

    def _tell(self, answer: BatchResult | None) -> None:
        self._answering = None
        if answer is not None:
            self.answered.emit(answer)
