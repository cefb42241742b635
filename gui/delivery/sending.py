"""An upload under way: progress, a card for each part, and what it means afterwards."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from courier.batches.batch import Written
from courier.credentials import Credentials
from courier.delivery.parcel import Progress, Receipt
from courier.destinations import Destination
from courier.messages import PlainError, text
from courier.shipping.before import SentBefore
from courier.shipping.consigning import Consignment
from gui.delivery.one_time_code import OneTimeCodes
from gui.delivery.part_card import DRAFTED, PartCard, file_size
from gui.delivery.sent_before import ask_reason
from gui.delivery.server_questions import ask_about_server
from gui.delivery.shipment import Hand, Shipment, Stuck, batch_words, send_all
from gui.style.parts import button, empty, label
from gui.window.amounts import amounts
from gui.work import Job


class SendingPane(QWidget):
    """Sends one shipment. ``finished`` tells the receipts and whether there is one for every batch, ``back`` that the
    person is done looking, ``trusted`` the destination when the person has accepted who its server is, ``logged_in``
    the destination and whether its server wanted an answer from a person."""

    finished = Signal(object, bool)
    logged_in = Signal(object, bool)
    back = Signal()
    trusted = Signal(object)

    def __init__(self, credentials: Credentials, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sendingPane")
        self._credentials = credentials
        self._stop = threading.Event()
        self._codes: dict[str, OneTimeCodes] = {}
        self._receipts: dict[str, Receipt] = {}
        self._held: list[Consignment] = []
        self._folder: Path | None = None
        self._cards: dict[str, PartCard] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 16, 18, 12)
        outer.setSpacing(10)
        head = QHBoxLayout()
        self._title = label(title=True, size=3, wrap=True)
        self._cancel = button(text("sending-cancel"), name="cancelSending")
        self._cancel.clicked.connect(self.stop)
        head.addWidget(self._title, 1)
        head.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        self._about = label(muted=True, wrap=True)
        self._usual = label(muted=True, wrap=True)
        self._usual.setObjectName("sendingUsual")
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._step = label(muted=True)
        self._outcome = label(title=True, wrap=True)
        self._outcome.setObjectName("sendingOutcome")
        for part in (self._about, self._usual, self._bar, self._step, self._outcome):
            outer.addWidget(part)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        inside = QWidget()
        inside.setObjectName("cards")
        self._parts = QVBoxLayout(inside)
        self._parts.setContentsMargins(0, 0, 0, 0)
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)
        self._after = QWidget()
        after = QVBoxLayout(self._after)
        after.setContentsMargins(0, 0, 0, 0)
        after.addWidget(label(text("sending-afterwards"), title=True, size=2))
        after.addWidget(label(text("sending-afterwards-text"), muted=True, wrap=True))
        line = QHBoxLayout()
        files = button(text("sending-show-files"), name="showFiles")
        files.clicked.connect(self._show_files)
        back = button(text("sending-back"), primary=True, name="sendingBack")
        back.clicked.connect(self.back)
        line.addWidget(files)
        line.addWidget(back)
        line.addStretch(1)
        after.addLayout(line)
        outer.addWidget(self._after)

    def send(self, shipment: Shipment, usual: str = "") -> None:
        """Write the parts and send them, beside the window. ``usual``: how the batch differs from earlier ones."""
        self._stop.clear()
        self._folder = shipment.folder
        standing, destination = shipment.standing, shipment.destination
        self._title.setText(text("sending-title", destination=destination.name))
        totals = ", ".join(amounts(standing.totals))
        about: dict[str, int | str] = {"rows": standing.ready, "orders": standing.orders, "totals": totals}
        self._about.setText(
            text("sending-about-practice", **about)
            if shipment.practice_inbox
            else text("sending-about", url=destination.url, **about)
        )
        self._receipts, self._held = {}, []
        self._usual.setText(usual)
        self._usual.setVisible(bool(usual))
        self._bar.setValue(0)
        self._step.setText(text("sending-preparing"))
        self._outcome.setText("")
        self._bar.show()
        self._cancel.show()
        self._after.hide()
        empty(self._parts)
        self._cards = {}
        self._parts.addStretch(1)
        # one for each server that may be gone to: they live in this thread, and the job in another
        hosts = {one.name: one.host for one in (destination, *shipment.places)}
        for one in self._codes.values():
            one.deleteLater()
        self._codes = {name: OneTimeCodes(host, self) for name, host in hosts.items()}
        asks = {name: one.ask for name, one in self._codes.items()}
        job = Job(lambda job: send_all(shipment, Hand(self._credentials, asks, self._stop, job.report)), self)
        job.progressed.connect(self._progress)
        job.done.connect(lambda answer: self._done(shipment, *answer))
        job.failed.connect(lambda problem: self._failed(shipment, problem))
        job.start()

    def stop(self) -> None:
        """Cancel what is under way."""
        self._stop.set()
        for one in self._codes.values():
            one.close()

    def _progress(self, news: object) -> None:
        match news:
            case Written():
                for part in news.parts:
                    self._cards[part["name"]] = shown = PartCard(part)
                    self._parts.insertWidget(self._parts.count() - 1, shown)
            case Progress():
                self._bar.setValue(round(1000 * news.sent_in_all / max(1, news.size_in_all)))
                words = text("sending-progress", part=news.part, parts=news.parts,
                             sent=file_size(news.sent_in_all), all=file_size(news.size_in_all))  # fmt: skip
                self._step.setText(words)
                self._cards[news.name].show_sent(news.sent)
            case Receipt():
                self._receipts[news.part] = news
                self._cards[news.part].show_receipt(news)
            case Consignment():
                self._show_batch(news)
            case Destination():
                self.logged_in.emit(news, self._codes[news.name].wanted)

    def _show_batch(self, batch: Consignment) -> None:
        """Of several batches, say where the parts that follow go, or why there are none."""
        if batch.destination is None:
            self._held.append(batch)
        head = label(batch_words(batch), title=batch.destination is not None, wrap=True)
        head.setObjectName("sendingBatch")
        self._parts.insertWidget(self._parts.count() - 1, head)

    def _done(self, shipment: Shipment, receipts: list[Receipt], whole: bool) -> None:
        delivered = whole and bool(receipts) and all(receipt.state.delivered for receipt in receipts)
        names = ", ".join(dict.fromkeys(receipt.destination for receipt in receipts))
        rows, name = shipment.standing.ready, names or shipment.destination.name
        if whole and receipts and all(receipt.key == DRAFTED for receipt in receipts):
            words = text("sending-drafted", messages=len(receipts))
        else:
            words = text("sending-done", rows=rows, destination=name) if delivered else text("sending-stopped")
        if self._held:
            words = text("sending-held", batches=len(self._held))
        self._end(words)
        self.finished.emit(receipts, whole)

    def _failed(self, shipment: Shipment, stuck: object) -> None:
        destination, problem = shipment.destination, stuck
        if isinstance(stuck, Stuck):
            destination, problem = stuck.destination, stuck.problem
        done = {name: one for name, one in self._receipts.items() if one.state.delivered}
        again = replace(shipment, delivered={**shipment.delivered, **done})
        if ask_about_server(self, destination, problem, partial(self._go_on, again)):
            self._end("")
            return
        if isinstance(problem, SentBefore):
            self._end(str(problem))
            ask_reason(self, str(problem), lambda reason: self.send(replace(again, reason=reason), self._usual.text()))
            return
        self._end(str(problem) if isinstance(problem, PlainError) else type(problem).__name__)
        self.finished.emit([], False)

    def _go_on(self, shipment: Shipment, trusting: Destination) -> None:
        self.trusted.emit(trusting)
        self.send(shipment.trusting(trusting), self._usual.text())

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
