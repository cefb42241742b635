"""Edits of whole rows: insert, delete, move and duplicate."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from courier.sheet.edit import Cells, Edit, Rows
from courier.sheet.sheet import Sheet


def insert_rows(sheet: Sheet, position: int, count: int) -> Edit:
    """The edit that inserts empty rows before the row at ``position``."""
    no_rows = pl.Series([], dtype=pl.UInt32)
    return Edit("edit-insert-rows", (Rows(position, no_rows, sheet.new_rows(count)),), {"rows": count})


def delete_rows(sheet: Sheet, positions: Iterable[int]) -> Edit:
    """The edit that deletes the rows at these positions."""
    deleted = sorted(set(positions))
    first, last = deleted[0], deleted[-1]
    span = sheet.row_order.slice(first, last - first + 1)
    offsets = pl.Series([position - first for position in deleted], dtype=pl.UInt32)
    keep = ~pl.int_range(0, span.len(), dtype=pl.UInt32, eager=True).is_in(offsets.implode())
    return Edit("edit-delete-rows", (Rows(first, span, span.filter(keep)),), {"rows": len(deleted)})


def move_rows(sheet: Sheet, positions: Iterable[int], by: int) -> Edit:
    """The edit that moves the rows at these positions one position up (``by`` -1) or down (1), adjacent ones together;
    rows at the edge of the sheet stay."""
    moving = sorted(set(positions), reverse=by > 0)
    first = max(0, min(moving) + min(by, 0))
    span = sheet.row_order.slice(first, max(moving) + max(by, 0) - first + 1)
    source_offsets = list(range(span.len()))
    edge = 0 if by < 0 else len(source_offsets) - 1
    for offset in (position - first for position in moving):
        if offset == edge:
            # the next row would collide with the one that stayed at the edge, so it stays too
            edge -= by
        else:
            source_offsets[offset], source_offsets[offset + by] = source_offsets[offset + by], source_offsets[offset]
    return Edit("edit-move-rows", (Rows(first, span, span.gather(source_offsets)),), {"rows": len(moving)})


def duplicate_rows(sheet: Sheet, positions: Iterable[int]) -> Edit:
    """The edit that inserts copies of the rows at these positions below the last of them."""
    copied = sorted(set(positions))
    rows = sheet.row_order.gather(copied)
    cells = sheet.frame(rows)
    new_ids = sheet.new_rows(len(copied))
    ids, blank = new_ids.to_list(), [None] * len(copied)
    copies = [Cells(column.name, ids, blank, column.to_list()) for column in cells.get_columns()]
    after = Rows(copied[-1] + 1, pl.Series([], dtype=pl.UInt32), new_ids)
    return Edit("edit-duplicate-rows", (after, *copies), {"rows": len(copied)})
