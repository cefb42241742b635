"""Takes written dates apart, in the forms and the order that the reading of their column allows."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from courier.rules.date_words import MONTHS
from courier.rules.number_dates import number_date
from courier.sheet.choices import ColumnReading

_CLOCK = (
    r"(?:(?:\s*[Tt]\s*|,?\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-5][0-9])"
    r"(?::(?P<second>[0-5][0-9])(?P<fraction>[.,][0-9]{1,9})?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\b\.?)?)?\s*(?P<zone>[A-Za-z+(\[-].{0,60})?$"
)
_LONG, _SHORT = r"(?P<year>[0-9]{4})", r"(?P<year>[0-9]{2})"
_WORD = r"(?P<word>\p{L}{3,12})"
_YEAR_FIRST = rf"^{_LONG}[-/.](?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})"
_YEAR_LAST = r"^(?P<one>[0-9]{1,2})[-/.](?P<two>[0-9]{1,2})[-/.]"
_DAY_WORD = rf"^(?P<day>[0-9]{{1,2}})[-/. ]+{_WORD}\.?[-/., ]+"
_WORD_DAY = rf"^{_WORD}\.? (?P<day>[0-9]{{1,2}}),? "

_DAY_IS_MONTH = "^(?:" + "|".join(rf"0?{n}[-/.]0?{n}" for n in range(1, 13)) + ")[-/.]"
_POINTS = r"^[0-9]+\.[0-9]+\."
_NUMBER = "(?:0?[1-9]|1[0-2])"
_NUMBERS = r"^[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})(?:[^0-9]|$)"
SHORT_YEAR = r"^[0-9]{1,2}[-/. ]+(?:[0-9]{1,2}|\p{L}{3,12})\.?[-/., ]+[0-9]{2}(?:[^0-9:]|$)"
"""Dates with a year of two digits."""

_NOTHING = pl.DataFrame(
    schema={
        "@index": pl.UInt32,
        "local": pl.Datetime("ms"),
        "fraction": pl.String,
        "zone": pl.String,
        "timed": pl.Boolean,
    }
)


def undecided_form(reading: ColumnReading) -> str:
    """The pattern of dates that may begin with the day or with the month, as far as the column and they themselves
    tell."""
    marks = "[-/]" if _points_begin_with_day(reading) else "[-/.]"
    return rf"^{_NUMBER}{marks}{_NUMBER}{marks}(?:[0-9]{{4}}|[0-9]{{2}})(?:[^0-9]|$)"


def orders_contradict(reading: ColumnReading) -> bool:
    """Whether some dates of the column prove that the day comes first, and others that the month does, and nobody said
    which is right."""
    return reading.day_first is None and all(reading.proofs.get(label) for label in ("day_first", "month_first"))


def open_question(text: pl.Expr, reading: ColumnReading) -> pl.Expr:
    """Why a text in its usual form is not understood although it may be a date: ``order`` if it may begin with the day
    or the month, ``orders`` if the dates of its column do not agree about that, ``year`` if nobody said what its year
    of two digits means; else null."""
    form, why = (_NUMBERS, "orders") if orders_contradict(reading) else (undecided_form(reading), "order")
    return (
        pl.when((reading.day_first is None) & text.str.contains(form))
        .then(pl.lit(why))
        .when((reading.short_years is None) & text.str.contains(SHORT_YEAR))
        .then(pl.lit("year"))
    )


def date_parts(texts: pl.Series, reading: ColumnReading) -> pl.DataFrame:
    """Per text in its usual form ``local`` (Datetime ms, whole seconds), ``fraction`` (of a second, as text), ``zone``
    (as written, "" for none) and ``timed`` (whether it has a time of day, else it is noon); all null where it is not
    understood."""
    rest = texts.alias("text").to_frame().with_row_index("@index")
    rows, read = rest.select("@index"), [_NOTHING]
    for pattern, order, allowed in _forms(reading):
        groups = rest.select_seq("@index", pl.when(allowed).then("text").str.extract_groups(pattern).alias("groups"))
        groups = groups.unnest("groups")
        matched = groups["year"].is_not_null()
        if matched.any():
            read.append(_assembled(groups.filter(matched), order))
            rest = rest.filter(~matched)
    if reading.number_dates:
        parts = number_date(pl.col("text"), reading.number_dates)
        read.append(rest.select_seq("@index", **parts._asdict()))
    found = pl.concat(read).drop_nulls("local")
    return rows.join(found, on="@index", how="left", maintain_order="left").drop("@index")


def _forms(reading: ColumnReading) -> Iterator[tuple[str, tuple[str, str, str], pl.Expr]]:
    """The patterns of dates, their parts that are year, month and day, and which texts may be read so."""
    every, with_points = pl.lit(True), pl.col("text").str.contains(_POINTS)
    # 11/11/2026 is the same both ways
    sure = pl.col("text").str.contains(_DAY_IS_MONTH)
    if _points_begin_with_day(reading):
        sure = sure | with_points
    numbers = every if reading.day_first is not None else sure
    day_month = ("year", "one", "two") if reading.day_first is False else ("year", "two", "one")
    words = ("year", "word", "day")
    yield _YEAR_FIRST + _CLOCK, ("year", "month", "day"), every
    yield _DAY_WORD + _LONG + _CLOCK, words, every
    yield _WORD_DAY + _LONG + _CLOCK, words, every
    yield _YEAR_LAST + _LONG + _CLOCK, day_month, numbers
    if reading.short_years:
        yield _WORD_DAY + _SHORT + _CLOCK, words, every
        if reading.year_last is not False:
            yield _DAY_WORD + _SHORT + _CLOCK, words, every
        if reading.year_last:
            yield _YEAR_LAST + _SHORT + _CLOCK, day_month, numbers


def _points_begin_with_day(reading: ColumnReading) -> bool:
    """Whether dates with points begin with the day where the column does not say: everywhere, unless a row has it the
    other way round."""
    return reading.day_first is None and not reading.proofs.get("month_first")


def _assembled(groups: pl.DataFrame, order: tuple[str, str, str]) -> pl.DataFrame:
    year, month, day = (pl.col(name) for name in order)
    if order[1] == "word":
        month = month.str.to_lowercase().replace_strict(MONTHS, default=None, return_dtype=pl.Int8).cast(pl.String)
    hour, half = pl.col("hour").cast(pl.Int32), pl.col("half").str.to_lowercase().str.slice(0, 1)
    timed, minute, second = hour.is_not_null(), pl.col("minute").fill_null("00"), pl.col("second").fill_null("00")
    midnight = (hour == 24) & (minute == "00") & (second == "00") & pl.col("fraction").is_null() & half.is_null()
    hour = (
        pl.when(~timed).then(12)
        .when(midnight).then(0)
        .when(half.is_null()).then(hour)
        # 13:00 PM is a mistake that nobody can put right
        .when(hour.is_between(1, 12)).then(hour % 12 + pl.when(half == "p").then(12).otherwise(0))
    )  # fmt: skip
    two_digits = [part.cast(pl.String).str.zfill(2) for part in (month, day, hour, minute, second)]
    full_year = pl.when(year.str.len_chars() == 2).then("20" + year).otherwise(year)
    stamp = pl.concat_str([full_year, *two_digits], separator=" ")
    local = stamp.str.to_datetime("%Y %m %d %H %M %S", strict=False, time_unit="ms")
    return groups.select_seq(
        "@index",
        local=pl.when(midnight).then(local.dt.offset_by("1d")).otherwise(local),
        fraction=pl.col("fraction").str.replace(",", ".", literal=True).fill_null(""),
        zone=pl.col("zone").str.strip_chars().str.to_lowercase().fill_null(""),
        timed=timed,
    )
