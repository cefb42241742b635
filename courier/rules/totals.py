"""The totals of a batch: exact sums of amounts per currency."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from courier.catalogue.fields import ITEM_AMOUNTS
from courier.rules.amounts import row_amount


def totals(fields: pl.DataFrame) -> dict[str, Decimal]:
    """The exact sum of amounts per currency ("" for rows without one); rows without Amount count price x quantity."""
    if not fields.height or not any(name in fields.columns for name in ITEM_AMOUNTS):
        return {}
    amount = row_amount(fields.columns).alias("amount")
    code = (
        pl.col("CurrencyCode").str.strip_chars() if "CurrencyCode" in fields.columns else pl.lit(None, dtype=pl.String)
    )
    amounts = fields.select_seq([code.fill_null("").alias("currency"), amount]).drop_nulls("amount")
    # there is nearly always only one: grouping would take longer than summing
    currencies = sorted(amounts["currency"].unique().to_list())
    sums: dict[str, Decimal] = {}
    for currency in currencies:
        rows = amounts if len(currencies) == 1 else amounts.filter(pl.col("currency") == currency)
        total = rows["amount"].sum()
        assert isinstance(total, Decimal)
        sums[currency] = total
    return sums
