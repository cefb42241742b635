"""Every column impact.com knows, from ``resources/catalogue/fields.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from courier.resources import resource

Template = Literal["item", "order", "chained", "mobile", "modification"]
"""Which fields and rules apply."""


_API_SOURCE = "Conversions, Brand API"


@dataclass(frozen=True)
class Field:
    """One column of a batch file.

    ``required``: always, conditional or optional, per template. ``max_length``: the most characters impact.com takes;
    ``safe_length``: the smaller figure where its pages differ.
    ``number``: the number of a repeated field (7 for Text7), else None; ``in_api``: the Conversions API is documented
    to take it.
    """

    name: str
    aliases: tuple[str, ...]
    group: str
    applies_to: frozenset[Template]
    required: Mapping[Template, str]
    type: str
    max_length: int | None
    safe_length: int | None
    allowed_values: tuple[str, ...]
    number: int | None = None
    in_api: bool = False


def _load() -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for record in json.loads(resource("catalogue", "fields.json").read_text(encoding="utf-8")):
        required = record["required"]
        field = Field(
            name=record["name"],
            aliases=tuple(record["aliases"]),
            group=record["group"],
            applies_to=frozenset(record["applies_to"]),
            required=dict.fromkeys(record["applies_to"], required) if isinstance(required, str) else required,
            type=record["type"],
            max_length=record.get("max_length"),
            safe_length=record.get("safe_length"),
            allowed_values=tuple(record.get("allowed_values", ())),
            in_api=any(source.startswith(_API_SOURCE) for source in record["source"]),
        )
        first, last = record.get("repeat", (0, -1))
        numbered = [
            replace(field, name=field.name.replace("{n}", str(number)), number=number)
            for number in range(first, last + 1)
        ]
        fields |= {each.name: each for each in numbered or [field]}
    return fields


FIELDS: Mapping[str, Field] = _load()
"""All fields by name, in catalogue order; each number of a repeated field is an entry."""

ATTRIBUTION_KEYS = (
    "ClickId", "CustomerId", "CustomProfileId", "CustomClickId", "OrderPromoCode", "MediaId", "MediaPartnerId",
    "UniqueUrl", "CallerId", "GoogAId", "AndroidId", "AppleIfa", "AppleIfv",
)  # fmt: skip
"""Fields that can credit a partner, any of them alone."""

INTEGER_IDS = ("CampaignId", "ActionTrackerId", "MediaId", "MediaPartnerId", "PropertyId")

IDENTIFIERS = (
    "CampaignId", "ActionTrackerId", "OrderId", "ClickId", "CustomerId", "CustomProfileId", "MediaId",
    "MediaPartnerId", "PropertyId", "ActionId", "Sku",
)  # fmt: skip
"""Fields whose digits a spreadsheet may destroy."""

NUMBER_FIELDS = frozenset(
    name
    for name in FIELDS
    if name.startswith(("Numeric", "ItemNumeric")) or name in ("OrderDiscountRate", "ItemDiscountRate", "OrderRebate")
)
"""Numbers without a currency."""

MONEY_FIELDS = tuple(
    name
    for name, field in FIELDS.items()
    if field.type == "decimal" and name not in NUMBER_FIELDS and name != "ItemSubTotalDelta"
)

ITEM_AMOUNTS = ("Amount", "ItemPrice", "ItemSubtotal")
"""An item row has exactly one of these."""

LINE_DISCOUNTS = ("ItemDiscount", "ItemTotalDiscount")
"""What is taken off the price of a line: for each piece, and for the line."""

ORDER_LEVEL = tuple(
    name
    for name, field in FIELDS.items()
    if name in ("EventDate", "DispositionCode", *ATTRIBUTION_KEYS)
    or field.group in ("attribution", "customer")
    or (field.group == "order" and name not in ("Amount", "CurrencyCode", "Note"))
)
"""Fields that are the same in every row of an order."""

USUAL_FIELDS = (
    "CampaignId", "ActionTrackerId", "EventTypeCode", "EventCode", "EventDate", "OrderId", "ClickId", "CustomerId",
    "CurrencyCode", "Amount", "ItemPrice", "ItemSubtotal", "Category", "Sku", "Quantity", "CustomerStatus",
    "CustomerEmail", "OrderPromoCode", "OrderDiscount", "OrderShipping", "OrderTax", "CustomerCity", "CustomerRegion",
    "CustomerCountry", "CustomerPostCode", "PaymentType", "Name", "ItemSubCategory", "ItemMpn", "ItemBrand", "Note",
    "SubId1", "SubId2", "SubId3", "SharedId",
)  # fmt: skip
"""The fields that most files have, in the order of impact.com's templates."""


def file_order(names: list[str]) -> list[str]:
    """Field names in the order of impact.com's templates, the others in the order of the catalogue."""
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys((*USUAL_FIELDS, *FIELDS)))}
    return sorted(names, key=lambda name: ranks.get(name, len(ranks)))
