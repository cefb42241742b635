"""The texts that the grid shows, fetched for many cells at once."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from courier.draft import Draft
from courier.sheet.sheet import OVERRIDE
from gui.grid.columns import GridColumn

_FEW = 4_000
"""Rows up to which cells are picked one column at a time without working pending edits into the frame."""


def shown_texts(draft: Draft, columns: Sequence[GridColumn], rows: pl.Series) -> list[pl.Series]:
    """Per column the texts of the rows with these ids, null where there is none."""
    if len(columns) < 3 and not any(column.column.startswith(OVERRIDE) for column in columns):
        return [_of_source(draft, column.column, rows) for column in columns]
    cells = draft.sheet.frame(rows)
    fields = draft.checker.frames.raw(cells)
    return [
        fields[column.column.removeprefix(OVERRIDE)] if column.column.startswith(OVERRIDE) else cells[column.column]
        for column in columns
    ]


def _of_source(draft: Draft, column: str, rows: pl.Series) -> pl.Series:
    if rows.len() > _FEW:
        return draft.sheet.frame()[column][rows]
    return pl.Series(column, draft.sheet.cells(rows.to_list(), column), dtype=pl.String)
