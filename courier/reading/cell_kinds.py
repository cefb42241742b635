"""What a cell looks like: a number, a date, a time, or a pattern of letters and digits. Nothing is ever converted."""

from __future__ import annotations

import re
from functools import lru_cache

_CURRENCY = r"(?:[$€£¥₹₽₺₩]|[A-Z]{3}|kr|zł|Kč|Ft|CHF)"
_NUMBER = re.compile(
    rf"[-+(]?\s?{_CURRENCY}?\s?[-+]?(?:\d[\d.,'’  \u202f]*|[.,]\d+)(?:[eE][-+]?\d+)?\s?(?:%|{_CURRENCY})?\)?[-]?"
)
_DATE = re.compile(
    r"(?:\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,4}\.?|\d{1,2}[-./ ]\s?[^\W\d_]{3,9}\.?[-./, ]\s?\d{2,4}"
    r"|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}|(?:19|20)\d{6})(?:[T ,]+\d{1,2}:\d{2}.*)?"
)
_TIME = re.compile(r"\d{1,3}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?")
_NOTHING = frozenset({"", "-", "–", "n/a", "na", "null", "none", "nan", "#n/a", "?", "unknown", "\\n"})
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.[a-zA-Z]{2,}")
_NUMBER_FIRST = (("number", _NUMBER), ("date", _DATE), ("time", _TIME), ("address", _ADDRESS))
_DATE_FIRST = (("date", _DATE), ("time", _TIME), ("number", _NUMBER), ("address", _ADDRESS))
_WORDS = re.compile(r"[\w' .&()/+#-]+")
_LONGEST = 80


@lru_cache(maxsize=10_000)
def kind(cell: str) -> str:
    """``empty``, ``number``, ``date``, ``time``, ``address``, a pattern such as ``a-9`` for codes, or ``text``."""
    said = cell.strip()
    if said.casefold() in _NOTHING:
        return "empty"
    if len(said) > _LONGEST:
        return "text"
    # a date such as 2026.03.04 is one before it is a number
    outside = said[-1:].isdigit() or said[0].isdigit() or said[-1] in "%)€$"
    for name, pattern in _DATE_FIRST if outside else _NUMBER_FIRST:
        if pattern.fullmatch(said):
            return name
    if " " not in said and any(map(str.isdigit, said)):
        return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", said))
    return "text"


def is_regular(cell: str) -> bool:
    """Whether a cell looks like one value: a number, a date, an address, a code or a few words."""
    found = kind(cell)
    return found != "text" or bool(_WORDS.fullmatch(cell))


def is_value(found: str) -> bool:
    """Whether a kind is one that no header has."""
    return found not in ("text", "empty")
