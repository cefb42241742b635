"""An upload: its progress, a card for each part, and what comes next."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from courier.credentials import Secret
from courier.delivery.receipt import Progress
from courier.destinations import Destination
from courier.messages import text
from courier.shipping.dispatch import BatchOutcome, DispatchResult, Services
from courier.shipping.events import (
    BatchBegan,
    BatchHeld,
    BatchSent,
    BatchWritten,
    Event,
    Listener,
    ReceiptKnown,
    Routed,
    ServerQuestion,
)
from courier.shipping.routing import RoutedBatch
from courier.shipping.sent_before import SentBefore
from gui.delivery.one_time_code import OneTimeCodes
from gui.delivery.part_card import DRAFTED, PartCard, file_size
from gui.delivery.sent_before import ask_reason
from gui.delivery.server_questions import ask_about_server
from gui.delivery.shipment import Shipment, batch_words
from gui.session.amounts import amounts
from gui.session.error_text import error_text
from gui.style.layouts import scrolling, vbox
from gui.style.parts import button, empty, label, named
from gui.work import Job


class SendingPane(QWidget):
    """Sends one shipment. ``finished``: the `DispatchResult`; ``back``: the person leaves the pane; ``trusted``: the
    destination after the person accepted its server's identity; ``logged_in``: the destination, and whether its server
    asked a person for an answer."""

    finished = Signal(object)
    logged_in = Signal(object, bool)
    back = Signal()
    trusted = Signal(object)

    def __init__(self, services: Callable[[], Services], parent: QWidget) -> None:
        """``services``: gives what sending needs, as it is saved at that moment."""
        super().__init__(parent)
        self.setObjectName("sendingPane")
        self._services = services
        self._stop = threading.Event()
        self._codes: dict[str, OneTimeCodes] = {}
        self._batches = 0
        self._held: list[RoutedBatch] = []
        self._folder: Path | None = None
        self._cards: dict[str, PartCard] = {}
        outer = vbox(self, margins=(18, 16, 18, 12), spacing=10)
        head = QHBoxLayout()
        self._title = label(title=True, size=3, wrap=True)
        self._cancel = button(text("sending-cancel"), name="cancelSending", clicked=self.stop)
        head.addWidget(self._title, 1)
        head.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        self._about = label(muted=True, wrap=True)
        self._comparison = named(label(muted=True, wrap=True), "sendingUsual")
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._step = label(muted=True)
        self._outcome = named(label(title=True, wrap=True), "sendingOutcome")
        for part in (self._about, self._comparison, self._bar, self._step, self._outcome):
            outer.addWidget(part)
        inside = named(QWidget(), "cards")
        self._parts = vbox(inside, margins=(0, 0, 0, 0))
        outer.addWidget(scrolling(inside), 1)
        self._after = QWidget()
        after = vbox(self._after, margins=(0, 0, 0, 0))
        after.addWidget(label(text("sending-afterwards"), title=True, size=2))
        after.addWidget(label(text("sending-afterwards-text"), muted=True, wrap=True))
        line = QHBoxLayout()
        files = button(text("sending-show-files"), name="showFiles", clicked=self._show_files)
        back = button(text("sending-back"), primary=True, name="sendingBack", clicked=self.back)
        line.addWidget(files)
        line.addWidget(back)
        line.addStretch(1)
        after.addLayout(line)
        outer.addWidget(self._after)

    def send(self, shipment: Shipment, comparison: str = "") -> None:
        """Write the parts and send them in a background job. ``comparison``: how the batch differs from earlier
        ones."""
        self._stop.clear()
        self._folder = shipment.services.folder
        standing, destination = shipment.standing, shipment.request.destination
        self._title.setText(text("sending-title", destination=destination.name))
        totals = ", ".join(amounts(standing.totals))
        about: dict[str, int | str] = {"rows": standing.ready, "orders": standing.orders, "totals": totals}
        self._about.setText(
            text("sending-about-practice", **about)
            if shipment.practice_inbox is not None
            else text("sending-about", url=destination.url, **about)
        )
        self._batches, self._held = 0, []
        self._comparison.setText(comparison)
        self._comparison.setVisible(bool(comparison))
        self._bar.setValue(0)
        self._step.setText(text("sending-preparing"))
        self._outcome.setText("")
        self._bar.show()
        self._cancel.show()
        self._after.hide()
        empty(self._parts)
        self._cards = {}
        self._parts.addStretch(1)
        # one for each server that may be reached: they live in this thread, the job in another
        hosts = {place.name: place.host for place in (destination, *shipment.services.destinations)}
        for codes in self._codes.values():
            codes.deleteLater()
        self._codes = {name: OneTimeCodes(host, self) for name, host in hosts.items()}
        asks = {name: codes.ask for name, codes in self._codes.items()}

        def answer(question: ServerQuestion) -> Secret | None:
            return asks[question.destination.name](question.prompt, question.echo)

        job = Job(lambda job: shipment.send(Listener(job.report, answer, self._stop.is_set)), self)
        job.progressed.connect(self._progress)
        job.start(lambda result: self._done(shipment, result), lambda problem: self._end(error_text(problem, "")))

    def stop(self) -> None:
        """Cancel the upload."""
        self._stop.set()
        for codes in self._codes.values():
            codes.close()

    def _progress(self, event: Event) -> None:
        match event:
            case Routed():
                self._batches = len(event.batches)
            case BatchBegan():
                # the title names the destination of a single batch
                if self._batches > 1:
                    self._show_batch(event.batch)
            case BatchHeld():
                self._held.append(event.batch)
                self._show_batch(event.batch)
            case BatchSent():
                if event.destination.name in self._codes:
                    self.logged_in.emit(event.destination, self._codes[event.destination.name].was_asked)
            case BatchWritten() | Progress() | ReceiptKnown():
                self._part_progress(event)

    def _part_progress(self, event: BatchWritten | Progress | ReceiptKnown) -> None:
        match event:
            case BatchWritten():
                for part in event.written.parts:
                    self._cards[part["name"]] = PartCard(part)
                    self._append(self._cards[part["name"]])
            case Progress():
                self._bar.setValue(round(1000 * event.sent_in_all / max(1, event.size_in_all)))
                words = text("sending-progress", part=event.part, parts=event.parts,
                             sent=file_size(event.sent_in_all), all=file_size(event.size_in_all))  # fmt: skip
                self._step.setText(words)
                self._cards[event.name].show_sent(event.sent)
            case ReceiptKnown():
                self._cards[event.receipt.part].show_receipt(event.receipt)

    def _show_batch(self, batch: RoutedBatch) -> None:
        """Above the parts of one of several batches, say where it goes, or why it stays."""
        head = named(label(batch_words(batch), title=batch.destination is not None, wrap=True), "sendingBatch")
        self._append(head)

    def _append(self, widget: QWidget) -> None:
        self._parts.insertWidget(self._parts.count() - 1, widget)

    def _done(self, shipment: Shipment, result: DispatchResult) -> None:
        stuck = result.stuck
        if stuck is not None:
            if self._ask_how_to_continue(shipment.again(result), stuck):
                return
            self._end(str(stuck.problem))
        elif result.blocked:
            self._end(text("nothing-ready", name=shipment.request.source))
        else:
            self._end(self._outcome_words(shipment, result))
        self.finished.emit(result)

    def _outcome_words(self, shipment: Shipment, result: DispatchResult) -> str:
        receipts = result.receipts
        if self._held:
            return text("sending-held", batches=len(self._held))
        if result.whole and receipts and all(receipt.key == DRAFTED for receipt in receipts):
            return text("sending-drafted", messages=len(receipts))
        if not result.delivered:
            return text("sending-stopped")
        names = ", ".join(dict.fromkeys(receipt.destination for receipt in receipts))
        return text("sending-done", rows=shipment.standing.ready, destination=names)

    def _ask_how_to_continue(self, again: Shipment, stuck: BatchOutcome) -> bool:
        """Ask the question that lets a stuck batch go after all, if there is one. ``again``: what is left to send."""
        destination, problem = stuck.batch.destination, stuck.problem
        if destination is not None and ask_about_server(self, destination, problem, partial(self._continue, again)):
            self._end("")
            return True
        if isinstance(problem, SentBefore):
            self._end(str(problem))
            ask_reason(self, str(problem), lambda reason: self.send(again.because(reason), self._comparison.text()))
            return True
        return False

    def _continue(self, shipment: Shipment, trusting: Destination) -> None:
        self.trusted.emit(trusting)
        self.send(shipment.trusting(trusting, self._services()), self._comparison.text())

    def _end(self, words: str) -> None:
        self.stop()
        self._outcome.setText(words)
        self._step.setText("")
        self._bar.hide()
        self._cancel.hide()
        self._after.show()

    def _show_files(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
