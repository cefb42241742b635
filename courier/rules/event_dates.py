"""Rules about the time of the conversion.

Sources: impact.com Action & Conversion Data References; Batch Submit Conversion Data.
"""

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from courier.rules.date_parts import SHORT_YEAR, undecided_form
from courier.rules.dates import clock, iso_text
from courier.rules.field_view import FieldView
from courier.rules.fill import whole_row
from courier.rules.rule import Mark, Repair, Rule
from courier.sheet.choices import ColumnReading

_DATE = "EventDate"
_MEDIA = ("MediaId", "MediaPartnerId")
DROPPED_AFTER = timedelta(days=88)
"""Older conversions are dropped unless a partner is named."""
EXPIRES_SOON_AFTER = timedelta(days=85)
GONE_AFTER = timedelta(days=398)
"""Older conversions are dropped in any case."""
_AHEAD = timedelta(minutes=5)


def _is_now(view: FieldView) -> pl.Expr:
    return view.value(_DATE) == "NOW"


def _format(view: FieldView) -> Iterator[Mark]:
    value = view.value(_DATE)
    bad = value.is_null() | ~_is_now(view) & (~view.iso(_DATE) | view.time().is_null())
    reading, zone = view.context.reading(_DATE), view.context.zone
    text, timed = iso_text(value, reading, zone)
    others = whole_row(view, value.is_null())
    first = others.pop(_DATE)
    repair = Repair({_DATE: pl.coalesce(text, first), **others}, value.is_null() | timed)
    yield Mark(_DATE, bad, {"clock": clock(value, reading, zone), "open": _open_question(value, reading)}, repair)


def _open_question(value: pl.Expr, reading: ColumnReading) -> pl.Expr:
    """What the column leaves open about a date: the ``order`` of day and month, which ``year`` two digits mean, or
    ``no``, nothing."""
    order = pl.lit(reading.day_first is None) & value.str.contains(undecided_form(reading))
    year = pl.lit(reading.short_years is None) & value.str.contains(SHORT_YEAR)
    return pl.when(order).then(pl.lit("order")).when(year).then(pl.lit("year")).otherwise(pl.lit("no"))


def _zone(view: FieldView) -> Iterator[Mark]:
    value = view.value(_DATE)
    bad = view.iso(_DATE) & ~view.zoned(_DATE) & view.time().is_not_null()
    zone = view.context.zone
    text, _ = iso_text(value, ColumnReading(), zone)
    yield Mark(_DATE, bad, {"clock": clock(value, ColumnReading(), zone)}, Repair({_DATE: text}) if zone else None)


def _now(view: FieldView) -> Iterator[Mark]:
    yield Mark(_DATE, _is_now(view))


def _age(view: FieldView) -> pl.Expr:
    return pl.lit(view.context.now).dt.cast_time_unit("ms") - view.time()


def _age_when_read(view: FieldView) -> pl.Expr:
    return _age(view) + view.context.wait


def _days(view: FieldView) -> dict[str, pl.Expr]:
    return {"age_days": _age_when_read(view).dt.total_days()}


def _dropped(view: FieldView) -> Iterator[Mark]:
    yield Mark(_DATE, (_age_when_read(view) > DROPPED_AFTER) & ~view.any_filled(_MEDIA), _days(view))


def _gone(view: FieldView) -> Iterator[Mark]:
    yield Mark(_DATE, _age_when_read(view) > GONE_AFTER, _days(view))


def _soon(view: FieldView) -> Iterator[Mark]:
    age = _age_when_read(view)
    soon = (age > EXPIRES_SOON_AFTER) & (age <= DROPPED_AFTER)
    yield Mark(_DATE, soon & ~view.any_filled(_MEDIA), _days(view))


def _future(view: FieldView) -> Iterator[Mark]:
    yield Mark(_DATE, _age(view) < -_AHEAD)


RULES = (
    Rule("ROW-DATE-FMT", _format, (_DATE,)),
    Rule("ROW-DATE-TZ", _zone, (_DATE,)),
    Rule("ROW-DATE-NOW", _now, (_DATE,)),
    Rule("ROW-AGE-88", _dropped, (_DATE,)),
    Rule("ROW-AGE-398", _gone, (_DATE,)),
    Rule("ROW-AGE-SOON", _soon, (_DATE,)),
    Rule("ROW-DATE-FUTURE", _future, (_DATE,)),
)
