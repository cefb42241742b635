"""Clean sheets of every template from a seeded random source: as varied as real ones, without errors and warnings.

Order IDs are of many kinds, currencies have no, two or three decimals, dates have all valid forms, optional columns
are present or absent, and some headers are those of a shop.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from hashlib import sha1, sha256
from random import Random
from typing import Any

import polars as pl

from courier.catalogue.fields import MONEY_FIELDS
from courier.draft import Draft
from courier.open_sheet import OpenOptions, open_table
from courier.programs import EventType, Program
from courier.reading import read_bytes
from courier.rules.history import KnownAccount
from tests.rules.known_before import KnownBefore
from tests.rules.one_cell import NOW

FORMS = {
    "item": "item",
    "order": "order",
    "chained": "chained",
    "mobile": "mobile",
    "modification by order": "modification",
    "modification by item": "modification",
    "modification by action": "modification",
    "reversal": "modification",
}
"""The template of each form of sheet."""

DECIMALS = {"USD": 2, "EUR": 2, "GBP": 2, "SEK": 2, "JPY": 0, "KRW": 0, "KWD": 3, "TND": 3}

UNMAPPED = "?"
"""First character of the keys of columns that feed no field."""

_LETTERS = "ABCDFGHJKLMNPQRSTUVWXYZ"
_CITIES = ("Berlin", "São Paulo", "Zürich", "Łódź", "Malmö", "東京", "Saint-Étienne", "New York")
_CATEGORIES = ("Tennis", "Apparel", "Bags, Small", "Home & Garden", "Café", 'TV 42"', "Schuhe", "Gifts")
_REASONS = ("ITEM_RETURNED", "ORDER_UPDATE", "CONS_ERROR", "ORDER_ERROR", "OTHER", "ITEM_OUT_OF_STOCK")
_HEADERS = {
    "CampaignId": ("Campaign ID", "ProgramId"),
    "ActionTrackerId": ("EventTypeId", "Action Tracker ID"),
    "EventDate": ("Event Date", "Order Date", "Created At"),
    "OrderId": ("Order ID", "OID", "order_id", "Order Number"),
    "ClickId": ("irclickid", "im_ref", "CLICKID"),
    "CustomerId": ("custid", "Customer ID", "UserId"),
    "OrderPromoCode": ("PromoCode", "Coupon", "Voucher"),
    "CurrencyCode": ("Currency", "currencyCode"),
    "Amount": ("SaleAmount", "AMOUNT"),
    "Sku": ("SKU", "ItemSku", "ProductId"),
    "Category": ("ItemCategory", "category"),
    "Quantity": ("qty", "ItemQuantity"),
    "CustomerEmail": ("Email",),
    "CustomerCountry": ("Country",),
    "CustomerPostCode": ("ZipCode", "postcode"),
    "PaymentType": ("PaymentMethod",),
    "ActionId": ("ActionID", "Action ID"),
    "Reason": ("ReasonCode", "reason"),
}


@dataclass(eq=False)
class Row:
    """One row. ``group``: the same for rows whose problems may affect each other: those of one order, and in chained
    and app sheets those of one customer. ``ragged``: written with a cell too many."""

    group: int
    cells: dict[str, str]
    ragged: bool = False

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def moment(self) -> datetime | None:
        """The moment of the event, None if its date is not ISO 8601."""
        return moment_of(self["EventDate"])

    @property
    def has_media(self) -> bool:
        return bool(self["MediaId"] or self["MediaPartnerId"])


@dataclass
class CleanSheet:
    """A sheet to check. ``headers``: the header of each column by the field it feeds, or by `UNMAPPED` and itself;
    ``parents``: the event type that precedes another, whether or not the program says so."""

    form: str
    headers: dict[str, str]
    rows: list[Row]
    program: Program | None = None
    parents: dict[str, str] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)
    damaged: list[tuple[Row, str]] = field(default_factory=list)
    account: KnownAccount = field(default_factory=KnownAccount)
    doubled: list[str] = field(default_factory=list)
    wished: list[tuple[str, str]] = field(default_factory=list)

    @property
    def template(self) -> str:
        return FORMS[self.form]

    @property
    def header(self) -> list[str]:
        return [*self.headers.values(), *self.doubled]

    def records(self) -> list[list[str]]:
        """The cells of all rows."""
        records = []
        for row in self.rows:
            cells = [*(row[key] for key in self.headers), *("" for _ in self.doubled)]
            if row.ragged:
                cells = [*cells, "left over"]
            records.append(cells)
        return records

    def notes(self) -> list[tuple[str, Row | None, str | None]]:
        """The notes of rules about a sheet without errors."""
        notes: list[tuple[str, Row | None, str | None]] = [
            ("HDR-UNKNOWN", None, None) for key in self.headers if key.startswith(UNMAPPED)
        ]
        if self.template == "chained" and not (self.program and self.program.facts().parents):
            notes.append(("CHAIN-ORDER", None, None))
        if self.template != "modification":
            media = ("MediaId", "MediaPartnerId")
            notes += [("ROW-MEDIA-FORCED", row, name) for row in self.rows for name in media if row[name]]
            notes += [("ROW-CLICK-ESCAPED", row, "ClickId") for row in self.rows if "%" in row["ClickId"]]
        return notes

    def draft(self, template: str | None = None) -> Draft:
        """The sheet read, opened and checked; ``template`` "": detected by the app."""
        out = io.StringIO()
        csv.writer(out).writerows([self.header, *self.records()])
        table = read_bytes(out.getvalue().encode(), "sheet.csv")
        if self.damaged:
            places = list(self.headers)
            lost: dict[str, list[int]] = {}
            for row, name in self.damaged:
                lost.setdefault(f"c{places.index(name)}", []).append(self.rows.index(row))
            damaged = {column: pl.Series(rows, dtype=pl.UInt32) for column, rows in lost.items()}
            table = replace(table, damaged=damaged)
        options = OpenOptions(
            template=(self.template if template is None else template) or None,
            program=self.program,
            columns=tuple(self.wished),
            history=KnownBefore(self.history, self.account) if self.history or self.account != KnownAccount() else None,
        )
        draft = open_table(table, "sheet.csv", None, options, NOW).draft
        draft.check()
        return draft


def clean_sheet(form: str, random: Random) -> CleanSheet:
    """A clean sheet of one of the `FORMS`."""
    makers: dict[str, Callable[[Random], CleanSheet]] = {
        "item": _items,
        "order": _orders,
        "chained": _chain,
        "mobile": _mobile,
        "reversal": _reversal,
    }
    sheet = makers[form](random) if form in makers else _changes(form, random)
    sheet.form = form
    if random.random() < 0.3:
        # unlike 'DispositionCode', these headers mean the same in every sheet
        for name in sheet.headers:
            if name in _HEADERS and random.random() < 0.6:
                sheet.headers[name] = random.choice(_HEADERS[name])
    for header in random.sample(("Warehouse bin", "Shelf", "Packed in"), random.choice((0, 0, 0, 1, 2))):
        sheet.headers[UNMAPPED + header] = header
        for row in sheet.rows:
            row.cells[UNMAPPED + header] = random.choice(("", "A-12", "B 7"))
    return sheet


# ---------------------------------------------------------------------- values


def moment_of(text: str) -> datetime | None:
    """The moment of an ISO 8601 date and time, read in UTC where it has no offset; None for anything else."""
    if "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=NOW.tzinfo)


def iso(moment: datetime, random: Random) -> str:
    """A moment in one of the valid forms."""
    if random.random() < 0.4:
        return moment.astimezone(NOW.tzinfo).strftime("%Y-%m-%dT%H:%M:%SZ")
    minutes = random.choice((-480, -300, 0, 60, 120, 330, 540))
    local = moment.astimezone(timezone(timedelta(minutes=minutes)))
    offset = local.strftime("%z")
    offset = offset if random.random() < 0.3 else f"{offset[:3]}:{offset[3:]}"
    form = "%Y-%m-%dT%H:%M" if moment.second == 0 and random.random() < 0.5 else "%Y-%m-%dT%H:%M:%S"
    fraction = ".500" if moment.microsecond else ""
    return local.strftime(form) + (fraction if form.endswith("S") else "") + offset


def amount(currency: str, random: Random, *, most: int = 2_000) -> str:
    """An amount with at most as many decimals as the currency has."""
    integer, decimals = random.randrange(1, most), DECIMALS.get(currency, 2)
    if not decimals or random.random() < 0.2:
        return str(integer)
    used = random.randint(1, decimals)
    return f"{integer}.{random.randrange(10**used):0{used}}"


def click(random: Random) -> str:
    """A click ID."""
    return random.choice(_LETTERS) + "".join(random.choices(_LETTERS + _LETTERS.lower() + "0123456789", k=39))


def customer(random: Random) -> str:
    """A pseudonymous customer ID."""
    return random.choice(("CUST", "BCZ", "kd-")) + "".join(random.choices(_LETTERS + "0123456789", k=16))


def promo(random: Random) -> str:
    """A promo code."""
    return random.choice(("10OFF-ROCKET", "SAVE5", "WELCOME", "HERBST-26"))


def _past(random: Random) -> datetime:
    """A moment in the past, well within the age from which rows are dropped."""
    moment = NOW - timedelta(seconds=random.randrange(3 * 86_400, 80 * 86_400))
    return moment.replace(second=random.choice((0, moment.second)))


def _ids(random: Random, count: int) -> list[str]:
    """Order numbers of one kind."""
    kind = random.choice(("number", "zeros", "prefixed", "uuid", "hash", "counting"))
    start = random.randrange(200_000, 800_000)
    if kind == "uuid":
        return [str(uuid.UUID(int=random.getrandbits(128), version=4)) for _ in range(count)]
    if kind == "hash":
        return [f"c{random.getrandbits(124):031x}" for _ in range(count)]
    form = {
        "number": "{}",
        "zeros": "{:010}",
        "prefixed": random.choice(("AC-{}", "SO-{:09}", "#{}")),
        "counting": "{}",
    }
    first = 999 if kind == "counting" else start
    return [form[kind].format(first + number) for number in range(count)]


def _text(random: Random, *values: str, filled: float = 0.8) -> str:
    return random.choice(values) if random.random() < filled else ""


def _address(random: Random) -> str:
    hashed = random.choice((sha1, sha256))
    return hashed(f"jo{random.randrange(10**6)}@example.org".encode(), usedforsecurity=False).hexdigest()


_OF_ORDER: dict[str, Callable[[Random, str], str]] = {
    "CustomProfileId": lambda random, _: _text(random, f"profile-{random.randrange(10**6)}"),
    "OrderPromoCode": lambda random, _: _text(random, promo(random), filled=0.4),
    "UniqueUrl": lambda random, _: _text(random, "https://acme.example/@partner/spring?utm=1", filled=0.3),
    "CustomerStatus": lambda random, _: _text(random, "NEW", "EXISTING", "VIP"),
    "CustomerEmail": lambda random, _: _text(random, _address(random)),
    "CustomerCity": lambda random, _: _text(random, *_CITIES),
    "CustomerRegion": lambda random, _: _text(random, "CA", "Île-de-France"),
    "CustomerCountry": lambda random, _: _text(random, "US", "DE", "JP", "GBR"),
    "CustomerPostCode": lambda random, _: _text(random, "01067", "SW1A 1AA", "94105"),
    "IpAddress": lambda random, _: _text(random, "203.0.113.7", "2001:db8::1"),
    "TrackingConsent": lambda random, _: _text(random, "true", "false"),
    "PaymentType": lambda random, _: _text(random, "Card", "Überweisung"),
    "GiftPurchase": lambda random, _: _text(random, "true", "false"),
    "OrderShipping": lambda random, currency: _text(random, amount(currency, random, most=20)),
    "OrderTax": lambda random, currency: _text(random, amount(currency, random, most=90)),
    "OrderDiscount": lambda random, _: _text(random, "0"),
    "OrderDiscountRate": lambda random, _: _text(random, "0.15", "10"),
    "LocationId": lambda random, _: _text(random, "17", "store-4"),
}
_OF_ROW: dict[str, Callable[[Random, str], str]] = {
    "Note": lambda random, _: _text(random, "leave at the door", "gift"),
    "Text1": lambda random, _: _text(random, "A", "spring sale"),
    "Numeric1": lambda random, _: _text(random, "5", "-1.25"),
    "Money1": lambda random, currency: _text(random, amount(currency, random)),
    "Date1": lambda random, _: _text(random, iso(_past(random), random), "2026-10-01T08:00"),
}
_OF_ITEM: dict[str, Callable[[Random, str], str]] = {
    "Name": lambda random, _: _text(random, "Racket “Pro”", "Mug"),
    "ItemBrand": lambda random, _: _text(random, "Acme", "Ñandú"),
    "ItemSubCategory": lambda random, _: _text(random, "Balls"),
    "ItemMpn": lambda random, _: _text(random, f"MPN{random.randrange(10**6)}"),
    "ItemPromoCode": lambda random, _: _text(random, "ITEM5", filled=0.3),
    "ItemDiscount": lambda random, currency: _text(random, amount(currency, random, most=5), filled=0.3),
}


def _some(random: Random, options: Sequence[str], most: int) -> list[str]:
    return random.sample(list(options), random.randint(0, most))


# ---------------------------------------------------------------------- new conversions


class _Scene:
    """The common facts of one sheet of new conversions."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.campaign = str(random.randrange(100, 10**6))
        self.events = random.choice((["18500"], ["18500", "18501"]))
        self.by_code = random.random() < 0.15
        self.currencies = random.choice((["USD"], ["EUR", "JPY"], ["KWD", "TND"], ["GBP", "KRW", "KWD", "SEK"]))
        self.of_order = _some(random, tuple(_OF_ORDER), 6)
        self.of_row = _some(random, tuple(_OF_ROW), 2)
        self.old = random.random() < 0.4
        self.media = random.choice(("MediaId", "MediaPartnerId"))
        self.sub_ids = self.old and random.random() < 0.5

    def begun(self) -> dict[str, str]:
        """The cells of one order, without its number and its amounts."""
        random = self.random
        event, currency = random.choice(self.events), random.choice(self.currencies)
        cells = {"CampaignId": self.campaign}
        if self.by_code:
            cells["EventTypeCode"] = f"SALE-{event}"
        else:
            cells["ActionTrackerId"] = event
        cells["EventDate"] = iso(_past(random), random)
        cells["ClickId"] = _text(random, click(random), filled=0.7)
        cells["CustomerId"] = customer(random)
        cells["CurrencyCode"] = currency
        if self.old and random.random() < 0.2:
            cells[self.media] = str(random.randrange(1_000, 99_999))
            if self.sub_ids:
                cells["SubId1"], cells["SharedId"] = "newsletter", _text(random, "x1")
            if random.random() < 0.7:
                cells["EventDate"] = iso(NOW - timedelta(days=random.choice((188, 89, 397))), random)
                cells["ClickId"] = ""
        elif random.random() < 0.05:
            cells["ClickId"] = "0c22384eN%3A3765c5f900c2878068a0631b"
        for name in self.of_order:
            cells[name] = _OF_ORDER[name](random, currency)
        for name in self.of_row:
            cells[name] = _OF_ROW[name](random, currency)
        return cells

    def columns(self, *last: str) -> dict[str, str]:
        """The headers, in the order of impact.com's templates."""
        event = "EventTypeCode" if self.by_code else "ActionTrackerId"
        media = [self.media, *(("SubId1", "SharedId") if self.sub_ids else ())] if self.old else []
        first = ("CampaignId", event, "EventDate", "OrderId", "ClickId", "CustomerId", "CurrencyCode")
        return {name: name for name in (*first, *last, *media, *self.of_order, *self.of_row)}

    def program(self, rows: Sequence[Row]) -> Program | None:
        """The account that the orders belong to, in some sheets."""
        if self.random.random() < 0.7:
            return None
        events = (
            ()
            if self.by_code
            else tuple(EventType(event) for event in sorted({row["ActionTrackerId"] for row in rows}))
        )
        codes = tuple(sorted({row["OrderPromoCode"] for row in rows} - {""}))
        return Program("Acme", self.campaign, events, promo_codes=self.random.choice(((), codes)))


