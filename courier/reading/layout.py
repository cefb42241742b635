"""Finds the table in the rows of a source: below a preamble, without repeated headers, above footnotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from courier.reading.grid import HEAD, RawGrid, Row, blank_rows, trimmed
from courier.reading.header import find_header, lines_of
from courier.reading.table import MOST_COLUMNS, Note, ReadingError, Table
from courier.reading.table_end import end_of_table, without_footnotes


def table_of(
    grid: RawGrid,
    notes: Iterable[Note],
    *,
    format: str,  # noqa: A002 (the word of the command's contract)
    encoding: str | None = None,
    delimiter: str | None = None,
    tab: str | None = None,
    damaged: Mapping[str, pl.Series] | None = None,
    header_row: int | None = None,
) -> Table:
    """The first table in a grid, with a note for everything that was left out.

    ``damaged``: per column the grid's rows with lost digits. ``header_row``: the record number of the header that a
    person chose, 0 for none. Raises ReadingError if the grid is empty or has too many columns.
    """
    if grid.cells.width > MOST_COLUMNS:
        # a sheet in which a cell far to the right was once filled has only empty cells there
        grid = replace(grid, cells=_used_columns(grid.cells))
    if grid.cells.width > MOST_COLUMNS:
        raise ReadingError("reading-too-wide", rows=grid.cells.height, columns=grid.cells.width)
    all_notes = list(notes)
    head = grid.rows(0, HEAD)
    blank = blank_rows(grid)
    place, lines, header = find_header(grid, head, header_row, all_notes)
    first = place + lines
    stop = end_of_table(grid, first, header, blank, all_notes)
    stop = without_footnotes(grid, first, stop, header, all_notes)
    keep = _kept(grid, first, stop, header, blank, all_notes)
    cells, numbers = grid.cells[first:stop], grid.numbers[first:stop]
    if keep is not None:
        cells, numbers = cells.filter(keep), numbers.filter(keep)
    cells = without_empty_columns(cells, len(header), grid.always_full)
    width = cells.width
    header_width = len(header) if lines else _usual_width(cells)
    for key, rows in _ragged(cells, header_width, grid.always_full).items():
        if rows.len():
            all_notes.append(Note(key, {"rows": rows.len(), "first": str(numbers[int(rows[0])])}))
    return Table(
        headers=(*header, *[""] * (width - len(header))),
        cells=cells.rechunk(),
        rows=numbers.rechunk(),
        format=format,
        encoding=encoding,
        delimiter=delimiter,
        header_row=int(grid.numbers[first - 1]) if lines else None,
        header_width=header_width,
        notes=tuple(all_notes),
        tab=tab,
        above=lines_of(head[:place]),
        damaged=_moved(damaged or {}, first, stop, keep, cells.columns),
    )


def _kept(
    grid: RawGrid, first: int, stop: int, header: Row, blank: pl.Series | None, notes: list[Note]
) -> pl.Series | None:
    """Which rows of the table are records: neither empty nor the header repeated. None if all are."""
    keep: pl.Series | None = None
    if blank is not None:
        keep = ~blank[first:stop]
        if empty := keep.len() - int(keep.sum()):
            notes.append(Note("note-blank-rows", {"rows": empty}))
    again = _header_again(grid, first, stop, header)
    if again.len():
        notes.append(
            Note("note-header-again", {"rows": again.len(), "first": str(grid.numbers[first + int(again[0])])})
        )
        keep = pl.Series([True]).new_from_index(0, stop - first) if keep is None else keep
        keep = keep.scatter(again, False)
    return keep


def _header_again(grid: RawGrid, first: int, stop: int, header: Row) -> pl.Series:
    """The rows, from ``first``, that repeat the header."""
    names = [(index, name) for index, name in enumerate(header) if name.strip()]
    if len(names) < 2:
        return pl.Series(dtype=pl.UInt32)
    index, name = names[0]
    rows = (grid.cells[f"c{index}"][first:stop] == name).fill_null(value=False).arg_true()
    for index, name in enumerate(header):
        if not rows.len():
            break
        cells = grid.cells[f"c{index}"][first:stop].gather(rows)
        rows = rows.filter(cells.str.strip_chars().fill_null("") == name.strip())
    return rows


def without_empty_columns(cells: pl.DataFrame, named: int, always_full: bool) -> pl.DataFrame:
    """The columns up to the last one that has a name or a filled cell."""
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


def _used_columns(cells: pl.DataFrame) -> pl.DataFrame:
    """The columns up to the last in which any cell has more than blanks."""
    used = cells.width
    while used > 1 and not (cells[:, used - 1].str.strip_chars() != "").any():
        used -= 1
    return cells[:, :used]


def _ragged(cells: pl.DataFrame, width: int, always_full: bool) -> dict[str, pl.Series]:
    """The rows with fewer cells than ``width``, and those with more, by the note that reports them."""
    if not cells.width or (cells.width == width and (always_full or not cells.to_series(-1).null_count())):
        return {}
    counted = cells.select_seq(pl.sum_horizontal(pl.all().is_not_null()).alias("w"))["w"]
    beyond = [pl.col(name).str.strip_chars().fill_null("") != "" for name in cells.columns[width:]]
    filled = cells.select_seq(pl.any_horizontal(pl.lit(value=False), *beyond).alias("f"))["f"]
    return {
        "note-short-rows": (counted < width).arg_true(),
        "note-surplus": filled.arg_true(),
        "note-surplus-empty": ((counted > width) & ~filled).arg_true(),
    }


def _moved(
    damaged: Mapping[str, pl.Series], first: int, stop: int, keep: pl.Series | None, columns: Sequence[str]
) -> dict[str, pl.Series]:
    """The damaged cells by their rows in the table: those from ``first`` to ``stop`` that are kept."""
    moved = {}
    for name, rows in damaged.items():
        inside = rows.filter((rows >= first) & (rows < stop)) - first
        if keep is not None:
            indices = keep.cast(pl.UInt32).cum_sum() - 1
            inside = indices.gather(inside.filter(keep.gather(inside)))
        if inside.len() and name in columns:
            moved[name] = inside.cast(pl.UInt32)
    return moved
