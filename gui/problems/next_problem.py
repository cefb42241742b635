"""Finds the next problem among the rows shown."""

from __future__ import annotations

import polars as pl

from courier.catalogue.rules import RULE_FACTS
from gui.grid.model import SheetModel
from gui.session.session import Session

_FIRST, _WIDEST = 1_024, 131_072
"""Rows searched first; doubled each time after that, because most problems are near."""


def next_problem(
    session: Session, model: SheetModel, current: tuple[int, str] | None, by: int
) -> tuple[int, str] | None:
    """Row id and column of the next (``by`` 1) or previous (-1) cell with an error or a warning among the rows shown,
    in their order and around the end; None if there is none. The column is "" where a rule speaks of a whole row."""
    if not session.sheet_open:
        return None
    draft = session.draft
    marked: list[tuple[int, pl.Series]] = []
    for (rule, name), mask in draft.verdict.masks.items():
        if RULE_FACTS[rule].severity != "note" and mask.any():
            column = draft.checker.frames.column_of(name) if name else None
            place = model.place_of_column(column) if column else None
            marked.append((-1 if place is None else place, mask))
    rows = model.rows
    if not marked or not rows.len():
        return None
    row = model.place_of(current[0]) if current else None
    here = (-1 if by > 0 else rows.len(), -1)
    if current is not None and row is not None:
        here = (row, model.place_of_column(current[1]) or 0)
        for beside in sorted((place for place in _columns(marked, current[0]) if place >= 0), reverse=by < 0):
            if (beside > here[1]) if by > 0 else (beside < here[1]):
                return current[0], model.column_at(beside).column
    at = _next_row(rows, marked, here[0], by)
    if at is None:
        return None
    row_id = int(rows[at])
    within = [place for place in _columns(marked, row_id) if place >= 0]
    if not within:
        return row_id, ""
    return row_id, model.column_at(min(within) if by > 0 else max(within)).column


def _columns(marked: list[tuple[int, pl.Series]], row_id: int) -> list[int]:
    return [place for place, mask in marked if mask[row_id]]


def _next_row(rows: pl.Series, marked: list[tuple[int, pl.Series]], row: int, by: int) -> int | None:
    """The place of the next row with a mark beyond one, or else from the other end up to that one."""
    if by > 0:
        stretches = ((row + 1, rows.len()), (0, min(row + 1, rows.len())))
    else:
        stretches = ((0, max(row, 0)), (max(row, 0), rows.len()))
    for begin, end in stretches:
        width = _FIRST
        while begin < end:
            width = min(width, end - begin)
            start = begin if by > 0 else end - width
            part = rows.slice(start, width)
            hits = [marks for _, mask in marked if (marks := mask.gather(part)).any()]
            if hits:
                places = [int(marks.arg_true()[0 if by > 0 else -1]) for marks in hits]
                return start + (min(places) if by > 0 else max(places))
            begin, end = (start + width, end) if by > 0 else (begin, start)
            width = min(2 * width, _WIDEST)
    return None