def _items(random: Random) -> CleanSheet:
    scene = _Scene(random)
    names = random.choice((["Amount"], ["Amount"], ["ItemPrice"], ["ItemSubtotal"], ["Amount", "ItemPrice"]))
    extra = _some(random, tuple(_OF_ITEM), 2)
    sizes = [1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4] + [random.choice((1, 2, 3)) for _ in range(random.randint(0, 4))]
    if random.random() < 0.4:
        sizes.append(random.randint(6, 14))
    random.shuffle(sizes)
    rows: list[Row] = []
    for group, (size, number) in enumerate(zip(sizes, _ids(random, len(sizes)), strict=True)):
        order = {**scene.begun(), "OrderId": number}
        for place in range(size):
            cells = dict(order)
            cells |= {name: _OF_ROW[name](random, order["CurrencyCode"]) for name in scene.of_row}
            cells |= {name: _OF_ITEM[name](random, order["CurrencyCode"]) for name in extra}
            cells[random.choice(names)] = amount(order["CurrencyCode"], random)
            cells |= {"Category": random.choice(_CATEGORIES), "Quantity": random.choice(("1", "2", "12"))}
            cells["Sku"] = f"ACME-{group}-{place}" if random.random() < 0.9 else f"{4_000_000 + 100 * group + place}"
            if place and random.random() < 0.3:
                # a shop writes some fields of an order in its first row only
                cells |= {name: "" for name in scene.of_order if random.random() < 0.5}
            moment = moment_of(order["EventDate"])
            if place and moment and random.random() < 0.1:
                cells["EventDate"] = iso(moment, random)
            rows.append(Row(group, cells))
    headers = scene.columns(*names, "Category", "Sku", "Quantity", *extra)
    return CleanSheet("item", headers, rows, scene.program(rows))


