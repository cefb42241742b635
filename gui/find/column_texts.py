"""What the grid shows, as whole columns: for searching and filtering without asking cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from courier.draft import Draft
from courier.draft_edits import own_columns
from courier.rules.frames import FieldFrames
from courier.sheet.mapping import Column
from courier.sheet.sheet import OVERRIDE
from gui.grid.columns import GridColumn


def whole_texts(draft: Draft, columns: Sequence[GridColumn]) -> Iterator[tuple[str, pl.Series]]:
    """Per column its texts by row id, calculated values and those for all rows included."""
    cells = draft.sheet.frame()
    computed: pl.DataFrame | None = None
    for column in columns:
        if not column.column.startswith(OVERRIDE):
            yield column.column, cells[column.column]
            continue
        if computed is None:
            computed = _computed(draft, cells)
        yield column.column, computed[column.name or ""]


def own_cells(draft: Draft, columns: Sequence[GridColumn]) -> set[str]:
    """The columns in which a person sees the sheet's own cells, so that something else can be written there."""
    own = own_columns(draft)
    return {column.column for column in columns if column.read_only is None and column.column in own}


def marked_cells(draft: Draft, columns: Sequence[GridColumn]) -> dict[str, pl.Series]:
    """Per column the row ids (Boolean) whose cell has an error or a warning."""
    shown = {column.column for column in columns}
    marked: dict[str, pl.Series] = {}
    for (rule, name), mask in draft.verdict.masks.items():
        column = draft.checker.frames.column_of(name) if name else None
        if column in shown and column and draft.verdict.severity(rule) != "note":
            marked[column] = marked[column] | mask if column in marked else mask
    return marked


def in_order(draft: Draft, mask: pl.Series) -> pl.Series:
    """The row ids (of a Boolean per row id) in sheet order."""
    order = draft.sheet.row_order
    return order.filter(mask.gather(order)) if order.len() else order


def _computed(draft: Draft, cells: pl.DataFrame) -> pl.DataFrame:
    chosen = draft.choices.mapping
    feeds = tuple((name, feed) for name, feed in chosen.feeds if not isinstance(feed, Column))
    # a column of the sheet beside them gives fields with one value their height
    mapping = replace(chosen, feeds=feeds, extra=draft.sheet.columns[:1])
    return FieldFrames(mapping, draft.choices.zone, {}).raw(cells)
