"""Gathers new texts for many cells into one edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from courier.draft import Draft
from courier.sheet.edit import Cells, Change, Edit, Rows
from courier.sheet.sheet import OVERRIDE
from gui.grid.columns import GridColumn


@dataclass
class EditBuilder:
    """Texts per column and row id. ``refused``: why a column that was meant cannot be written to, if there was one."""

    draft: Draft
    refused: str | None = None
    _columns: dict[str, tuple[list[int], list[str]]] = field(default_factory=dict)
    _fresh: Rows | None = None

    def put(self, column: GridColumn, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Write texts into cells of a column; ``texts`` run beside ``ids``."""
        if column.read_only is not None:
            self.refused = column.read_only
            return
        rows, values = self._columns.setdefault(column.column, ([], []))
        rows.extend(ids)
        values.extend(texts)

    def append_rows(self, count: int) -> list[int]:
        """Put new rows at the end of the sheet with the same edit; their ids."""
        fresh = self.draft.sheet.new_rows(count)
        self._fresh = Rows(self.draft.sheet.row_count, pl.Series([], dtype=pl.UInt32), fresh)
        return fresh.to_list()

    def edit(self, what: str) -> Edit:
        """The edit. Cells that have the text already are left out of it."""
        changes: list[Change] = [self._fresh] if self._fresh else []
        count = 0
        for column, (rows, after) in self._columns.items():
            before = self.draft.sheet.cells(rows, column)
            # an empty text over a computed value is something else than no text
            blank = None if column.startswith(OVERRIDE) else ""
            kept = [place for place, text in enumerate(before) if after[place] != (blank if text is None else text)]
            if len(kept) < len(rows):
                rows, before = [rows[place] for place in kept], [before[place] for place in kept]
                after = [after[place] for place in kept]
            if rows:
                changes.append(Cells(column, rows, before, after))
                count += len(rows)
        return Edit(what, tuple(changes), {"cells": count})
