"""Batches that wait for their moment, in the ledger, so that they survive a restart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from courier.batches.batch import Written, write_batch
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Outgoing, Receipt
from courier.destinations import Destination, DestinationError, Destinations, from_url
from courier.draft import Draft
from courier.ledger.contents import rows_of
from courier.ledger.ledger import Ledger
from courier.ledger.looking import oldest_expiry
from courier.ledger.recording import record
from courier.ledger.records import RecordedPart, Submission
from courier.rules.file_rules import MOST_ROWS
from courier.shipping.before import (
    refuse_held,
    refuse_rows_sent_before,
    refuse_rows_waiting,
    refuse_unconfirmed,
    sort_out,
)
from courier.shipping.consigning import Consignment
from courier.shipping.freight import About, Freight, load
from courier.shipping.ship import Hands, Leg, at_work, deliver


def send_later(
    written: Written,
    about: About,
    destination: Destination,
    ledger: Ledger,
    now: datetime,
    moment: datetime,
    reason: str = "",
) -> Submission:
    """Record a written batch so that it can be sent at a moment. Raises DeliveryError when rows would have expired by
    then, SentBefore as `courier.shipping.ship.ship` does, and LedgerError."""
    freight = load(written, about, ledger.copies)
    _refuse_expiring([one.fresh.expires for one in freight], moment + destination.wait)
    with ledger.store.writing() as db:
        if not reason:
            fitting = sort_out(db, freight, destination.url)
            for part in fitting.held.values():
                refuse_held(part)
            for part in fitting.open.values():
                refuse_unconfirmed(part)
            refuse_rows_sent_before(db, freight, about.template)
            refuse_rows_waiting(db, freight, about.template)
        heading = about.heading(destination, reason, moment)
        record(db, heading, [one.fresh for one in freight], now, None)
        uuid = db.execute("SELECT uuid FROM submissions ORDER BY id DESC LIMIT 1").fetchone()[0]
    return ledger.submission(uuid)


def whither(submission: Submission, saved: Destinations) -> Destination:
    """Where a waiting submission goes: the destination that it was made for, whatever its name is now, or the address
    that was written out then. Raises DeliveryError when there is none such any more."""
    known = saved.at(submission.destination, submission.url)
    if known is None:
        with suppress(DestinationError):
            known = from_url(submission.destination)
    if known is None or known.url != submission.url:
        raise DeliveryError("queue-other-destination", name=submission.destination, url=submission.url)
    return known


def send_all_later(
    draft: Draft,
    found: Sequence[Consignment],
    whole: About,
    folder: Path,
    ledger: Ledger,
    now: datetime,
    moment: datetime,
    reason: str = "",
    most: int = MOST_ROWS,
) -> list[Submission]:
    """Write the batches of a sheet that have a destination and record them for a moment, all or none; see `send_later`.
    They name the draft they are made of only if nothing of it stays behind, set aside or without a place. ``whole``: of
    the sheet; ``folder``: where their files are written; ``most``: rows of one part. Raises BatchError too."""
    made: list[Submission] = []
    if any(one.destination is None or one.lot.aside.len() for one in found):
        whole = replace(whole, draft="")
    try:
        for one in found:
            if one.destination is not None:
                written = write_batch(draft, folder, one.label, most, lot=one.lot)
                made.append(send_later(written, one.about(whole), one.destination, ledger, now, moment, reason))
    except BaseException:
        for submission in made:
            ledger.drop(submission.uuid)
        raise
    return made


def send_waiting(
    submission: Submission,
    destination: Destination,
    ledger: Ledger,
    hands: Hands,
    folder: Path,
) -> Iterator[Receipt]:
    """Send a waiting submission now, whatever its moment; see `courier.shipping.ship.ship`. ``folder``: where its files
    are written first. Raises DeliveryError when rows have expired meanwhile, or the destination is no longer the one
    it was recorded for."""
    if destination.url != submission.url:
        raise DeliveryError("queue-other-destination", name=submission.destination, url=submission.url)
    with at_work(ledger, destination, hands) as run:
        _refuse_before_the_first(ledger, submission)
        parts = [part for part in submission.parts if part.uuid in _still_waiting(ledger, submission)]
        _refuse_expiring([oldest_expiry(parts)], hands.clock() + destination.wait)
        legs = [_leg(part, ledger, folder) for part in parts]
        freight = [_freight(part, leg, submission, ledger) for part, leg in zip(parts, legs, strict=True)]
        with ledger.store.writing() as db:
            if not submission.reason:
                refuse_rows_sent_before(db, freight, submission.template)
            db.executemany("UPDATE parts SET run = ? WHERE uuid = ?", [(run, part.uuid) for part in parts])
        yield from deliver(legs, destination, ledger, hands, run, submission.template)


def _still_waiting(ledger: Ledger, submission: Submission) -> set[str]:
    """The parts that nobody has sent or dropped since somebody looked."""
    found = [one for one in ledger.waiting() if one.uuid == submission.uuid]
    if not found:
        raise DeliveryError("queue-not-waiting", id=submission.uuid[:8])
    return {part.uuid for part in found[0].parts if part.waits}


def _refuse_before_the_first(ledger: Ledger, submission: Submission) -> None:
    """Of a chain that was recorded as several batches, what follows goes only once what comes first is there."""
    if submission.template != "chained":
        return
    alike = [
        one
        for one in ledger.submissions(program=submission.program)
        if (one.made_at, one.source) == (submission.made_at, submission.source)
    ]
    # the newest stand first
    first = alike[[one.uuid for one in alike].index(submission.uuid) + 1 :]
    if any(not part.state.delivered for one in first for part in one.parts):
        raise DeliveryError("consign-chain-waits")


def _refuse_expiring(moments: list[datetime | None], at: datetime) -> None:
    first = min((moment for moment in moments if moment), default=None)
    if first is not None and first < at:
        raise DeliveryError("queue-would-expire", day=f"{first:%Y-%m-%d}", at=f"{at:%Y-%m-%d %H:%M}")


def _leg(part: RecordedPart, ledger: Ledger, folder: Path) -> Leg:
    path = ledger.copies.save(part.sha256, part.name, folder)
    return Leg(part.name, Outgoing(part.name, path, part.size, part.sha256), part.uuid)


def _freight(part: RecordedPart, leg: Leg, submission: Submission, ledger: Ledger) -> Freight:
    rows = rows_of(ledger.copies.bytes_of(part.sha256, part.name), submission.campaign, None)
    return Freight(leg.out, part.orders, {code: str(amount) for code, amount in part.totals.items()}, rows)
