"""Figures, days, sizes and lists as the language of the app writes them, for people to read.

What goes to impact.com, and what is written for programs, never comes from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from courier.messages import language

_ISO_DAY, _ISO_MINUTE = "yyyy-MM-dd", "yyyy-MM-dd HH:mm"
"""English is no country: of 03/04 nobody knows which is the month."""


def number_text(value: int | float | Decimal) -> str:
    """``1,234.50``, with all the digits that the value has."""
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        return format_decimal(value, f"#,##0{'.' if digits else ''}{'0' * digits}", locale=language())
    return format_decimal(value, locale=language(), decimal_quantization=False)


def day_text(moment: date) -> str:
    """The day of a moment, in its own zone."""
    return format_date(moment, _ISO_DAY if language() == "en" else "medium", locale=language())


def minute_text(moment: datetime) -> str:
    """A moment in its own zone, to the minute."""
    pattern = _ISO_MINUTE if language() == "en" else "short"
    return format_datetime(moment, pattern, tzinfo=moment.tzinfo, locale=language())


def file_size(count: int) -> str:
    """A number of bytes."""
    shown, unit = (count / 1000, "kB") if count < 1_000_000 else (count / 1_000_000, "MB")
    return f"{format_decimal(shown, '#,##0.0', locale=language())} {unit}"


def listing(words: Iterable[str]) -> str:
    """Words one after the other, as in ``a, b, c``."""
    # loaded late: nothing that is shown first has a list
    from babel.lists import format_list

    # few languages have the short form whole
    return format_list(list(words), style="unit" if language() == "en" else "standard", locale=language())
