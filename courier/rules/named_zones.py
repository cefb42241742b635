"""The time zones that a file names for its dates: in the headers of their columns, and in lines above the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from courier.catalogue.fields import FIELDS
from courier.catalogue.zone_headers import distinct_zones, is_zone_like, zones_in_header
from courier.catalogue.zones import same_zone
from courier.sheet.choices import ColumnReading
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping import columns_of
from courier.sheet.sheet import OVERRIDE, Sheet

_LONGEST = 200
"""Characters of the longest line that is searched."""
_QUOTED = 60
_LABEL = re.compile(
    r"(?:time[ _-]?zone|zeitzone|fuseau horaire|zona horaria|fuso or[aá]rio|fuso horário|tijdzone|タイムゾーン)"
    r"[\"']?\s*(?:is|ist|[=:,;\t])?\s*[\"']?([^\"';,|\t]+)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:times?|dates?|timestamps?|zeiten|zeitangaben|datumsangaben)\b[^.]{0,40}?\bin\s+([A-Z][\w/+:-]*)"
)


def with_named_zones(
    readings: Mapping[str, ColumnReading],
    mapping: FieldMapping,
    sheet: Sheet,
    chosen: str | None = None,
    *,
    remembered: bool = False,
) -> dict[str, ColumnReading]:
    """The readings, those of dates with the zone that the file names for them; the header of a column counts before a
    line above the table. ``chosen``: the zone that a person chose for the sheet; one ``remembered`` from an earlier
    sheet is no objection to what this file says. Of two that do not agree both are kept, so that a person is asked."""
    above = [(zone, line) for line in sheet.above for zone in _zones_in_line(line)]
    named = {
        name: _with_zone(reading, [*_of_headers(name, mapping, sheet), *above], chosen, remembered)
        for name, reading in readings.items()
        if name in FIELDS and FIELDS[name].type == "datetime"
    }
    return {**readings, **named}


def _with_zone(
    reading: ColumnReading, named: Sequence[tuple[str, str]], chosen: str | None, remembered: bool
) -> ColumnReading:
    if not named:
        return reading
    zone, source = named[0]
    others = [other for other in named if not same_zone(other[0], zone)]
    if chosen and others and any(same_zone(chosen, each) for each, _ in named):
        # this is the answer to the question which of them is right
        return reading
    if chosen and not remembered and not same_zone(chosen, zone):
        others.append((chosen, chosen))
    other = others[0][1] if others else None
    return replace(reading, zone=zone, zone_source=_quoted(source), other_source=other and _quoted(other))


def _of_headers(name: str, mapping: FieldMapping, sheet: Sheet) -> Iterator[tuple[str, str]]:
    feed = mapping.feed(name)
    for column in columns_of(feed) if feed else ():
        header = "" if column.startswith(OVERRIDE) else sheet.header(column)
        yield from ((zone, header) for zone in zones_in_header(header))


def _zones_in_line(line: str) -> tuple[str, ...]:
    """The zones that a line above a table names: ``Parameters:TimeZone=Europe/Berlin``, ``All times in UTC``."""
    if len(line) > _LONGEST:
        return ()
    labelled = distinct_zones(_LABEL.findall(line))
    return labelled or distinct_zones(word for word in _SENTENCE.findall(line) if is_zone_like(word))


def _quoted(source: str) -> str:
    text = " ".join(source.split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
