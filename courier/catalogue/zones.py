"""Time zones by all the names that people give them: Europe/Berlin, Berlin, CET, Pacific Time, GMT+2, -08:00."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

from courier.catalogue.spelling import without_accents
from courier.resources import resource

_DATA = json.loads(resource("catalogue", "zones.json").read_text(encoding="utf-8"))

ABBREVIATIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {word: (zone, offset) for word, (zone, offset) in _DATA["abbreviations"].items()}
)
"""The place and the offset of each abbreviation with one meaning. Not CST, BST or IST: several countries use them."""

_NAMES: Mapping[str, list[str]] = _DATA["names"]
_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_LONGEST = 60
"""Characters of the longest text that may name a zone."""
_OFFSET = re.compile(r"(?:(?:UTC|GMT) ?)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_OFFSET_BEFORE = re.compile(r"\((?:UTC|GMT) ?[+-]\d{1,2}:?\d{2}\) ?", re.IGNORECASE)


@dataclass(frozen=True)
class ZoneChoice:
    """A zone to choose. ``zone``: the value to keep; ``name``: its usual name in words, "" if it has none; ``offset``:
    its distance from UTC at the moment asked for, such as ``+01:00``."""

    zone: str
    name: str
    offset: str


def zone_named(text: str) -> str | None:
    """The zone that a text can only mean: an IANA name, an offset such as ``+02:00``, or one of `ABBREVIATIONS`; else
    None. The sign of ``GMT+2`` is read as people mean it: two hours ahead of UTC."""
    text = _plain(text)
    if not text or len(text) > _LONGEST:
        return None
    offset = _offset(text)
    if offset:
        return offset
    text = _OFFSET_BEFORE.sub("", text, count=1)
    if text.upper() in ABBREVIATIONS:
        return "UTC" if ABBREVIATIONS[text.upper()][0] == "UTC" else text.upper()
    return _zone_of_word().get(_folded(text))


def known_zone(zone: str) -> bool:
    """Whether a text names one zone."""
    return zone_named(zone) is not None


def search_zones(text: str, now: datetime, most: int = 50) -> list[ZoneChoice]:
    """The zones that a text typed into a search box may mean, the likeliest first; all well-known ones for "".

    ``now``: the aware moment of the offsets. Each word of the text must begin a word of the zone's names.
    """
    exact = zone_named(text)
    words = _folded(_plain(text)).split()
    found: dict[str, int] = {} if exact is None else {ABBREVIATIONS.get(exact, (exact, ""))[0]: 0, exact: 1}
    ranked = []
    for zone, names in _searchable().items():
        if all(any(name.startswith(word) for name in names) for word in words) and (words or zone in _NAMES):
            ranked.append((zone not in _NAMES, zone))
    for _, zone in sorted(ranked):
        found.setdefault(zone, 2)
    return [ZoneChoice(zone, _name(zone), _offset_at(zone, now)) for zone in list(found)[:most]]


def fixed_offset(zone: str) -> str | None:
    """The offset of an abbreviation or of an offset itself; None for a place, whose clocks may change."""
    if zone in ABBREVIATIONS:
        return ABBREVIATIONS[zone][1]
    return _offset(zone)


def same_zone(one: str, other: str) -> bool:
    """Whether two zones agree: they are one, or one is the abbreviation that the clocks of the other go by."""
    if one == other or fixed_offset(one) == fixed_offset(other) is not None:
        return True
    return any(
        short in ABBREVIATIONS and (ABBREVIATIONS[short][0] == place or short.lower() in _searchable().get(place, ()))
        for short, place in ((one, other), (other, one))
    )


def _plain(text: str) -> str:
    """Without typographic signs and outer blanks and brackets."""
    text = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2013", "-").strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    return text


def _offset(text: str) -> str | None:
    match = _OFFSET.fullmatch(text)
    if not match or int(match[2]) > 14:
        return None
    return f"{match[1]}{int(match[2]):02}:{match[3] or '00'}"


def _folded(text: str) -> str:
    return " ".join(re.split(r"[\s_/,.'’-]+", without_accents(text.casefold()))).strip()


@cache
def _places() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if zone.split("/")[0] in _REGIONS and "/" in zone))


@cache
def _zone_of_word() -> dict[str, str]:
    """The zone of each folded name that only one has."""
    meant: dict[str, str | None] = {}
    for zone in _places():
        city = _folded(zone.rsplit("/", 1)[-1])
        meant[city] = None if city in meant else zone
    zones = {word: zone for word, zone in meant.items() if zone is not None}
    zones |= {_folded(zone): zone for zone in available_timezones() if zone not in ("Factory", "localtime")}
    return zones | {_folded(name): zone for zone, names in _NAMES.items() for name in names}


@cache
def _searchable() -> dict[str, frozenset[str]]:
    """The words by which each zone is found."""
    words = {zone: set(_folded(zone).split()) for zone in ("UTC", *_places())}
    for zone, names in _NAMES.items():
        words[zone].update(word for name in names for word in _folded(name).split())
    for zone, found in words.items():
        place = ZoneInfo(zone)
        # the middle of winter and of summer
        found.update((datetime(2026, month, 1, tzinfo=place).tzname() or "").lower() for month in (1, 7))
    for word, (zone, _) in ABBREVIATIONS.items():
        words[zone].add(word.lower())
    return {zone: frozenset(found) for zone, found in words.items()}


def _name(zone: str) -> str:
    names = _NAMES.get(zone)
    return names[0] if names else ""


def _offset_at(zone: str, now: datetime) -> str:
    offset = fixed_offset(zone)
    if offset:
        return offset
    text = now.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"{text[:3]}:{text[3:5]}"
