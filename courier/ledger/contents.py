"""The rows of a part, read from the exact bytes that are sent."""

from __future__ import annotations

import io
from datetime import datetime

import polars as pl

from courier.ledger.keys import keys
from courier.rules.amounts import plain_amount, row_amount
from courier.rules.expiry import expiries
from courier.rules.frames import trimmed_fields

_RECORDED = {
    "campaign": "CampaignId",
    "currency": "CurrencyCode",
    "order_id": "OrderId",
    "action_id": "ActionId",
    "sku": "Sku",
    "status": "CustomerStatus",
    "event_date": "EventDate",
}
_FIELDS = (
    *_RECORDED.values(), "ActionTrackerId", "EventTypeCode", "Amount", "ItemPrice", "ItemSubtotal", "Quantity",
    "MediaId", "MediaPartnerId",
)  # fmt: skip
"""The ledger stores no other field: no address, no free text."""


def rows_of(content: bytes, campaign: str, zone: str | None) -> pl.DataFrame:
    """The rows of a part: ``key``, ``number`` (from 1), ``campaign``, ``event``, ``currency``, ``order_id``,
    ``action_id``, ``sku``, ``amount``, ``status``, ``event_date`` and ``expires``, the moment from which impact.com
    would drop the row. ``campaign``: for rows without one; ``zone``: for dates without one."""
    table = pl.read_csv(io.BytesIO(content), infer_schema=False)
    fields = trimmed_fields(table, _FIELDS)
    present = set(fields.columns)

    def value(name: str) -> pl.Expr:
        return pl.col(name) if name in present else pl.lit(None, dtype=pl.String)

    # sheets may leave values that an order shares blank on its later rows
    event = pl.coalesce(value("ActionTrackerId"), value("EventTypeCode"))
    own = fields.select_seq(
        [
            *(value(name).alias(to) for to, name in _RECORDED.items()),
            event.alias("event"),
            plain_amount(row_amount(present)).alias("amount"),
            expiries(fields, zone).alias("expires"),
            pl.int_range(1, fields.height + 1, dtype=pl.Int64).alias("number"),
        ]
    )
    if "OrderId" in present:
        own = own.with_columns([_shared(name) for name in ("campaign", "event", "currency")])
    own = own.with_columns(pl.col("campaign").fill_null(campaign))
    return own.with_columns(keys(own["campaign"], own["event"], own["order_id"], own["action_id"]))


def earliest_expiry(rows: pl.DataFrame) -> datetime | None:
    """When impact.com would drop the first of these rows, None if never."""
    earliest = rows["expires"].min()
    return earliest if isinstance(earliest, datetime) else None


def _shared(name: str) -> pl.Expr:
    of_order = pl.col(name).drop_nulls().first().over("order_id")
    return pl.when(pl.col("order_id").is_null()).then(pl.col(name)).otherwise(pl.coalesce(pl.col(name), of_order))
