"""Sends a written batch: recorded in the ledger before, settled after."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from courier.batches.batch import WrittenBatch
from courier.credentials import Secret
from courier.delivery.connecting import Connector
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile, Progress, Receipt, State
from courier.delivery.remote_copies import find_remote_copy
from courier.delivery.send import send
from courier.delivery.transport import AskServerQuestion
from courier.destinations import Destination
from courier.ledger.ledger import Ledger
from courier.ledger.recorder import record
from courier.ledger.records import RecordedPart
from courier.ledger.store import LedgerError
from courier.shipping.outgoing_parts import BatchOrigin, read_parts
from courier.shipping.sent_before import PartsByHistory, find_repeats, refuse_rows_sent_before, refuse_unconfirmed

_NONE: Mapping[str, Receipt] = MappingProxyType({})


class DestinationBusy(DeliveryError):
    """Another run is sending to this place."""


@dataclass(frozen=True)
class SendContext:
    """What sending needs beside the batch. ``clock``: the time now; ``accept_host_key``: of a server never seen;
    ``ask``: see `courier.delivery.transport`; ``progress``: is told how far the transfer is; ``cancelled``: whether the
    person wants to stop."""

    clock: Callable[[], datetime]
    secret: Secret | None = None
    accept_host_key: str | None = None
    ask: AskServerQuestion | None = None
    progress: Callable[[Progress], None] = lambda _: None
    cancelled: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class PartTransfer:
    """One part on its way. ``name``: as the batch calls it; ``file``: as it goes out, under the name of an earlier copy
    if a piece of that may be there; ``uuid``: in the ledger; ``receipt``: set if the part need not go at all."""

    name: str
    file: PartFile
    uuid: str = ""
    receipt: Receipt | None = None


def ship(
    written: WrittenBatch,
    origin: BatchOrigin,
    destination: Destination,
    ledger: Ledger,
    context: SendContext,
    reason: str = "",
    delivered: Mapping[str, Receipt] = _NONE,
) -> Iterator[Receipt]:
    """A receipt per part of a written batch, in order, each as soon as it is known and recorded.

    A part whose very bytes are at the destination already, or were taken from there, is not sent again. ``reason``:
    why orders are sent again; without one `SentBefore` is raised when any was sent in other files. ``delivered``:
    receipts of parts that an earlier try of the same request delivered, by name: they never go again. Raises
    DestinationBusy while another run sends to the same place, LedgerError when nothing can be recorded, and what
    `courier.delivery.send.send` raises: then nothing was sent.
    """
    with exclusive_run(ledger, destination, context) as run:
        parts = read_parts(written, origin, ledger.archive)
        outgoing = {part.file.name: part.file for part in parts}
        transfers = {
            name: PartTransfer(name, out, receipt=delivered[name])
            for name, out in outgoing.items()
            if name in delivered
        }
        left = [part for part in parts if part.file.name not in delivered]
        if reason:
            history = PartsByHistory(left, {}, {})
        else:
            with ledger.store.reading() as db:
                history = find_repeats(db, left, destination.url)
        transfers |= {
            name: _there_already(name, outgoing[name], part, destination, context)
            for name, part in history.held.items()
        }
        transfers |= _resolve_unconfirmed(history.open, outgoing, destination, ledger, context)
        with ledger.store.writing() as db:
            if not reason:
                refuse_rows_sent_before(db, history.fresh, origin.template)
            if history.fresh:
                heading = origin.heading(destination, reason)
                given = record(db, heading, [part.new_part for part in history.fresh], context.clock(), run)
                transfers |= {name: PartTransfer(name, outgoing[name], uuid) for name, uuid in given.items()}
        yield from deliver([transfers[name] for name in outgoing], destination, ledger, context, run, origin.template)


@contextmanager
def exclusive_run(ledger: Ledger, destination: Destination, context: SendContext) -> Iterator[str]:
    """The name of a run that alone sends to a place. Whatever happens to it, nothing stays on its way in the ledger."""
    run = uuid.uuid4().hex
    with ledger.runs.alone_at(endpoint_of(destination)) as alone:
        if not alone:
            raise DestinationBusy("shipping-place-busy", place=destination.host or destination.folder)
        with ledger.runs.holding(run):
            ledger.recover(context.clock())
            try:
                yield run
            finally:
                # a ledger that cannot be written to now is settled when it is opened next
                with suppress(LedgerError):
                    ledger.states.release(run, context.clock())


def endpoint_of(destination: Destination) -> str:
    """What may have only one visitor at a time: a server, or a folder."""
    if destination.kind == "folder":
        return destination.url
    return f"{destination.kind}://{destination.host.lower()}:{destination.port}"


def deliver(
    transfers: Sequence[PartTransfer],
    destination: Destination,
    ledger: Ledger,
    context: SendContext,
    run: str,
    template: str,
) -> Iterator[Receipt]:
    """Send what has to go, of a chain one part after the other. See `ship`."""
    going = {transfer.file.name: transfer for transfer in transfers if transfer.receipt is None}

    def told(progress: Progress) -> None:
        context.progress(replace(progress, name=going[progress.name].name))

    def begins(out: PartFile) -> None:
        ledger.states.mark_sending(going[out.name].uuid, run, context.clock())

    receipts: Iterator[Receipt] = iter(())
    if going:
        receipts = send(
            [transfer.file for transfer in going.values()],
            destination,
            context.secret,
            context.clock,
            accept_host_key=context.accept_host_key,
            ask=context.ask,
            in_sequence=template == "chained",
            on_begin=begins,
            progress=told,
            cancelled=context.cancelled,
        )
    for transfer in transfers:
        if transfer.receipt is not None:
            yield transfer.receipt
            continue
        receipt = next(receipts)
        try:
            ledger.states.settle(transfer.uuid, receipt)
        except LedgerError:
            # what is known is told even where it cannot be kept; nothing else goes out after that
            yield replace(receipt, part=transfer.name)
            raise
        yield replace(receipt, part=transfer.name)


def _there_already(
    name: str, out: PartFile, part: RecordedPart, destination: Destination, context: SendContext
) -> PartTransfer:
    receipt = Receipt(
        name, part.state, destination.name, part.remote_path, part.size, context.clock(), "receipt-sent-before",
        {"day": f"{part.at:%Y-%m-%d}"},
    )  # fmt: skip
    return PartTransfer(name, out, part.uuid, receipt)


def _resolve_unconfirmed(
    left_open: dict[str, RecordedPart],
    outgoing: dict[str, PartFile],
    destination: Destination,
    ledger: Ledger,
    context: SendContext,
) -> dict[str, PartTransfer]:
    """What becomes of parts of which nobody knows whether they arrived: a look decides. Where a piece is there, the
    part takes its place, under the same name; where nothing is to be seen a person has to say."""
    if not left_open:
        return {}
    connector = Connector(destination, context.secret, context.clock, context.accept_host_key, context.ask)
    asked = {name: replace(outgoing[name], name=part.name) for name, part in left_open.items()}
    copies = find_remote_copy(asked.values(), connector)
    transfers = {}
    for name, part in left_open.items():
        copy = copies.get(part.name)
        if copy is None:
            refuse_unconfirmed(part)
        elif copy.whole:
            key = "receipt-already-there" if copy.name == part.name else "receipt-already-renamed"
            facts = {"host": destination.host, "name": part.name, "path": copy.path, "found": copy.name}
            receipt = Receipt(
                part.name, State.ARRIVED, destination.name, copy.path, part.size, context.clock(), key, facts
            )
            ledger.states.settle(part.uuid, receipt)
            transfers[name] = PartTransfer(name, outgoing[name], part.uuid, replace(receipt, part=name))
        else:
            transfers[name] = PartTransfer(name, asked[name], part.uuid)
    return transfers
