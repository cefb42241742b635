"""How a column is to be understood, from the evidence in all its rows: day first, decimal mark, usual width."""

from __future__ import annotations

import polars as pl

from courier.catalogue.fields import FIELDS, MONEY_FIELDS
from courier.rules.dates import DAY_FIRST_PROOF, MONTH_FIRST_PROOF
from courier.rules.identifiers import DATE_LIKE
from courier.rules.numbers import COMMA_PROOF, POINT_PROOF
from courier.sheet.choices import Reading

_WIDTH_IDS = ("OrderId", "CustomerId", "CustomProfileId", "Sku")
_USUAL = 0.9
"""Share of a column that must have one width before a shorter identifier is suspicious."""
_ENOUGH = 10


def read_columns(fields: pl.DataFrame) -> dict[str, Reading]:
    """A reading per field, from a frame of the fields' texts (as `FieldFrames.raw` gives it, all rows)."""
    return {name: _read(name, fields[name]) for name in fields.columns}


def _read(name: str, texts: pl.Series) -> Reading:
    day_first = comma = None
    proofs: dict[str, int] = {}
    kind = FIELDS[name].type if name in FIELDS else "string"
    if kind == "datetime":
        proofs = _count(texts, day_first=DAY_FIRST_PROOF, month_first=MONTH_FIRST_PROOF)
        day_first = _decided(proofs["day_first"], proofs["month_first"])
    elif (name in MONEY_FIELDS or kind == "decimal") and texts.str.contains(",", literal=True).any():
        proofs = _count(texts, comma=COMMA_PROOF, point=POINT_PROOF)
        comma = _decided(proofs["comma"], proofs["point"])
    return Reading(
        day_first=day_first,
        decimal_comma=comma,
        usual_width=_usual_width(texts) if name in _WIDTH_IDS else None,
        longest=_longest(texts),
        few_dates=name in ("OrderId", "Sku") and _few_dates(texts),
        proofs=proofs,
    )


def _count(texts: pl.Series, **patterns: str) -> dict[str, int]:
    return {label: int(texts.str.strip_chars().str.contains(pattern).sum()) for label, pattern in patterns.items()}


def _decided(one: int, other: int) -> bool | None:
    if bool(one) == bool(other):
        return None
    return bool(one)


def _longest(texts: pl.Series) -> int:
    longest = texts.str.len_chars().max()
    return longest if isinstance(longest, int) else 0


def _few_dates(texts: pl.Series) -> bool:
    filled = texts.len() - texts.null_count()
    dates = int(texts.str.contains(DATE_LIKE).sum() or 0)
    return 0 < dates < filled / 2


def _usual_width(texts: pl.Series) -> int | None:
    """The width of nearly all identifiers made of digits, if the shorter ones can only have lost leading zeros.

    Numbers that count up across a power of ten (998, 999, 1000) are shorter for a better reason.
    """
    digits = texts.filter(texts.str.contains(r"^\d+$").fill_null(False))
    if digits.len() < _ENOUGH or digits.len() < _USUAL * (texts.len() - texts.null_count()):
        return None
    widths = digits.str.len_chars()
    usual = widths.mode().max()
    if not isinstance(usual, int) or usual > 18 or int((widths == usual).sum()) < _USUAL * digits.len():
        return None
    short = digits.filter(widths < usual)
    if not short.len() or widths.max() != usual:
        return None
    step = 10 ** (usual - 1)
    largest_short, smallest_long = short.cast(pl.Int64).max(), digits.filter(widths == usual).cast(pl.Int64).min()
    counting_up = largest_short >= 0.9 * step and step <= smallest_long <= 1.1 * step
    return None if counting_up else usual
