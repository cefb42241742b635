"""What the history says of the rows of a sheet, as columns of their frame."""

from __future__ import annotations

import polars as pl

from courier.rules.context import Context
from courier.rules.field_view import FieldView
from courier.rules.history import COLUMNS, LOCK_DAYS, QUERY_FIELDS


class RecordedFacts:
    """The questions to the history of a context, and its answers."""

    def __init__(self, context: Context, view: FieldView) -> None:
        self._context, self._view = context, view

    def rows_at_once(self, rows: int, fewest: int) -> int:
        """How many of so many rows to ask for together: a multiple of ``fewest``, about half of all at most, because
        two threads check them."""
        wanted = 0 if self._context.history is None else min(self._context.history.rows_at_once, -(-rows // 2))
        return max(-(-wanted // fewest), 1) * fewest

    def query(self) -> dict[str, pl.Expr]:
        """The columns of `QUERY_FIELDS` of a frame of fields, null where nobody says them."""
        query = {label: self._view.value(name) for label, name in QUERY_FIELDS.items()}
        campaign = pl.coalesce(query["campaign"], pl.lit(self._context.program.campaign_id or None))
        return query | {"campaign": campaign.cast(pl.String)}

    def of(self, frame: pl.DataFrame) -> pl.DataFrame | None:
        """The facts of the rows of a frame of fields, as columns for it; None without a history."""
        if self._context.history is None:
            return None
        answer = self._context.history.look_up(frame.select_seq("@row", self._lock_days(), **self.query()))
        return pl.DataFrame([answer[label].alias(f"@history:{label}") for label in COLUMNS])

    def added_to(self, frame: pl.DataFrame, facts: pl.DataFrame | None = None) -> pl.DataFrame:
        """A frame of fields with the facts of its rows, which may be known already."""
        if facts is None:
            facts = self.of(frame)
        return frame if facts is None else pl.DataFrame([*frame.get_columns(), *facts.get_columns()])

    def _lock_days(self) -> pl.Expr:
        days = self._context.program.lock_days
        if not days or self._context.template != "modification":
            return pl.lit(None, dtype=pl.Int64).alias(LOCK_DAYS)
        of_event = self._view.value("ActionTrackerId").replace_strict(days, default=None, return_dtype=pl.Int64)
        return of_event.alias(LOCK_DAYS)
