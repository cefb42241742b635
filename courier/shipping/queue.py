"""Batches that wait for their moment, in the ledger, so that they survive a restart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from courier.batches.batch import WrittenBatch, write_batch
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile, Receipt
from courier.destinations import Destination, DestinationError, from_url, saved_at
from courier.draft import Draft
from courier.ledger.contents import rows_of
from courier.ledger.ledger import Ledger
from courier.ledger.queries import oldest_expiry
from courier.ledger.recorder import record
from courier.ledger.records import RecordedPart, Submission
from courier.rules.file_rules import MOST_ROWS
from courier.shipping.outgoing_parts import BatchOrigin, OutgoingPart, read_parts
from courier.shipping.routing import RoutedBatch, chain_waits
from courier.shipping.sent_before import (
    find_repeats,
    refuse_held,
    refuse_rows_sent_before,
    refuse_rows_waiting,
    refuse_unconfirmed,
)
from courier.shipping.ship import PartTransfer, SendContext, deliver, exclusive_run


def send_later(
    written: WrittenBatch,
    origin: BatchOrigin,
    destination: Destination,
    ledger: Ledger,
    now: datetime,
    moment: datetime,
    reason: str = "",
) -> Submission:
    """Record a written batch so that it can be sent at a moment. Raises DeliveryError when rows would have expired by
    then, SentBefore as `courier.shipping.ship.ship` does, and LedgerError."""
    parts = read_parts(written, origin, ledger.archive)
    _refuse_expiring([part.new_part.expires for part in parts], moment + destination.wait)
    with ledger.store.writing() as db:
        if not reason:
            history = find_repeats(db, parts, destination.url)
            for recorded in history.held.values():
                refuse_held(recorded)
            for recorded in history.open.values():
                refuse_unconfirmed(recorded)
            refuse_rows_sent_before(db, parts, origin.template)
            refuse_rows_waiting(db, parts, origin.template)
        heading = origin.heading(destination, reason, moment)
        record(db, heading, [part.new_part for part in parts], now, None)
        uuid = db.execute("SELECT uuid FROM submissions ORDER BY id DESC LIMIT 1").fetchone()[0]
    return ledger.submission(uuid)


def destination_of(submission: Submission, saved: Iterable[Destination]) -> Destination:
    """Where a waiting submission goes: the destination that it was made for, whatever its name is now, or the address
    that was written out then. Raises DeliveryError when there is none such any more."""
    destination = saved_at(saved, submission.destination, submission.url)
    if destination is None:
        with suppress(DestinationError):
            destination = from_url(submission.destination)
    if destination is None or destination.url != submission.url:
        raise DeliveryError("queue-other-destination", name=submission.destination, url=submission.url)
    return destination


def send_all_later(
    draft: Draft,
    batches: Sequence[RoutedBatch],
    sheet_origin: BatchOrigin,
    folder: Path,
    ledger: Ledger,
    now: datetime,
    moment: datetime,
    reason: str = "",
    most: int = MOST_ROWS,
) -> list[Submission]:
    """Write the batches of a sheet that have a destination and record them for a moment, all or none; see `send_later`.
    They name the draft they are made of only if nothing of it stays behind, set aside or without a destination.
    ``sheet_origin``: the origin of the sheet; ``folder``: where their files are written; ``most``: rows of one part.
    Raises BatchError too."""
    recorded: list[Submission] = []
    if any(batch.destination is None or batch.group.set_aside.len() for batch in batches):
        sheet_origin = replace(sheet_origin, draft="")
    try:
        for batch in batches:
            if batch.destination is not None:
                written = write_batch(draft, folder, batch.label, most, group=batch.group)
                recorded.append(
                    send_later(written, batch.origin(sheet_origin), batch.destination, ledger, now, moment, reason)
                )
    except BaseException:
        for submission in recorded:
            ledger.drop(submission.uuid)
        raise
    return recorded


def send_waiting(
    submission: Submission,
    destination: Destination,
    ledger: Ledger,
    context: SendContext,
    folder: Path,
) -> Iterator[Receipt]:
    """Send a waiting submission now, whatever its moment; see `courier.shipping.ship.ship`. ``folder``: where its files
    are written first. Raises DeliveryError when rows have expired meanwhile, or the destination is no longer the one
    it was recorded for."""
    if destination.url != submission.url:
        raise DeliveryError("queue-other-destination", name=submission.destination, url=submission.url)
    with exclusive_run(ledger, destination, context) as run:
        _refuse_before_parents(ledger, submission)
        waiting = _still_waiting(ledger, submission)
        recorded = [part for part in submission.parts if part.uuid in waiting]
        _refuse_expiring([oldest_expiry(recorded)], context.clock() + destination.wait)
        transfers = [_transfer(part, ledger, folder) for part in recorded]
        parts = [
            _outgoing(part, transfer, submission, ledger) for part, transfer in zip(recorded, transfers, strict=True)
        ]
        with ledger.store.writing() as db:
            if not submission.reason:
                refuse_rows_sent_before(db, parts, submission.template)
            db.executemany("UPDATE parts SET run = ? WHERE uuid = ?", [(run, part.uuid) for part in recorded])
        yield from deliver(transfers, destination, ledger, context, run, submission.template)


def _still_waiting(ledger: Ledger, submission: Submission) -> set[str]:
    """The parts that nobody has sent or dropped since somebody looked."""
    waiting = [one for one in ledger.waiting() if one.uuid == submission.uuid]
    if not waiting:
        raise DeliveryError("queue-not-waiting", id=submission.uuid[:8])
    return {part.uuid for part in waiting[0].parts if part.waits}


def _refuse_before_parents(ledger: Ledger, submission: Submission) -> None:
    """Raises DeliveryError if this batch of a chain, recorded as one of several, comes before its parents are there."""
    if submission.template != "chained":
        return
    siblings = [
        one
        for one in ledger.submissions(program=submission.program)
        if (one.made_at, one.source) == (submission.made_at, submission.source)
    ]
    # the newest stand first
    parents = siblings[[one.uuid for one in siblings].index(submission.uuid) + 1 :]
    if chain_waits(submission.template, (part.state.delivered for parent in parents for part in parent.parts)):
        raise DeliveryError("consign-chain-waits")


def _refuse_expiring(moments: list[datetime | None], at: datetime) -> None:
    first = min((moment for moment in moments if moment), default=None)
    if first is not None and first < at:
        raise DeliveryError("queue-would-expire", day=f"{first:%Y-%m-%d}", at=f"{at:%Y-%m-%d %H:%M}")


def _transfer(part: RecordedPart, ledger: Ledger, folder: Path) -> PartTransfer:
    path = ledger.archive.save(part.sha256, part.name, folder)
    return PartTransfer(part.name, PartFile(part.name, path, part.size, part.sha256), part.uuid)


def _outgoing(part: RecordedPart, transfer: PartTransfer, submission: Submission, ledger: Ledger) -> OutgoingPart:
    rows = rows_of(ledger.archive.bytes_of(part.sha256, part.name), submission.campaign, None)
    return OutgoingPart(transfer.file, part.orders, {code: str(amount) for code, amount in part.totals.items()}, rows)
