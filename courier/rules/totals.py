"""What a batch is worth: exact sums of amounts per currency."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from courier.catalogue.fields import ITEM_AMOUNTS


def totals(fields: pl.DataFrame) -> dict[str, Decimal]:
    """The exact sum of amounts per currency ("" where none is given); rows without Amount count price x quantity."""
    present = [name for name in ITEM_AMOUNTS if name in fields.columns]
    if not present or not fields.height:
        return {}
    number = {name: _decimal(pl.col(name)) for name in present}
    if "ItemPrice" in number and "Quantity" in fields.columns:
        number["ItemPrice"] = number["ItemPrice"] * _decimal(pl.col("Quantity"))
    amount = pl.coalesce(list(number.values())).alias("amount")
    code = (
        pl.col("CurrencyCode").str.strip_chars() if "CurrencyCode" in fields.columns else pl.lit(None, dtype=pl.String)
    )
    sums = (
        fields.select_seq([code.fill_null("").alias("currency"), amount])
        .drop_nulls("amount")
        .group_by("currency")
        .agg(pl.col("amount").sum())
        .sort("currency")
    )
    return dict(zip(sums["currency"].to_list(), sums["amount"].to_list(), strict=True))


def _decimal(text: pl.Expr) -> pl.Expr:
    return text.str.strip_chars().cast(pl.Decimal(38, 4), strict=False)
