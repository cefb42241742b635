"""All rows of a source as they stand, and what their columns usually hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from courier.reading.cell_kinds import is_value, kind

Row = Sequence[str]
HEAD = 300
"""Rows at the beginning that are looked at to understand a table."""
JUDGED = 100
"""Rows by which columns are judged."""
JUDGED_COLUMNS = 300
_SHARE = 0.8


@dataclass(frozen=True)
class RawGrid:
    """All rows of a source as they stand: String columns ``c0`` .., null where a record had no such cell, and the
    number of each record. ``always_full``: every row has every cell, as in workbooks."""

    cells: pl.DataFrame
    numbers: pl.Series
    always_full: bool = False

    def rows(self, start: int, count: int) -> list[list[str]]:
        """Some rows with the cells they had."""
        return [trimmed(row) for row in self.cells.slice(start, count).iter_rows()]


def trimmed(row: Sequence[str | None]) -> list[str]:
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return [cell or "" for cell in row[:end]]


def usual_kinds(rows: Sequence[Row]) -> dict[int, str]:
    """The kind of value in each column whose cells nearly all have the same."""
    counts: dict[int, Counter[str]] = {}
    for row in rows[:JUDGED]:
        for index, cell in enumerate(row[:JUDGED_COLUMNS]):
            found = kind(cell)
            if found != "empty":
                counts.setdefault(index, Counter())[found] += 1
    usual = {}
    for index, found_kinds in counts.items():
        found, count = found_kinds.most_common(1)[0]
        if is_value(found) and count >= _SHARE * found_kinds.total():
            usual[index] = found
    return usual


def filled_width(row: Row) -> int:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return end


def typical_width(rows: Sequence[Row], always_full: bool) -> int:
    width = filled_width if always_full else len
    widths = Counter(width(row) for row in rows if any(map(str.strip, row)))
    return widths.most_common(1)[0][0] if widths else 0


def blank_rows(grid: RawGrid) -> pl.Series | None:
    """For each row whether it has nothing in it; None if every row has something."""
    frame = grid.cells
    # a column with text in every row settles it for nearly every file
    for name in frame.columns[:3]:
        if not frame[name].null_count() and (frame[name] != "").all() and not frame[name].str.contains(r"^\s+$").any():
            return None
    blank = frame.select_seq(pl.all_horizontal(pl.all().str.strip_chars().fill_null("") == "").alias("b"))["b"]
    return blank if blank.any() else None


def widths_of(grid: RawGrid) -> pl.Series | None:
    """How many cells each row had; None if all had the same number."""
    frame = grid.cells
    if grid.always_full or not frame[frame.columns[-1]].null_count():
        return None
    counted = pl.sum_horizontal(pl.all().is_not_null()).alias("w")
    return frame.select_seq(counted)["w"]
