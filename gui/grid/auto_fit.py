"""How wide a column must be for its contents, found within a time budget and not by measuring every row."""

from __future__ import annotations

import time
from collections.abc import Iterator

import polars as pl
from PySide6.QtGui import QFontMetrics

from courier.draft import Draft
from gui.grid.cell_texts import shown_texts
from gui.grid.model import SheetModel

BUDGET = 0.04
"""Seconds in which all columns that are fitted at once are measured."""
_CHUNK = 2_000
_LONGEST = 4
"""Texts measured of each chunk: those with the most characters."""
_NEAR, _FIRST = 200, 200
"""Rows that are looked at where there is no time for more, and columns."""
_WIDEST = 620
_PAD = 18


def auto_fit_width(
    model: SheetModel, draft: Draft, metrics: QFontMetrics, place: int, first_seen: int, budget: float = BUDGET
) -> int:
    """The width for the texts of the column at ``place``: those near ``first_seen``, and as many others as the time
    budget allows."""
    end = time.perf_counter() + budget
    column, widest = [model.column_at(place)], 0
    for first in _chunks(model.rowCount(), first_seen):
        texts = shown_texts(draft, column, model.rows.slice(first, _CHUNK))[0]
        widest = max(widest, _widest(texts, metrics))
        if time.perf_counter() > end or widest >= _WIDEST:
            break
    return min(_WIDEST, widest + _PAD)


def near_widths(model: SheetModel, draft: Draft, metrics: QFontMetrics, first_seen: int) -> list[int]:
    """Per column shown the width for its texts in the rows after ``first_seen``; 0 for those far to the right."""
    rows, near = model.rows.slice(first_seen, _NEAR), model.columns[:_FIRST]
    widths = [_widest(texts, metrics) + _PAD for texts in shown_texts(draft, near, rows)]
    return widths + [0] * (len(model.columns) - len(near))


def _widest(texts: pl.Series, metrics: QFontMetrics) -> int:
    longest = sorted(set(texts.drop_nulls().to_list()), key=len)[-_LONGEST:]
    return max((metrics.horizontalAdvance(words[:400].replace("\n", "⏎")) for words in longest), default=0)


def _chunks(rows: int, first_seen: int) -> Iterator[int]:
    """Where chunks begin: the visible one, then in ever finer steps, so that an early end still covers the whole
    sheet."""
    yield max(0, first_seen - _CHUNK // 2)
    count = -(-rows // _CHUNK)
    step = 1
    while step < count:
        step *= 2
    known: set[int] = set()
    while step:
        for chunk in range(0, count, step):
            if chunk not in known:
                known.add(chunk)
                yield chunk * _CHUNK
        step //= 2
