"""Blocks of rows made ready to be shown, so that painting and Qt's questions only look things up."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import polars as pl

from courier.catalogue.rules import RULE_FACTS
from courier.draft import Draft
from courier.rules.field_view import EXTRA
from gui.grid.cell_texts import shown_texts
from gui.grid.columns import GridColumn
from gui.session.repaired_cells import RepairedCells

BLOCK = 64
"""Rows of one block: about two screens."""

_RANK = {"error": 3, "warning": 2, "note": 1}


@dataclass(frozen=True)
class Block:
    """``texts``: per column, then row. ``marks``: per row the worst severity of each marked column. ``worst``: that of
    each row. ``aside``: rows that will not be sent; of them, ``sent`` were sent already, ``on_hold`` are kept back by
    choice and ``excluded`` belong in no batch. ``fixed``: per row the columns that a repair wrote; ``refused``: whether
    impact.com refused the row."""

    ids: list[int]
    numbers: list[int | None]
    texts: list[list[str | None]]
    marks: list[dict[int, str]]
    worst: list[str | None]
    aside: list[bool]
    sent: list[bool]
    on_hold: list[bool]
    excluded: list[bool]
    fixed: list[set[int]]
    refused: list[bool]

    def standing(self, row: int) -> str | None:
        """What a row's mark says: its worst problem, or why it is not sent; None if there is nothing to say."""
        if self.on_hold[row] or self.excluded[row]:
            return "hold" if self.on_hold[row] else "excluded"
        if self.refused[row] and self.worst[row] != "error":
            return "refused"
        return self.worst[row] or ("sent" if self.sent[row] else None)

    def number(self, row: int) -> str:
        """The text of the row header: the row's number in the source, + for an inserted row."""
        number = self.numbers[row]
        return "+" if number is None else str(number)


def prepare(
    draft: Draft, columns: Sequence[GridColumn], rows: pl.Series, repaired: RepairedCells, refused: Container[int] = ()
) -> Block:
    """Prepare the rows with these ids. ``refused``: ids of rows that impact.com refused."""
    texts = [series.to_list() for series in shown_texts(draft, columns, rows)]
    places = {(one.name or EXTRA + one.column): place for place, one in reversed(list(enumerate(columns)))}
    marks: list[dict[int, str]] = [{} for _ in range(rows.len())]
    worst: list[str | None] = [None] * rows.len()
    for (rule, name), hits in draft.verdict.hits(rows):
        severity = RULE_FACTS[rule].severity
        place = places.get(name) if name else None
        for row, hit in enumerate(hits):
            if not hit:
                continue
            if _RANK[severity] > _RANK.get(worst[row] or "", 0):
                worst[row] = severity
            if place is not None and _RANK[severity] > _RANK.get(marks[row].get(place, ""), 0):
                marks[row][place] = severity
    ids = rows.to_list()
    held: list[bool] = draft.held_among(rows).to_list() if ids else []
    included: list[bool] = draft.verdict.included.gather(rows).to_list() if ids else []
    aside = [not kept or waits for kept, waits in zip(included, held, strict=True)]
    sent: list[bool] = draft.verdict.sent.gather(rows).to_list() if ids else []
    repairs = [
        (place, repaired_rows)
        for place, column in enumerate(columns)
        if (repaired_rows := repaired.rows_of(column.column))
    ]
    fixed = [{place for place, repaired_rows in repairs if row in repaired_rows} for row in ids]
    excluded = [not kept and not gone for kept, gone in zip(included, sent, strict=True)]
    numbers = draft.sheet.numbers(ids)
    return Block(ids, numbers, texts, marks, worst, aside, sent, held, excluded, fixed, [row in refused for row in ids])
