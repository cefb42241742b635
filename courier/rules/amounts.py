"""The amount of a row."""

from collections.abc import Collection, Mapping

import polars as pl

from courier.catalogue.fields import ITEM_AMOUNTS, LINE_DISCOUNTS

SUM_FIELDS = (*ITEM_AMOUNTS, "Quantity", *LINE_DISCOUNTS)
"""The fields that make up the amount of a line."""


def row_amount(names: Collection[str], numbers: Mapping[str, pl.Expr] | None = None) -> pl.Expr:
    """The exact amount of a row (Decimal): its first filled amount field, a price times the quantity, both less the
    discounts of the line; null without a readable number. ``names``: the sheet's fields; ``numbers``: their numbers,
    None for those of plain texts."""
    known = {name: as_decimal(pl.col(name)) for name in names if name in SUM_FIELDS} if numbers is None else numbers
    amounts = []
    for name in ITEM_AMOUNTS:
        if name in known:
            number = known[name]
            if name == "ItemPrice" and "Quantity" in known:
                number = number * known["Quantity"]
            # an amount is what was paid, a price is before discounts
            amounts.append(number if name == "Amount" else less_line_discount(number, known))
    return pl.coalesce(amounts) if amounts else pl.lit(None, dtype=pl.Decimal(38, 4))


def less_line_discount(number: pl.Expr, numbers: Mapping[str, pl.Expr]) -> pl.Expr:
    """The amount of a line less its discounts: that of the line and that of each piece."""
    if "ItemTotalDiscount" in numbers:
        number = number - numbers["ItemTotalDiscount"].fill_null(0)
    if "ItemDiscount" in numbers:
        pieces = numbers["Quantity"] if "Quantity" in numbers else pl.lit(1)
        number = number - (numbers["ItemDiscount"] * pieces).fill_null(0)
    return number


def plain_amount(amount: pl.Expr) -> pl.Expr:
    """An exact amount as plain text with at least two decimals."""
    return amount.cast(pl.Decimal(38, 4)).cast(pl.String).str.replace(r"0{1,2}$", "")


def as_decimal(text: pl.Expr) -> pl.Expr:
    """The exact number of a plain text; null if it is not a number."""
    return text.str.strip_chars().cast(pl.Decimal(38, 4), strict=False)
