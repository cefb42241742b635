"""Time zones in the headers of date columns: ``Created (UTC)``, ``created_at_utc``, ``Order date EST``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from courier.catalogue.zones import ABBREVIATIONS, zone_named

_LONGEST = 200
"""Characters of the longest header that is searched."""
_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_UNIVERSAL = re.compile(r"(?:\b|_|(?<=[a-z]))(utc|UTC|Utc|gmt|GMT|Gmt)([+-][0-9]{1,2}(?::?[0-9]{2})?)?(?![A-Za-z0-9])")
_PLACE = re.compile(r"\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?\b")
_LAST_WORD = re.compile(r"[\s_]([A-Z]{3,4})$")
_WORDS_OF_ZONES = re.compile(r"(?i)\b(?:time|eastern|pacific|mountain|heure|hora|ora|tijd)\b|zeit\b|^(?-i:[ECMP]T)$")


def zones_in_header(header: str) -> tuple[str, ...]:
    """The zones that the header of a date column names. Abbreviations count in capital letters only, and a city or a
    country alone does not."""
    if len(header) > _LONGEST:
        return ()
    header = header.strip()
    return distinct_zones(
        [
            *("".join(parts) for parts in _UNIVERSAL.findall(header)),
            *_PLACE.findall(header),
            *(part for part in _BRACKETS.findall(header) if is_zone_like(part.strip())),
            *(word for word in _LAST_WORD.findall(header) if word in ABBREVIATIONS),
        ]
    )


def without_zone(header: str) -> str:
    """A header without the zones that it names: ``Created (UTC)`` is ``Created``."""
    if not zones_in_header(header):
        return header
    bare = _BRACKETS.sub(lambda part: "" if zones_in_header(part[0]) else part[0], header)
    bare = _LAST_WORD.sub("", _PLACE.sub("", _UNIVERSAL.sub("", bare)).strip())
    return bare.strip(" _-,/")


def is_zone_like(text: str) -> bool:
    """Whether a text is written as zones are, and not only as a place that has one."""
    return text in ABBREVIATIONS or "/" in text or bool(re.search(r"[+-]\d", text) or _WORDS_OF_ZONES.search(text))


def distinct_zones(candidates: Iterable[str]) -> tuple[str, ...]:
    """The zones that some texts name, each once; what stands behind a name in brackets does not count."""
    zones = (zone_named(text) or zone_named(text.split("(")[0]) for text in candidates)
    return tuple(dict.fromkeys(zone for zone in zones if zone))
