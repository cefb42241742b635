"""What is done to whole rows: insert, delete, move and duplicate. Each is one step to undo."""

from __future__ import annotations

import polars as pl

from courier.draft import Draft
from courier.draft_edits import set_aside
from courier.messages import text
from courier.sheet.row_edits import delete_rows, duplicate_rows, insert_rows, move_rows
from gui.grid.model import SheetModel
from gui.grid.selection import Selection
from gui.session.session import Session


class RowActions:
    """Works on the rows that the selection touches."""

    def __init__(self, session: Session, model: SheetModel, selection: Selection) -> None:
        self._session, self._model, self._selection = session, model, selection

    def count(self) -> int:
        """How many rows the selection touches."""
        return sum(last - first + 1 for first, last in self._selection.rows)

    @property
    def on_hold(self) -> bool:
        """Whether a person put the order of the current row on hold."""
        current = self._selection.current
        if current is None or not self._session.sheet_open:
            return False
        row = pl.Series([self._model.row_id(current[0])], dtype=pl.UInt32)
        return bool(self._session.draft.held_among(row)[0])

    def toggle_hold(self) -> None:
        """Put the orders of the selected rows on hold, or take them back if that of the current row is."""
        if self._session.sheet_open:
            ids = self._model.ids(self._selection.rows).to_list()
            self._session.do(set_aside(self._session.draft, ids, aside=not self.on_hold))

    def insert(self, *, below: bool = False) -> None:
        """As many empty rows as are selected, above the first of them or below the last."""
        draft, rows = self._ready()
        if draft is None:
            return
        count = self.count()
        place = rows[-1][1] + 1 if below else rows[0][0]
        beside = self._model.row_id(place - 1 if below else place)
        position = int(draft.sheet.positions[beside]) + (1 if below else 0)
        edit = insert_rows(draft.sheet, position, count)
        self._admit(draft, count, place)
        self._session.do(edit)
        self._select(place, place + count - 1)

    def delete(self) -> None:
        """The selected rows out of the sheet."""
        draft, rows = self._ready()
        if draft is None:
            return
        whole = self._selection.whole_rows
        positions = draft.sheet.positions[self._model.ids(rows)]
        self._session.do(delete_rows(draft.sheet, positions.to_list()))
        if self._model.rowCount():
            self._select(rows[0][0], rows[0][0], whole=whole)

    def duplicate(self) -> None:
        """Copies of the selected rows below the last of them."""
        draft, rows = self._ready()
        if draft is None:
            return
        ids = self._model.ids(rows)
        count, place = ids.len(), rows[-1][1] + 1
        edit = duplicate_rows(draft.sheet, draft.sheet.positions[ids].to_list())
        self._admit(draft, count, place)
        self._session.do(edit)
        self._select(place, place + count - 1)

    def move(self, by: int) -> None:
        """The selected rows one place up (-1) or down (1); the selection goes with them."""
        draft, rows = self._ready()
        if draft is None:
            return
        if self._model.filtered:
            self._session.told.emit(text("grid-move-in-order"))
            return
        # in the sheet's own order, places are positions
        if self._session.do(move_rows(draft.sheet, (place for a, b in rows for place in range(a, b + 1)), by)):
            self._selection.shift_rows(by)

    def _ready(self) -> tuple[Draft | None, list[tuple[int, int]]]:
        rows = self._selection.rows
        if not self._session.sheet_open or not rows:
            return None, rows
        if self._selection.whole_columns:
            self._session.told.emit(text("grid-rows-not-columns"))
            return None, rows
        return self._session.draft, rows

    def _admit(self, draft: Draft, count: int, place: int) -> None:
        newest = draft.sheet.id_count
        self._model.admit(pl.int_range(newest - count, newest, dtype=pl.UInt32, eager=True), place)

    def _select(self, first: int, last: int, *, whole: bool | None = None) -> None:
        current = self._selection.current
        if whole is False or (whole is None and first == last):
            self._selection.at(first, current[1] if current else 0)
        else:
            self._selection.take_rows(first, last)
