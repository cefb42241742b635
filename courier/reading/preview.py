"""How a text may be understood, and what another way to read it would change: what a person chooses by."""

from __future__ import annotations

from dataclasses import dataclass, replace

from courier.reading.delimited import grid_of, read_text
from courier.reading.dialects import Candidate, find_dialects
from courier.reading.encodings import decode, encoding_name, likely_encodings
from courier.reading.grid import Grid
from courier.reading.source import naming, tabs_of, within
from courier.reading.table import Table
from courier.reading.wished import AS_FOUND, Wished
from courier.reading.workbooks.tables import WorkbookKind, grid_and_table

BEGINNING = 200_000
"""Bytes of a text by which it is looked at."""
_MOST_ENCODINGS = 8
_MOST_RECORDS = 100


@dataclass(frozen=True)
class Readings:
    """The ways in which a text may be read: encodings and dialects, the likeliest first, each dialect with how many of
    the first records it makes alike."""

    encodings: tuple[str, ...]
    dialects: tuple[Candidate, ...]


@dataclass(frozen=True)
class Look:
    """How a source would be read: its first records as they stand, none of them taken for the header, and the table
    that comes of them (of a text that of its beginning)."""

    records: Table
    table: Table


@dataclass(frozen=True)
class Preview:
    """A source of which other ways to read it can be looked at. ``tabs``: those of a workbook as `tabs_of` gives them,
    none for text; ``readings``: the ways to read a text, None for workbooks."""

    name: str
    data: bytes
    kind: WorkbookKind | None
    tabs: tuple[tuple[str, bool, int], ...]
    readings: Readings | None

    def look(self, tab: str | None, wished: Wished) -> Look:
        """How the source would be read. Raises ReadingError where it cannot be read so."""
        with naming(self.name):
            if self.kind is not None:
                grid, table = grid_and_table(self.data, self.kind, tab, wished)
                return Look(_records(grid), table)
            if wished.encoding is None and self.readings and self.readings.encodings[0] != "UTF-8":
                # finding it out takes most of the time, and it is known by now
                wished = replace(wished, encoding=self.readings.encodings[0])
            grid, _ = grid_of(decode(self.data, wished.encoding).text, [], wished=wished)
            return Look(_records(grid), read_text(self.data, wished))


def preview_of(data: bytes, name: str, wished: Wished = AS_FOUND) -> Preview:
    """What can be looked at of a source's bytes; ``name`` is for the words. Raises ReadingError."""
    inner, kind = within(data, name)
    if kind is not None:
        return Preview(name, inner, kind, tuple(tabs_of(inner, name)), None)
    head = _first_rows(inner)
    with naming(name):
        return Preview(name, head, None, (), readings_of(head, wished))


def _records(grid: Grid) -> Table:
    cells = grid.cells.head(_MOST_RECORDS)
    return Table(("",) * cells.width, cells, grid.numbers.head(_MOST_RECORDS), "", None, None, None, cells.width)


def readings_of(data: bytes, wished: Wished = AS_FOUND) -> Readings:
    """The ways in which a text may be read. Raises ReadingError for what is no text."""
    head = _first_rows(data)
    found = decode(head, wished.encoding)
    others = [encoding_name(one) for one in likely_encodings(head)[:_MOST_ENCODINGS]]
    encodings = dict.fromkeys([found.encoding, "UTF-8", "Windows-1252", *others])
    dialects = [one for one in find_dialects(found.text, wished.quote) if one.score > 0]
    return Readings(tuple(encodings), tuple(dialects))


def beginning_of(data: bytes, wished: Wished = AS_FOUND) -> Table:
    """The table in the first 200 KB of a text, for a look at it while the rest is read. Raises ReadingError."""
    return read_text(_first_rows(data), wished)


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


def _first_rows(data: bytes) -> bytes:
    if len(data) <= BEGINNING:
        return data
    head = data[:BEGINNING]
    if b"\0" in head[:1000]:
        return head
    return head[: head.rfind(b"\n") + 1] or head
