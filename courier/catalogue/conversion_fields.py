"""How the Conversions API calls the fields of a file.

Sources: Conversions, Brand API v14; Batch Submit Conversion Data.
"""

from __future__ import annotations

from collections.abc import Collection

from courier.catalogue.fields import FIELDS, ITEM_AMOUNTS

_ITEM_NAMES = {
    "Sku": "ItemSku",
    "Category": "ItemCategory",
    "Quantity": "ItemQuantity",
    "ItemSubtotal": "ItemSubTotal",
    "Amount": "ItemSubTotal",
    "Name": "ItemName",
}
"""Where its name differs from that of a file."""


_OTHER_PRICES = {*ITEM_AMOUNTS} - {"Amount"}
_DISCOUNTS = ("ItemDiscount", "ItemDiscountRate", "ItemTotalDiscount", "OrderDiscount", "OrderDiscountRate")


def fields_of_items(filled: Collection[str]) -> set[str]:
    """Those of which each item of an order has a value of its own. ``filled``: the fields with values. Where there are
    items, Amount is the total of a line."""
    of_items = {name for name in filled if FIELDS[name].group == "item"}
    return of_items | ({"Amount"} & {*filled}) if of_items else of_items


def amount_is_unclear(filled: Collection[str]) -> bool:
    """Whether the lines of an order have an Amount that no parameter is known to take. The subtotal of a line is its
    total before discounts, so both are the same only where there are none."""
    return "Amount" in fields_of_items(filled) and not {*_OTHER_PRICES, *_DISCOUNTS}.isdisjoint(filled)


def item_parameter(field: str, item: int) -> str:
    """The name in a call of a field that each item has. ``item``: its place in the order, from 1."""
    name, underscore, number = _ITEM_NAMES.get(field, field).partition("_")
    return f"{name}{item}{underscore}{number}"
