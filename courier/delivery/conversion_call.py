"""The parameters of the call that reports one order, from the very bytes of its part."""

from __future__ import annotations

import csv
import io

from courier.catalogue.conversion_fields import amount_is_unclear, fields_of_items, item_parameter
from courier.catalogue.fields import FIELDS
from courier.delivery.errors import DeliveryError


def call_parameters(content: bytes) -> list[tuple[str, str]]:
    """What is said of the order in a part: first what holds for all of it, then its items by number. Raises
    DeliveryError for a part that holds another number of orders than one, or what the API is not known to take; checked
    before (`courier.shipping.by_call`), but a recorded part may come from elsewhere."""
    try:
        header, *rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        table = [dict(zip(header, row, strict=True)) for row in rows]
    except (ValueError, csv.Error):
        raise DeliveryError("conversions-unreadable") from None
    if len({*header}) != len(header):
        raise DeliveryError("conversions-unreadable")
    strange = next((name for name in header if name not in FIELDS or not FIELDS[name].in_api), None)
    if strange is not None:
        raise DeliveryError("conversions-field", field=strange)
    filled = [name for name in header if any(row[name] for row in table)]
    if amount_is_unclear(filled):
        raise DeliveryError("conversions-field", field="Amount")
    of_items = fields_of_items(filled)
    once: list[tuple[str, str]] = []
    for name in filled:
        if name in of_items:
            continue
        values = {row[name] for row in table if row[name]}
        if len(values) > 1:
            raise DeliveryError("conversions-differs", field=name)
        once += [(name, value) for value in values]
    if "OrderId" not in dict(once):
        raise DeliveryError("conversions-unreadable")
    items = [
        (item_parameter(name, number), row[name])
        for number, row in enumerate(table, start=1)
        for name in filled
        if name in of_items and row[name]
    ]
    return [*once, *items]
