"""An upload: its progress, a card for each part, and what comes next."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from courier.credentials import Secret
from courier.delivery.receipt import Progress
from courier.destinations import Destination
from courier.formats import file_size, listing
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
    TranscriptKnown,
)
from courier.shipping.routing import RoutedBatch
from courier.shipping.sent_before import SentBefore
from gui.delivery.after_sending import AfterSending
from gui.delivery.one_time_code import OneTimeCodes
from gui.delivery.pace import Pace
from gui.delivery.part_card import DRAFTED, PartCard
from gui.delivery.sent_before import ask_reason
from gui.delivery.server_questions import ask_about_server
from gui.delivery.shipment import Shipment, batch_words
from gui.session.amounts import amounts
from gui.session.error_text import error_text
from gui.style.announce import ProgressSpeaker, announce
from gui.style.layouts import scrolling, vbox
from gui.style.parts import button, empty, label, named
from gui.work import Job


class SendingPane(QWidget):
    """Sends one shipment. ``finished``: the shipment and its `DispatchResult`; ``ended``: the upload is over, however
    it went; ``progressed``: the share that was sent; ``told_outcome``: the sentence about the end, and whether all of
    it was delivered; ``back``: the person leaves the pane; ``trusted``: the destination after the person accepted its
    server's identity; ``edit_asked``: the destination that the person wants to change before another try;
    ``logged_in``: the destination, and whether its server asked a person for an answer."""

    finished = Signal(object, object)
    ended = Signal()
    progressed = Signal(float)
    told_outcome = Signal(str, bool)
    logged_in = Signal(object, bool)
    back = Signal()
    trusted = Signal(object)
    edit_asked = Signal(object)

    def __init__(self, services: Callable[[], Services], parent: QWidget) -> None:
        """``services``: gives what sending needs, as it is saved at that moment."""
        super().__init__(parent)
        self.setObjectName("sendingPane")
        self._services = services
        self.sending = False
        self._stop, self._finish = threading.Event(), threading.Event()
        self._codes: dict[str, OneTimeCodes] = {}
        self._batches = 0
        self._held: list[RoutedBatch] = []
        self._next: Shipment | None = None
        """What another try would send."""
        self._failing: Destination | None = None
        self._what = "files"
        """What goes to the destination: files or calls."""
        self._cards: dict[str, PartCard] = {}
        self._transcript: list[str] = []
        self._pace = Pace()
        outer = vbox(self, margins=(18, 16, 18, 12), spacing=10)
        head = QHBoxLayout()
        self._title = label(title=True, size=3, wrap=True)
        self._cancel = button(text("sending-cancel"), name="cancelSending", clicked=lambda: self.stop())
        head.addWidget(self._title, 1)
        head.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        self._about = label(muted=True, wrap=True)
        self._comparison = named(label(muted=True, wrap=True), "sendingUsual")
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text("sending-bar"))
        self._speaker = ProgressSpeaker(self._bar)
        self._step = named(label(muted=True, wrap=True), "sendingStep")
        self._outcome = named(label(title=True, wrap=True), "sendingOutcome")
        for part in (self._about, self._comparison, self._bar, self._step, self._outcome):
            outer.addWidget(part)
        inside = named(QWidget(), "cards")
        self._parts = vbox(inside, margins=(0, 0, 0, 0))
        outer.addWidget(scrolling(inside, keys=True), 1)
        self._after = AfterSending()
        self._after.again_asked.connect(self._try_again)
        self._after.edit_asked.connect(lambda: self.edit_asked.emit(self._failing))
        self._after.files_asked.connect(self._show_files)
        self._after.back_asked.connect(self.back)
        outer.addWidget(self._after)

    def send(self, shipment: Shipment, comparison: str = "") -> None:
        """Write the parts and send them in a background job. ``comparison``: how the batch differs from earlier
        ones."""
        self._stop.clear()
        self._finish.clear()
        self.sending = True
        self._next, self._failing = shipment, shipment.request.destination
        self._transcript, self._pace = [], Pace()
        self._show_begin(shipment, comparison)
        # one for each server that may be reached: they live in this thread, the job in another
        hosts = {place.name: place.host for place in (shipment.request.destination, *shipment.services.destinations)}
        for codes in self._codes.values():
            codes.deleteLater()
        self._codes = {name: OneTimeCodes(host, self) for name, host in hosts.items()}
        asks = {name: codes.ask for name, codes in self._codes.items()}

        def answer(question: ServerQuestion) -> Secret | None:
            return asks[question.destination.name](question.prompt, question.echo)

        stop, finish = self._stop.is_set, self._finish.is_set
        job = Job(lambda job: shipment.send(Listener(job.report, answer, stop, finish)), self)
        job.progressed.connect(self._progress)
        job.start(partial(self._done, shipment), partial(self._failed, shipment))

    def _show_begin(self, shipment: Shipment, comparison: str) -> None:
        standing, destination = shipment.standing, shipment.request.destination
        self._what = "calls" if destination.by_call else "files"
        self._title.setText(text("sending-title", destination=destination.name))
        totals = listing(amounts(standing.totals))
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
        self._step.show()
        self._outcome.setText("")
        self._bar.show()
        self._cancel.setEnabled(True)
        self._cancel.show()
        self._after.hide()
        empty(self._parts)
        self._cards = {}
        self._parts.addStretch(1)

    def stop(self, *, gently: bool = False) -> None:
        """Cancel the upload at once, or ``gently`` once the parts under way are there; the pane says so."""
        (self._finish if gently else self._stop).set()
        if not gently:
            for codes in self._codes.values():
                codes.close()
        if self.sending:
            self._cancel.setEnabled(gently)
            self._step.setText(text("sending-finishing" if gently else "sending-stopping", what=self._what))

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
            case TranscriptKnown():
                self._transcript += [event.destination.url, *event.lines, ""]
            case BatchWritten() | Progress() | ReceiptKnown():
                self._part_progress(event)

    def _part_progress(self, event: BatchWritten | Progress | ReceiptKnown) -> None:
        match event:
            case BatchWritten():
                for part in event.written.parts:
                    self._cards[part["name"]] = PartCard(part)
                    self._append(self._cards[part["name"]])
            case Progress():
                fraction = event.sent_in_all / max(1, event.size_in_all)
                self._bar.setValue(round(1000 * fraction))
                self.progressed.emit(fraction)
                self._speaker.show(fraction)
                words = self._progress_words(event)
                if not self._stop.is_set() and not self._finish.is_set():
                    self._step.setText(words)
                self._cards[event.name].show_sent(event.sent)
            case ReceiptKnown():
                self._cards[event.receipt.part].show_receipt(event.receipt)

    def _progress_words(self, progress: Progress) -> str:
        self._pace.note(progress.sent_in_all)
        words = text("sending-progress", part=progress.part, parts=progress.parts,
                     sent=file_size(progress.sent_in_all), all=file_size(progress.size_in_all))  # fmt: skip
        if progress.sent_in_all == progress.size_in_all:
            return f"{words} · {text('sending-confirming')}"
        pace = self._pace.slow
        return words if pace is None else f"{words} · {text('sending-slow', pace=file_size(pace))}"

    def _show_batch(self, batch: RoutedBatch) -> None:
        """Above the parts of one of several batches, say where it goes, or why it stays."""
        head = named(label(batch_words(batch), title=batch.destination is not None, wrap=True), "sendingBatch")
        self._append(head)

    def _append(self, widget: QWidget) -> None:
        self._parts.insertWidget(self._parts.count() - 1, widget)

    # ------------------------------------------------------------------ the end

    @property
    def outcome(self) -> str:
        """How the last upload ended, in words; "" while one is under way."""
        return self._outcome.text()

    def _done(self, shipment: Shipment, result: DispatchResult) -> None:
        stopped = self._stop.is_set() or self._finish.is_set()
        self._next, self._failing = shipment.again(result), _failing_destination(shipment, result)
        words = self._outcome_words(shipment, result)
        self._end(shipment, result, words)
        self.told_outcome.emit(words, result.delivered)
        self.finished.emit(shipment, result)
        if result.stuck is not None and not stopped:
            self._ask_how_to_continue(self._next, result.stuck)
        self.ended.emit()

    def _failed(self, shipment: Shipment, problem: object) -> None:
        words = error_text(problem, "")
        self._end(shipment, None, words)
        self.told_outcome.emit(words, False)
        self.ended.emit()

    def _end(self, shipment: Shipment, result: DispatchResult | None, words: str) -> None:
        self.sending = False
        self.stop()
        self._outcome.setText(words)
        announce(self._outcome, words, at_once=True)
        self._step.hide()
        self._bar.hide()
        self._cancel.hide()
        self._after.show_end(shipment, result, "\n".join(self._transcript))

    def _outcome_words(self, shipment: Shipment, result: DispatchResult) -> str:
        receipts = result.receipts
        arrived = sum(receipt.state.delivered for receipt in receipts)
        partly = text("sending-partly", arrived=arrived, parts=len(receipts), what=self._what) if arrived else ""
        if result.blocked:
            return text("nothing-ready", name=shipment.request.source)
        if result.stuck is not None:
            return f"{partly} {result.stuck.problem}".strip()
        if self._held:
            return text("sending-held", batches=len(self._held))
        if result.whole and receipts and all(receipt.key == DRAFTED for receipt in receipts):
            return text("sending-drafted", messages=len(receipts))
        if not result.delivered:
            return partly or text("sending-stopped", what=self._what)
        names = listing(dict.fromkeys(receipt.destination for receipt in receipts))
        return text("sending-done", rows=shipment.standing.ready, destination=names)

    def _ask_how_to_continue(self, again: Shipment, stuck: BatchOutcome) -> None:
        """Ask the question that lets a stuck batch go after all, if there is one. ``again``: what is left to send."""
        destination, problem = stuck.batch.destination, stuck.problem
        if destination is not None and ask_about_server(self, destination, problem, partial(self._continue, again)):
            return
        if isinstance(problem, SentBefore):
            ask_reason(self, str(problem), lambda reason: self.send(again.because(reason), self._comparison.text()))

    def _continue(self, shipment: Shipment, trusting: Destination) -> None:
        self.trusted.emit(trusting)
        self.send(shipment.trusting(trusting, self._services()), self._comparison.text())

    # ------------------------------------------------------------------ another try

    def _try_again(self) -> None:
        """Send what was not delivered, to the destination as it is saved now."""
        assert self._next
        request, services = self._next.request, self._services()
        saved = next((place for place in services.destinations if place.name == request.destination.name), None)
        if self._next.practice_inbox is None:
            self._next = self._next.trusting(saved or request.destination, services)
        self.send(self._next, self._comparison.text())

    def try_with(self, before: str, changed: Destination) -> None:
        """Send what was not delivered after the person changed a destination. ``before``: its name until then."""
        assert self._next
        request = self._next.request
        if request.destination.name == before:
            request = replace(request, destination=changed)
        self._next = replace(self._next, request=request)
        self._try_again()

    def _show_files(self) -> None:
        if self._next is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._next.services.folder)))


def _failing_destination(shipment: Shipment, result: DispatchResult) -> Destination:
    """Where the first batch goes that was not delivered."""
    places = (outcome.batch.destination for outcome in result.batches if not outcome.delivered)
    return next((place for place in places if place is not None), shipment.request.destination)
