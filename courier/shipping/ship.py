"""Sends a batch: recorded before, settled after."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime

from courier.batches.batch import Written
from courier.credentials import Secret
from courier.delivery.connecting import Connector
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Outgoing, Progress, Receipt, State
from courier.delivery.remote_copies import find_remote_copy
from courier.delivery.send import send
from courier.delivery.transport import Ask
from courier.destinations import Destination
from courier.ledger.ledger import Ledger
from courier.ledger.recording import record
from courier.ledger.records import RecordedPart
from courier.ledger.store import LedgerError
from courier.shipping.before import Sorted, refuse_rows_sent_before, refuse_unconfirmed, sort_out
from courier.shipping.freight import About, load


class PlaceBusy(DeliveryError):
    """Another run is sending to this place."""


@dataclass(frozen=True)
class Hands:
    """What sending needs beside the batch. ``clock``: the time now; ``accept_host_key``: of a server never seen;
    ``ask``: see `courier.delivery.transport`."""

    clock: Callable[[], datetime]
    secret: Secret | None = None
    accept_host_key: str | None = None
    ask: Ask | None = None
    report: Callable[[Progress], None] = lambda _: None
    cancelled: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Leg:
    """One part on its way. ``name``: as the batch calls it, ``out``: as it goes out, under the name of an earlier copy
    if a piece of that may be there; ``uuid``: in the ledger; ``receipt``: if it need not go at all."""

    name: str
    out: Outgoing
    uuid: str = ""
    receipt: Receipt | None = None


def ship(
    written: Written, about: About, destination: Destination, ledger: Ledger, hands: Hands, reason: str = ""
) -> Iterator[Receipt]:
    """A receipt per part of a written batch, in order, each as soon as it is known and recorded.

    A part whose very bytes are at the destination already, or were taken from there, is not sent again. ``reason``:
    why orders are sent again; without one `SentBefore` is raised when any was sent in other files. Raises PlaceBusy
    while another run sends to the same place, LedgerError when nothing can be recorded, and what
    `courier.delivery.send.send` raises: then nothing was sent.
    """
    with at_work(ledger, destination, hands) as run:
        freight = load(written, about, ledger.copies)
        if reason:
            fitting = Sorted(freight, {}, {})
        else:
            with ledger.store.reading() as db:
                fitting = sort_out(db, freight, destination.url)
        outgoing = {one.outgoing.name: one.outgoing for one in freight}
        legs = {name: _held(name, outgoing[name], part, destination, hands) for name, part in fitting.held.items()}
        legs |= _looked_for(fitting.open, outgoing, destination, ledger, hands)
        with ledger.store.writing() as db:
            if not reason:
                refuse_rows_sent_before(db, fitting.fresh, about.template)
            if fitting.fresh:
                heading = about.heading(destination, reason)
                given = record(db, heading, [one.fresh for one in fitting.fresh], hands.clock(), run)
                legs |= {name: Leg(name, outgoing[name], uuid) for name, uuid in given.items()}
        yield from deliver([legs[name] for name in outgoing], destination, ledger, hands, run, about.template)


@contextmanager
def at_work(ledger: Ledger, destination: Destination, hands: Hands) -> Iterator[str]:
    """The name of a run that alone sends to a place. Whatever happens to it, nothing stays on its way in the ledger."""
    run = uuid.uuid4().hex
    with ledger.runs.alone_at(place_of(destination)) as alone:
        if not alone:
            raise PlaceBusy("shipping-place-busy", place=destination.host or destination.folder)
        with ledger.runs.holding(run):
            ledger.recover(hands.clock())
            try:
                yield run
            finally:
                # a ledger that cannot be written to now is settled when it is opened next
                with suppress(LedgerError):
                    ledger.states.release(run, hands.clock())


def place_of(destination: Destination) -> str:
    """What may have only one visitor at a time: a server, or a folder."""
    if destination.kind == "folder":
        return destination.url
    return f"{destination.kind}://{destination.host.lower()}:{destination.port}"


def deliver(
    legs: Sequence[Leg], destination: Destination, ledger: Ledger, hands: Hands, run: str, template: str
) -> Iterator[Receipt]:
    """Send what has to go, of a chain one part after the other. See `ship`."""
    going = {leg.out.name: leg for leg in legs if leg.receipt is None}

    def told(progress: Progress) -> None:
        hands.report(replace(progress, name=going[progress.name].name))

    def begins(out: Outgoing) -> None:
        ledger.states.begins(going[out.name].uuid, run, hands.clock())

    receipts: Iterator[Receipt] = iter(())
    if going:
        receipts = send(
            [leg.out for leg in going.values()],
            destination,
            hands.secret,
            hands.clock,
            accept_host_key=hands.accept_host_key,
            ask=hands.ask,
            in_sequence=template == "chained",
            begins=begins,
            report=told,
            cancelled=hands.cancelled,
        )
    for leg in legs:
        if leg.receipt is not None:
            yield leg.receipt
            continue
        receipt = next(receipts)
        try:
            ledger.states.settle(leg.uuid, receipt)
        except LedgerError:
            # what is known is told even where it cannot be kept; nothing else goes out after that
            yield replace(receipt, part=leg.name)
            raise
        yield replace(receipt, part=leg.name)


def _held(name: str, out: Outgoing, part: RecordedPart, destination: Destination, hands: Hands) -> Leg:
    receipt = Receipt(
        name, part.state, destination.name, part.remote_path, part.size, hands.clock(), "receipt-sent-before",
        {"day": f"{part.at:%Y-%m-%d}"},
    )  # fmt: skip
    return Leg(name, out, part.uuid, receipt)


def _looked_for(
    left_open: dict[str, RecordedPart],
    outgoing: dict[str, Outgoing],
    destination: Destination,
    ledger: Ledger,
    hands: Hands,
) -> dict[str, Leg]:
    """What becomes of parts of which nobody knows whether they arrived: a look decides. Where a piece is there, the
    part takes its place, under the same name; where nothing is to be seen a person has to say."""
    if not left_open:
        return {}
    connector = Connector(destination, hands.secret, hands.clock, hands.accept_host_key, hands.ask)
    asked = {name: replace(outgoing[name], name=part.name) for name, part in left_open.items()}
    copies = find_remote_copy(asked.values(), connector)
    legs = {}
    for name, part in left_open.items():
        copy = copies.get(part.name)
        if copy is None:
            refuse_unconfirmed(part)
        elif copy.whole:
            key = "receipt-already-there" if copy.name == part.name else "receipt-already-renamed"
            facts = {"host": destination.host, "name": part.name, "path": copy.path, "found": copy.name}
            receipt = Receipt(
                part.name, State.ARRIVED, destination.name, copy.path, part.size, hands.clock(), key, facts
            )
            ledger.states.settle(part.uuid, receipt)
            legs[name] = Leg(name, outgoing[name], part.uuid, replace(receipt, part=name))
        else:
            legs[name] = Leg(name, asked[name], part.uuid)
    return legs
