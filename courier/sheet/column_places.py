"""Columns by header instead of by id, for what is kept and meant for another sheet too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

Place = tuple[str, int]
"""A column by its header and its number, from 1, among the columns with that header."""


def spelled(header: str) -> str:
    """A header in the form that is compared."""
    return header.strip().casefold()


def places_of(headers: Sequence[str]) -> list[Place]:
    """The place of each column, with its header in the form that is compared."""
    counts: Counter[str] = Counter()
    places = []
    for header in map(spelled, headers):
        counts[header] += 1
        places.append((header, counts[header]))
    return places


def written_place(headers: Sequence[str], column: str) -> list[str | int]:
    """The place of a column id as plain values, with its header as it is written."""
    index = int(column.removeprefix("c"))
    return [headers[index], places_of(headers)[index][1]]


def column_at(headers: Sequence[str], place: Sequence[str | int]) -> str | None:
    """The id of the column at a place given as plain values; None if the sheet has none there."""
    header, number = place
    wanted = (spelled(str(header)), number)
    return next((f"c{index}" for index, other in enumerate(places_of(headers)) if other == wanted), None)
