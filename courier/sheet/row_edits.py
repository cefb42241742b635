"""Edits of whole rows: insert, delete, move and duplicate."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from courier.sheet.edit import Cells, Edit, Rows
from courier.sheet.sheet import Sheet


def insert_rows(sheet: Sheet, position: int, count: int) -> Edit:
    """The edit that puts empty rows before the row at ``position``."""
    nothing = pl.Series([], dtype=pl.UInt32)
    return Edit("edit-insert-rows", (Rows(position, nothing, sheet.new_rows(count)),), {"rows": count})


def delete_rows(sheet: Sheet, positions: Iterable[int]) -> Edit:
    """The edit that takes the rows at these positions out of the sheet."""
    doomed = sorted(set(positions))
    first, last = doomed[0], doomed[-1]
    stretch = sheet.row_order.slice(first, last - first + 1)
    gone = pl.Series([position - first for position in doomed], dtype=pl.UInt32)
    keep = ~pl.int_range(0, stretch.len(), dtype=pl.UInt32, eager=True).is_in(gone.implode())
    return Edit("edit-delete-rows", (Rows(first, stretch, stretch.filter(keep)),), {"rows": len(doomed)})


def move_rows(sheet: Sheet, positions: Iterable[int], by: int) -> Edit:
    """The edit that moves the rows at these positions one place up (``by`` -1) or down (1), each stretch of them as
    a whole; those at the edge of the sheet stay."""
    moving = sorted(set(positions), reverse=by > 0)
    first = max(0, min(moving) + min(by, 0))
    stretch = sheet.row_order.slice(first, max(moving) + max(by, 0) - first + 1)
    places = list(range(stretch.len()))
    edge = 0 if by < 0 else len(places) - 1
    for place in (position - first for position in moving):
        if place == edge:
            # what comes to the edge after it has to stay as well
            edge -= by
        else:
            places[place], places[place + by] = places[place + by], places[place]
    return Edit("edit-move-rows", (Rows(first, stretch, stretch.gather(places)),), {"rows": len(moving)})


def duplicate_rows(sheet: Sheet, positions: Iterable[int]) -> Edit:
    """The edit that puts copies of the rows at these positions below the last of them."""
    wanted = sorted(set(positions))
    rows = sheet.row_order.gather(wanted)
    cells = sheet.frame(rows)
    fresh = sheet.new_rows(len(wanted))
    ids, blank = fresh.to_list(), [None] * len(wanted)
    copies = [Cells(column.name, ids, blank, column.to_list()) for column in cells.get_columns()]
    after = Rows(wanted[-1] + 1, pl.Series([], dtype=pl.UInt32), fresh)
    return Edit("edit-duplicate-rows", (after, *copies), {"rows": len(wanted)})
