"""Dates in the form impact.com requires (ISO 8601 date and time with an offset), and dates as people write them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import polars as pl

from courier.catalogue.zones import fixed_offset
from courier.rules.date_parts import date_parts, open_question
from courier.rules.offsets import IS_OFFSET, at_offset, offset_in, written_offsets
from courier.rules.written_dates import named_day, usual_form
from courier.sheet.choices import ColumnReading

_LOCAL = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
_OFFSET = "(?:Z|[+-][0-9]{2}:?[0-9]{2})"
ISO = rf"{_LOCAL}{_OFFSET}?$"
ISO_ZONED = rf"{_LOCAL}{_OFFSET}$"
_FIRST, _LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
"""Moments beyond these are no different, and what is computed with them stays within what Python can hold."""


@cache
def plain_moment(name: str, zoned: str) -> pl.Expr:
    """The UTC moment (Datetime ms) of the texts in column ``name`` that have seconds where column ``zoned`` is true,
    which says that they match `ISO_ZONED`; null elsewhere."""
    return _parse(pl.when(pl.col(zoned)).then(pl.col(name))).clip(_FIRST, _LAST)


@cache
def moment(name: str, zone: str | None) -> pl.Expr:
    """The UTC moment (Datetime ms) of ISO texts in column ``name``; one without offset is read in ``zone`` or UTC."""
    text = pl.col(name)
    seconds = text.str.replace(r"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(Z|[+-].*)?$", "${1}:00${2}")
    zoned = text.str.contains(ISO_ZONED)
    local = _parse(seconds + "Z").dt.replace_time_zone(None)
    return (
        pl.when(zoned)
        .then(_parse(seconds))
        .when(text.str.contains(ISO))
        .then(_to_utc(local, zone))
        .otherwise(pl.lit(None, dtype=pl.Datetime("ms", "UTC")))
        .clip(_FIRST, _LAST)
    )


def _parse(text: pl.Expr) -> pl.Expr:
    return text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", strict=False, time_unit="ms", time_zone="UTC")


def _to_utc(local: pl.Expr, zone: str | None) -> pl.Expr:
    if zone is None:
        return local.dt.replace_time_zone("UTC")
    offset = fixed_offset(zone)
    if offset is not None:
        return at_offset(local, offset)
    zoned = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")
    # a time skipped by the change to summer time is still close enough to know its age
    return pl.coalesce(zoned, local.dt.replace_time_zone("UTC"))


def iso_text(text: pl.Expr, reading: ColumnReading, zone: str | None) -> tuple[pl.Expr, pl.Expr]:
    """A date in any understood form as ISO 8601, and whether that is the only answer.

    The text has an offset if the date has one or ``zone`` is given, else none. Null where the form is not understood,
    where the column's reading leaves it open, and where the zone does not give one moment (see `clock`). A date without
    a time of day becomes noon, which is proposed but not safe.
    """
    read = _read(text, reading, zone)
    return read.struct.field("iso"), read.struct.field("timed").fill_null(False)


def clock(text: pl.Expr, reading: ColumnReading, zone: str | None) -> pl.Expr:
    """Whether a date is one moment, in ``zone`` if it names none: ``gap``, ``overlap``, ``season``, ``zone``, ``torn``
    (see `courier.rules.offsets`), ``conflict`` where the reading has two zones, ``day`` where the date names another
    day of the week than its own, ``order`` or ``year`` where it is not understood as long as a question about its
    column is open, else ``fine``."""
    return _read(text, reading, zone).struct.field("clock")


def _read(text: pl.Expr, reading: ColumnReading, zone: str | None) -> pl.Expr:
    schema = pl.Struct({"iso": pl.String, "timed": pl.Boolean, "clock": pl.String})
    return text.map_batches(lambda texts: _moments(texts, reading, zone).to_struct(), return_dtype=schema)


def _moments(texts: pl.Series, reading: ColumnReading, zone: str | None) -> pl.DataFrame:
    usual = usual_form(texts).alias("usual")
    parts = date_parts(usual, reading)
    local, named = parts["local"], texts.alias("text").to_frame().select_seq(named_day(pl.col("text")))["text"]
    written = written_offsets(local, parts["zone"])
    of_zone = pl.lit("") if zone is None else offset_in(pl.col("local"), zone)
    if reading.other_source is not None:
        of_zone = pl.lit("conflict")
    frame = pl.DataFrame([local, parts["fraction"], parts["timed"], written, named.alias("named"), usual])
    offset = pl.when(pl.col("offset") == "").then(of_zone).otherwise(pl.col("offset"))
    other_day = pl.col("named").is_not_null() & (pl.col("named") != pl.col("local").dt.weekday())
    frame = frame.with_columns_seq(pl.when(other_day).then(pl.lit("day")).otherwise(offset).alias("offset"))
    is_moment = (pl.col("offset") == "") | pl.col("offset").str.contains(IS_OFFSET)
    asked = pl.when(pl.col("local").is_null()).then(open_question(pl.col("usual"), reading))
    stamp = pl.col("local").dt.strftime("%Y-%m-%dT%H:%M:%S") + pl.col("fraction") + pl.col("offset")
    return frame.select_seq(
        pl.when(is_moment).then(stamp).alias("iso"),
        "timed",
        pl.when(~is_moment)
        .then("offset")
        .when(asked.is_not_null())
        .then(asked)
        .otherwise(pl.lit("fine"))
        .alias("clock"),
    )
