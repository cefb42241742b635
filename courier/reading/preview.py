"""Shows how a source would be read with other options, so that a person can choose them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest

from courier.reading.delimited import grid_of, read_text
from courier.reading.dialects import Candidate, find_dialects
from courier.reading.encodings import decode, encoding_name, likely_encodings
from courier.reading.grid import RawGrid, Row
from courier.reading.read_options import DETECT, ReadOptions
from courier.reading.source import naming_file, tabs_of, unpacked
from courier.reading.table import Table
from courier.reading.workbooks.tables import WorkbookKind, grid_and_table

BEGINNING = 200_000
"""Bytes of a text that a preview reads."""
_MOST_ENCODINGS = 8
_MOST_RECORDS = 100


@dataclass(frozen=True)
class ReadChoices:
    """The encodings and dialects in which a text may be written, the likeliest first."""

    encodings: tuple[str, ...]
    dialects: tuple[Candidate, ...]


@dataclass(frozen=True)
class PreviewResult:
    """How a source would be read: its first records as they stand, the header among them, and the table (of a text: the
    table in its beginning)."""

    records: Table
    table: Table


@dataclass(frozen=True)
class Preview:
    """A source that can be read with different options. ``tabs``: those of a workbook as `tabs_of` gives them, none for
    text; ``readings``: the ways to read a text, None for workbooks."""

    name: str
    data: bytes
    kind: WorkbookKind | None
    tabs: tuple[tuple[str, bool, int], ...]
    readings: ReadChoices | None

    def look(self, tab: str | None, options: ReadOptions) -> PreviewResult:
        """How the source would be read. Raises ReadingError if it cannot be read with these options."""
        with naming_file(self.name):
            if self.kind is not None:
                grid, table = grid_and_table(self.data, self.kind, tab, options)
                return PreviewResult(_records(grid), table)
            if options.encoding is None and self.readings and self.readings.encodings[0] != "UTF-8":
                # detecting it again would take most of the time
                options = replace(options, encoding=self.readings.encodings[0])
            grid, _ = grid_of(decode(self.data, options.encoding).text, [], options=options)
            return PreviewResult(_records(grid), read_text(self.data, options))


def preview_of(data: bytes, name: str, options: ReadOptions = DETECT) -> Preview:
    """The preview of a source's bytes; ``name`` is for error messages. Raises ReadingError."""
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
    """The ways in which a text may be read. Raises ReadingError if the bytes are no text."""
    head = _first_rows(data)
    decoded = decode(head, options.encoding)
    others = map(encoding_name, likely_encodings(head)[:_MOST_ENCODINGS])
    encodings = dict.fromkeys([decoded.encoding, "UTF-8", "Windows-1252", *others])
    dialects = [candidate for candidate in find_dialects(decoded.text, options.quote) if candidate.score > 0]
    return ReadChoices(tuple(encodings), tuple(dialects))


def beginning_of(data: bytes, options: ReadOptions = DETECT) -> Table:
    """The table in the first 200 KB of a text, shown while the rest is read. Raises ReadingError."""
    return read_text(_first_rows(data), options)


def differing_cells(table: Table, other: Table, rows: int = 100) -> list[tuple[int, int]]:
    """Row and column of each cell among the first rows of ``other`` that differs from ``table``; headers are ignored,
    and records are matched by their number in the source."""
    before = dict(_numbered(table, rows))
    return [
        (row, column)
        for row, (number, cells) in enumerate(_numbered(other, rows))
        for column, (cell, old) in enumerate(zip_longest(cells, before.get(number, ())))
        if column < len(cells) and cell != old
    ]


def _numbered(table: Table, rows: int) -> Iterable[tuple[int, Row]]:
    return zip(table.rows.head(rows).to_list(), table.cells.head(rows).iter_rows(), strict=True)


def _first_rows(data: bytes) -> bytes:
    if len(data) <= BEGINNING:
        return data
    head = data[:BEGINNING]
    if b"\0" in head[:1000]:
        return head
    return head[: head.rfind(b"\n") + 1] or head