def _orders(random: Random) -> CleanSheet:
    scene = _Scene(random)
    money = random.random() < 0.85
    if not money:
        scene.of_order = [name for name in scene.of_order if name not in MONEY_FIELDS]
        scene.of_row = [name for name in scene.of_row if name not in MONEY_FIELDS]
    rows: list[Row] = []
    count = random.randint(14, 24)
    for group, number in enumerate(_ids(random, count)):
        cells = {**scene.begun(), "OrderId": number}
        cells["Amount"] = "0" if random.random() < 0.05 else amount(cells["CurrencyCode"], random)
        rows.append(Row(group, cells))
        if len(scene.events) > 1 and not scene.by_code and random.random() < 0.1:
            # order numbers are unique per event type only
            other = next(event for event in scene.events if event != cells["ActionTrackerId"])
            rows.append(Row(group, {**cells, "ActionTrackerId": other}))
    headers = scene.columns(*(("Amount",) if money else ()))
    if not money:
        del headers["CurrencyCode"]
        for row in rows:
            row.cells = {name: text for name, text in row.cells.items() if name in headers}
    return CleanSheet("order", headers, rows, scene.program(rows))


def _chain(random: Random) -> CleanSheet:
    scene = _Scene(random)
    scene.by_code = random.random() < 0.1
    scene.events = ["18510"]
    # in old rows the preceding event could not be older
    scene.old = scene.sub_ids = False
    with_items = random.random() < 0.5
    code = "SALE-{}" if scene.by_code else "{}"
    first, second, third = (code.format(event) for event in ("18510", "18511", "18512"))
    parents = {second: first, third: second}
    event_name = "EventTypeCode" if scene.by_code else "ActionTrackerId"
    rows: list[tuple[datetime, Row]] = []
    numbers = iter(_ids(random, 60))
    for group in range(random.randint(12, 16)):
        begun = scene.begun()
        moment = NOW - timedelta(days=random.randint(30, 75), seconds=random.randrange(86_400))
        kinds = random.choice(([first], [second], [first, second], [first, second], [first, second, third]))
        for event in kinds:
            cells = {**begun, event_name: event, "OrderId": next(numbers), "EventDate": iso(moment, random)}
            cells["Amount"] = "0" if event == first else amount(cells["CurrencyCode"], random)
            if event != kinds[0]:
                cells["ClickId"] = ""
            lines = random.choice((0, 1, 2)) if with_items and event != first else 0
            for place in range(max(1, lines)):
                item = {"Sku": f"ACME-{place}", "Category": "Bags, Small", "Quantity": "1"} if lines else {}
                rows.append((moment, Row(group, {**cells, **item})))
            moment += timedelta(days=random.randint(2, 12))
    rows.sort(key=lambda timed_row: timed_row[0])
    ordered = [row for _, row in rows]
    headers = scene.columns("Amount", *(("Category", "Sku", "Quantity") if with_items else ()))
    events = (
        EventType(first, "Trial"), EventType(second, "Purchase", parent="Trial"), EventType(third, "Renewal", "",
        second),
    )  # fmt: skip
    in_program = random.random() < 0.6 and not scene.by_code
    return CleanSheet(
        "chained", headers, ordered, Program("Acme", scene.campaign, events) if in_program else None, parents
    )


