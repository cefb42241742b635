"""Dates as people and programs write them, rewritten in the few usual forms that `courier.rules.dates` reads.

Only the writing changes here: the order of day and month and the zone stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from courier.rules.date_words import DAYS

_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?[AaPp][Mm])?"
_ENGLISH = "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_USUAL = (
    rf"^(?:[0-9]{{1,4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,4}}|[0-9]{{1,2}}[-/ ]{_ENGLISH}[-/ ][0-9]{{2,4}}"
    rf"|{_ENGLISH} [0-9]{{1,2}},? [0-9]{{4}})(?:(?:T| |, ){_CLOCK})?(?: ?(?:Z|UTC|[+-][0-9]{{2}}(?::?[0-9]{{2}})?))?$"
)
_LONGEST = 100
"""Characters of the longest text that may be a date."""


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted((word.replace(".", r"\.") for word in words), key=len, reverse=True))


_COMPACT = "^(20[0-9]{2})([0-9]{2})([0-9]{2})"
_BEFORE_NOON, _AFTER_NOON = "午前|上午|오전", "午後|下午|오후"
_DAY_OR_MONTH = "maa|mar"
_DAY_NAME = _any(day for day in DAYS if day not in _DAY_OR_MONTH.split("|"))

_REWRITINGS: tuple[tuple[str, str], ...] = (
    (r"^'", ""),
    (r"[\x{2010}-\x{2015}\x{2212}]", "-"),
    (r"\s+", " "),
    # 2026年11月18日(水) 13時05分, 2026. 11. 18. 13:00
    (r"^([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일] ?", "${1}-${2}-${3} "),
    (r"^([0-9]{4})\. ?([0-9]{1,2})\. ?([0-9]{1,2})\.? ", "${1}-${2}-${3} "),
    (r" ?\((?:[月火水木金土日]|[월화수목금토일])\) ?", " "),
    (r"([0-9]{1,2}) ?[時点시] ?([0-9]{1,2}) ?[分분] ?(?:([0-9]{1,2}) ?[秒초])?", "${1}:${2}:${3}"),
    (rf"(?:{_BEFORE_NOON}) ?([0-9:.,]+)", "${1} am"),
    (rf"(?:{_AFTER_NOON}) ?([0-9:.,]+)", "${1} pm"),
    (rf"(?:{_BEFORE_NOON})$", "am"),
    (rf"(?:{_AFTER_NOON})$", "pm"),
    (r"\b([ap])\. ?m\b\.?", "${1}m"),
    # Wednesday, 18 November; mar. 18 novembre
    (rf"^(?:{_DAY_NAME})\b\.?,? ", ""),
    (rf"^(?:{_DAY_OR_MONTH})\b\.?,? ([0-9]{{1,2}}\.? (?:de )?\p{{L}}{{3,}})", "${1}"),
    # 18th of November, 1er décembre, 18 de noviembre de 2026
    (r"\b([0-9]{1,2})(?:st|nd|rd|th|er|ère|o|°)\b(?: of\b)?", "${1}"),
    (r"([0-9\p{L}.]) del? ", "${1} "),
    # Nov 18 13:00:00 UTC 2026
    (r"^(\p{L}+\.? [0-9]{1,2}) ([0-9]{1,2}:[0-9]{2}:[0-9]{2})((?: [a-z0-9:+/_-]+)?) ([0-9]{4})$", "${1} ${4} ${2}${3}"),
    (r",? (?:at|um|à|alle ore|alle|ore|a las|a la|às|as|om|kl\.?|в) ([0-9])", " ${1}"),
    # 20261118T130000Z, 20261118130000, 20261118
    (rf"{_COMPACT}[ t]?([0-9]{{2}})([0-9]{{2}})([0-9]{{2}})(\D.*)?$", "${1}-${2}-${3} ${4}:${5}:${6}${7}"),
    (rf"{_COMPACT}[ t]?([0-9]{{2}})([0-9]{{2}})(\D.*)?$", "${1}-${2}-${3} ${4}:${5}${6}"),
    (rf"{_COMPACT}(?:[ t]([0-9]{{1,2}}:.*))?$", "${1}-${2}-${3} ${4}"),
    # 13h05, 13 Uhr, 13:00 Uhr, 1 pm, 13.05.09, 05-11-50
    (r"([ t][0-9]{1,2}) ?h ?([0-9]{2})\b", "${1}:${2}"),
    (r"([ t][0-9]{1,2}) ?(?:h|uhr|uur)$", "${1}:00"),
    (r"([0-9]) ?(?:h|hrs|uhr|uur|ч)\b\.?", "${1}"),
    (r"([ t][0-9]{1,2}) ?([ap]m)\b", "${1}:00 ${2}"),
    (r"^(.{6,}[ t,][0-9]{1,2})\.([0-9]{2})\.([0-9]{2})\b", "${1}:${2}:${3}"),
    (r"^(.{6,}[ t,][0-9]{1,2})\.([0-9]{2})( [^:]*)?$", "${1}:${2}${3}"),
    (r"([ t][0-9]{2})-([0-9]{2})-([0-9]{2})\b", "${1}:${2}:${3}"),
    (r":( |$)", "${1}"),
)  # fmt: skip


def usual_form(texts: pl.Series) -> pl.Series:
    """The texts with unusual ways to write a date replaced by usual ones; other texts may change too, but become no
    date. A million usual ones cost one look at each."""
    unusual = texts.is_not_null() & ~texts.str.contains(_USUAL) & (texts.str.len_chars() <= _LONGEST)
    if not unusual.any():
        return texts
    rows = unusual.arg_true()
    text = pl.col("text").str.normalize("NFKC").str.to_lowercase().str.strip_chars()
    for pattern, new in _REWRITINGS:
        text = text.str.replace_all(pattern, new)
    frame = pl.DataFrame({"text": texts.gather(rows)})
    return texts.clone().scatter(rows, frame.select_seq(text.str.strip_chars())["text"])


def named_day(text: pl.Expr) -> pl.Expr:
    """The day of the week (1 is Monday) that a date names before or in brackets behind it; null if it names none."""
    word = pl.coalesce(text.str.extract(r"^(\p{L}{2,}(?:-feira)?)\b"), text.str.extract(r"\(([月火水木金土日])\)"))
    names = {name: number for name, number in DAYS.items() if name not in _DAY_OR_MONTH.split("|")}
    return word.str.to_lowercase().replace_strict(names, default=None, return_dtype=pl.Int8)
