"""What rules may ask about earlier deliveries. The ledger answers; a test answers from a small file."""

from __future__ import annotations

from typing import Protocol

import polars as pl

COLUMNS: dict[str, pl.DataType] = {
    "sent_at": pl.String(),
    "amount": pl.String(),
    "status": pl.String(),
    "state": pl.String(),
    "changes": pl.Int64(),
    "locks_at": pl.Datetime("ms", "UTC"),
}
"""What is known of each row: when its order was sent (ISO date), the action's last known amount and customer status,
its state at impact.com (PENDING, APPROVED, REVERSED), how often it was changed since it was sent, and the moment from
which it cannot be changed."""


KNOWN_BY = ("CampaignId", "ActionTrackerId", "EventTypeCode", "OrderId", "Sku", "ActionId")
"""The fields by which a row is known again."""


class History(Protocol):
    """Earlier deliveries and actions."""

    def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
        """What is known of ``rows``: String columns ``campaign``, ``event`` (its ID), ``code`` (of an event type),
        ``order``, ``sku`` and ``action``, null where neither the sheet nor the program has one. The answer has
        `COLUMNS` and as many rows, null where nothing is known. Called from several threads."""