def _mobile(random: Random) -> CleanSheet:
    scene = _Scene(random)
    scene.by_code = False
    scene.of_order = [name for name in scene.of_order if name not in MONEY_FIELDS]
    scene.of_row = [name for name in scene.of_row if name not in MONEY_FIELDS]
    extra = random.sample(("PropertyId", "AppPackage", "AppVer", "DeviceMfr", "DeviceModel"), random.randint(0, 3))
    device = random.choice(("AppleIfa", "GoogAId"))
    rows = []
    numbers = iter(_ids(random, 80))
    for group in range(random.randint(12, 16)):
        begun = scene.begun()
        same = next(numbers)
        one_number = random.random() < 0.3
        for code in random.choice((["INSTALL"], ["SALE"], ["INSTALL", "SIGN-UP"], ["INSTALL", "SIGN-UP", "SALE"])):
            cells = {**begun, "EventCode": code, "OrderId": same if one_number else next(numbers)}
            cells[device] = str(uuid.UUID(int=random.getrandbits(128), version=4))
            cells |= {
                "PropertyId": "12345", "AppPackage": "com.acme.app", "AppVer": "4.2.0", "DeviceMfr": "Apple",
                "DeviceModel": "iPhone15,3",
            }  # fmt: skip
            if code == "SALE":
                cells["Amount"] = amount(cells["CurrencyCode"], random)
            elif random.random() < 0.5:
                cells["CurrencyCode"] = ""
            rows.append(Row(group, cells))
    headers = scene.columns("Amount", "EventCode", device, *extra)
    for row in rows:
        row.cells = {name: text for name, text in row.cells.items() if name in headers}
    return CleanSheet("mobile", headers, rows, scene.program(rows))


