"""How the rows of a sheet are divided, with orders and totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from courier.rules.expiry import Expiring


@dataclass(frozen=True)
class BatchSummary:
    """How the rows are divided; always ``ready + set_aside + left_out + sent == rows``.

    ``set_aside`` counts the rows of orders set aside by choice (``chosen`` rows) and of orders with errors, which are
    not sent until they are repaired. ``orders`` counts the orders that are ready. ``sent``: rows delivered from this
    sheet and unchanged since. ``totals``: amounts of the ready rows per currency; ``held``: those of the rows set
    aside, as repairs would write them. ``expiring``: rows that are neither left out nor sent and will soon be dropped.
    """

    rows: int
    ready: int
    set_aside: int
    left_out: int
    chosen: int
    orders: int
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    first_event: datetime | None = None
    last_event: datetime | None = None
    sent: int = 0
    held: Mapping[str, Decimal] = field(default_factory=dict)
    expiring: Expiring = field(default_factory=dict)
    on_hold: int = 0
    """Those of ``set_aside`` whose orders were set aside by choice."""

    @property
    def needs_repair(self) -> int:
        """Those of ``set_aside`` that only an error keeps back."""
        return self.set_aside - self.on_hold
