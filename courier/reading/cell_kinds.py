"""What a cell looks like: a number, a date, a time, or a pattern of letters and digits. No cell is converted."""

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
# eight digits can be a date and a number
_KINDS = (("date", _DATE), ("time", _TIME), ("number", _NUMBER), ("address", _ADDRESS))
_WORDS = re.compile(r"[\w' .&()/+#-]+")
_LONGEST = 80


@lru_cache(maxsize=10_000)
def kind(cell: str) -> str:
    """``empty``, ``number``, ``date``, ``time``, ``address``, a pattern such as ``a-9`` for codes, or ``text``."""
    content = cell.strip()
    if content.casefold() in _NOTHING:
        return "empty"
    if len(content) > _LONGEST:
        return "text"
    for name, pattern in _KINDS:
        if pattern.fullmatch(content):
            return name
    if " " not in content and any(map(str.isdigit, content)):
        return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", content))
    return "text"


def is_regular(cell: str) -> bool:
    """Whether a cell looks like one value: a number, a date, an address, a code or a few words."""
    return kind(cell) != "text" or bool(_WORDS.fullmatch(cell))


def is_value(cell_kind: str) -> bool:
    """Whether a kind is one that no header has."""
    return cell_kind not in ("text", "empty")
