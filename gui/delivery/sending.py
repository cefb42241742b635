"""An upload under way: progress, a card for each part, and what it means afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from courier.batches.batch import Written, write_batch
from courier.commands.sending import outgoing
from courier.credentials import Credentials
from courier.delivery.carrier import Ask
from courier.delivery.parcel import Progress, Receipt
from courier.delivery.send import send
from courier.destinations import Destination
from courier.draft import Draft, Standing
from courier.ledger.ledger import Ledger
from courier.messages import PlainError, text
from courier.shipping.before import SentBefore
from courier.shipping.freight import About
from courier.shipping.ship import Hands, ship
from gui.delivery.one_time_code import OneTimeCodes
from gui.delivery.part_card import DRAFTED, PartCard, file_size
from gui.delivery.sent_before import ask_reason
from gui.delivery.server_questions import ask_about_server
from gui.style.parts import button, empty, label
from gui.window.amounts import amounts
from gui.work import Job


@dataclass(frozen=True)
class Shipment:
    """What is to be sent: the batch's draft and name, where to, and into which folder its files are written first.
    ``source``: the name of the file it comes from; ``reason``: why orders that were sent before go again."""

    draft: Draft
    label: str
    standing: Standing
    destination: Destination
    folder: Path
    source: str
    ledger: Ledger
    practice_inbox: Path | None = None
    reason: str = ""


class SendingPane(QWidget):
    """Sends one shipment. ``finished`` tells the receipts, ``back`` that the person is done looking, ``trusted`` the
    destination when the person has accepted who its server is."""

    finished = Signal(object)
    back = Signal()
    trusted = Signal(object)

    def __init__(self, credentials: Credentials, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sendingPane")
        self._credentials = credentials
        self._stop = threading.Event()
        self._codes: OneTimeCodes | None = None
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
        about = {"rows": standing.ready, "orders": standing.orders, "totals": ", ".join(amounts(standing.totals))}
        self._about.setText(
            text("sending-about-practice", **about)
            if shipment.practice_inbox
            else text("sending-about", url=destination.url, **about)
        )
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
        codes = self._codes = OneTimeCodes(destination.host, self)
        job = Job(lambda job: _ship(shipment, self._credentials, codes.ask, self._stop, job.report), self)
        job.progressed.connect(self._progress)
        job.done.connect(lambda receipts: self._done(shipment, receipts))
        job.failed.connect(lambda problem: self._failed(shipment, problem))
        job.start()

    def stop(self) -> None:
        """Cancel what is under way."""
        self._stop.set()
        if self._codes is not None:
            self._codes.close()

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
                self._cards[news.part].show_receipt(news)

    def _done(self, shipment: Shipment, receipts: object) -> None:
        assert isinstance(receipts, list)
        delivered = bool(receipts) and all(receipt.state.delivered for receipt in receipts)
        rows, name = shipment.standing.ready, shipment.destination.name
        if receipts and all(receipt.key == DRAFTED for receipt in receipts):
            words = text("sending-drafted", messages=len(receipts))
        else:
            words = text("sending-done", rows=rows, destination=name) if delivered else text("sending-stopped")
        self._end(words)
        self.finished.emit(receipts)

    def _failed(self, shipment: Shipment, problem: object) -> None:
        go_on = partial(self._go_on, shipment)
        if ask_about_server(self, shipment.destination, problem, go_on):
            self._end("")
            return
        if isinstance(problem, SentBefore):
            self._end(str(problem))
            ask_reason(
                self, str(problem), lambda reason: self.send(replace(shipment, reason=reason), self._usual.text())
            )
            return
        self._end(str(problem) if isinstance(problem, PlainError) else type(problem).__name__)
        self.finished.emit([])

    def _go_on(self, shipment: Shipment, trusting: Destination) -> None:
        self.trusted.emit(trusting)
        self.send(replace(shipment, destination=trusting), self._usual.text())

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


def _ship(
    shipment: Shipment, credentials: Credentials, ask: Ask, stop: threading.Event, report: Callable[[object], None]
) -> list[Receipt]:
    # orders may have grown too old while the sheet was open
    shipment.draft.at(datetime.now(UTC), wait=shipment.destination.wait)
    written = write_batch(shipment.draft, shipment.folder, shipment.label)
    report(written)
    if shipment.practice_inbox is None:
        destination = shipment.destination
        secret = credentials.get(destination.name) if destination.takes_password else None
        hands = Hands(lambda: datetime.now(UTC), secret, ask=ask, report=report, cancelled=stop.is_set)
        about = About.of(shipment.draft, shipment.source)
        return _told(ship(written, about, destination, shipment.ledger, hands, shipment.reason), report)
    from courier.practice.server import PracticeServer

    shipment.practice_inbox.mkdir(parents=True, exist_ok=True)
    with PracticeServer(shipment.practice_inbox) as server:
        destination = replace(server.destination, host_keys=(server.fingerprint,))
        # what is only practised is not recorded
        parts, clock = outgoing(written), lambda: datetime.now(UTC)
        return _told(send(parts, destination, server.secret, clock, report=report, cancelled=stop.is_set), report)


def _told(receipts: Iterator[Receipt], report: Callable[[object], None]) -> list[Receipt]:
    told = []
    for receipt in receipts:
        told.append(receipt)
        report(receipt)
    return told
