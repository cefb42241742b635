"""Rules about the time of the conversion.

Sources: impact.com Action & Conversion Data References; Batch Submit Conversion Data.
"""

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from courier.rules.dates import clock, iso_text
from courier.rules.field_view import FieldView
from courier.rules.fill import whole_row
from courier.rules.orders import agrees
from courier.rules.rule import Mark, Repair, Rule

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
    reading, zone = view.context.reading(_DATE), view.context.zone_of(_DATE)
    text, timed = iso_text(value, reading, zone)
    others = whole_row(view, value.is_null())
    blank = others.pop(_DATE)
    # a shop that keeps the time in a column of its own often fills it in an order's first row only
    first = view.first(_DATE)
    only_a_day = (pl.col("@rank") > 0) & ~value.str.contains(":") & first.str.starts_with(value)
    # a row without an order ID that says anything else of its own may be another order of that day
    of_order = pl.when(only_a_day & (view.filled("OrderId") | agrees(view, but=_DATE))).then(first)
    order_text, order_timed = iso_text(of_order, reading, zone)
    texts = {_DATE: pl.coalesce(pl.when(order_timed).then(order_text), text, blank), **others}
    repair = Repair(texts, value.is_null() | timed | order_timed.fill_null(False))
    yield Mark(_DATE, bad, _clock(view), repair)


def _zone(view: FieldView) -> Iterator[Mark]:
    value = view.value(_DATE)
    bad = view.iso(_DATE) & ~view.zoned(_DATE) & view.time().is_not_null()
    zone = view.context.zone_of(_DATE)
    text, _ = iso_text(value, view.context.reading(_DATE), zone)
    yield Mark(_DATE, bad, _clock(view), Repair({_DATE: text}) if zone else None)


def _clock(view: FieldView) -> dict[str, pl.Expr]:
    reading = view.context.reading(_DATE)
    return {
        "clock": clock(view.value(_DATE), reading, view.context.zone_of(_DATE)),
        "source": pl.lit(reading.zone_source),
        "other": pl.lit(reading.other_source or ""),
    }


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
