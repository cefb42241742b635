"""The figures of a batch: how its rows are divided, and the money in each division."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from courier.rules.expiry import Expiring


@dataclass(frozen=True)
class BatchSummary:
    """How the rows are divided; always ``ready + set_aside + left_out + sent == rows`` and
    ``needs_repair + on_hold == set_aside``.

    ``on_hold`` counts the rows of orders that a person put on hold by marking ``chosen`` rows; ``needs_repair`` those
    of other orders with errors. ``orders`` counts the orders that are ready. ``sent``: rows delivered from this
    sheet and unchanged since. ``totals``: amounts of the ready rows per currency; ``held``: those of the rows set
    aside, as repairs would write them. ``expiring``: rows that are neither left out nor sent and will soon be dropped.
    """

    rows: int
    ready: int
    set_aside: int
    needs_repair: int
    on_hold: int
    left_out: int
    chosen: int
    orders: int
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    first_event: datetime | None = None
    last_event: datetime | None = None
    sent: int = 0
    held: Mapping[str, Decimal] = field(default_factory=dict)
    expiring: Expiring = field(default_factory=dict)
