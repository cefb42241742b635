"""Finds the edge of a data region for Ctrl+arrow, as spreadsheets do."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from courier.draft import Draft
from gui.grid.cell_texts import shown_texts
from gui.grid.model import SheetModel

_FIRST, _MOST = 64, 65_536
"""Rows looked at first, and at most at a time."""


def edge_of_data(model: SheetModel, draft: Draft, row: int, column: int, down: int, right: int) -> tuple[int, int]:
    """From a filled cell to the last of its region, or over empty cells to the next filled one; where there is none, to
    the edge of the sheet."""
    block, inside = model.block(row)
    here = bool(block.texts[column][inside])
    if right:
        filled = [bool(texts[inside]) for texts in block.texts]
        ahead = pl.Series(filled[column + 1 :] if right > 0 else filled[:column], dtype=pl.Boolean)
        return row, column + right * _steps(here, iter([ahead if right > 0 else ahead.reverse()]))
    return row + down * _steps(here, _ahead(model, draft, row, column, down)), column


def _steps(here: bool, ahead: Iterator[pl.Series]) -> int:
    """How many cells to go on, when ``here`` and the cells ``ahead`` hold something or do not."""
    gone = 0
    within: bool | None = None
    for filled in ahead:
        if not filled.len():
            continue
        if within is None:
            # within a stretch the first empty cell ends it, over a gap the first full one
            within = here and bool(filled[0])
        ends = ~filled if within else filled
        if ends.any():
            return gone + int(ends.arg_max() or 0) + (0 if within else 1)
        gone += filled.len()
    return gone


def _ahead(model: SheetModel, draft: Draft, row: int, column: int, down: int) -> Iterator[pl.Series]:
    rows, size = model.rows, _FIRST
    shown = [model.column_at(column)]
    while True:
        first = row + 1 if down > 0 else max(0, row - size)
        count = min(size, rows.len() - first) if down > 0 else row - first
        if count <= 0:
            return
        texts = shown_texts(draft, shown, rows.slice(first, count))[0]
        filled = (texts != "").fill_null(False)
        yield filled if down > 0 else filled.reverse()
        row = row + count if down > 0 else first
        size = min(size * 8, _MOST)
