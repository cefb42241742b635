"""The changes of a cell since the source was read, and how to revert them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from courier.sheet.edit import Cells, Edit
from courier.sheet.sheet import Sheet


@dataclass(frozen=True)
class CellChange:
    """One change of one cell. ``what``: the edit's message key; ``rule``: the rule whose repair it was, "" if none."""

    what: str
    rule: str
    before: str | None
    after: str | None


def cell_changes(done: Sequence[Edit], column: str, row: int) -> Iterator[CellChange]:
    """The changes of a cell in effect, newest first. ``done``: the edits in effect, oldest first."""
    for edit in reversed(done):
        for change in reversed(edit.changes):
            if isinstance(change, Cells) and change.column == column and row in change.rows:
                index = list(change.rows).index(row)
                yield CellChange(edit.what, change.rule, change.before[index], change.after[index])


def revert_edit(sheet: Sheet, cells: Mapping[str, pl.Series]) -> Edit:
    """The edit that restores the source's texts in these rows (ids, UInt32) of each column. Inserted rows have no
    source and stay as they are; computed values are computed again."""
    changes = []
    for column, rows in cells.items():
        from_source = rows.filter(rows < sheet.source_count)
        current = pl.Series(sheet.cells(from_source.to_list(), column), dtype=pl.String)
        original = sheet.source_cells(from_source, column)
        differs = current.ne_missing(original)
        ids = from_source.filter(differs)
        if ids.len():
            before, after = current.filter(differs), original.filter(differs)
            changes.append(Cells(column, ids.to_list(), before.to_list(), after.to_list()))
    return Edit("edit-revert", tuple(changes), {"cells": sum(len(change.rows) for change in changes)})
