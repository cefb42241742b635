"""The time zones that a file names for its dates: in the headers of their columns, and in lines above the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from courier.catalogue.fields import FIELDS
from courier.catalogue.zones import ABBREVIATIONS, same_zone, zone_named
from courier.sheet.choices import ColumnReading
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping import columns_of
from courier.sheet.sheet import OVERRIDE, Sheet

_LONGEST = 200
"""Characters of the longest header or line that is searched."""
_QUOTED = 60
_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_UNIVERSAL = re.compile(r"(?:\b|_|(?<=[a-z]))(utc|UTC|Utc|gmt|GMT|Gmt)([+-][0-9]{1,2}(?::?[0-9]{2})?)?(?![A-Za-z0-9])")
_PLACE = re.compile(r"\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?\b")
_LAST_WORD = re.compile(r"[\s_]([A-Z]{3,4})$")
_LABEL = re.compile(
    r"(?:time[ _-]?zone|zeitzone|fuseau horaire|zona horaria|fuso or[aá]rio|fuso horário|tijdzone|タイムゾーン)"
    r"[\"']?\s*(?:is|ist|[=:,;\t])?\s*[\"']?([^\"';,|\t]+)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:times?|dates?|timestamps?|zeiten|zeitangaben|datumsangaben)\b[^.]{0,40}?\bin\s+([A-Z][\w/+:-]*)"
)
_WORDS_OF_ZONES = re.compile(r"(?i)\b(?:time|eastern|pacific|mountain|heure|hora|ora|tijd)\b|zeit\b|^(?-i:[ECMP]T)$")


def with_named_zones(
    readings: Mapping[str, ColumnReading], mapping: FieldMapping, sheet: Sheet, chosen: str | None = None
) -> dict[str, ColumnReading]:
    """The readings, those of dates with the zone that the file names for them; the header of a column counts before a
    line above the table. ``chosen``: the zone that a person chose for the sheet. Of two that do not agree both are
    kept, so that a person is asked."""
    above = [(zone, line) for line in sheet.above for zone in _zones_in_line(line)]
    return {
        name: _with_zone(reading, [*_of_headers(name, mapping, sheet), *above], chosen)
        for name, reading in readings.items()
    }


def _with_zone(reading: ColumnReading, named: Sequence[tuple[str, str]], chosen: str | None) -> ColumnReading:
    if not named:
        return reading
    zone, source = named[0]
    others = [other for other in named if not same_zone(other[0], zone)]
    if chosen and any(same_zone(chosen, each) for each, _ in others):
        # this is the answer to the question which of the two is right
        return reading
    if chosen and not same_zone(chosen, zone):
        others.append((chosen, chosen))
    other = others[0][1] if others else None
    return replace(reading, zone=zone, zone_source=_quoted(source), other_source=other and _quoted(other))


def _of_headers(name: str, mapping: FieldMapping, sheet: Sheet) -> Iterator[tuple[str, str]]:
    feed = mapping.feed(name)
    if feed is None or name not in FIELDS or FIELDS[name].type != "datetime":
        return
    for column in columns_of(feed):
        header = "" if column.startswith(OVERRIDE) else sheet.header(column)
        yield from ((zone, header) for zone in zones_in_header(header))


def zones_in_header(header: str) -> tuple[str, ...]:
    """The zones that the header of a date column names, as in ``Created (UTC)``, ``Created at GMT+1``, ``Date (CET)``.
    Abbreviations count in capital letters only, and a city or a country alone does not."""
    if len(header) > _LONGEST:
        return ()
    header = header.strip()
    candidates = [
        *("".join(parts) for parts in _UNIVERSAL.findall(header)),
        *_PLACE.findall(header),
        *(part for part in _BRACKETS.findall(header) if _is_zone_like(part.strip())),
        *(word for word in _LAST_WORD.findall(header) if word in ABBREVIATIONS),
    ]
    return _distinct(candidates)


def _zones_in_line(line: str) -> tuple[str, ...]:
    """The zones that a line above a table names: ``Parameters:TimeZone=Europe/Berlin``, ``All times in UTC``."""
    if len(line) > _LONGEST:
        return ()
    labelled = _distinct(_LABEL.findall(line))
    return labelled or _distinct(word for word in _SENTENCE.findall(line) if _is_zone_like(word))


def _is_zone_like(text: str) -> bool:
    return text in ABBREVIATIONS or "/" in text or bool(re.search(r"[+-]\d", text) or _WORDS_OF_ZONES.search(text))


def _distinct(candidates: Iterable[str]) -> tuple[str, ...]:
    zones = (zone_named(text) or zone_named(text.split("(")[0]) for text in candidates)
    return tuple(dict.fromkeys(zone for zone in zones if zone))


def _quoted(source: str) -> str:
    text = " ".join(source.split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
