"""The text of a workbook's values: dates and times in ISO format, numbers with all their digits."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from courier.reading.workbooks.number_formats import exact, is_dated, is_elapsed, shown

_DAY = 86_400
_LAST_DAY = 2_958_466
_BEFORE_1904 = 1462


def text_of(value: object) -> str:
    """The text of a value as calamine gives it."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return exact(value)
        case datetime() | time():
            return value.isoformat(timespec=_precision(value.microsecond))
        case date():
            return value.isoformat()
        case timedelta():
            days = value.total_seconds() / _DAY
            return _elapsed(value.total_seconds()) if abs(days) < _LAST_DAY else exact(days)
    return ""


def text_of_number(value: float, code: str, calendar_of_1904: bool) -> str:
    """A number as its format shows it; dates, times and durations in ISO format."""
    if not is_dated(code):
        return shown(value, code)
    if is_elapsed(code):
        return _elapsed(value * _DAY) if abs(value) < _LAST_DAY else exact(value)
    return text_of_day(value, calendar_of_1904)


def text_of_day(value: float, calendar_of_1904: bool) -> str:
    """The date, the time or both that a day number stands for; the number itself if it is out of range."""
    if not 0 <= value < _LAST_DAY:
        return exact(value)
    if calendar_of_1904:
        value += _BEFORE_1904 if value >= 1 else 0
    milliseconds = round(value * _DAY * 1000)
    days, rest = divmod(milliseconds, _DAY * 1000)
    moment = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=days, milliseconds=rest)
    spec = _precision(moment.microsecond)
    if days == 0:
        return moment.time().isoformat(timespec=spec)
    # Excel counts 29 February 1900, which did not exist, so the days before it are one off
    day = "1900-02-29" if days == 60 else (moment.date() + timedelta(days=days < 60)).isoformat()
    return f"{day}T{moment.time().isoformat(timespec=spec)}" if rest else day


def text_of_moment(moment: datetime) -> str:
    """A moment without zone as it is shown: the date alone at midnight, the time alone on a workbook's day zero."""
    spec = _precision(moment.microsecond)
    if moment.date() in (date(1899, 12, 30), date(1899, 12, 31)):
        return moment.time().isoformat(timespec=spec)
    return moment.isoformat(timespec=spec) if moment.time() != time() else moment.date().isoformat()


def _precision(microseconds: int) -> str:
    if not microseconds:
        return "seconds"
    return "microseconds" if microseconds % 1000 else "milliseconds"


def _elapsed(seconds: float) -> str:
    milliseconds = round(abs(seconds) * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    fraction = f".{rest % 1000:03}" if rest % 1000 else ""
    return f"{'-' if seconds < 0 else ''}{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{fraction}"
