"""Finds the next problem among the rows shown."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from courier.catalogue.rules import RULE_FACTS
from courier.rules.ranking import DAMAGE
from gui.grid.model import SheetModel
from gui.session.session import Session

_Marked = tuple[int, bool, pl.Series]
"""The place of a marked column among those that can be shown, -1 for whole rows; whether the rule is about damage; the
rows."""
_FIRST, _WIDEST = 1_024, 131_072
"""Rows searched first; doubled each time after that, because most problems are near."""


@dataclass(frozen=True)
class Place:
    """Where a problem is: the id of its row, and its column, "" where a rule speaks of a whole row. ``around``: it lies
    on the other side of the end."""

    row: int
    column: str
    around: bool = False


def wrong_values(session: Session, model: SheetModel) -> list[str]:
    """The fields whose one value for all rows is wrong in a row shown, though the value has no column there."""
    aside = _values_aside(model)
    if not session.sheet_open or not aside:
        return []
    column_of, masks = session.draft.checker.frames.column_of, session.draft.verdict.masks
    return [
        name
        for (rule, name), mask in masks.items()
        if name and column_of(name) in aside and RULE_FACTS[rule].severity != "note" and mask.gather(model.rows).any()
    ]


def _values_aside(model: SheetModel) -> set[str]:
    """The columns of the values for all rows that are not shown: they have no place of their own."""
    return {
        column.column
        for column in model.every_column
        if column.constant and model.place_of_column(column.column) is None
    }


def next_problem(session: Session, model: SheetModel, current: tuple[int, str] | None, by: int) -> Place | None:
    """The next (``by`` 1) or previous (-1) cell with an error or a warning among the rows shown, in their order and
    around the end; None if there is none. Within a row, damaged cells come first, because what else is wrong there may
    follow from them. The `wrong_values` are not among them; columns that are hidden are."""
    if not session.sheet_open:
        return None
    draft, aside = session.draft, _values_aside(model)
    columns = [column.column for column in model.every_column if column.column not in aside]
    marked: list[_Marked] = []
    for (rule, name), mask in draft.verdict.masks.items():
        column = draft.checker.frames.column_of(name) if name else None
        if RULE_FACTS[rule].severity != "note" and mask.any() and column not in aside:
            marked.append((columns.index(column) if column in columns else -1, rule in DAMAGE, mask))
    rows = model.rows
    if not marked or not rows.len():
        return None
    row = model.place_of(current[0]) if current else None
    here = -1 if by > 0 else rows.len()
    if current is not None and row is not None:
        here = row
        places = _places(marked, current[0])[::by]
        at = columns.index(current[1]) if current[1] in columns else 0
        visited = places.index(at) + 1 if at in places else 0
        # from a cell without a problem only forward
        ahead = places[visited:] if visited else [place for place in places if (place - at) * by > 0]
        if ahead:
            return Place(current[0], columns[ahead[0]])
    found = _next_row(rows, marked, here, by)
    if found is None:
        return None
    row_id = int(rows[found])
    places = _places(marked, row_id)[::by]
    around = row is not None and (found <= row if by > 0 else found >= row)
    return Place(row_id, columns[places[0]] if places else "", around)


def _places(marked: list[_Marked], row_id: int) -> list[int]:
    """The places of a row's marked cells in the order in which they are visited."""
    damaged = {place: damage for place, damage, mask in sorted(marked, key=lambda item: item[1]) if mask[row_id]}
    return sorted((place for place in damaged if place >= 0), key=lambda place: (not damaged[place], place))


def _next_row(rows: pl.Series, marked: list[_Marked], row: int, by: int) -> int | None:
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
            hits = [marks for _, _, mask in marked if (marks := mask.gather(part)).any()]
            if hits:
                places = [int(marks.arg_true()[0 if by > 0 else -1]) for marks in hits]
                return start + (min(places) if by > 0 else max(places))
            begin, end = (start + width, end) if by > 0 else (begin, start)
            width = min(2 * width, _WIDEST)
    return None
