"""Which columns a blank sheet of each template has, and which of them a row needs."""

from __future__ import annotations

from courier.catalogue.currencies import MINOR_UNITS
from courier.catalogue.fields import ATTRIBUTION_KEYS, FIELDS, Template
from courier.messages import UserError

_ORDER = ("CampaignId", "ActionTrackerId", "EventDate", "OrderId", "ClickId", "CustomerId", "CurrencyCode", "Amount")
_ITEM = ("Category", "Sku", "Quantity")

HEADERS: dict[Template, tuple[str, ...]] = {
    "item": (*_ORDER, *_ITEM),
    "order": _ORDER,
    "chained": _ORDER,
    "mobile": (*_ORDER[:2], "EventCode", *_ORDER[2:]),
    "modification": ("ActionTrackerId", "OrderId", "Amount", "CurrencyCode", "CustomerStatus", "Reason"),
}
"""The documented header of each template."""

_MOBILE = (
    "AppleIfa", "AppleIfv", "GoogAId", "AndroidId", "PropertyId", "AppPackage", "AppVer", "AppInstallRef", "DeviceMfr",
    "DeviceModel", "IpAddress", "UserAgent",
)  # fmt: skip
_MORE = (
    "CustomerStatus", "CustomerEmail", "OrderPromoCode", "OrderDiscount", "OrderShipping", "OrderTax", "CustomerCity",
    "CustomerRegion", "CustomerCountry", "CustomerPostCode", "PaymentType", "Name", "ItemSubCategory", "ItemMpn",
    "ItemBrand", "Note", "SubId1", "SubId2", "SubId3", "SharedId", "Text1", "Text2", "Text3", "Numeric1", "Money1",
    "Date1", "GiftPurchase", "TrackingConsent",
)  # fmt: skip

_CHANGE = (
    "ActionId", "ActionTrackerId", "OrderId", "Sku", "Category", "Quantity", "Amount", "CurrencyCode", "CustomerStatus",
    "Reason",
)  # fmt: skip

_NEEDS = {
    "ActionTrackerId": "blank-needs-event",
    "CurrencyCode": "blank-needs-currency",
    "Amount": "blank-needs-revenue",
    "Sku": "blank-needs-per-item",
    "Category": "blank-needs-per-item",
    "Quantity": "blank-needs-per-item",
    "EventCode": "blank-needs-always",
}
_CHANGE_NEEDS = {
    "ActionId": "blank-needs-action",
    "OrderId": "blank-needs-action",
    "ActionTrackerId": "blank-needs-with-order",
    "CurrencyCode": "blank-needs-not",
    "Amount": "blank-needs-new-amount",
    "Sku": "blank-needs-one-item",
    "Quantity": "blank-needs-one-item",
}


def known_template(template: str) -> Template:
    """The template of this name. Raises UserError if there is none."""
    if template not in HEADERS:
        raise UserError("blank-template-unknown", template=template)
    return template


def columns(template: Template) -> tuple[str, ...]:
    """The fields of a blank workbook: the documented header, then useful optional fields of this template."""
    if template == "modification":
        return _CHANGE
    more = [name for name in (*_ITEM, *_MOBILE, *_MORE) if template in FIELDS[name].applies_to]
    if template != "mobile":
        more = [name for name in more if name not in _MOBILE]
    return tuple(dict.fromkeys((*HEADERS[template], *more)))


def need(template: Template, name: str) -> str:
    """The message key that says whether a row of a template needs a field."""
    required = FIELDS[name].required.get(template, "optional")
    if required == "always":
        return "blank-needs-always"
    if required == "optional":
        return "blank-needs-not"
    if template == "modification":
        return _CHANGE_NEEDS.get(name, "blank-needs-not")
    if template == "item" and name == "Amount":
        return "blank-needs-one-amount"
    if name in ATTRIBUTION_KEYS:
        return "blank-needs-credit"
    return _NEEDS.get(name, "blank-needs-not")


def choices(name: str, own: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The values that a list offers for a field, the program's ``own`` first; empty if any text is allowed."""
    offered = sorted(MINOR_UNITS) if name == "CurrencyCode" else FIELDS[name].allowed_values
    return tuple(dict.fromkeys((*own, *offered)))
