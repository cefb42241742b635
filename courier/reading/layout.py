"""Where in the rows of a source the table is: what stands above it, its header, repeated headers, what stands below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from courier.reading.grid import HEAD, RawGrid, Row, blank_rows, trimmed
from courier.reading.header import find_header
from courier.reading.table import Note, Table
from courier.reading.table_end import end_of_table, without_footnotes


def table_of(
    grid: RawGrid,
    notes: Sequence[Note],
    *,
    format: str,  # noqa: A002 (the word of the command's contract)
    encoding: str | None = None,
    delimiter: str | None = None,
    tab: str | None = None,
    damaged: Mapping[str, pl.Series] | None = None,
    header_row: int | None = None,
) -> Table:
    """The first table in a grid, with a note for everything that was left away.

    ``damaged``: per column the grid's rows with lost digits. ``header_row``: the record number of the header that a
    person chose, 0 for none. Raises ReadingError if there is nothing in the grid.
    """
    said = list(notes)
    head = grid.rows(0, HEAD)
    blank = blank_rows(grid)
    place, lines, header = find_header(grid, head, header_row, said)
    first = place + lines
    stop = end_of_table(grid, first, header, blank, said)
    stop = without_footnotes(grid, first, stop, header, said)
    keep = _kept(grid, first, stop, header, blank, said)
    cells, numbers = grid.cells[first:stop], grid.numbers[first:stop]
    if keep is not None:
        cells, numbers = cells.filter(keep), numbers.filter(keep)
    cells = _without_empty_columns(cells, len(header), grid.always_full)
    width = cells.width
    header_width = len(header) if lines else _usual_width(cells)
    ragged = _ragged(cells, header_width, grid.always_full)
    if ragged.len():
        said.append(Note("note-ragged", {"rows": ragged.len(), "first": str(numbers[int(ragged[0])])}))
    return Table(
        headers=(*header, *[""] * (width - len(header))),
        cells=cells.rechunk(),
        rows=numbers.rechunk(),
        format=format,
        encoding=encoding,
        delimiter=delimiter,
        header_row=int(grid.numbers[first - 1]) if lines else None,
        header_width=header_width,
        notes=tuple(said),
        ragged=ragged.len(),
        tab=tab,
        damaged=_moved(damaged or {}, first, stop, keep, cells.columns),
    )


def _kept(
    grid: RawGrid, first: int, stop: int, header: Row, blank: pl.Series | None, said: list[Note]
) -> pl.Series | None:
    """Which rows of the table are its own: neither empty nor the header once more. None if all are."""
    keep: pl.Series | None = None
    if blank is not None:
        keep = ~blank[first:stop]
        empty = keep.len() - int(keep.sum())
        if empty:
            said.append(Note("note-blank-rows", {"rows": empty}))
    again = _header_again(grid, first, stop, header)
    if again.len():
        said.append(Note("note-header-again", {"rows": again.len(), "first": str(grid.numbers[first + int(again[0])])}))
        marks = pl.Series("m", [True]).new_from_index(0, stop - first)
        marks = marks.scatter(again, False)
        keep = marks if keep is None else keep & marks
    return keep


def _header_again(grid: RawGrid, first: int, stop: int, header: Row) -> pl.Series:
    names = [(index, name) for index, name in enumerate(header) if name.strip()]
    if len(names) < 2:
        return pl.Series(dtype=pl.UInt32)
    index, name = names[0]
    rows = (grid.cells[f"c{index}"][first:stop] == name).fill_null(value=False).arg_true()
    for index, name in enumerate(header):
        if not rows.len():
            break
        there = grid.cells[f"c{index}"][first:stop].gather(rows)
        rows = rows.filter(there.str.strip_chars().fill_null("") == name.strip())
    return rows


def _without_empty_columns(cells: pl.DataFrame, named: int, always_full: bool) -> pl.DataFrame:
    """The columns up to the last one that has a name or a cell."""
    width = cells.width
    while width > named:
        last = cells.to_series(width - 1)
        if last.null_count() < last.len() and not (always_full and (last == "").all()):
            break
        width -= 1
    return cells.select(cells.columns[:width])


def _usual_width(cells: pl.DataFrame) -> int:
    counts = Counter(len(trimmed(row)) for row in cells.head(HEAD).iter_rows())
    return counts.most_common(1)[0][0] if counts else cells.width


def _ragged(cells: pl.DataFrame, width: int, always_full: bool) -> pl.Series:
    """The rows with more or fewer cells than the header."""
    none = pl.Series([], dtype=pl.UInt32)
    if not cells.width or (always_full and cells.width == width):
        return none
    short = cells.to_series(width - 1).null_count() if 0 < width <= cells.width else cells.height
    if not short and cells.width == width:
        return none
    counted = cells.select_seq(pl.sum_horizontal(pl.all().is_not_null()).alias("w"))["w"]
    return (counted != width).arg_true()


def _moved(
    damaged: Mapping[str, pl.Series], first: int, stop: int, keep: pl.Series | None, columns: Sequence[str]
) -> dict[str, pl.Series]:
    """Damaged cells counted by the rows that were kept."""
    moved = {}
    for name, rows in damaged.items():
        inside = rows.filter((rows >= first) & (rows < stop)) - first
        if keep is not None:
            places = keep.cast(pl.UInt32).cum_sum() - 1
            inside = places.gather(inside.filter(keep.gather(inside)))
        if inside.len() and name in columns:
            moved[name] = inside.cast(pl.UInt32)
    return moved
