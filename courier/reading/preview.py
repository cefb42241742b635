"""How a text may be understood, and what another way to read it would change: what a person chooses by."""

from __future__ import annotations

from dataclasses import dataclass

from courier.reading.delimited import read_text
from courier.reading.dialects import Candidate, find_dialects
from courier.reading.encodings import decode, encoding_name, likely_encodings
from courier.reading.table import Table
from courier.reading.wished import AS_FOUND, Wished

_BEGINNING = 200_000
_MOST_ENCODINGS = 8


@dataclass(frozen=True)
class Readings:
    """The ways in which a text may be read: encodings and dialects, the likeliest first, each dialect with how many of
    the first records it makes alike."""

    encodings: tuple[str, ...]
    dialects: tuple[Candidate, ...]


def readings_of(data: bytes, wished: Wished = AS_FOUND) -> Readings:
    """The ways in which a text may be read. Raises ReadingError for what is no text."""
    head = _beginning(data)
    found = decode(head, wished.encoding)
    others = [encoding_name(one) for one in likely_encodings(head)[:_MOST_ENCODINGS]]
    encodings = dict.fromkeys([found.encoding, "UTF-8", "Windows-1252", *others])
    dialects = [one for one in find_dialects(found.text, wished.quote) if one.score > 0]
    return Readings(tuple(encodings), tuple(dialects))


def beginning_of(data: bytes, wished: Wished = AS_FOUND) -> Table:
    """The table in the first 200 KB of a text, for a look at it while the rest is read. Raises ReadingError."""
    return read_text(_beginning(data), wished)


def differing_cells(table: Table, other: Table, rows: int = 100) -> list[tuple[int, int]]:
    """Row and column of each cell among the first rows of ``other`` that ``table`` does not have so, header aside;
    records are compared by their number in the source."""
    known = dict(zip(table.rows.head(rows).to_list(), table.cells.head(rows).iter_rows(), strict=True))
    differing = []
    for row, (number, cells) in enumerate(
        zip(other.rows.head(rows).to_list(), other.cells.head(rows).iter_rows(), strict=True)
    ):
        before = known.get(number, ())
        for column, cell in enumerate(cells):
            if cell != (before[column] if column < len(before) else None):
                differing.append((row, column))
    return differing


def _beginning(data: bytes) -> bytes:
    if len(data) <= _BEGINNING:
        return data
    head = data[:_BEGINNING]
    if b"\0" in head[:1000]:
        return head
    return head[: head.rfind(b"\n") + 1] or head
