"""Dates in the form impact.com requires (ISO 8601 date and time with an offset), and dates as people write them."""

from __future__ import annotations

import polars as pl

from courier.catalogue.zones import ABBREVIATIONS, fixed_offset
from courier.rules.number_dates import DateParts, number_date
from courier.sheet.choices import ColumnReading

_LOCAL = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
_OFFSET = "(?:Z|[+-][0-9]{2}:?[0-9]{2})"
ISO = rf"{_LOCAL}{_OFFSET}?$"
ISO_ZONED = rf"{_LOCAL}{_OFFSET}$"

_CLOCK = (
    r"(?:(?:\s*T\s*|\s+|,\s*)(?P<hour>[0-9]{1,2}):(?P<minute>[0-5][0-9])"
    r"(?::(?P<second>[0-5][0-9])(?P<fraction>[.,][0-9]{1,9})?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?\s*(?P<zone>Z|[A-Za-z]{3,4}|[+-][0-9]{2}(?::?[0-9]{2})?)?$"
)
_LONG, _SHORT = r"(?P<year>[0-9]{4})", r"(?P<year>[0-9]{2})"
_YEAR_FIRST = rf"^{_LONG}[-/.](?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}})"
_YEAR_LAST = r"^(?P<one>[0-9]{1,2})[-/.](?P<two>[0-9]{1,2})[-/.]"
_DAY_WORD = r"^(?P<day>[0-9]{1,2})[-/. ]+(?P<word>[A-Za-z]{3,9})\.?[-/., ]+"
_WORD_DAY = r"^(?P<word>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2}),? "

_DAY_IS_MONTH = "^(?:" + "|".join(rf"0?{n}[-/.]0?{n}" for n in range(1, 13)) + ")[-/.]"
_MONTH = "(?:0?[1-9]|1[0-2])"
YEAR_LAST = rf"^(?:[0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.][0-9]{{4}}|{_MONTH}[-/.]{_MONTH}[-/.][0-9]{{2}})(?:[^0-9]|$)"
"""Dates that may begin with the day or the month; with a year of two digits only those that do not prove which."""

_MONTH_WORDS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {word: f"{number:02}" for number, word in enumerate(_MONTH_WORDS, start=1)}
_ZONES = {word.lower(): offset for word, (_, offset) in ABBREVIATIONS.items()}


def plain_moment(text: pl.Expr, zoned: pl.Expr) -> pl.Expr:
    """The UTC moment (Datetime ms) of texts that are ``zoned`` (match `ISO_ZONED`) and have seconds; null elsewhere."""
    return _parse(pl.when(zoned).then(text))


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
    )


def _parse(text: pl.Expr) -> pl.Expr:
    return text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", strict=False, time_unit="ms", time_zone="UTC")


def _to_utc(local: pl.Expr, zone: str | None) -> pl.Expr:
    if zone is None:
        return local.dt.replace_time_zone("UTC")
    offset = fixed_offset(zone)
    if offset is not None:
        return _at_offset(local, offset)
    zoned = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")
    # a time skipped by the change to summer time is still close enough to know its age
    return pl.coalesce(zoned, local.dt.replace_time_zone("UTC"))


def iso_text(text: pl.Expr, reading: ColumnReading, zone: str | None) -> tuple[pl.Expr, pl.Expr]:
    """A date in any understood form as ISO 8601, and whether that is the only answer.

    The text has an offset if the date has one or ``zone`` is given, else none. Null where the form is not understood,
    where the column's reading leaves it open, and where the local time falls into a clock change. A date without a
    time of day becomes noon, which is proposed but not safe.
    """
    parts = _understood(text, reading)
    moment_text = parts.local.dt.strftime("%Y-%m-%dT%H:%M:%S") + parts.fraction
    offset = parts.offset
    own = moment_text + pl.when(offset != "").then(
        offset.replace_strict(_ZONES, default=_colon(offset), return_dtype=pl.String)
    )
    if zone is None:
        rest = moment_text
    elif (offset_of_zone := fixed_offset(zone)) is not None:
        rest = pl.when(_in_season(parts.local, zone)).then(moment_text + pl.lit(offset_of_zone))
    else:
        zoned = parts.local.dt.replace_time_zone(zone, ambiguous="null", non_existent="null")
        rest = zoned.dt.strftime("%Y-%m-%dT%H:%M:%S") + parts.fraction + zoned.dt.strftime("%:z")
    return pl.when(offset != "").then(own).otherwise(rest), parts.timed.fill_null(False)


