"""What became of a cell since the source, and the way back to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from courier.sheet.edit import Cells, Edit
from courier.sheet.sheet import Sheet


@dataclass(frozen=True)
class CellChange:
    """One change of one cell. ``what``: the message key of the edit; ``rule``: whose repair it was, "" if none."""

    what: str
    rule: str
    before: str | None
    after: str | None


def cell_changes(done: Sequence[Edit], column: str, row: int) -> Iterator[CellChange]:
    """The changes in force of a cell, newest first. ``done``: the edits in force, oldest first."""
    for edit in reversed(done):
        for change in reversed(edit.changes):
            if isinstance(change, Cells) and change.column == column and row in change.rows:
                place = list(change.rows).index(row)
                yield CellChange(edit.what, change.rule, change.before[place], change.after[place])


def revert_edit(sheet: Sheet, rows: pl.Series, columns: Iterable[str]) -> Edit:
    """The edit that puts back what the source had in these rows (ids, UInt32) and columns. Inserted rows have no source
    and stay as they are; computed values are computed again."""
    known = rows.filter(rows < sheet.source_count)
    changes = []
    for column in columns:
        now = pl.Series(sheet.cells(known.to_list(), column), dtype=pl.String)
        then = sheet.source_cells(known, column)
        other = now.ne_missing(then)
        ids = known.filter(other)
        if ids.len():
            changes.append(Cells(column, ids.to_list(), now.filter(other).to_list(), then.filter(other).to_list()))
    return Edit("edit-revert", tuple(changes), {"cells": sum(len(change.rows) for change in changes)})
