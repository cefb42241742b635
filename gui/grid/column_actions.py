"""Actions on columns: hide, show, freeze, reorder and fit. They change only the view, so none is an undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QTableView

from gui.grid.auto_fit import BUDGET, auto_fit_width, near_widths
from gui.grid.columns import GridColumn
from gui.grid.model import SheetModel
from gui.grid.selection import Selection
from gui.session.session import Session


class ColumnActions:
    """``rearranged`` is called when the frozen columns may have changed."""

    def __init__(
        self,
        session: Session,
        grid: QTableView,
        model: SheetModel,
        selection: Selection,
        rearranged: Callable[[], None],
    ) -> None:
        self._session, self._grid, self._model, self._selection = session, grid, model, selection
        self._rearranged = rearranged
        self._budget = BUDGET

    def chosen(self, place: int) -> list[int]:
        """The columns that are selected as a whole if this is one of them, else this one."""
        taken = self._selection.columns if self._selection.whole_columns else []
        return taken if place in taken else [place]

    def hidden(self) -> list[GridColumn]:
        """The columns that are hidden."""
        return [column for column in self._model.all_columns if column.column in self._model.arrangement.hidden]

    def hide(self, places: Sequence[int]) -> None:
        """Hide columns, unless none would be left."""
        if len(places) >= self._model.columnCount():
            return
        arranged = self._model.arrangement
        arranged.hidden |= {self._model.column_at(place).column for place in places}
        arranged.frozen -= sum(place < arranged.frozen for place in places)
        self._rearrange()

    def show(self, columns: Iterable[str]) -> None:
        """Show hidden columns again."""
        self._model.arrangement.hidden -= set(columns)
        self._rearrange()

    def freeze(self, count: int) -> None:
        """Freeze this many columns on the left."""
        self._model.arrangement.frozen = count
        self._rearranged()

    def move(self, places: Sequence[int], gap: int) -> None:
        """Put columns before the one at ``gap``."""
        if gap in range(min(places), max(places) + 2) and len(places) == max(places) - min(places) + 1:
            return
        moving = [self._model.column_at(place).column for place in places]
        rest = [column.column for column in self._model.columns[gap:] if column.column not in moving]
        self._model.arrangement.move(self._model.all_columns, moving, rest[0] if rest else None)
        self._rearrange()
        first = self._model.place_of_column(moving[0])
        if first is not None:
            self._selection.take_columns(first, first + len(moving) - 1)

    def own_order(self) -> None:
        """The columns in the file's order again."""
        self._model.arrangement.forget_order()
        self._rearrange()

    def fit(self, places: Sequence[int]) -> None:
        """Make columns as wide as their contents and headers need."""
        self._budget = BUDGET / max(1, len(places))
        for place in places:
            self._grid.setColumnWidth(place, self._grid.sizeHintForColumn(place))

    def width_for(self, place: int) -> int:
        """The width that a column's contents need."""
        if not self._session.sheet_open:
            return 0
        seen, metrics = max(0, self._grid.rowAt(0)), self._grid.fontMetrics()
        return auto_fit_width(self._model, self._session.draft, metrics, place, seen, self._budget)

    def near_widths(self) -> list[int]:
        """Per column shown the width that the texts in view need."""
        if not self._session.sheet_open:
            return [0] * self._model.columnCount()
        seen = max(0, self._grid.rowAt(0))
        return near_widths(self._model, self._session.draft, self._grid.fontMetrics(), seen)

    def _rearrange(self) -> None:
        self._model.rearrange()
        self._rearranged()
