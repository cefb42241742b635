"""What the calls of earlier batches took, read from the moments in which their orders were settled."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from courier.delivery.receipt import QUEUED
from courier.ledger.store import Store
from courier.ledger.values import PART

_PARTS = 400
"""The newest are looked at: two batches of the largest size, or some smaller ones."""
_LONGEST = timedelta(minutes=2)
"""Between two orders that went one after the other. What lies further apart was stopped meanwhile."""


def call_times(store: Store, url: str) -> list[timedelta]:
    """How long the orders took that were taken at an address right after another order of their batch, among the newest
    of that address. Raises LedgerError."""
    if not store.exists:
        return []
    with store.reading() as db:
        settled = db.execute(
            "SELECT submission, number, parts.at FROM parts JOIN submissions ON submissions.id = submission "
            "WHERE url = ? AND parts.message = ? ORDER BY submission DESC, number DESC LIMIT ?",
            (url, QUEUED, _PARTS),
        ).fetchall()
    times = []
    for (batch, number, later), (batch_before, number_before, earlier) in pairwise(settled):
        if (batch, number - 1) == (batch_before, number_before):
            times.append(PART["at"].readable(later) - PART["at"].readable(earlier))
    return [time for time in times if timedelta(0) <= time <= _LONGEST]
