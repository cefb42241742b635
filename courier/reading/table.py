"""What reading gives: text cells, row numbers, and every assumption that was made."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

import polars as pl

from courier.messages import Fact, PlainError, text


class ReadingError(PlainError):
    """A source that cannot be read, or not as a table."""


@dataclass(frozen=True)
class Note:
    """An assumption made while reading, put into words late."""

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __str__(self) -> str:
        return text(self.key, **self.facts)


@dataclass(frozen=True, eq=False)
class Table:
    """One table of a source.

    ``headers`` exactly as they stood. ``cells``: String columns ``c0`` ..; "" is an empty cell, null a cell that the
    record did not have; cells beyond the header have columns of their own with the header "". ``rows``: the number of
    each record as a spreadsheet counts it. ``ragged``: records with more or fewer cells than the header.
    ``damaged``: per column the rows whose number had more digits than the workbook can hold.
    ``encoding`` and ``delimiter`` are None for workbooks. ``made_for``: the template a workbook says it was made for.
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
    ragged: int = 0
    tab: str | None = None
    damaged: Mapping[str, pl.Series] = field(default_factory=dict)
    made_for: str | None = None


def write_records(table: Table, out: TextIO) -> None:
    """Write a table as plain CSV with line feeds: the header as it was, then each record with the cells it had."""
    # with "\n" as line end the csv module would leave a lone carriage return in a cell unquoted
    writer = csv.writer(_LineFeeds(out), lineterminator="\r\n")
    if table.header_row is not None:
        writer.writerow(table.headers[: table.header_width])
    for record in table.cells.iter_rows():
        cells = list(record)
        while cells and cells[-1] is None:
            cells.pop()
        writer.writerow(cells)


class _LineFeeds:
    """Takes records that end in CR LF and passes them on with a line feed."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, record: str) -> int:
        return self._out.write(record.removesuffix("\r\n") + "\n")


@dataclass(frozen=True)
class Records:
    """Rows of cells found in a source, with their record numbers."""

    cells: Sequence[Sequence[str]]
    numbers: Sequence[int]


def header_place(first: Sequence[Sequence[str]]) -> int | None:
    """The index of the header among the first records: the first one that is about as wide as those that follow.

    A title, a date or an address above the table has far fewer filled cells. None if no record has any.
    """
    widths = [sum(1 for cell in record if cell.strip()) for record in first]
    filled = [width for width in widths if width]
    if not filled:
        return None
    usual = sorted(filled)[len(filled) // 2]
    for index, width in enumerate(widths):
        if width and (width * 2 > usual or usual < 3):
            return index
    return widths.index(filled[0])


def table_of(
    records: Records,
    notes: list[Note],
    *,
    format: str,  # noqa: A002 (the word of the command's contract)
    encoding: str | None = None,
    delimiter: str | None = None,
    tab: str | None = None,
    damaged: Iterable[tuple[int, int]] = (),
) -> Table:
    """The table in a list of records. ``damaged``: (record number, column) of cells with lost digits."""
    place = header_place(records.cells[:50])
    if place is None:
        raise ReadingError("reading-empty")
    if place:
        notes.append(Note("note-preamble", {"rows": place, "header": str(records.numbers[place])}))
    header = list(records.cells[place])
    while header and not header[-1].strip() and not any(len(one) >= len(header) for one in records.cells[place + 1 :]):
        header.pop()
    body = [
        (record, number)
        for record, number in zip(records.cells[place + 1 :], records.numbers[place + 1 :], strict=True)
        if any(cell.strip() for cell in record)
    ]
    blank = len(records.cells) - place - 1 - len(body)
    if blank:
        notes.append(Note("note-blank-rows", {"rows": blank}))
    width = max([len(header), *(len(record) for record, _ in body)])
    odd = [number for record, number in body if len(record) != len(header)]
    if odd:
        notes.append(Note("note-ragged", {"rows": len(odd), "first": str(odd[0])}))
    columns = [
        pl.Series(f"c{index}", [record[index] if index < len(record) else None for record, _ in body], dtype=pl.String)
        for index in range(width)
    ]
    numbers = [number for _, number in body]
    places = {number: row for row, number in enumerate(numbers)}
    lost: dict[str, list[int]] = {}
    for number, column in damaged:
        if number in places:
            lost.setdefault(f"c{column}", []).append(places[number])
    return Table(
        headers=(*header, *[""] * (width - len(header))),
        cells=pl.DataFrame(columns),
        rows=pl.Series(numbers, dtype=pl.Int64),
        format=format,
        encoding=encoding,
        delimiter=delimiter,
        header_row=records.numbers[place],
        header_width=len(header),
        notes=tuple(notes),
        ragged=len(odd),
        tab=tab,
        damaged={column: pl.Series(rows, dtype=pl.UInt32) for column, rows in lost.items()},
    )