def clock(text: pl.Expr, reading: ColumnReading, zone: str | None) -> pl.Expr:
    """Whether a date's local time is one moment in ``zone``: ``gap`` where the clocks were put forward over it,
    ``overlap`` where they were put back over it, ``season`` where the zone's abbreviation is not that of the time of
    year (EST in July), else (and where the date is not understood) ``fine``."""
    if zone is None:
        return pl.lit("fine")
    parts = _understood(text, reading)
    if fixed_offset(zone) is not None:
        wrong = (parts.offset == "") & ~_in_season(parts.local, zone)
        return pl.when(wrong).then(pl.lit("season")).otherwise(pl.lit("fine"))
    unique = parts.local.dt.replace_time_zone(zone, ambiguous="null", non_existent="null")
    earliest = parts.local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    is_local = parts.offset == ""
    return (
        pl.when(is_local & earliest.is_null())
        .then(pl.lit("gap"))
        .when(is_local & unique.is_null())
        .then(pl.lit("overlap"))
        .otherwise(pl.lit("fine"))
    )


def _understood(text: pl.Expr, reading: ColumnReading) -> DateParts:
    forms = [
        _parts(text, _YEAR_FIRST, ("year", "month", "day")),
        _parts(text, _DAY_WORD + _LONG, ("year", "word", "day")),
        _parts(text, _WORD_DAY + _LONG, ("year", "word", "day")),
        _year_last(text, _LONG, reading.day_first),
    ]
    if reading.short_years:
        forms.append(_parts(text, _WORD_DAY + _SHORT, ("year", "word", "day")))
        if reading.year_last is not False:
            forms.append(_parts(text, _DAY_WORD + _SHORT, ("year", "word", "day")))
        if reading.year_last:
            forms.append(_year_last(text, _SHORT, reading.day_first))
    if reading.number_dates:
        forms.append(number_date(text, reading.number_dates))
    return DateParts(*(pl.coalesce(list(alternatives)) for alternatives in zip(*forms, strict=True)))


def _year_last(text: pl.Expr, year: str, day_first: bool | None) -> DateParts:
    if day_first is None:
        # 11/11/2026 is the same both ways
        text = pl.when(text.str.contains(_DAY_IS_MONTH)).then(text)
    return _parts(text, _YEAR_LAST + year, ("year", "two", "one") if day_first else ("year", "one", "two"))


def _parts(text: pl.Expr, date: str, order: tuple[str, str, str]) -> DateParts:
    part = text.str.extract_groups(date + _CLOCK).struct.field
    year, month, day = order
    months = part(month)
    if month == "word":
        months = months.str.to_lowercase().str.slice(0, 3).replace_strict(_MONTHS, default=None)
    timed = part("hour").is_not_null()
    hour = pl.when(timed).then(part("hour").cast(pl.Int32, strict=False)).otherwise(12)
    half = part("half").str.to_lowercase().str.slice(0, 1)
    fits = half.is_null() | hour.is_between(1, 12)
    hour = pl.when(half == "p").then(hour % 12 + 12).when(half == "a").then(hour % 12).otherwise(hour)
    times = [
        (pl.when(fits).then(hour)).cast(pl.String).str.zfill(2),
        part("minute").fill_null("00"),
        part("second").fill_null("00"),
    ]
    stamp = pl.concat_str(
        [pl.lit("" if _LONG in date else "20"), part(year), pl.lit("-"), months.str.zfill(2), pl.lit("-"),
         part(day).str.zfill(2), pl.lit("T"), times[0], pl.lit(":"), times[1], pl.lit(":"), times[2]]
    )  # fmt: skip
    local = stamp.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="ms")
    zone = part("zone").str.to_lowercase().fill_null("")
    zone_known = (zone == "") | zone.is_in(list(_ZONES)) | zone.str.contains(r"^[+-]")
    local = pl.when(zone_known).then(local)
    fraction = part("fraction").str.replace(",", ".", literal=True).fill_null("")
    matched = local.is_not_null()
    return DateParts(local, *(pl.when(matched).then(part) for part in (fraction, zone, timed)))


def _colon(offset: pl.Expr) -> pl.Expr:
    return offset.str.replace(r"^([+-]\d{2})$", "${1}:00").str.replace(r"^([+-]\d{2}):?(\d{2})$", "${1}:${2}")


def _at_offset(local: pl.Expr, offset: str) -> pl.Expr:
    minutes = int(offset[1:3]) * 60 + int(offset[4:])
    shift = pl.duration(minutes=-minutes if offset.startswith("-") else minutes)
    return (local - shift).dt.replace_time_zone("UTC")


def _in_season(local: pl.Expr, zone: str) -> pl.Expr:
    """Whether an abbreviation's offset is the one that its place has at a local time; true for an offset itself."""
    if zone not in ABBREVIATIONS:
        return pl.lit(True)
    place, offset = ABBREVIATIONS[zone]
    return _at_offset(local, offset).dt.convert_time_zone(place).dt.strftime("%:z") == offset
