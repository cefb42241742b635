"""Turns returned lines of a sheet of conversions into modifications, which alone can take something back.

Source: Submit Batch Modifications & Reversals.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from courier.catalogue.fields import ITEM_AMOUNTS, LINE_DISCOUNTS
from courier.changes import change_columns, whole_orders
from courier.draft import Draft
from courier.rules.amounts import as_decimal, plain_amount, row_amount
from courier.rules.frames import trimmed_fields
from courier.rules.numbers import negative, plain_signed_money, plain_signed_number

AMOUNT_RULE, QUANTITY_RULE = "ROW-AMOUNT-NUM", "ITEM-QTY"
"""The rules that mark amounts and quantities below zero."""
REASON = "ITEM_RETURNED"

_ITEM = ("ActionTrackerId", "OrderId", "Sku")


@dataclass(frozen=True)
class Reversals:
    """``rows``: ids of the returned lines, in sheet order. ``table``: per returned item or order what is left of it,
    under impact.com's names. ``unsure``: how many of them have the difference as their amount, because what was sold is
    not in the sheet; the rules of modifications mark it until a person fills in what is left."""

    rows: pl.Series
    table: pl.DataFrame
    unsure: int


def returned_rows(draft: Draft) -> pl.Series:
    """Ids of the rows of a checked draft with an amount or a quantity below zero, in sheet order."""
    marked = draft.rows_with(AMOUNT_RULE, ITEM_AMOUNTS).append(draft.rows_with(QUANTITY_RULE)).unique()
    rows = draft.sheet.row_order.filter(draft.sheet.row_order.is_in(marked.implode()))
    fields = draft.fields(rows)
    signs = [negative(pl.col(name)) for name in (*ITEM_AMOUNTS, "Quantity") if name in fields.columns]
    if not signs or "OrderId" not in fields.columns:
        return rows.clear()
    return rows.filter(fields.select(pl.any_horizontal(signs).fill_null(False).alias("below"))["below"])


def reversals_of(draft: Draft) -> Reversals:
    """The returned lines of a checked draft as modifications. What is left of an item is the sum of its lines."""
    returned = returned_rows(draft)
    order = draft.sheet.row_order
    rows = order.filter((draft.in_orders_of(returned) & draft.verdict.included).gather(order))
    lines = _lines(draft, rows).with_columns(rows.is_in(returned.implode()).alias("@returned"))
    shared = [name for name in ("Category", "CurrencyCode") if name in lines.columns]
    items = (
        lines.group_by([name for name in _ITEM if name in lines.columns], maintain_order=True)
        .agg(
            pl.col("@worth").sum(),
            pl.col("@quantity").sum(),
            pl.col("@returned").any(),
            (~pl.col("@returned")).any().alias("@sold"),
            pl.col("@worth").is_null().any().alias("@unclear"),
            pl.col("@written").filter(pl.col("@returned")).drop_nulls().first(),
            *(pl.col(name).drop_nulls().first() for name in shared),
        )
        .filter("@returned")
    )
    quantity = pl.when(pl.col("@quantity") >= 0).then(pl.col("@quantity").cast(pl.Int64).cast(pl.String))
    known = pl.col("@sold") & ~pl.col("@unclear") & (pl.col("@worth") >= 0)
    table = items.with_columns(
        pl.when("@unclear").then("@written").otherwise(plain_amount(pl.col("@worth"))).alias("Amount"),
        pl.when(known).then(quantity).alias("Quantity"),
        pl.lit(REASON).alias("Reason"),
    )
    return Reversals(returned, change_columns(table), int((~items.select(known.alias("known"))["known"]).sum()))


def _lines(draft: Draft, rows: pl.Series) -> pl.DataFrame:
    """The trimmed fields with ``@worth`` and ``@quantity``, below zero for what was returned, and ``@written``, the
    amount as it stands there."""
    trimmed = whole_orders(trimmed_fields(draft.fields(rows)))
    currency = pl.col("CurrencyCode") if "CurrencyCode" in trimmed.columns else pl.lit(None, dtype=pl.String)
    money = {
        name: plain_signed_money(pl.col(name), currency, draft.choices.readings[name].decimal_comma)
        for name in (*ITEM_AMOUNTS, *LINE_DISCOUNTS)
        if name in trimmed.columns
    }
    amounts = [name for name in ITEM_AMOUNTS if name in money]
    quantity = pl.lit("1")
    if "Quantity" in trimmed.columns:
        quantity = plain_signed_number(pl.col("Quantity"), draft.choices.readings["Quantity"].decimal_comma)
    below = [as_decimal(number) < 0 for number in (*(money[name] for name in amounts), quantity)]
    # a minus at the price and at the quantity is one return, not a sale; a discount lowers what a return gives back
    signs = trimmed.select(
        pl.when(pl.any_horizontal(below).fill_null(False)).then(-1).otherwise(1).alias("@sign"),
        pl.coalesce(pl.lit(None, dtype=pl.String), *amounts).alias("@written"),
    )
    sizes = {name: number.str.strip_prefix("-") for name, number in {**money, "Quantity": quantity}.items()}
    lines = trimmed.with_columns(*(size.alias(name) for name, size in sizes.items())).hstack(signs)
    return lines.with_columns(
        (row_amount(lines.columns) * pl.col("@sign")).alias("@worth"),
        (as_decimal(pl.col("Quantity")) * pl.col("@sign")).alias("@quantity"),
    )
