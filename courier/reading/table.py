"""The result of reading: text cells, row numbers, and every assumption that was made."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from courier.messages import Fact, UserError, text
from courier.reading.grid import trimmed

MOST_COLUMNS = 4_000
"""Columns up to which a source is a table of orders; each costs time in every rule and guess, whatever it holds."""
MOST_HELD_COLUMNS = 20_000
"""Columns, empty ones at the end included, up to which the records of a text are held at all."""


class ReadingError(UserError):
    """The source cannot be read, or not as a table."""


@dataclass(frozen=True)
class Note:
    """An assumption made while reading; its sentence is built when it is shown."""

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __str__(self) -> str:
        return text(self.key, **self.facts)


@dataclass(frozen=True, eq=False)
class Table:
    """One table of a source.

    ``headers`` exactly as they stood. ``cells``: String columns ``c0`` ..; "" is an empty cell, null a cell that the
    record did not have; cells beyond the header have columns of their own with the header "". ``rows``: the number of
    each record as a spreadsheet counts it.
    ``damaged``: per column the rows whose number had more digits than the workbook can hold.
    ``encoding`` and ``delimiter`` are None for workbooks. ``tabs``: those of a workbook and whether each is hidden.
    ``above``: the lines above the header, each with its filled cells.
    ``made_for``: the template that a workbook of the app names in its properties.
    """

    headers: tuple[str, ...]
    cells: pl.DataFrame
    rows: pl.Series
    format: str
    encoding: str | None
    delimiter: str | None
    header_row: int | None
    header_width: int
    notes: tuple[Note, ...] = ()
    tab: str | None = None
    tabs: tuple[tuple[str, bool], ...] = ()
    damaged: Mapping[str, pl.Series] = field(default_factory=dict)
    made_for: str | None = None
    above: tuple[str, ...] = ()

    @property
    def named_headers(self) -> tuple[str, ...]:
        """The headers of the source, without the columns beyond them."""
        return self.headers[: self.header_width]


def write_records(table: Table, out: Writable) -> None:
    """Write a table as CSV with line feeds: the header as it was, then each record with the cells it had."""
    # with "\n" as line end the csv module would not quote a lone carriage return in a cell
    writer = csv.writer(_LineFeeds(out), lineterminator="\r\n")
    if table.header_row is not None:
        writer.writerow(table.headers[: table.header_width])
    for record in table.cells.iter_rows():
        writer.writerow(trimmed(record))


class Writable(Protocol):
    """What takes text, such as an open file."""

    def write(self, text: str, /) -> int:
        """Write this; how many characters were written."""


class _LineFeeds:
    """Replaces the CR LF at the end of each record by a line feed."""

    def __init__(self, out: Writable) -> None:
        self._out = out

    def write(self, record: str) -> int:
        return self._out.write(record.removesuffix("\r\n") + "\n")
