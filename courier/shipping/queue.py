"""Batches that wait in the ledger for their moment, so that they survive a restart."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from courier.batches.batch import WrittenBatch
from courier.delivery.errors import DeliveryError
from courier.destinations import Destination, DestinationError, from_url, saved_at
from courier.ledger.ledger import Ledger
from courier.ledger.recorder import record
from courier.ledger.records import BatchOrigin, Heading, RecordedPart, Submission
from courier.shipping.outgoing_parts import os_user, read_parts
from courier.shipping.routing import chain_waits
from courier.shipping.sent_before import find_repeats, refuse_repeats, refuse_rows_sent_before


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
    ledger.refuse_while_lost()
    parts = read_parts(written, origin, ledger.archive)
    _refuse_expiring([part.expires for part in parts], moment + destination.wait)
    with ledger.store.writing() as db:
        if not reason:
            refuse_repeats([*find_repeats(db, parts, destination.url).values()])
            refuse_rows_sent_before(db, [part.rows for part in parts], origin.template, queued=True)
        uuids = record(db, Heading(origin, os_user(), destination, reason, moment), parts, now, None)
        ledger.states.keep_facts(db, uuids.values())
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


def refuse_before_siblings(ledger: Ledger, submission: Submission) -> None:
    """Raise DeliveryError if a batch of a chain would be sent before an earlier one that was recorded with it."""
    parents = _sibling_parts(ledger, submission)
    if chain_waits(submission.template, (part.state.delivered for part in parents)):
        parent = next(part for part in parents if not part.state.delivered)
        raise DeliveryError("queue-chain-unknown" if parent.open else "queue-chain-waits", name=parent.name)


def _sibling_parts(ledger: Ledger, submission: Submission) -> list[RecordedPart]:
    """The parts of batches of a chain that were recorded together with this one and come before it."""
    if submission.template != "chained":
        return []
    siblings = ledger.recorded_together(submission)
    earlier = siblings[: [sibling.uuid for sibling in siblings].index(submission.uuid)]
    return [part for sibling in earlier for part in sibling.parts]


def _refuse_expiring(moments: list[datetime | None], at: datetime) -> None:
    first = min((moment for moment in moments if moment), default=None)
    if first is not None and first < at:
        raise DeliveryError("queue-would-expire", day=f"{first:%Y-%m-%d}", at=f"{at:%Y-%m-%d %H:%M}")
