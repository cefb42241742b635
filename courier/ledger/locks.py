"""When impact.com locks what was sent: when it says so itself, or so many days after its event.

Source: Submit Batch Modifications & Reversals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import polars as pl

from courier.ledger.answers import refused_rows
from courier.ledger.key_index import unpack_keys
from courier.ledger.queries import COUNTS
from courier.ledger.store import Connection
from courier.ledger.values import PART, PART_KEYS


def event_moment(written: str | None, sent: datetime) -> datetime:
    """When an event was, as its recorded row says it. ``sent``: when it was sent, which counts where the row says
    nothing that is understood: no event is later. A date without a zone counts in UTC."""
    try:
        moment = datetime.fromisoformat(written or "")
    except ValueError:
        return sent
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def lock_moment(event: datetime, days: int) -> datetime:
    """From when on impact.com takes no change of the action of an event."""
    return event + timedelta(days=days)


def locks_of(db: Connection, key: pl.Series, days: pl.Series) -> pl.Series:
    """When impact.com locks the actions with these keys (Int64), of which ``days`` says the days until then; null where
    no conversion with the key counts as sent, or nobody said the days. Of several conversions the newest one is
    changed."""
    wanted = key.filter(days.is_not_null()).drop_nulls().unique()
    events = _events(db, wanted.to_list())
    moments = [
        lock_moment(events[one], after) if after is not None and one in events else None
        for one, after in zip(key.to_list(), days.to_list(), strict=True)
    ]
    return pl.Series("locks_at", moments, dtype=pl.Datetime("ms", "UTC"))


class KnownLocks(NamedTuple):
    """What impact.com said ``at`` a moment, by the keys of orders: from when each takes no change, None for those that
    take none already because they are approved or reversed."""

    at: datetime | None
    by_key: Mapping[int, datetime | None]


NOTHING_KNOWN = KnownLocks(None, {})


def locks_of_part(
    db: Connection, part: int, at: datetime, days: Mapping[str, int], known: KnownLocks
) -> Counter[datetime]:
    """How many orders of the part with this number, sent at a moment, lock in which hour: as impact.com said, or else
    as many ``days`` after their event as their event type says. Rows that were refused do not count."""
    (packed,) = db.execute("SELECT keys FROM part_keys WHERE part = ?", (part,)).fetchone() or (b"",)
    rows = db.execute(
        f"SELECT r.key, r.number, CAST(k.event AS TEXT), r.event_date FROM {db.numbers()} {db.then_join} rows r"
        " ON r.key = j.value AND r.part = ? JOIN kinds k ON k.id = r.kind",
        (db.listed(unpack_keys(PART_KEYS["keys"].readable(packed))), part),
    ).fetchall()
    refused = refused_rows(db, [part])
    orders = {key: (event, written) for key, number, event, written in rows if (part, number) not in refused}
    moments = {written: event_moment(written, at) for _, written in orders.values()}
    locks = (
        known.by_key[key]
        if key in known.by_key
        else lock_moment(moments[written], days[event])
        if event in days
        else None
        for key, (event, written) in orders.items()
    )
    return Counter(lock.replace(minute=0, second=0, microsecond=0) for lock in locks if lock is not None)


def oldest_of(db: Connection, keys: Iterable[int]) -> datetime | None:
    """When the oldest part was sent that holds one of these orders; None where none does."""
    (at,) = db.execute(
        f"SELECT min(p.at) FROM {db.numbers()} {db.then_join} rows r ON r.key = j.value JOIN parts p ON p.id = r.part",
        (db.listed(keys),),
    ).fetchone()
    return None if at is None else PART["at"].readable(at)


def _events(db: Connection, wanted: Iterable[int]) -> dict[int, datetime]:
    rows = db.execute(
        "SELECT r.key, r.part, r.number, r.event_date, p.at"
        f" FROM {db.numbers()} {db.then_join} rows r ON r.key = j.value JOIN parts p ON p.id = r.part"
        f" JOIN submissions s ON s.id = p.submission WHERE {COUNTS} AND s.template <> 'modification'",
        (db.listed(wanted),),
    ).fetchall()
    refused = refused_rows(db, {part for _, part, *_ in rows})
    events: dict[int, datetime] = {}
    for key, part, number, written, at in rows:
        if (part, number) not in refused:
            moment = event_moment(written, PART["at"].readable(at))
            events[key] = max(moment, events.get(key, moment))
    return events
