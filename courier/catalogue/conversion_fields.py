"""How the Conversions API calls the fields of a file. Source: Conversions, Brand API v14."""

from __future__ import annotations

from courier.catalogue.fields import FIELDS

_ITEM_NAMES = {
    "Sku": "ItemSku",
    "Category": "ItemCategory",
    "Quantity": "ItemQuantity",
    "ItemSubtotal": "ItemSubTotal",
    "Name": "ItemName",
}
"""Where its name differs from that of a file."""


def is_of_items(field: str) -> bool:
    """Whether each item of an order has a value of its own."""
    return FIELDS[field].group == "item"


def parameter_of(field: str, item: int) -> str:
    """The name of a field in a call. ``item``: the place of the item in its order, from 1; the name of a field that is
    said once for the order does not depend on it."""
    if not is_of_items(field):
        return field
    name, underscore, number = _ITEM_NAMES.get(field, field).partition("_")
    return f"{name}{item}{underscore}{number}"
