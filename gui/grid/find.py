"""Finding text in the sheet, onward from the current cell."""

from __future__ import annotations

import polars as pl

from gui.grid.model import SheetModel
from gui.window.session import Session


def find_next(
    session: Session, model: SheetModel, current: tuple[int, str] | None, wanted: str
) -> tuple[int, str] | None:
    """Row id and column of the next cell that contains ``wanted``, upper and lower case aside; from the top again
    after the last one. None if no cell does."""
    if not wanted or session.opened is None:
        return None
    sheet = session.opened.draft.sheet
    cells = sheet.frame(sheet.order).select(sheet.columns)
    needle = wanted.lower()
    hits = cells.select_seq(
        [pl.col(name).str.to_lowercase().str.contains(needle, literal=True) for name in sheet.columns]
    )
    shown = [model.column_at(place).column for place in range(model.columnCount())]
    places = sorted(
        (int(position), shown.index(name))
        for name in sheet.columns
        if name in shown
        for position in hits[name].fill_null(False).arg_true()
    )
    if not places:
        return None
    here = (-1, -1)
    if current is not None and current[1] in shown:
        here = (int(sheet.positions[current[0]]), shown.index(current[1]))
    position, column = next((place for place in places if place > here), places[0])
    return int(sheet.order[position]), shown[column]
