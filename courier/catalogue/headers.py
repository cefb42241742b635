"""Which field a source column is, from its header and a look at its values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from courier.catalogue.fields import FIELDS, Field

_LIKE = 90.0
"""Likeness (0 to 100) of a header to a field's name or usual words from which it is taken for it."""
_ONLY_IN_MODIFICATIONS = {"Id", "DispositionCode"}
_MODIFICATION_SIGNS = {"reason", "reasoncode", "actionid"}

_SHAPES = {
    "integer": r"\s*\d{1,10}(?:[.,]0+)?\s*|.*[eE]\+.*",
    "decimal": r"\D{0,6}[+-]?\d[\d.,' \u00a0\u202f’]*\D{0,6}",
    "datetime": r".*\d.*[-/.:].*\d.*|NOW|\d{5,13}(?:\.\d+)?",
    "hash": r"\s*[0-9A-Fa-f]{40}\s*|\s*[0-9A-Fa-f]{64}\s*|.*@.*",
    "boolean": r"(?i)\s*(?:true|false|yes|no|y|n|0|1)\s*",
    "url": r"(?i)\s*https?://.*",
    "ip": r"\s*[0-9a-fA-F.:]+\s*",
}
_FIELD_SHAPES = {
    "CurrencyCode": r"\s*[A-Za-z]{3}\s*|.*[$€£¥].*|(?i:.*(?:euro|dollar|pound|yen).*)",
    "CustomerCountry": r"\s*[A-Za-z]{2,3}\s*|[A-Za-z .'-]+",
}


@dataclass(frozen=True)
class Match:
    """The field of a column. ``how``: name, alias or likeness; ``score``: 0 to 100; ``duplicate``: an earlier or
    better column has the same field."""

    field: str
    how: str
    score: float
    duplicate: bool = False


def match_headers(headers: Sequence[str], samples: Sequence[Sequence[str]]) -> list[Match | None]:
    """The field of each column, or None. ``samples``: some filled values of each column.

    Case, blanks and punctuation do not count. A field's name beats an alias beats likeness, whatever the order of
    columns; likeness also needs values of the field's type. A second column with the same name or alias is reported
    as a duplicate, because it may be the one that was meant.
    """
    modification = any(_plain(header) in _MODIFICATION_SIGNS for header in headers)
    certain = [_certain(header, samples[index], modification) for index, header in enumerate(headers)]
    best: dict[str, int] = {}
    for index, match in enumerate(certain):
        if match and (match.field not in best or match.score > _score(certain[best[match.field]])):
            best[match.field] = index
    found: list[Match | None] = [
        Match(match.field, match.how, match.score, duplicate=best[match.field] != index) if match else None
        for index, match in enumerate(certain)
    ]
    likely = sorted(
        (
            (score, index, field)
            for index, header in enumerate(headers)
            if found[index] is None
            for score, field in _likely(header, samples[index])
            if field not in best
        ),
        key=lambda one: (-one[0], one[1]),
    )
    for score, index, name in likely:
        if found[index] is None and name not in best:
            best[name] = index
            found[index] = Match(name, "likeness", score)
    return found


def _score(match: Match | None) -> float:
    return match.score if match else 0.0


def _certain(header: str, values: Sequence[str], modification: bool) -> Match | None:
    plain = _plain(header)
    if not plain:
        return None
    name = _NAMES.get(plain)
    if name == "DispositionCode" and modification:
        return Match("Reason", "alias", 95.0)
    if name:
        return Match(name, "name", 100.0)
    for alias, field in _SHORT_ALIASES.get(header.strip(), ()):
        if _fits(FIELDS[field], values) and values and (alias != "Id" or modification):
            return Match(field, "alias", 95.0)
    field_name = _ALIASES.get(plain)
    return Match(field_name, "alias", 95.0) if field_name else None


def _likely(header: str, values: Sequence[str]) -> list[tuple[float, str]]:
    words = _words(header)
    if not words or not values:
        return []
    scored = []
    for name, field in FIELDS.items():
        score = max((_likeness(words, known) for known in field.likely), default=0.0)
        if score >= _LIKE and _fits(field, values):
            scored.append((score, name))
    return scored


def _likeness(words: str, known: str) -> float:
    if words == known:
        return 99.0
    return min(98.0, fuzz.token_sort_ratio(words, known)) if len(known) > 4 else 0.0


def _fits(field: Field, values: Sequence[str]) -> bool:
    shape = _FIELD_SHAPES.get(field.name) or _SHAPES.get(field.type)
    if shape is None:
        return True
    return sum(bool(re.fullmatch(shape, value, re.DOTALL)) for value in values) * 2 > len(values)


def _plain(header: str) -> str:
    # a share is not the amount it is taken of
    return "".join(character for character in header.casefold() if character.isalnum() or character == "%")


def _words(header: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"\((?:[A-Z]{3})\)", "", header.strip()))
    return " ".join(re.sub(r"[^\w#%]+|_", " ", spaced.replace("%", " % ")).casefold().split())


def _index_free(alias: str) -> list[str]:
    """An alias with a place for an item's number, without number and as the first item."""
    bare = alias.replace("{i}", "").replace("[i]", "")
    return [bare] if bare == alias else [bare, bare + "1"]


_NAMES = {_plain(name): name for name in FIELDS}
_SHORT_ALIASES: dict[str, list[tuple[str, str]]] = {}
_ALIASES: dict[str, str] = {}
for _field in FIELDS.values():
    for _written in _field.aliases:
        for _alias in _index_free(_written):
            if len(_alias) <= 2:
                _SHORT_ALIASES.setdefault(_alias, []).append((_alias, _field.name))
            elif _alias not in _ONLY_IN_MODIFICATIONS:
                _ALIASES.setdefault(_plain(_alias), _field.name)
