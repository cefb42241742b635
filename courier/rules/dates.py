"""Dates as impact.com wants them (ISO 8601 date and time with an offset), and dates as people have them."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import polars as pl

ISO = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?$"
ISO_ZONED = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$"

_CLOCK = (
    r"(?:(?:\s*T\s*|\s+|,\s*)(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?P<fraction>[.,]\d{1,9})?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?\s*(?P<zone>Z|[A-Za-z]{3,4}|[+-]\d{2}(?::?\d{2})?)?$"
)
_YEAR_FIRST = r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _CLOCK
_YEAR_LAST = r"^(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4})" + _CLOCK
_DAY_WORD = r"^(?P<day>\d{1,2})[-/. ]+(?P<word>[A-Za-z]{3,9})\.?[-/., ]+(?P<year>\d{4})" + _CLOCK
_WORD_DAY = r"^(?P<word>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})" + _CLOCK

# Day or month first is proved only by a number above twelve.
DAY_FIRST_PROOF = r"^(?:1[3-9]|2\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.]\d{4}(?:\D|$)"
MONTH_FIRST_PROOF = r"^(?:0?[1-9]|1[0-2])[-/.](?:1[3-9]|2\d|3[01])[-/.]\d{4}(?:\D|$)"
_DAY_IS_MONTH = "^(?:" + "|".join(rf"0?{n}[-/.]0?{n}[-/.]\d{{4}}" for n in range(1, 13)) + r")(?:\D|$)"
YEAR_LAST = r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?:\D|$)"

_MONTHS = {
    word: f"{number:02}"
    for number, word in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ZONES = {
    "z": "+00:00", "utc": "+00:00", "gmt": "+00:00",
    # CST and CDT are left away: they are America's, China's and Cuba's
    "est": "-05:00", "edt": "-04:00",
    "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
    "cet": "+01:00", "cest": "+02:00",
}  # fmt: skip


def known_zone(zone: str) -> bool:
    """Whether a zone is an IANA name of this machine's list or an offset such as ``+02:00``."""
    if _offset_minutes(zone) is not None:
        return True
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return False
    return True


def moment(name: str, zone: str | None, *, plain: bool) -> pl.Expr:
    """The UTC moment (Datetime ms) of ISO texts in column ``name``; texts without offset are read in ``zone`` or UTC.

    ``plain`` promises that every text has seconds and an offset, which spares the other forms.
    """
    text = pl.col(name)
    if plain:
        return _parse(text)
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
    minutes = _offset_minutes(zone)
    if minutes is not None:
        return (local - pl.duration(minutes=minutes)).dt.replace_time_zone("UTC")
    zoned = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")
    # a time that the change to summer time left out is still a moment near by, which is enough to know its age
    return pl.coalesce(zoned, local.dt.replace_time_zone("UTC"))


def iso_text(text: pl.Expr, day_first: bool | None, zone: str | None) -> tuple[pl.Expr, pl.Expr]:
    """A date in any understood form as ISO 8601, and whether that is the only answer.

    The text gets an offset when the date says one or ``zone`` is known, else none. Null where the form is not
    understood, where ``day_first`` is needed and None, and where the local time falls into a clock change. A date
    without a time of day becomes noon, which is offered but not safe.
    """
    forms = [
        _parts(text, _YEAR_FIRST, ("year", "month", "day")),
        _parts(text, _DAY_WORD, ("year", "word", "day")),
        _parts(text, _WORD_DAY, ("year", "word", "day")),
    ]
    if day_first is None:
        # 11/11/2026 is the same both ways
        alike = text.str.contains(_DAY_IS_MONTH)
        forms.append(_parts(pl.when(alike).then(text), _YEAR_LAST, ("year", "two", "one")))
    else:
        forms.append(_parts(text, _YEAR_LAST, ("year", "two", "one") if day_first else ("year", "one", "two")))
    local = pl.coalesce([form[0] for form in forms])
    fraction = pl.coalesce([form[1] for form in forms])
    said = pl.coalesce([form[2] for form in forms])
    timed = pl.coalesce([form[3] for form in forms]).fill_null(False)
    moment_text = local.dt.strftime("%Y-%m-%dT%H:%M:%S") + fraction
    offset = pl.when(said != "").then(said.replace_strict(_ZONES, default=_colon(said), return_dtype=pl.String))
    own = moment_text + offset
    if zone is None:
        rest = moment_text
    elif _offset_minutes(zone) is not None:
        rest = moment_text + pl.lit(zone)
    else:
        there = local.dt.replace_time_zone(zone, ambiguous="null", non_existent="null")
        rest = there.dt.strftime("%Y-%m-%dT%H:%M:%S") + fraction + there.dt.strftime("%:z")
    return pl.when(said != "").then(own).otherwise(rest), timed


def _parts(text: pl.Expr, pattern: str, order: tuple[str, str, str]) -> tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]:
    """Local time, fraction, zone as written in lower case ("" for none) and "has a time of day"; null if no match."""
    found = text.str.extract_groups(pattern)
    part = found.struct.field
    year, month, day = order
    months = part(month)
    if month == "word":
        months = months.str.to_lowercase().str.slice(0, 3).replace_strict(_MONTHS, default=None)
    timed = part("hour").is_not_null()
    hour = pl.when(timed).then(part("hour").cast(pl.Int32, strict=False)).otherwise(12)
    half = part("half").str.to_lowercase().str.slice(0, 1)
    fits = half.is_null() | hour.is_between(1, 12)
    hour = pl.when(half == "p").then(hour % 12 + 12).when(half == "a").then(hour % 12).otherwise(hour)
    clock = [
        (pl.when(fits).then(hour)).cast(pl.String).str.zfill(2),
        part("minute").fill_null("00"),
        part("second").fill_null("00"),
    ]
    stamp = pl.concat_str(
        [part(year), pl.lit("-"), months.str.zfill(2), pl.lit("-"), part(day).str.zfill(2), pl.lit("T"), clock[0],
         pl.lit(":"), clock[1], pl.lit(":"), clock[2]]
    )  # fmt: skip
    local = stamp.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="ms")
    zone = part("zone").str.to_lowercase().fill_null("")
    zone_known = (zone == "") | zone.is_in(list(_ZONES)) | zone.str.contains(r"^[+-]")
    local = pl.when(zone_known).then(local)
    fraction = part("fraction").str.replace(",", ".", literal=True).fill_null("")
    matched = local.is_not_null()
    return local, pl.when(matched).then(fraction), pl.when(matched).then(zone), pl.when(matched).then(timed)


def _colon(offset: pl.Expr) -> pl.Expr:
    return offset.str.replace(r"^([+-]\d{2})$", "${1}:00").str.replace(r"^([+-]\d{2}):?(\d{2})$", "${1}:${2}")


def _offset_minutes(zone: str) -> int | None:
    found = re.fullmatch(r"([+-])(\d{2}):(\d{2})", zone)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return -minutes if found[1] == "-" else minutes
