"""All rows of a source as they stand, and what their columns usually hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from courier.reading.cell_kinds import is_value, kind

Row = Sequence[str]
HEAD = 300
"""Rows at the beginning by which a table's structure is detected."""
JUDGED = 100
"""Rows by which columns are judged."""
JUDGED_COLUMNS = 300
_SHARE = 0.8


_FEW_ROWS = 100


@dataclass(frozen=True)
class RawGrid:
    """All rows of a source as they stand: String columns ``c0`` .., null where a record had no such cell, and the
    number of each record. ``always_full``: every row has every cell, as in workbooks."""

    cells: pl.DataFrame
    numbers: pl.Series
    always_full: bool = False

    def rows(self, start: int, count: int) -> list[list[str]]:
        """Rows from an index on, each with the cells its record had."""
        return [trimmed(row) for row in self.cells.slice(start, count).iter_rows()]


def trimmed(row: Sequence[str | None]) -> list[str]:
    """A row without the cells at its end that the record did not have."""
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return [cell or "" for cell in row[:end]]


def usual_kinds(rows: Sequence[Row]) -> dict[int, str]:
    """The kind of value in each column whose cells nearly all have the same."""
    counts: dict[int, Counter[str]] = {}
    for row in rows[:JUDGED]:
        for index, cell in enumerate(row[:JUDGED_COLUMNS]):
            if (cell_kind := kind(cell)) != "empty":
                counts.setdefault(index, Counter())[cell_kind] += 1
    usual = {}
    for index, kinds in counts.items():
        most_common, count = kinds.most_common(1)[0]
        if is_value(most_common) and count >= _SHARE * kinds.total():
            usual[index] = most_common
    return usual


def is_filled(row: Row) -> bool:
    """Whether any cell has more than blanks."""
    return any(map(str.strip, row))


def filled_width(row: Row) -> int:
    """How many cells there are up to the last filled one."""
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return end


def typical_width(rows: Sequence[Row], always_full: bool) -> int:
    """The most common number of cells, if ``always_full`` up to the last filled one; 0 if all are empty."""
    width = filled_width if always_full else len
    widths = Counter(width(row) for row in rows if is_filled(row))
    return widths.most_common(1)[0][0] if widths else 0


def blank_rows(grid: RawGrid) -> pl.Series | None:
    """For each row whether it is empty; None if none is."""
    frame = grid.cells
    # nearly every file has a column with text in every row, which is quicker to check
    for name in frame.columns[:3]:
        if not frame[name].null_count() and (frame[name] != "").all() and not frame[name].str.contains(r"^\s+$").any():
            return None
    if frame.height <= _FEW_ROWS:
        # planning one expression per column takes longer than a loop over a few very wide rows
        blank = pl.Series(
            "b", [not any(cell and cell.strip() for cell in row) for row in frame.iter_rows()], pl.Boolean
        )
        return blank if blank.any() else None
    blank = frame.select_seq(pl.all_horizontal(pl.all().str.strip_chars().fill_null("") == "").alias("b"))["b"]
    return blank if blank.any() else None


def widths_of(grid: RawGrid) -> pl.Series | None:
    """How many cells each row had; None if all had the same number."""
    frame = grid.cells
    if grid.always_full or not frame[frame.columns[-1]].null_count():
        return None
    counted = pl.sum_horizontal(pl.all().is_not_null()).alias("w")
    return frame.select_seq(counted)["w"]
