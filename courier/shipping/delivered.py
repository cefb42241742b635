"""Which rows of an open sheet a dispatch delivered."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from courier.draft import Draft
from courier.sheet.sent_rows import DeliveredRows, Delivery, row_hashes
from courier.shipping.dispatch import BatchOutcome, DispatchResult


def newly_delivered(draft: Draft, shipped: Draft, result: DispatchResult, now: datetime) -> DeliveredRows | None:
    """The rows that were delivered and are in ``draft`` as they were sent, without those that it knows already; None if
    there are none. ``shipped``: the copy of it that was sent; ``now``: the moment to record."""
    rows = pl.Series([], dtype=pl.UInt32)
    for outcome in result.batches:
        rows.append(_delivered_rows(outcome))
    as_sent = row_hashes(shipped.sheet.frame(rows)) == row_hashes(draft.sheet.frame(rows))
    rows = rows.filter(as_sent & ~draft.sent.among(rows, draft.sheet.frame(rows)))
    if not rows.len():
        return None
    names = ", ".join(dict.fromkeys(receipt.destination for receipt in result.receipts if receipt.state.delivered))
    left = int(draft.verdict.included.sum()) - rows.len()
    orders = shipped.verdict.orders.gather(rows).rank("dense").cast(pl.UInt32)
    return DeliveredRows(rows, orders, Delivery(names, now, left))


def _delivered_rows(outcome: BatchOutcome) -> pl.Series:
    """Row ids of the delivered parts of a batch: its parts hold its rows one after the other."""
    delivered = {receipt.part for receipt in outcome.receipts if receipt.state.delivered}
    ready, rows, first = outcome.batch.group.ready, pl.Series([], dtype=pl.UInt32), 0
    for part in outcome.written.parts if outcome.written else ():
        if part["name"] in delivered:
            rows.append(ready.slice(first, part["rows"]))
        first += part["rows"]
    return rows.rechunk()
