"""What a batch looks like before it is sent: its rows and money by event type and day, and the files it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from courier.batches.part_files import parts_of
from courier.draft import Draft
from courier.rules.frames import trimmed
from courier.rules.totals import amounts, sums

_EVENT = ("ActionTrackerId", "EventTypeCode")
_DAY = r"^\s*(\d{4}-\d\d-\d\d)"


@dataclass(frozen=True)
class Share:
    """A part of the batch; ``totals``: its amounts per currency."""

    rows: int
    totals: Mapping[str, Decimal]


@dataclass(frozen=True)
class FileFigures:
    """A file that the batch makes."""

    rows: int
    orders: int


@dataclass(frozen=True)
class BatchReview:
    """``events``: per event type ("" for none), most rows first; ``days``: per day of the events as the sheet writes
    it, oldest first, None for rows without one; ``files``: in the order in which they are sent."""

    rows: int
    orders: int
    totals: Mapping[str, Decimal]
    events: Mapping[str, Share]
    days: Mapping[date | None, Share]
    files: tuple[FileFigures, ...]


def review_of(draft: Draft) -> BatchReview:
    """The review of the rows that are ready. At a million rows this takes seconds."""
    rows = draft.ready_rows()
    orders = draft.verdict.orders
    fields = draft.fields(rows)
    table = pl.DataFrame(
        [*amounts(fields).get_columns(), _events(fields).alias("event"), _days(draft, rows, fields).alias("day")]
    )
    events, days = _shares(table, "event"), _shares(table, "day")
    files = tuple(FileFigures(part.len(), orders.gather(part).n_unique()) for part in parts_of(draft, rows))
    return BatchReview(
        rows.len(),
        orders.gather(rows).n_unique(),
        sums(table),
        dict(sorted(events.items(), key=lambda item: (-item[1].rows, item[0]))),
        dict(sorted(days.items(), key=lambda item: item[0] or date.min)),
        files,
    )


def _shares(table: pl.DataFrame, by: str) -> dict[Any, Share]:
    """Rows and amounts of ``table`` (`amounts` and more) per value of a column."""
    figures = table.group_by(by, "currency").agg(
        pl.len().alias("rows"), pl.col("amount").sum(), pl.col("amount").count().alias("known")
    )
    rows: dict[Any, int] = {}
    totals: dict[Any, dict[str, Decimal]] = {}
    for value, currency, count, amount, known in figures.sort("currency").iter_rows():
        rows[value] = rows.get(value, 0) + count
        of_value = totals.setdefault(value, {})
        if known:
            of_value[currency] = amount
    return {value: Share(count, totals[value]) for value, count in rows.items()}


def _events(fields: pl.DataFrame) -> pl.Series:
    """The event type of each row, "" for none."""
    names = [name for name in _EVENT if name in fields.columns]
    if not names:
        return pl.Series([""]).new_from_index(0, fields.height)
    return fields.select_seq(pl.coalesce(*map(trimmed, names), pl.lit("")).alias("event"))["event"]


def _days(draft: Draft, rows: pl.Series, fields: pl.DataFrame) -> pl.Series:
    """The day of each row's event: as the sheet writes it where that is plain, else that of UTC."""
    moments = draft.verdict.moments.gather(rows).dt.date()
    if "EventDate" not in fields.columns:
        return moments
    written = fields["EventDate"].str.extract(_DAY).str.to_date("%Y-%m-%d", strict=False)
    return pl.DataFrame([written.alias("day"), moments.alias("utc")]).select_seq(pl.coalesce("day", "utc"))["day"]
