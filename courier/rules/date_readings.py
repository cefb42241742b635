"""The reading of a date column, proved by all its rows."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

import polars as pl

from courier.rules.date_words import MONTHS
from courier.rules.number_dates import AHEAD, BARE, OLDEST, count_plausible
from courier.rules.written_dates import usual_form
from courier.sheet.choices import ColumnReading

_NEARLY_ALL = 0.9
"""Least share of a column's rows that must be plausible in one form if only plausibility distinguishes forms."""

_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HEAD = (
    r"^([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{1,2}[-/. ]+\p{L}{3,12}\.?[-/., ]+[0-9]{2,4}"
    r"|\p{L}{3,12}\.? [0-9]{1,2},? [0-9]{2,4})(?:[^0-9:]|$)"
)
"""The date of a text, without its time of day."""

_HIGH, _LOW = "(?:1[3-9]|2[0-9]|3[01])", "(?:0?[1-9]|1[0-2])"
_SHORT_NUMBERS = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{2})$"
_SHORT_WORD = r"^([0-9]{1,2})[-/. ]+(\p{L}{3,12})\.?[-/., ]+([0-9]{2})$"
_WORD_SHORT = r"^\p{L}{3,12}\.? [0-9]{1,2},? [0-9]{2}$"

_Form = TypeVar("_Form")


def read_dates(texts: pl.Series, now: datetime) -> ColumnReading:
    """The reading of a date column, from all its texts; ``now`` decides which dates are plausible.

    Its ``proofs``: ``filled`` and ``written`` (dates in words or parts) values; ``day_first``, ``month_first`` and
    ``either`` (can be read both ways); ``points`` (could be, but have points, so that the day is first); the names of
    `number_dates.FORMS`; ``short_years``, and ``year_unsure`` if it is not certain which number is the year.
    """
    texts = texts.str.strip_chars()
    filled = texts.filter((texts != "").fill_null(False))
    iso = filled.str.contains(_ISO)
    rest = usual_form(filled.filter(~iso))
    bare = rest.str.contains(BARE)
    numbers, others = rest.filter(bare), rest.filter(~bare)
    written = int(iso.sum()) + int(others.str.contains("[0-9]").sum())
    by_form = count_plausible(numbers, now)
    heads = _heads(others)
    year_last = _year_last(heads, now)
    orders = _orders(heads, year_last)
    return ColumnReading(
        day_first=decided(orders["day_first"], orders["month_first"]),
        number_dates=_prevailing(by_form, filled.len()) if not written else None,
        year_last=year_last,
        proofs={"filled": filled.len(), "written": written, **orders, **by_form, **_short_years(heads, year_last)},
    )


def decided(proofs: int, counterproofs: int) -> bool | None:
    """True if there are only proofs, False if there are only counterproofs, else None."""
    return bool(proofs) if bool(proofs) != bool(counterproofs) else None


def _prevailing(counts: dict[_Form, int], total: int) -> _Form | None:
    return next((form for form, count in counts.items() if count and count >= _NEARLY_ALL * total), None)


def _heads(texts: pl.Series) -> pl.DataFrame:
    """The distinct written days (``head``) with their number of rows (``count``): few even in a long column."""
    heads = texts.cast(pl.String).str.extract(_HEAD).cast(pl.String).alias("head")
    return heads.drop_nulls().value_counts(name="count")


def _count(heads: pl.DataFrame, which: pl.Expr) -> int:
    return int(heads.select_seq(pl.col("count").filter(which.fill_null(False)).sum()).item() or 0)


def _year_last(heads: pl.DataFrame, now: datetime) -> bool | None:
    """Whether a year of two digits is last (True) or first, by the rows that are plausible in one order only.

    A few of them may contradict: these rows differ in age, not in form.
    """
    numbers = pl.col("head").str.extract_groups(_SHORT_NUMBERS).struct
    words = pl.col("head").str.extract_groups(_SHORT_WORD).struct
    months = (
        words.field("2").str.to_lowercase().replace_strict(MONTHS, default=None, return_dtype=pl.Int8).cast(pl.String)
    )
    orders = {
        True: (
            _day(numbers.field("3"), numbers.field("2"), numbers.field("1")),
            _day(numbers.field("3"), numbers.field("1"), numbers.field("2")),
            _day(words.field("3"), months, words.field("1")),
        ),
        False: (
            _day(numbers.field("1"), numbers.field("2"), numbers.field("3")),
            _day(words.field("1"), months, words.field("3")),
        ),
    }
    first, last = (now - OLDEST).date(), (now + AHEAD).date()
    plausible = {
        is_last: pl.any_horizontal([day.is_between(first, last).fill_null(False) for day in days])
        for is_last, days in orders.items()
    }
    proofs = {is_last: _count(heads, plausible[is_last] & ~plausible[not is_last]) for is_last in (True, False)}
    return _prevailing(proofs, sum(proofs.values()))


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    text = pl.lit("20") + year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)
    return text.str.to_date("%Y-%m-%d", strict=False)


def _orders(heads: pl.DataFrame, year_last: bool | None) -> dict[str, int]:
    # a number above twelve is the day only if it cannot be the year
    year = "(?:[0-9]{4}|[0-9]{2})$" if year_last else "[0-9]{4}$"
    head, sep = pl.col("head"), "[-/.]"
    alike = head.str.extract(r"^0?([0-9]+)") == head.str.extract(rf"^[0-9]+{sep}0?([0-9]+)")
    day_first = _count(heads, head.str.contains(f"^{_HIGH}{sep}{_LOW}{sep}{year}"))
    month_first = _count(heads, head.str.contains(f"^{_LOW}{sep}{_HIGH}{sep}{year}"))
    either = head.str.contains(f"^{_LOW}{sep}{_LOW}{sep}{year}") & ~alike
    points = either & head.str.contains(".", literal=True) & (not day_first and not month_first)
    return {
        "day_first": day_first,
        "month_first": month_first,
        "either": _count(heads, either & ~points),
        "points": _count(heads, points),
    }


def _short_years(heads: pl.DataFrame, year_last: bool | None) -> dict[str, int]:
    head = pl.col("head")
    numbers, words = head.str.contains(_SHORT_NUMBERS), head.str.contains(_SHORT_WORD)
    sure = head.str.contains(_WORD_SHORT) | (words & (year_last is not False)) | (numbers & bool(year_last))
    return {
        "short_years": _count(heads, sure),
        "year_unsure": _count(heads, (numbers | words) & ~sure),
    }
