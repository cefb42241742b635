"""Queries of rules about earlier deliveries. The ledger answers them."""

from __future__ import annotations

from dataclasses import dataclass
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
"""The facts of each row: when its order was sent (ISO date), the action's last recorded amount and customer status,
its state at impact.com (PENDING, APPROVED, REVERSED, or `MISSING`), how often it was changed since it was sent, and the
time after which it cannot be changed."""

MISSING = "MISSING"
"""The state of an action that impact.com was asked for and does not have."""

QUERY_FIELDS = {
    "campaign": "CampaignId",
    "event": "ActionTrackerId",
    "code": "EventTypeCode",
    "order": "OrderId",
    "sku": "Sku",
    "action": "ActionId",
}
"""The columns of a query and the fields that fill them; together they identify a row."""

LOCK_DAYS = "lock_days"
"""The further column of a query (Int64): the days after its event from which the row's action cannot be changed, null
where nobody said them or where they do not matter."""


@dataclass(frozen=True)
class Accepted:
    """What impact.com is known to have accepted for a campaign: ``event_types`` and, in capitals, ``promo_codes``."""

    event_types: frozenset[str] = frozenset()
    promo_codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class KnownAccount:
    """What impact.com has of an account: the IDs of its campaigns and active partners, and promo codes that may be used
    now. Empty where nothing is known."""

    campaigns: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()
    promo_codes: frozenset[str] = frozenset()


class History(Protocol):
    """Earlier deliveries and actions."""

    @property
    def account(self) -> KnownAccount:
        """What is known of the account beside its actions."""

    @property
    def rows_at_once(self) -> int:
        """How many rows are best asked for together, where there are as many."""

    def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The facts of ``rows``, which have the String columns of `QUERY_FIELDS`, null where neither the sheet nor the
        program has a value, and may have `LOCK_DAYS`. The answer has `COLUMNS` and as many rows, null for unknown rows.
        Called from several threads."""

    def accepted(self, campaign: str) -> Accepted:
        """What was accepted for a campaign before."""
