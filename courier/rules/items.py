"""Rules about item rows. Source: Item-Level Data; Conversions, Brand API v14."""

from collections.abc import Iterator

from courier.rules.rule import Mark, Repair, Rule
from courier.rules.view import View


def _required(view: View) -> Iterator[Mark]:
    for name in view.present(("Sku", "Category", "Quantity")):
        yield Mark(name, ~view.filled(name))


def _quantity(view: View) -> Iterator[Mark]:
    if view.has("Quantity"):
        value = view.value("Quantity")
        whole = value.str.replace(r"^\+?(\d+)(?:[.,]0+)?$", "${1}")
        repaired = whole.str.contains(r"^0*[1-9]\d*$")
        yield Mark("Quantity", ~value.str.contains(r"^0*[1-9]\d*$"), repair=Repair({"Quantity": whole}, repaired))


def _no_subtotal(view: View) -> Iterator[Mark]:
    if view.has("OrderSubTotalPostDiscount"):
        yield Mark("OrderSubTotalPostDiscount", view.filled("OrderSubTotalPostDiscount"))


RULES = (
    Rule("ITEM-REQ", _required),
    Rule("ITEM-QTY", _quantity),
    Rule("ITEM-NO-ORDER-SUBTOTAL", _no_subtotal),
)