# ---------------------------------------------------------------------- changes of earlier ones


def _changes(form: str, random: Random) -> CleanSheet:
    by_action, by_item = form == "modification by action", form == "modification by item"
    own = random.random() < 0.3
    reasons = (*_REASONS, "VALIDATED_ORDER") if own else _REASONS
    money = random.choice((True, False)) if by_item or by_action else True
    status = not by_item and random.random() < 0.7
    rows = []
    for group, number in enumerate(_ids(random, random.randint(14, 20))):
        currency = random.choice(tuple(DECIMALS)) if money else ""
        for place in range(random.choice((1, 1, 2, 3)) if by_item else 1):
            cells = {"ActionId": f"1000.4636.{150_000 + group}"} if by_action else {
                "ActionTrackerId": "18501", "OrderId": number,
            }  # fmt: skip
            if by_item:
                cells |= {"Sku": f"ACME-{place}", "Category": _text(random, *_CATEGORIES), "Quantity": "1"}
            cells["Amount"] = random.choice((amount(currency, random), amount(currency, random), "0"))
            if own and random.random() < 0.2:
                cells["Amount"] = ""
            cells["CurrencyCode"] = currency
            cells["CustomerStatus"] = _text(random, "NEW", "EXISTING", filled=0.4)
            cells["Reason"] = "VALIDATED_ORDER" if not cells["Amount"] else random.choice(reasons)
            rows.append(Row(group, cells))
    names = ["ActionId"] if by_action else ["ActionTrackerId", "OrderId"]
    names += ["Sku", "Category", "Quantity"] if by_item else []
    names += ["Amount", *(["CurrencyCode"] if money else []), *(["CustomerStatus"] if status else []), "Reason"]
    for row in rows:
        row.cells = {name: text for name, text in row.cells.items() if name in names}
    program = Program("Acme", reasons=("VALIDATED_ORDER",)) if own else None
    return CleanSheet(form, {name: name for name in names}, rows, program)


def _reversal(random: Random) -> CleanSheet:
    rows = [
        Row(group, {"ActionTrackerId": "18501", "OrderId": number, "Amount": random.choice(("0", "0.00")),
                    "Reason": random.choice(_REASONS)})
        for group, number in enumerate(_ids(random, random.randint(14, 20)))
    ]  # fmt: skip
    return CleanSheet("reversal", {name: name for name in ("ActionTrackerId", "OrderId", "Amount", "Reason")}, rows)
