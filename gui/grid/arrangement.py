"""How a person arranged the columns: their order, which are hidden, how many stay in view. A view only; the sheet and
what is sent stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

from gui.grid.columns import GridColumn, as_sent


class Arrangement:
    """Columns are named by their ids. ``sent_only``: only those that are sent, in the order of impact.com's templates;
    ``frozen``: how many of the shown columns, from the left, stay in view."""

    def __init__(self) -> None:
        self.sent_only = True
        self.hidden: set[str] = set()
        self.frozen = 0
        self._orders: dict[bool, list[str]] = {True: [], False: []}

    @property
    def _order(self) -> list[str]:
        return self._orders[self.sent_only]

    @property
    def moved(self) -> bool:
        """Whether the order differs from the file's."""
        return bool(self._order)

    def apply(self, columns: Sequence[GridColumn]) -> list[GridColumn]:
        """The columns to show, in order. A new one stands where it would without any arrangement."""
        if self.sent_only:
            columns = as_sent(columns) or columns
        by_id = {column.column: column for column in columns}
        order = [column for column in self._order if column in by_id]
        for place, one in enumerate(columns):
            if self._order and one.column not in order:
                before = columns[place - 1].column if place else None
                order.insert(order.index(before) + 1 if before else 0, one.column)
        shown = [by_id[column] for column in order or by_id if column not in self.hidden]
        # without any column there would be no header from which to show columns again
        return shown or list(columns)

    def move(self, all_columns: Sequence[GridColumn], moving: Sequence[str], before: str | None) -> None:
        """Put columns before another one, None for the end, hidden ones included in the count."""
        twin = Arrangement()
        twin.sent_only, twin._orders = self.sent_only, self._orders
        order = [column.column for column in twin.apply(all_columns) if column.column not in moving]
        place = order.index(before) if before in order else len(order)
        self._orders[self.sent_only] = [*order[:place], *moving, *order[place:]]

    def forget_order(self) -> None:
        """Columns in their usual order again."""
        self._orders[self.sent_only] = []
