"""The amount of a row."""

from collections.abc import Collection

import polars as pl

from courier.catalogue.fields import ITEM_AMOUNTS


def row_amount(names: Collection[str]) -> pl.Expr:
    """The exact amount of a row (Decimal): its first filled amount field, a price times the quantity; null without a
    readable number. ``names``: the sheet's fields."""
    numbers = []
    for name in ITEM_AMOUNTS:
        if name in names:
            number = as_decimal(pl.col(name))
            per_piece = name == "ItemPrice" and "Quantity" in names
            numbers.append(number * as_decimal(pl.col("Quantity")) if per_piece else number)
    return pl.coalesce(numbers) if numbers else pl.lit(None, dtype=pl.Decimal(38, 4))


def plain_amount(amount: pl.Expr) -> pl.Expr:
    """An exact amount as plain text with at least two decimals."""
    return amount.cast(pl.Decimal(38, 4)).cast(pl.String).str.replace(r"0{1,2}$", "")


def as_decimal(text: pl.Expr) -> pl.Expr:
    """The exact number of a plain text; null if it is not a number."""
    return text.str.strip_chars().cast(pl.Decimal(38, 4), strict=False)
