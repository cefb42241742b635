"""Every column impact.com knows, from ``resources/catalogue/fields.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from courier.resources import resource

Template = Literal["item", "order", "chained", "mobile", "modification"]
"""Which fields and rules apply."""


@dataclass(frozen=True)
class Field:
    """One column of a batch file.

    ``required``: always, conditional or optional, per template. ``max_length``: characters impact.com takes;
    ``safe_length``: the smaller figure where its pages differ. ``likely``: words that shops use for it.
    ``number``: which of its kind a repeated field is (Text7 has 7), else None.
    """

    name: str
    aliases: tuple[str, ...]
    likely: tuple[str, ...]
    group: str
    applies_to: frozenset[Template]
    required: Mapping[Template, str]
    type: str
    pattern: str | None
    max_length: int | None
    safe_length: int | None
    allowed_values: tuple[str, ...]
    source: tuple[str, ...]
    number: int | None = None


def _load() -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for record in json.loads(resource("catalogue", "fields.json").read_text(encoding="utf-8")):
        required = record["required"]
        field = Field(
            name=record["name"],
            aliases=tuple(record["aliases"]),
            likely=tuple(record.get("likely", ())),
            group=record["group"],
            applies_to=frozenset(record["applies_to"]),
            required=dict.fromkeys(record["applies_to"], required) if isinstance(required, str) else required,
            type=record["type"],
            pattern=record.get("pattern"),
            max_length=record.get("max_length"),
            safe_length=record.get("safe_length"),
            allowed_values=tuple(record.get("allowed_values", ())),
            source=tuple(record["source"]),
        )
        first, last = record.get("repeat", (None, None))
        if first is None:
            fields[field.name] = field
            continue
        for number in range(first, last + 1):
            name = field.name.replace("{n}", str(number))
            fields[name] = replace(field, name=name, number=number)
    return fields


FIELDS: Mapping[str, Field] = _load()
"""All fields by name, in catalogue order, numbered ones one by one."""

ATTRIBUTION_KEYS = (
    "ClickId", "CustomerId", "CustomProfileId", "CustomClickId", "OrderPromoCode", "MediaId", "MediaPartnerId",
    "UniqueUrl", "CallerId", "GoogAId", "AndroidId", "AppleIfa", "AppleIfv",
)  # fmt: skip
"""Fields by any of which a partner can be credited."""

INTEGER_IDS = ("CampaignId", "ActionTrackerId", "MediaId", "MediaPartnerId", "PropertyId")

IDENTIFIERS = (
    "CampaignId", "ActionTrackerId", "OrderId", "ClickId", "CustomerId", "CustomProfileId", "MediaId",
    "MediaPartnerId", "PropertyId", "ActionId", "Sku",
)  # fmt: skip
"""Fields whose digits a spreadsheet may destroy."""

MONEY_FIELDS = tuple(
    name
    for name, field in FIELDS.items()
    if field.type == "decimal"
    and not name.startswith(("Numeric", "ItemNumeric"))
    and name not in ("OrderDiscountRate", "ItemDiscountRate", "OrderRebate", "ItemSubTotalDelta")
)

ITEM_AMOUNTS = ("Amount", "ItemPrice", "ItemSubtotal")
"""Exactly one of these stands in an item row."""

ORDER_LEVEL = tuple(
    name
    for name, field in FIELDS.items()
    if name in ("EventDate", "DispositionCode", *ATTRIBUTION_KEYS)
    or field.group in ("attribution", "customer")
    or (field.group == "order" and name not in ("Amount", "CurrencyCode", "Note"))
)
"""Fields that are the same in every row of an order."""

_USUAL_ORDER = (
    "CampaignId", "ActionTrackerId", "EventTypeCode", "EventCode", "EventDate", "OrderId", "ClickId", "CustomerId",
    "CurrencyCode", "Amount", "ItemPrice", "ItemSubtotal", "Category", "Sku", "Quantity", "CustomerStatus",
    "CustomerEmail", "OrderPromoCode", "OrderDiscount", "OrderShipping", "OrderTax", "CustomerCity", "CustomerRegion",
    "CustomerCountry", "CustomerPostCode", "PaymentType", "Name", "ItemSubCategory", "ItemMpn", "ItemBrand", "Note",
    "SubId1", "SubId2", "SubId3", "SharedId",
)  # fmt: skip


def file_order(names: list[str]) -> list[str]:
    """Field names in the order in which impact.com's templates have them, the rest as the catalogue has them."""
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys((*_USUAL_ORDER, *FIELDS)))}
    return sorted(names, key=lambda name: ranks.get(name, len(ranks)))
