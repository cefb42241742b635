"""The headers that exports in eight languages have for each field, from ``resources/catalogue/headers.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from courier.catalogue.fields import FIELDS
from courier.catalogue.spelling import bare_words
from courier.catalogue.tax_words import tax_apart
from courier.resources import resource

LIKE = 92.0
"""Least likeness (0 to 100) of a header to a word of the table: a typing mistake, not another word."""
MISSPELLED = 98.0
"""Highest score of a header that only resembles one of the table."""
_NET_FIRST = 0.005
"""How much what a header says of tax changes its score: less than the place in the table does."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})

HEADER_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    field: {language: tuple(headers) for language, headers in languages.items()}
    for field, languages in json.loads(resource("catalogue", "headers.json").read_text(encoding="utf-8")).items()
}
"""Per field and language the headers, the more specific ones first. One header may stand at several fields."""


def fields_called(header: str) -> list[tuple[float, str]]:
    """The fields that have this header in the table, with a score up to 99; the more specific header has the higher.

    Of amounts that differ in tax only, the one without it comes first, then the one of which nothing is said.
    """
    spoken = bare_words(header)
    called = _table().get(_key(spoken), [])
    taxed = None if called else tax_apart(spoken)
    if taxed is None:
        return called
    bare, net = taxed
    shift = _NET_FIRST if net else -_NET_FIRST
    return [(score + shift, field) for score, field in _table().get(_key(bare), []) if FIELDS[field].type == "decimal"]


def fields_nearly_called(header: str) -> list[tuple[float, str]]:
    """The fields that have a header like this one, misspelled, with a score up to 98."""
    spoken = bare_words(header)
    # the order of words counts for little, but another word makes another header
    near = process.extract(" ".join(spoken), _spoken(), scorer=fuzz.token_sort_ratio, score_cutoff=LIKE, limit=None)
    return [
        (min(MISSPELLED, score), field)
        for word, score, _ in near
        if len(word) > 4 and _initials(word.split()) == _initials(spoken)
        for _, field in _table()[_key(word.split())]
    ]


@lru_cache(maxsize=20_000)
def likeness(header: str, field: str) -> float:
    """How near a header comes to the usual ones of a field, 0 to 100, in whatever order its words stand."""
    spoken = " ".join(bare_words(header))
    nearest = process.extractOne(spoken, _spoken_of(field), scorer=fuzz.token_sort_ratio) if spoken else None
    return nearest[1] if nearest else 0.0


@cache
def _spoken_of(field: str) -> tuple[str, ...]:
    """All headers of a field in words."""
    headers = [header for languages in HEADER_WORDS.get(field, {}).values() for header in languages]
    return tuple(dict.fromkeys(" ".join(spoken) for header in headers for spoken in _spellings(header)))


def _initials(spoken: Sequence[str]) -> list[str]:
    """The first letters of some words, in which typing mistakes are rare: an online discount is no line discount."""
    return sorted(word[0] for word in spoken)


def _key(spoken: Sequence[str]) -> str:
    """Words without the blanks between them: ``Bestell-Nr.``, ``Bestellnr`` and ``Bestellnummer`` are equal."""
    return re.sub(r"(?:number|nummer)$", "nr", "".join(spoken))


@cache
def _table() -> dict[str, list[tuple[float, str]]]:
    """The fields of each key, with their scores."""
    table: dict[str, list[tuple[float, str]]] = {}
    for field, languages in HEADER_WORDS.items():
        for headers in languages.values():
            for rank, header in enumerate(headers):
                for spoken in _spellings(header):
                    fields = table.setdefault(_key(spoken), [])
                    if field not in [name for _, name in fields]:
                        fields.append((99.0 - rank / 100, field))
    return table


@cache
def _spoken() -> tuple[str, ...]:
    """All headers of the table in words."""
    return tuple(dict.fromkeys(word for field in HEADER_WORDS for word in _spoken_of(field)))


def _spellings(header: str) -> set[tuple[str, ...]]:
    return {bare_words(written) for written in {header, header.translate(_UMLAUTS)}}
