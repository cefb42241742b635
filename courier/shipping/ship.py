"""Sends a written batch: its parts are recorded in the ledger before they are sent, and their receipts after."""

from __future__ import annotations

import platform
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from courier.batches.batch import WrittenBatch
from courier.credentials import Secret
from courier.delivery.connecting import Connector
from courier.delivery.dialer import CancellableDialer
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile, Progress, Receipt, State
from courier.delivery.remote_copies import find_remote_copy
from courier.delivery.send import send
from courier.delivery.transcript import Transcript
from courier.delivery.transport import AskServerQuestion
from courier.destinations import Destination, DestinationError, from_url
from courier.ledger.ledger import Ledger
from courier.ledger.queries import senders_now
from courier.ledger.recorder import record
from courier.ledger.records import BatchOrigin, Heading, RecordedPart
from courier.ledger.store import LedgerError
from courier.messages import Fact
from courier.shipping.outgoing_parts import OutgoingPart, os_user, read_parts
from courier.shipping.sent_before import find_repeats, refuse_repeats, refuse_rows_sent_before

_NONE: Mapping[str, Receipt] = MappingProxyType({})


class DestinationBusy(DeliveryError):
    """Another run is sending to the same server or folder."""


@dataclass(frozen=True)
class SendContext:
    """What sending needs beside the batch. ``clock``: the time now; ``accept_host_key``: of a server never seen;
    ``ask``: see `courier.delivery.transport`; ``progress``: is called with the progress of the transfer; ``cancelled``:
    whether the user wants to stop; ``finishing``: whether no further part is to begin; ``transcript``: receives what is
    said to the server and by it."""

    clock: Callable[[], datetime]
    secret: Secret | None = None
    accept_host_key: str | None = None
    ask: AskServerQuestion | None = None
    progress: Callable[[Progress], None] = lambda _: None
    cancelled: Callable[[], bool] = lambda: False
    finishing: Callable[[], bool] = lambda: False
    transcript: Transcript = field(default_factory=Transcript)


