"""How a text may be understood, and what another way to read it would change: what a person chooses by."""

from __future__ import annotations

from dataclasses import dataclass, replace

from courier.reading.delimited import grid_of, read_text
from courier.reading.dialects import Candidate, find_dialects
from courier.reading.encodings import decode, encoding_name, likely_encodings
from courier.reading.grid import RawGrid
from courier.reading.read_options import DETECT, ReadOptions
from courier.reading.source import naming_file, tabs_of, unpacked
from courier.reading.table import Table
from courier.reading.workbooks.tables import WorkbookKind, grid_and_table

BEGINNING = 200_000
"""Bytes of a text by which it is looked at."""
_MOST_ENCODINGS = 8
_MOST_RECORDS = 100


@dataclass(frozen=True)
class ReadChoices:
    """The ways in which a text may be read: encodings and dialects, the likeliest first, each dialect with how many of
    the first records it makes alike."""

    encodings: tuple[str, ...]
    dialects: tuple[Candidate, ...]


@dataclass(frozen=True)
class PreviewResult:
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
    readings: ReadChoices | None

    def look(self, tab: str | None, options: ReadOptions) -> PreviewResult:
        """How the source would be read. Raises ReadingError where it cannot be read so."""
        with naming_file(self.name):
            if self.kind is not None:
                grid, table = grid_and_table(self.data, self.kind, tab, options)
                return PreviewResult(_records(grid), table)
            if options.encoding is None and self.readings and self.readings.encodings[0] != "UTF-8":
                # finding it out takes most of the time, and it is known by now
                options = replace(options, encoding=self.readings.encodings[0])
            grid, _ = grid_of(decode(self.data, options.encoding).text, [], options=options)
            return PreviewResult(_records(grid), read_text(self.data, options))


def preview_of(data: bytes, name: str, options: ReadOptions = DETECT) -> Preview:
    """What can be looked at of a source's bytes; ``name`` is for the words. Raises ReadingError."""
    inner, kind = unpacked(data, name)
    if kind is not None:
        return Preview(name, inner, kind, tuple(tabs_of(inner, name)), None)
    head = _first_rows(inner)
    with naming_file(name):
        return Preview(name, head, None, (), read_choices_of(head, options))


def _records(grid: RawGrid) -> Table:
    cells = grid.cells.head(_MOST_RECORDS)
    return Table(("",) * cells.width, cells, grid.numbers.head(_MOST_RECORDS), "", None, None, None, cells.width)


def read_choices_of(data: bytes, options: ReadOptions = DETECT) -> ReadChoices:
    """The ways in which a text may be read. Raises ReadingError for what is no text."""
    head = _first_rows(data)
    found = decode(head, options.encoding)
    others = [encoding_name(one) for one in likely_encodings(head)[:_MOST_ENCODINGS]]
    encodings = dict.fromkeys([found.encoding, "UTF-8", "Windows-1252", *others])
    dialects = [one for one in find_dialects(found.text, options.quote) if one.score > 0]
    return ReadChoices(tuple(encodings), tuple(dialects))


def beginning_of(data: bytes, options: ReadOptions = DETECT) -> Table:
    """The table in the first 200 KB of a text, for a look at it while the rest is read. Raises ReadingError."""
    return read_text(_first_rows(data), options)


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
