"""What a row is worth."""

from collections.abc import Collection

import polars as pl

from courier.catalogue.fields import ITEM_AMOUNTS


def row_amount(names: Collection[str]) -> pl.Expr:
    """The exact amount of a row (Decimal), null where none can be read: of the fields that hold amounts the first that
    is filled; a price counts once per piece. ``names``: the fields there are."""
    numbers = []
    for name in ITEM_AMOUNTS:
        if name in names:
            number = as_decimal(pl.col(name))
            pieces = name == "ItemPrice" and "Quantity" in names
            numbers.append(number * as_decimal(pl.col("Quantity")) if pieces else number)
    return pl.coalesce(numbers) if numbers else pl.lit(None, dtype=pl.Decimal(38, 4))


def plain_amount(amount: pl.Expr) -> pl.Expr:
    """An exact amount as plain text with at least two decimals."""
    return amount.cast(pl.Decimal(38, 4)).cast(pl.String).str.replace(r"0{1,2}$", "")


def as_decimal(text: pl.Expr) -> pl.Expr:
    """A number in plain text, exactly; null where it is none."""
    return text.str.strip_chars().cast(pl.Decimal(38, 4), strict=False)
