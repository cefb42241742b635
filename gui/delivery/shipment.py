"""What is to be sent, and the work of sending it, which is done beside the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from courier.batches.batch import write_batch
from courier.commands.sending import outgoing
from courier.credentials import Credentials
from courier.delivery.receipt import Receipt
from courier.delivery.send import send
from courier.delivery.transport import Ask
from courier.destinations import Destination
from courier.draft import Draft, Standing
from courier.ledger.ledger import Ledger
from courier.messages import PlainError, text
from courier.programs import Program
from courier.shipping.consigning import Consignment, consign_now
from courier.shipping.freight import About
from courier.shipping.ship import Hands, ship


@dataclass(frozen=True)
class Shipment:
    """What is to be sent: the draft and its name, where to, and into which folder its files are written first.
    ``source``: the name of the file it comes from; ``mark``: of the draft as it is kept; ``programs``, ``places``: the
    saved ones, for what goes elsewhere (see `courier.shipping.consigning.consign`); ``reason``: why orders that were
    sent before go again; ``delivered``: receipts of parts that need not go any more, by name."""

    draft: Draft
    label: str
    standing: Standing
    destination: Destination
    folder: Path
    source: str
    ledger: Ledger
    mark: str = ""
    programs: Sequence[Program] = ()
    places: Sequence[Destination] = ()
    practice_inbox: Path | None = None
    reason: str = ""
    delivered: Mapping[str, Receipt] = field(default_factory=dict)

    @property
    def about(self) -> About:
        """What is recorded of it as a whole."""
        return About.of(self.draft, self.source)

    def batches(self, now: datetime) -> list[Consignment]:
        """What it consists of, checked now: orders may have grown too old while the sheet was open."""
        return consign_now(self.draft, self.label, self.destination, self.programs, self.places, now)

    def trusting(self, known: Destination) -> Shipment:
        """The same after the person has accepted who a destination's server is."""
        places = [known if one.name == known.name else one for one in self.places]
        chosen = known if known.name == self.destination.name else self.destination
        return replace(self, destination=chosen, places=places)


class Stuck(Exception):
    """A batch that was not sent, with the destination it was for and what kept it from going."""

    def __init__(self, destination: Destination, problem: PlainError) -> None:
        super().__init__(str(problem))
        self.destination, self.problem = destination, problem


def batch_words(batch: Consignment) -> str:
    """Whose batch goes where, or why it does not."""
    whose = batch.program or text("no-program")
    facts = {"program": whose, "campaign": batch.lot.campaign or "-", "event": batch.lot.event or "none"}
    if batch.destination is None:
        return text("batch-held", reason=batch.held, rows=batch.lot.ready.len(), **facts)
    return text("batch-goes", destination=batch.destination.name, rows=batch.lot.ready.len(), **facts)


@dataclass(frozen=True)
class Hand:
    """What the work needs of the window. ``asks``: by a destination's name, what answers its server; ``report``: is
    told a batch when its turn comes (where there are several, or it cannot go), what was written of it, how far it is,
    each receipt, and the destination once its server has let somebody in."""

    credentials: Credentials
    asks: Mapping[str, Ask]
    stop: threading.Event
    report: Callable[[object], None]


def send_all(shipment: Shipment, hand: Hand) -> tuple[list[Receipt], bool]:
    """A receipt for each part, and whether every batch was tried. Raises Stuck, and PlainError where nothing can be
    written."""
    if shipment.practice_inbox is not None:
        return _practise(shipment, shipment.practice_inbox, hand), True
    found, chained = shipment.batches(datetime.now(UTC)), shipment.draft.choices.template == "chained"
    receipts: list[Receipt] = []
    whole = True
    for one in found:
        if len(found) > 1 or one.destination is None:
            hand.report(one)
        # what follows in a chain goes only once what comes first is there
        lost = chained and any(not receipt.state.delivered for receipt in receipts)
        if one.destination is None or lost or (receipts and hand.stop.is_set()):
            whole = False
            continue
        receipts += _send_batch(shipment, one, one.destination, hand)
    return receipts, whole


def _send_batch(shipment: Shipment, batch: Consignment, destination: Destination, hand: Hand) -> list[Receipt]:
    written = write_batch(shipment.draft, shipment.folder, batch.label, lot=batch.lot)
    hand.report(written)
    names = [part["name"] for part in written.parts]
    if all(name in shipment.delivered for name in names):
        return _told(iter([shipment.delivered[name] for name in names]), hand.report)
    about, ask = batch.about(shipment.about), hand.asks[destination.name]
    try:
        secret = hand.credentials.get(destination.name) if destination.takes_password else None
        hands = Hands(lambda: datetime.now(UTC), secret, ask=ask, report=hand.report, cancelled=hand.stop.is_set)
        receipts = _told(ship(written, about, destination, shipment.ledger, hands, shipment.reason), hand.report)
    except PlainError as problem:
        raise Stuck(destination, problem) from problem
    hand.report(destination)
    return receipts


def _practise(shipment: Shipment, inbox: Path, hand: Hand) -> list[Receipt]:
    from courier.practice.server import PracticeServer

    shipment.draft.at(datetime.now(UTC))
    written = write_batch(shipment.draft, shipment.folder, shipment.label)
    hand.report(written)
    inbox.mkdir(parents=True, exist_ok=True)
    with PracticeServer(inbox) as server:
        destination = replace(server.destination, host_keys=(server.fingerprint,))
        parts, clock = outgoing(written), lambda: datetime.now(UTC)
        # what is only practised is not recorded
        receipts = send(parts, destination, server.secret, clock, report=hand.report, cancelled=hand.stop.is_set)
        return _told(receipts, hand.report)


def _told(receipts: Iterator[Receipt], report: Callable[[object], None]) -> list[Receipt]:
    told = []
    for receipt in receipts:
        told.append(receipt)
        report(receipt)
    return told
