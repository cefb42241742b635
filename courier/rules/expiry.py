"""Until when impact.com takes a conversion, and how many rows of a sheet run out of time on which day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo

import polars as pl

from courier.rules import dates
from courier.rules.event_dates import DROPPED_AFTER, GONE_AFTER
from courier.rules.frames import trimmed_fields

SOON = timedelta(days=6)
"""How far ahead rows are counted by day: as far as the name of a weekday means one day only."""
_MINUTES = timedelta(minutes=15)
"""Rows are counted by quarter hours, because in no time zone a day begins within one."""
MEDIA_FIELDS = ("MediaId", "MediaPartnerId")
"""The fields that name a partner."""

Expiring = Mapping[datetime, int]
"""Rows per quarter hour (UTC) in which impact.com begins to drop them."""


def expires(moment: pl.Expr, present: Collection[str]) -> pl.Expr:
    """The moment from which impact.com would drop a row with an event at ``moment``, over trimmed fields. ``present``:
    the names of these fields; rows that name a partner live longer."""
    credited = [pl.col(name).is_not_null() for name in MEDIA_FIELDS if name in present]
    lifetime = pl.when(pl.any_horizontal(pl.lit(False), *credited)).then(pl.lit(GONE_AFTER))
    return moment + lifetime.otherwise(pl.lit(DROPPED_AFTER))


def expiries(fields: pl.DataFrame, zone: str | None) -> pl.Series:
    """Per row of trimmed fields the moment from which impact.com would drop it, null if never or if the date cannot be
    parsed. Changes of earlier actions have no date and never expire. ``zone``: for dates without one."""
    if "EventDate" not in fields.columns:
        return pl.Series("expires", [None], dtype=pl.Datetime("ms", "UTC")).new_from_index(0, fields.height)
    return fields.select_seq(expires(dates.moment("EventDate", zone), fields.columns).alias("expires"))["expires"]


def counted(moments: pl.Series) -> Expiring:
    """Rows per quarter hour of the moments from which they are dropped; unknown ones are ignored."""
    steps = pl.DataFrame([moments.drop_nulls().alias("at")]).group_by(pl.col("at").dt.truncate(_MINUTES)).len()
    return dict(steps.sort("at").iter_rows())


def expiring_rows(
    moments: pl.Series,
    included: pl.Series,
    fields: Callable[[pl.Series], pl.DataFrame],
    now: datetime,
    wait: timedelta,
) -> Expiring:
    """Those rows of a sheet that are not dropped yet but soon will be. ``moments`` of their events and which of them
    are ``included``, by row id; ``fields``: the texts of some rows; ``wait``: how long files wait at the destination
    before they are read."""
    if not moments.null_count() < moments.len():
        return {}
    begin = pl.lit((now + wait).astimezone(UTC))
    near = [
        pl.col("moment").is_between(begin - lifetime - _MINUTES, begin - lifetime + SOON)
        for lifetime in (DROPPED_AFTER, GONE_AFTER)
    ]
    mask = pl.DataFrame([moments.alias("moment")]).select_seq(pl.any_horizontal(near).fill_null(False))["moment"]
    rows = (mask & included).arg_true().cast(pl.UInt32)
    if not rows.len():
        return {}
    partners = trimmed_fields(fields(rows), MEDIA_FIELDS)
    table = pl.DataFrame([moments.gather(rows).alias("@moment"), *partners.get_columns()])
    dropped = table.select_seq((expires(pl.col("@moment"), partners.columns) - wait).alias("at"))["at"]
    return within_reach(counted(dropped), now)


def within_reach(expiring: Expiring, now: datetime) -> Expiring:
    """Those that are not dropped yet but soon will be."""
    return {at: rows for at, rows in expiring.items() if now - _MINUTES < at < now + SOON}


def by_day(expiring: Expiring, zone: tzinfo | None = None) -> dict[date, int]:
    """Rows per day on which they are dropped, in a zone; None for the computer's."""
    days: Counter[date] = Counter()
    for at, rows in sorted(expiring.items()):
        days[at.astimezone(zone).date()] += rows
    return dict(days)
