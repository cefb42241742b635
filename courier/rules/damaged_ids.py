"""Identifiers that have lost digits. They are no keys: equal ones need not be the same order, item or customer."""

from __future__ import annotations

import polars as pl

from courier.sheet.choices import ColumnReading

SCIENTIFIC = r"^[+-]?\d+(?:[eE]\+\d+|[.,]\d+[eE][+-]?\d+)$"
ROUNDED = r"^[1-9]\d{14}0+$"
"""An identifier with only zeros where a spreadsheet, which keeps 15 digits of a number, has lost the others."""
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_MONTH_WORD = (
    r"(?:jan(?:uary|uar|vier|v)?|feb(?:ruary|ruar)?|f[eé]v(?:rier)?|mar(?:ch|s)?|m[aä]r(?:z)?|apr(?:il)?|avr(?:il)?|may|mai"
    r"|jun[ie]?|juin|jul[yi]?|juil(?:let)?|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?"
    r"|nov(?:ember|embre)?|de[cz](?:ember)?|d[eé]c(?:embre)?)"
)
DATE_LIKE = (
    rf"(?i)^(?:(?:19|20)\d\d[-/.]{_MONTH}[-/.]{_DAY}|{_DAY}[-/.]{_MONTH}[-/.](?:19|20)?\d\d|{_MONTH}[-/.]{_DAY}[-/.](?:19|20)?\d\d"
    rf"|{_DAY}[-. /]+{_MONTH_WORD}\.?(?:[-. /]+(?:19|20)?\d\d)?|{_MONTH_WORD}[-. /]+(?:19|20)?\d\d)"
    r"(?:[T ]\d{1,2}:\d{2}.*)?$"
)


def damaged(text: pl.Expr, reading: ColumnReading) -> pl.Expr:
    """Whether an identifier has lost digits, seen by its form and what is usual in its column; null when empty."""
    lost = text.str.contains(SCIENTIFIC)
    if reading.few_dates:
        lost = lost | text.str.contains(DATE_LIKE)
    return lost | text.str.contains(ROUNDED) if reading.rounded_ids else lost


def trusted(text: pl.Expr, reading: ColumnReading) -> pl.Expr:
    """An identifier that may tell which rows belong together; null where it is empty or damaged."""
    return pl.when(~damaged(text, reading)).then(text)
