"""Batches that wait in the ledger for their moment, so that they survive a restart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from courier.batches.batch import WrittenBatch
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile, Receipt
from courier.destinations import Destination, DestinationError, from_url, saved_at
from courier.ledger.contents import rows_of
from courier.ledger.ledger import Ledger
from courier.ledger.queries import oldest_expiry
from courier.ledger.recorder import record
from courier.ledger.records import BatchOrigin, Heading, Submission
from courier.shipping.outgoing_parts import os_user, read_parts
from courier.shipping.routing import chain_waits
from courier.shipping.sent_before import find_repeats, refuse_repeats, refuse_rows_sent_before
from courier.shipping.ship import PartTransfer, SendContext, exclusive_run


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
    _refuse_expiring([part.expires for part in parts], moment + destination.wait)
    with ledger.store.writing() as db:
        if not reason:
            refuse_repeats([*find_repeats(db, parts, destination.url).values()])
            refuse_rows_sent_before(db, [part.rows for part in parts], origin.template, queued=True)
        record(db, Heading(origin, os_user(), destination, reason, moment), parts, now, None)
        uuid = db.execute("SELECT uuid FROM submissions ORDER BY id DESC LIMIT 1").fetchone()[0]
    return ledger.submission(uuid)


def destination_of(submission: Submission, saved: Iterable[Destination]) -> Destination:
    """Where a waiting submission goes: the destination that it was made for, whatever its name is now, or the address
    that was written out then. Raises DeliveryError when that destination no longer exists."""
    destination = saved_at(saved, submission.destination, submission.url)
    if destination is None:
        with suppress(DestinationError):
            destination = from_url(submission.destination)
    if destination is None or destination.url != submission.url:
        raise DeliveryError("queue-other-destination", name=submission.destination, url=submission.url)
    return destination


def send_waiting(
    submission: Submission, destination: Destination, ledger: Ledger, context: SendContext, folder: Path
) -> Iterator[Receipt]:
    """Send a waiting submission now, whatever its moment; see `courier.shipping.ship.ship`. ``folder``: where its files
    are written first. Raises DeliveryError when rows have expired meanwhile, or the destination is no longer the one
    it was recorded for."""
    if destination.url != submission.url:
        raise DeliveryError("queue-other-destination", name=submission.destination, url=submission.url)
    archive = ledger.archive
    with exclusive_run(ledger, destination, context) as run:
        _refuse_before_parents(ledger, submission)
        waiting = _still_waiting(ledger, submission)
        parts = [part for part in submission.parts if part.uuid in waiting]
        _refuse_expiring([oldest_expiry(parts)], context.clock() + destination.wait)
        transfers = []
        for part in parts:
            path = archive.save(part.sha256, part.name, folder)
            transfers.append(PartTransfer(part.name, PartFile(part.name, path, part.size, part.sha256), part.uuid))
        rows = [rows_of(archive.bytes_of(part.sha256, part.name), submission.campaign, None) for part in parts]
        with ledger.store.writing() as db:
            if not submission.reason:
                refuse_rows_sent_before(db, rows, submission.template)
            db.executemany("UPDATE parts SET run = ? WHERE uuid = ?", [(run.id, part.uuid) for part in parts])
        yield from run.deliver(transfers, submission.template)


def _still_waiting(ledger: Ledger, submission: Submission) -> set[str]:
    """The UUIDs of the parts that were not sent or dropped since the submission was read."""
    for queued in ledger.waiting():
        if queued.uuid == submission.uuid:
            return {part.uuid for part in queued.parts if part.waits}
    raise DeliveryError("queue-not-waiting", id=submission.uuid[:8])


def _refuse_before_parents(ledger: Ledger, submission: Submission) -> None:
    """Raises DeliveryError if this batch of a chain, recorded as one of several, would be sent before its parents."""
    if submission.template != "chained":
        return
    siblings = [
        sibling
        for sibling in ledger.submissions(program=submission.program)
        if (sibling.made_at, sibling.source) == (submission.made_at, submission.source)
    ]
    # submissions come newest first
    parents = siblings[[sibling.uuid for sibling in siblings].index(submission.uuid) + 1 :]
    if chain_waits(submission.template, (part.state.delivered for parent in parents for part in parent.parts)):
        raise DeliveryError("consign-chain-waits")


def _refuse_expiring(moments: list[datetime | None], at: datetime) -> None:
    first = min((moment for moment in moments if moment), default=None)
    if first is not None and first < at:
        raise DeliveryError("queue-would-expire", day=f"{first:%Y-%m-%d}", at=f"{at:%Y-%m-%d %H:%M}")