@dataclass(frozen=True)
class PartTransfer:
    """One part to send. ``name``: as the batch calls it; ``file``: what is sent, under the name of an earlier copy if a
    piece of that may be stored; ``uuid``: in the ledger; ``receipt``: set if the part need not be sent."""

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
    receipts of parts that an earlier try of the same request delivered, by name: they are never sent again. Raises
    DestinationBusy while another run sends to the same place, LedgerError when nothing can be recorded, and what
    `courier.delivery.send.send` raises: then nothing was sent.
    """
    with exclusive_run(ledger, destination, context) as run:
        parts = read_parts(written, origin, ledger.archive)
        files = {part.name: part.file for part in parts}
        left = [part for part in parts if part.name not in delivered]
        copies: dict[str, RecordedPart] = {}
        if not reason:
            with ledger.store.reading() as db:
                copies = find_repeats(db, left, destination.url)
        done = files.keys() & delivered
        transfers = {name: PartTransfer(name, files[name], receipt=delivered[name]) for name in done}
        transfers |= run.resolve_copies(copies, files)
        fresh = [part for part in left if part.name not in copies]
        heading = Heading(origin, os_user(), destination, reason)
        try:
            with ledger.store.writing() as db:
                if not reason:
                    refuse_rows_sent_before(db, [part.rows for part in fresh], origin.template)
                if fresh:
                    uuids = record(db, heading, fresh, context.clock(), run.id)
                    ledger.states.begin(db, list(uuids.values()), run.id)
                    ledger.states.keep_facts(db, uuids.values())
                    transfers |= {name: PartTransfer(name, files[name], uuid) for name, uuid in uuids.items()}
        except LedgerError as problem:
            if problem.key == "ledger-team-approval":
                raise _to_be_approved(problem, ledger, heading, fresh, context.clock()) from problem
            raise
        yield from run.deliver([transfers[name] for name in files], origin.template)


def _to_be_approved(
    problem: LedgerError, ledger: Ledger, heading: Heading, parts: Sequence[OutgoingPart], now: datetime
) -> LedgerError:
    """What a team's record says of a batch that a second person has to approve: it is recorded for them, unsent, and
    named."""
    with ledger.store.writing() as db:
        uuids = record(db, heading, parts, now, None)
        ledger.states.keep_facts(db, uuids.values())
        batch = "SELECT s.uuid FROM submissions s JOIN parts p ON p.submission = s.id WHERE p.uuid = ?"
        (recorded,) = db.execute(batch, (next(iter(uuids.values())),)).fetchone()
    return LedgerError(problem.key, **{**problem.facts, "id": recorded[:8]})


@dataclass(frozen=True)
class ExclusiveRun:
    """The only run that sends to a destination. ``id``: in the ledger."""

    id: str
    ledger: Ledger
    destination: Destination
    context: SendContext

    def resolve_copies(
        self, copies: Mapping[str, RecordedPart], files: Mapping[str, PartFile]
    ) -> dict[str, PartTransfer]:
        """How to go on with parts that have an earlier copy, see `look_for`. Raises EarlierUnconfirmed where only a
        person can say what became of it."""
        transfers = {}
        for name, transfer in self.look_for(copies, files).items():
            if transfer is None:
                refuse_repeats([copies[name]])
            else:
                transfers[name] = transfer
        return transfers

    def look_for(
        self, copies: Mapping[str, RecordedPart], files: Mapping[str, PartFile]
    ) -> dict[str, PartTransfer | None]:
        """How to go on with parts that have an earlier copy. A delivered one is not sent again; for an unconfirmed one
        the destination is searched. A piece is replaced, under its own name; where nothing is found the answer is None,
        because only a person can say what became of it."""
        context, destination = self.context, self.destination
        unconfirmed = {name: copy.name for name, copy in copies.items() if not copy.state.delivered}
        resent = {name: replace(files[name], name=earlier) for name, earlier in unconfirmed.items()}
        dialer = CancellableDialer(transcript=context.transcript)
        connector = Connector(destination, context.secret, context.clock, context.accept_host_key, context.ask, dialer)
        stored = find_remote_copy(resent.values(), connector, context.cancelled) if resent else {}
        transfers: dict[str, PartTransfer | None] = {}
        for name, copy in copies.items():
            remote = stored.get(copy.name)
            if copy.state.delivered:
                day = {"day": f"{copy.at:%Y-%m-%d}"}
                receipt = self._receipt(name, copy, copy.state, copy.remote_path, "receipt-sent-before", day)
                transfers[name] = PartTransfer(name, files[name], copy.uuid, receipt)
            elif remote is None:
                transfers[name] = None
            elif remote.whole:
                key = "receipt-already-there" if remote.name == copy.name else "receipt-already-renamed"
                facts = {"host": destination.host, "name": copy.name, "path": remote.path, "found": remote.name}
                receipt = self._receipt(name, copy, State.ARRIVED, remote.path, key, facts)
                self.ledger.states.settle(copy.uuid, receipt)
                transfers[name] = PartTransfer(name, files[name], copy.uuid, receipt)
            else:
                transfers[name] = PartTransfer(name, resent[name], copy.uuid)
        return transfers

    def _receipt(
        self, name: str, copy: RecordedPart, state: State, path: str, key: str, facts: Mapping[str, Fact]
    ) -> Receipt:
        return Receipt(name, state, self.destination.name, path, copy.size, self.context.clock(), key, facts)

    def deliver(self, transfers: Sequence[PartTransfer], template: str) -> Iterator[Receipt]:
        """Send what has to be sent, in chained sheets one part after the other. See `ship`."""
        context, states = self.context, self.ledger.states
        unsent = {transfer.file.name: transfer for transfer in transfers if transfer.receipt is None}

        def report(progress: Progress) -> None:
            context.progress(replace(progress, name=unsent[progress.name].name))

        def on_begin(file: PartFile) -> None:
            states.mark_sending(unsent[file.name].uuid, self.id, context.clock())

        receipts: Iterator[Receipt] = iter(())
        if unsent:
            receipts = send(
                [transfer.file for transfer in unsent.values()],
                self.destination,
                context.secret,
                context.clock,
                accept_host_key=context.accept_host_key,
                ask=context.ask,
                in_sequence=template == "chained",
                on_begin=on_begin,
                progress=report,
                cancelled=context.cancelled,
                transcript=context.transcript,
                finishing=context.finishing,
            )
        for transfer in transfers:
            if transfer.receipt is not None:
                yield transfer.receipt
                continue
            receipt = next(receipts)
            try:
                states.settle(transfer.uuid, receipt)
            except LedgerError:
                # the receipt is reported even if it cannot be recorded; no other part is sent after that
                yield replace(receipt, part=transfer.name)
                raise
            yield replace(receipt, part=transfer.name)


@contextmanager
def exclusive_run(ledger: Ledger, destination: Destination, context: SendContext) -> Iterator[ExclusiveRun]:
    """A run that alone sends to a destination. Whatever happens to it, no part stays `sending` in the ledger. Raises
    DestinationBusy."""
    run = ExclusiveRun(uuid.uuid4().hex, ledger, destination, context)
    with ledger.runs.alone_at(endpoint_of(destination), run.id) as alone:
        if not alone:
            raise _busy(ledger, destination)
        ledger.refuse_while_lost()
        ledger.recover(context.clock())
        try:
            yield run
        finally:
            # if the ledger cannot be written to now, the run is settled when the ledger is opened next
            with suppress(LedgerError):
                ledger.states.release(run.id, context.clock())


def _busy(ledger: Ledger, destination: Destination) -> DestinationBusy:
    """Says who sends there, where that is somebody on another machine who has recorded it already."""
    place = destination.host or destination.folder
    with suppress(LedgerError, DestinationError), ledger.store.reading() as db:
        for url, user, machine in senders_now(db):
            elsewhere = machine not in ("", platform.node())
            if elsewhere and endpoint_of(from_url(url)) == endpoint_of(destination):
                return DestinationBusy("shipping-place-busy-by", place=place, user=user, machine=machine)
    return DestinationBusy("shipping-place-busy", place=place)


def endpoint_of(destination: Destination) -> str:
    """What only one run at a time may send to: a server, or a folder."""
    if destination.kind == "folder":
        return destination.url
    return f"{destination.kind}://{destination.host.lower()}:{destination.port}"
