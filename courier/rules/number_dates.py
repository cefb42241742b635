"""Dates written as a bare number: days of a spreadsheet's calendar, or seconds since 1970."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import polars as pl

OLDEST = timedelta(days=400)
AHEAD = timedelta(days=2)
"""A number is a plausible date from `OLDEST` before now to `AHEAD` after it. No conversion is older, and the calendars
and units are so far apart that no number is plausible in two of them."""

BARE = r"^[0-9]+(?:[.,][0-9]+)?$"
_DAY = 86_400


@dataclass(frozen=True)
class NumberForm:
    """A form: the ``shape`` of its numbers, its ``unit`` (seconds) and its ``zero`` (seconds since 1970)."""

    shape: str
    unit: float
    zero: int


_SERIAL = r"^[1-9][0-9]{4}(?:[.,][0-9]+)?$"
FORMS = {
    "serial-1900": NumberForm(_SERIAL, _DAY, -25_569 * _DAY),
    "serial-1904": NumberForm(_SERIAL, _DAY, -24_107 * _DAY),
    "seconds": NumberForm(r"^[1-9][0-9]{9}$", 1, 0),
    "milliseconds": NumberForm(r"^[1-9][0-9]{12}$", 1e-3, 0),
    "microseconds": NumberForm(r"^[1-9][0-9]{15}$", 1e-6, 0),
}
"""The values of `ColumnReading.number_dates`."""


def count_plausible(numbers: pl.Series, now: datetime) -> dict[str, int]:
    """How many of these bare numbers are a plausible date in each form."""
    value = numbers.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    counts = {}
    for name, form in FORMS.items():
        first, last = ((moment.timestamp() - form.zero) / form.unit for moment in (now - OLDEST, now + AHEAD))
        near = numbers.filter(value.is_between(first, last))
        counts[name] = int(near.str.contains(form.shape).sum()) if near.len() else 0
    return counts


class DateParts(NamedTuple):
    """The parts of a date, all null where it is not understood: the local time (Datetime ms, whole seconds), its
    fraction of a second as text, its zone ("" for none), whether it has a time of day."""

    local: pl.Expr
    fraction: pl.Expr
    zone: pl.Expr
    timed: pl.Expr


def number_date(text: pl.Expr, form: str) -> DateParts:
    """The parts of numbers of one of the `FORMS`; null for everything else.

    A spreadsheet's day is local, with no more than seconds; one without a time of day becomes noon.
    """
    counting = FORMS[form]
    number = pl.when(text.str.contains(counting.shape)).then(text).str.replace(",", ".", literal=True)
    is_number = number.is_not_null()
    if counting.unit == _DAY:
        days = number.cast(pl.Float64, strict=False)
        timed = days % 1 != 0
        seconds = ((days + pl.when(timed).then(0.0).otherwise(0.5)) * _DAY).round().cast(pl.Int64) + counting.zero
        fraction, zone = pl.lit(""), pl.lit("")
    else:
        count = number.cast(pl.Int64, strict=False)
        in_one = round(1 / counting.unit)
        seconds = count // in_one
        rest = count % in_one
        parts = pl.lit(".") + rest.cast(pl.String).str.zfill(len(str(in_one)) - 1)
        fraction = pl.when(rest == 0).then(pl.lit("")).otherwise(parts)
        zone, timed = pl.lit("+00:00"), pl.lit(True)
    local = (seconds * 1000).cast(pl.Datetime("ms"))
    return DateParts(local, *(pl.when(is_number).then(part) for part in (fraction, zone, timed)))
