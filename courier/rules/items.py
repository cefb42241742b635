"""Rules about item rows. Source: Item-Level Data; Conversions, Brand API v14."""

from collections.abc import Iterator

import polars as pl

from courier.rules.field_view import FieldView
from courier.rules.rule import Mark, Repair, Rule


def _required(view: FieldView) -> Iterator[Mark]:
    for name in view.present(("Sku", "Category", "Quantity")):
        # in a chained file only the rows that name a SKU are items
        yield Mark(name, ~view.filled(name) & (view.filled("Sku") if view.context.template == "chained" else True))


def _quantity(view: FieldView) -> Iterator[Mark]:
    value = view.value("Quantity")
    # three zeros after a separator may be thousands
    digits = value.str.normalize("NFKC").str.replace(r"^\+?([0-9]+)(?:[.,]0{1,2})?$", "${1}")
    right = r"^0*[1-9][0-9]*$"
    text = pl.when(digits.str.contains(right)).then(digits)
    yield Mark("Quantity", ~value.str.contains(right), repair=Repair({"Quantity": text}))


def _no_subtotal(view: FieldView) -> Iterator[Mark]:
    yield Mark("OrderSubTotalPostDiscount", view.filled("OrderSubTotalPostDiscount"))


RULES = (
    Rule("ITEM-REQ", _required),
    Rule("ITEM-QTY", _quantity, ("Quantity",)),
    Rule("ITEM-NO-ORDER-SUBTOTAL", _no_subtotal, ("OrderSubTotalPostDiscount",)),
)
