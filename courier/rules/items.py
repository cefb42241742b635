"""Rules about item rows. Source: Item-Level Data; Conversions, Brand API v14."""

from collections.abc import Iterator

import polars as pl

from courier.rules.field_view import FieldView
from courier.rules.numbers import negative, plain_number
from courier.rules.rule import Mark, Repair, Rule


def _required(view: FieldView) -> Iterator[Mark]:
    for name in view.present(("Sku", "Category", "Quantity")):
        yield Mark(name, ~view.filled(name))


def _quantity(view: FieldView) -> Iterator[Mark]:
    value = view.value("Quantity")
    number = plain_number(value.str.strip_prefix("+"), view.context.reading("Quantity").decimal_comma)
    whole = number.str.replace(r"\.0*$", "")
    right = r"^0*[1-9][0-9]*$"
    text = pl.when(whole.str.contains(right)).then(whole)
    facts = {"kind": pl.when(negative(value)).then(pl.lit("negative")).otherwise(pl.lit("other"))}
    yield Mark("Quantity", ~value.str.contains(right), facts, Repair({"Quantity": text}))


def _no_subtotal(view: FieldView) -> Iterator[Mark]:
    yield Mark("OrderSubTotalPostDiscount", view.filled("OrderSubTotalPostDiscount"))


RULES = (
    Rule("ITEM-REQ", _required),
    Rule("ITEM-QTY", _quantity, ("Quantity",)),
    Rule("ITEM-NO-ORDER-SUBTOTAL", _no_subtotal, ("OrderSubTotalPostDiscount",)),
)
