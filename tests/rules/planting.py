"""Breaks one cell of a clean sheet for each rule and states which problems must follow.

A problem is identified by rule, row and field; row and field are None where the rule concerns the whole file or row.
Inevitable problems are stated too: a cell that differs from the rest of its order, another rule about the same cell
that nothing silences, all later rows of an order that was split.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from courier.catalogue.fields import ATTRIBUTION_KEYS, FIELDS, IDENTIFIERS, INTEGER_IDS, ITEM_AMOUNTS, MONEY_FIELDS
from courier.catalogue.fields import ORDER_LEVEL as OF_ORDER
from courier.programs import EventType, Program
from tests.rules.clean_sheets import DECIMALS, UNMAPPED, CleanSheet, Row, amount, click, customer, iso
from tests.rules.one_cell import NOW

Found = tuple[str, int | None, str | None]
"""A rule, the number of a row as a spreadsheet counts it, a field."""

_AGREEING = ("CampaignId", "ActionTrackerId", "EventTypeCode", "CurrencyCode")
_MEDIA = ("MediaId", "MediaPartnerId")
_SUB_IDS = ("SubId1", "SubId2", "SubId3", "SharedId")
_OWN_IDS = ("OrderId", "ClickId", "CustomerId", "Sku")
_ITEM = ("Sku", "Category", "Quantity")
_FORMED = {
    "CustomerCountry": ("XX", "us", "D"),
    "GiftPurchase": ("maybe", "Yes", "1"),
    "TrackingConsent": ("TRUE", "no"),
    "IpAddress": ("1.2.3", "256.1.1.1", "localhost"),
    "UniqueUrl": ("acme.example/x", "ftp://acme.example"),
    "GoogAId": ("1234", "38400000-8cf0-11bd-b23e"),
}


class Unplantable(Exception):
    """The sheet has no suitable row or column left."""


class Ground:
    """A sheet in which problems are planted. Each planter reserves its rows, so that none affects another."""

    def __init__(self, sheet: CleanSheet, random: Random) -> None:
        self.sheet = sheet
        self.random = random
        self._problems: list[tuple[str, Row | None, str | None]] = sheet.notes()
        self._taken: set[int] = set()
        self._used: set[str] = set()
        self._closed: set[str] = set()

    # ------------------------------------------------------------------ expected problems

    def say(self, rule: str, row: Row | None = None, name: str | None = None) -> None:
        """Expect a problem."""
        self._problems.append((rule, row, name))

    def unsay(self, unwanted: Callable[[str, Row | None, str | None], bool]) -> None:
        """Withdraw expected problems."""
        self._problems = [problem for problem in self._problems if not unwanted(*problem)]

    def expected(self) -> Counter[Found]:
        """How often each problem is expected."""
        places = {row: number for number, row in enumerate(self.sheet.rows, start=2)}
        return Counter((rule, None if row is None else places[row], name) for rule, row, name in self._problems)

    # ------------------------------------------------------------------ rows and columns

    @property
    def template(self) -> str:
        return self.sheet.template

    @property
    def is_change(self) -> bool:
        return self.template == "modification"

    def has(self, *names: str) -> bool:
        return all(name in self.sheet.headers and name not in self._closed for name in names)

    def present(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if self.has(name)]

    def need(self, *names: str) -> None:
        """Require these columns."""
        if not self.has(*names):
            raise Unplantable(names)
        self._used.update(names)

    def ensure(self, name: str, *, fill: Callable[[int], str] | None = None) -> None:
        """Require a column; a missing one is added with cells from ``fill``."""
        if name in self._closed:
            raise Unplantable(name)
        self._used.add(name)
        if name not in self.sheet.headers:
            self.sheet.headers[name] = name
            for place, row in enumerate(self.sheet.rows):
                row.cells[name] = fill(place) if fill else ""
                if fill and self.is_change and name not in _CHANGEABLE:
                    self.say("MOD-ONLY-LISTED", row, name)

    def close(self, *names: str) -> None:
        """Reserve columns: no other planter may use them."""
        if self._used.intersection(names) or self._closed.intersection(names):
            raise Unplantable(names)
        self._closed.update(names)

    def reserve(self, name: str, *, fill: Callable[[int], str] | None = None) -> None:
        """Require a column like `ensure`, unused so far, and reserve it."""
        if name in self._used:
            raise Unplantable(name)
        self.ensure(name, fill=fill)
        self._used.discard(name)
        self._closed.add(name)

    def drop(self, *names: str) -> None:
        """Remove columns."""
        self.close(*names)
        for name in names:
            self.sheet.headers.pop(name, None)
            for row in self.sheet.rows:
                row.cells.pop(name, None)

    def group(self, row: Row) -> list[Row]:
        return [other for other in self.sheet.rows if other.group == row.group]

    def order(self, row: Row) -> list[Row]:
        return [other for other in self.sheet.rows if other["OrderId"] == row["OrderId"]]

    def take(self, fits: Callable[[Row], object] = lambda _: True, *, row: Row | None = None) -> Row:
        """Reserve a row that fits, with all rows that its problems may affect."""
        free = [other for other in self.sheet.rows if other.group not in self._taken and fits(other)]
        chosen = row or (self.random.choice(free) if free else None)
        if chosen is None:
            raise Unplantable
        self._taken.add(chosen.group)
        return chosen

    def alone(self, row: Row) -> bool:
        return len(self.group(row)) == 1

    def at_edge(self, row: Row) -> bool:
        """Whether the row can leave its order without splitting it."""
        rows = self.group(row)
        return self.template != "item" or row in (rows[0], rows[-1])

    def choose(self, names: Iterable[str], filled: Callable[[Row], object] = lambda _: True) -> tuple[Row, str]:
        """Reserve a row with a filled cell in one of these columns."""
        free = [
            name for name in self.present(names) if any(self._is_free(row, name, filled) for row in self.sheet.rows)
        ]
        if not free:
            raise Unplantable(tuple(names))
        name = self.random.choice(free)
        self.need(name)
        return self.take(lambda row: self._is_free(row, name, filled)), name

    def _is_free(self, row: Row, name: str, filled: Callable[[Row], object]) -> bool:
        leaving = name in ("OrderId", "ActionTrackerId", "EventTypeCode")
        return bool(row.group not in self._taken and row[name] and filled(row) and (not leaving or self.at_edge(row)))

    # ------------------------------------------------------------------ side effects

    def put(self, row: Row, name: str, text: str) -> None:
        """Write a cell and expect the problems that follow besides."""
        row.cells[name] = text
        program = self.sheet.program
        if name == "ClickId":
            self.unsay(lambda rule, of, _: rule == "ROW-CLICK-ESCAPED" and of is row)
        if self.template == "item" and name in (*_AGREEING, *OF_ORDER):
            self._say_who_differs(row, name)
        if self.is_change and name not in _CHANGEABLE and text:
            self.say("MOD-ONLY-LISTED", row, name)
        if name == "CurrencyCode":
            self.say_surplus_decimals(row)
        if program and program.event_types and not self.is_change:
            own = {event.id for event in program.event_types}
            foreign = bool(program.campaign_id) and row["CampaignId"] not in ("", program.campaign_id)
            if name == "ActionTrackerId" and text and text not in own:
                self.say("ROW-PAIR", row, "ActionTrackerId")
            if name == "CampaignId" and foreign and row["ActionTrackerId"]:
                self.say("ROW-PAIR", row, "ActionTrackerId")
        if name == "CampaignId" and program and program.campaign_id and text not in ("", program.campaign_id):
            self.unsay(lambda rule, *_: rule == "FILE-PROGRAM")
            self.say("FILE-PROGRAM", None, "CampaignId")

    def _say_who_differs(self, row: Row, name: str) -> None:
        rows = [other for other in self.order(row) if other["OrderId"] and other[name]]
        for other in rows:
            same = other[name] == rows[0][name]
            if name == "EventDate" and other.moment and other.moment == rows[0].moment:
                same = True
            if not same:
                self.say("GRP-SAME" if name in _AGREEING else "GRP-SAME-DETAIL", other, name)

    def say_surplus_decimals(self, row: Row) -> None:
        decimals = DECIMALS.get(row["CurrencyCode"].upper(), 2)
        for name in self.present(MONEY_FIELDS):
            if len(row[name].partition(".")[2]) > decimals:
                self.say("ROW-AMOUNT-MOD" if self.is_change else "ROW-AMOUNT-NUM", row, name)

    def program(self, **changes: object) -> None:
        """Set more facts of the account."""
        self.sheet.program = replace(self.sheet.program or Program("Acme"), **changes)  # type: ignore[arg-type]

    def with_event_types(self) -> None:
        """Give the account all event types of the sheet."""
        if not (self.sheet.program and self.sheet.program.event_types):
            events = sorted({row["ActionTrackerId"] for row in self.sheet.rows} - {""})
            self.program(event_types=tuple(EventType(event) for event in events))

    def know(self, row: Row, **facts: str) -> list[Row]:
        """Add facts about a row's order or action to the history; returns all rows that they concern."""
        key: dict[str, str | None]
        if row["ActionId"]:
            key = {"action": row["ActionId"]}
            rows = [other for other in self.sheet.rows if other["ActionId"] == row["ActionId"]]
        else:
            key = {"event": row["ActionTrackerId"] or None, "order": row["OrderId"]}
            rows = [other for other in self.order(row) if other["ActionTrackerId"] == row["ActionTrackerId"]]
        self.sheet.history.append({**key, **facts})
        return rows

    def gone(self, rule: str, kind: str, *names: str) -> None:
        """Let impact.com have all values of these columns but one, of which there has to be another."""
        places = [(row, name) for name in self.present(names) for row in self.sheet.rows if row[name]]
        if not places:
            raise Unplantable(names)
        self.close(*names)
        row, name = self.random.choice(places)
        gone = row[name]
        known = frozenset({"7", *(row[name] for row, name in places)} - {gone})
        self.sheet.account = replace(self.sheet.account, **{kind: known})
        for row, name in places:
            if row[name] == gone:
                self.say(rule, row, name)

    def copy(self, row: Row) -> Row:
        """Insert a copy of the row further down."""
        twin = Row(row.group, dict(row.cells))
        place = self.sheet.rows.index(row)
        self.sheet.rows.insert(self.random.randint(place + 1, len(self.sheet.rows)), twin)
        self._problems += [(rule, twin, name) for rule, of, name in self._problems if of is row]
        return twin

    def money(self, row: Row) -> None:
        """Ensure that the row has an amount in the field Amount."""
        self.ensure("CurrencyCode")
        self.ensure("Amount")
        if not row["CurrencyCode"]:
            row.cells["CurrencyCode"] = "USD"
        others = [name for name in ("ItemPrice", "ItemSubtotal") if row[name]] if self.template == "item" else []
        row.cells["Amount"] = row["Amount"] or (row.cells.pop(others[0]) if others else "10")


_CHANGEABLE = (
    "ActionId", "OrderId", "ActionTrackerId", "Amount", "CurrencyCode", "CustomerStatus", "Reason", *_ITEM,
)  # fmt: skip

PLANTERS: dict[str, Callable[[Ground], None]] = {}
"""How each rule is broken, in the order of planting: those that concern all rows come first."""


def plants(*rules: str) -> Callable[[Callable[[Ground], None]], Callable[[Ground], None]]:
    """Register the function that plants these rules."""

    def note(planter: Callable[[Ground], None]) -> Callable[[Ground], None]:
        PLANTERS.update(dict.fromkeys(rules, planter))
        return planter

    return note


def plants_one_of(rule: str, fields: tuple[str, ...], texts: tuple[str, ...]) -> None:
    """Register a rule that any of some texts in any of some fields breaks."""

    @plants(rule)
    def put(ground: Ground) -> None:
        row, name = ground.choose(fields)
        ground.put(row, name, ground.random.choice(texts))
        ground.say(rule, row, name)


def plant(ground: Ground, rules: Iterable[str]) -> list[str]:
    """Plant several rules; returns those that found a suitable row."""
    wanted = set(rules)
    planted = []
    for rule in [rule for rule in PLANTERS if rule in wanted]:
        try:
            PLANTERS[rule](ground)
            planted.append(rule)
        except Unplantable:
            if len(wanted) == 1:
                raise
    return planted


# ---------------------------------------------------------------------- the whole file


@plants("HDR-MIN-ITEM", "HDR-MIN-ORDER", "HDR-MIN-CHAINED", "HDR-MIN-MOBILE")
def _missing_column(ground: Ground) -> None:
    rule = f"HDR-MIN-{ground.template.upper()}"
    program = ground.sheet.program
    constants = program.constants() if program else {}
    needs: list[tuple[str, ...]] = [
        ("CampaignId",), ("ActionTrackerId", "EventTypeCode"), ("EventDate",), ("OrderId",), ("ClickId",
        *ATTRIBUTION_KEYS),
    ]  # fmt: skip
    if ground.template == "item":
        needs += [("CurrencyCode",), ITEM_AMOUNTS, *((name,) for name in _ITEM)]
    elif ground.present(MONEY_FIELDS):
        needs.append(("CurrencyCode",))
    needs += {"chained": [("CustomerId",)] * 3, "mobile": [("EventCode",)] * 3}.get(ground.template, [])
    names = ground.random.choice([names for names in needs if names[0] not in constants])
    if "ClickId" in names:
        _drop_credit(ground)
    elif names == ("CustomerId",):
        for row in ground.sheet.rows:
            row.cells["ClickId"] = row["ClickId"] or click(ground.random)
    elif names == ("CurrencyCode",):
        for row in ground.sheet.rows:
            row.cells["CurrencyCode"] = ""
            before = len(ground.expected())
            ground.say_surplus_decimals(row)
            if len(ground.expected()) > before:
                ground.take(row=row)
    ground.drop(*names)
    ground.say(rule, None, names[0])


def _drop_credit(ground: Ground) -> None:
    ground.unsay(lambda rule, *_: rule in ("ROW-MEDIA-FORCED", "ROW-CLICK-ESCAPED"))
    for row in ground.sheet.rows:
        if row.has_media and row.moment and NOW - row.moment > timedelta(days=88):
            ground.say("ROW-AGE-88", ground.take(row=row), "EventDate")
        for name in ground.present(_SUB_IDS):
            if row[name]:
                ground.say("ROW-SUBID", ground.take(row=row), name)
    if ground.template == "chained":
        ground.say("HDR-MIN-CHAINED", None, "CustomerId")


@plants("HDR-MIN-MOD")
def _missing_column_of_change(ground: Ground) -> None:
    by = (
        [("ActionId",)]
        if ground.has("ActionId")
        else [("OrderId",), ("ActionTrackerId",), ("OrderId", "ActionTrackerId")]
    )
    names = ground.random.choice([("Reason",), *by])
    ground.drop(*names)
    if names == ("ActionId",):
        # if only one of these is present, the other is reported as missing
        ground.close("OrderId", "ActionTrackerId")
    ground.say("HDR-MIN-MOD", None, names[0] if len(names) == 1 else "ActionId")


@plants("HDR-DUP")
def _same_header(ground: Ground) -> None:
    # a column matched by likeness gives way to one with the field's own name
    likely = ("Order Number", "Order Date", "Created At")
    name = ground.random.choice(
        [name for name, header in ground.sheet.headers.items() if name[0] != UNMAPPED and header not in likely]
    )
    ground.need(name)
    header = ground.sheet.headers[name]
    ground.sheet.doubled.append(ground.random.choice((header, header.upper(), f" {header}")))
    ground.say("HDR-DUP", None, name)


@plants("HDR-UNKNOWN")
def _unknown_header(ground: Ground) -> None:
    ground.ensure(f"{UNMAPPED}Colour of box", fill=lambda place: "red" if place % 2 else "")
    ground.sheet.headers[f"{UNMAPPED}Colour of box"] = "Colour of box"
    ground.unsay(lambda _rule, _row, name: name == f"{UNMAPPED}Colour of box")
    ground.say("HDR-UNKNOWN")


@plants("GRP-SUM")
def _wrong_subtotal(ground: Ground) -> None:
    if ground.template != "item":
        raise Unplantable
    row = ground.take(lambda row: all(other["CurrencyCode"] == row["CurrencyCode"] for other in ground.group(row)))
    ground.ensure("OrderSubtotal", fill=lambda _: "")
    rows = ground.group(row)
    amount_field = ground.present(ITEM_AMOUNTS)[0]
    for other in rows:
        other.cells["OrderSubtotal"] = ""
    ground.put(rows[0], "OrderSubtotal", "987654")
    ground.say("GRP-SUM", rows[0], amount_field)


@plants("ROW-SHOP-STATUS")
def _shop_status(ground: Ground) -> None:
    if ground.is_change:
        raise Unplantable
    header = ground.random.choice(("Order status", "Financial Status", "payment_status", "Bestellstatus"))
    key = f"{UNMAPPED}{header}"
    row = ground.take()
    first = ground.group(row)[0]
    repeated = ground.random.random() < 0.5
    ground.ensure(key, fill=lambda _: "complete")
    ground.sheet.headers[key] = header
    ground.say("HDR-UNKNOWN")
    for other in ground.group(row):
        other.cells[key] = "complete" if repeated else ""
    first.cells[key] = ground.random.choice(
        ("Refunded", "cancelled", "wc-failed", "PENDING", "storniert", "partially_refunded")
    )
    ground.say("ROW-SHOP-STATUS", first)


@plants("HDR-PERSONAL")
def _personal(ground: Ground) -> None:
    kind = ground.random.choice(("name", "phone", "email"))
    values = {"name": "Ada Lovelace", "phone": "+49 30 1234567", "email": "ada@example.org"}
    ground.reserve("Text7", fill=lambda _: values[kind])
    if kind == "email":
        for row in ground.sheet.rows:
            ground.say("ROW-PLAIN-EMAIL", row, "Text7")
    else:
        ground.sheet.headers["Text7"] = {"name": "Customer name", "phone": "Telefon"}[kind]
        ground.sheet.wished.append((ground.sheet.headers["Text7"], "Text7"))
    ground.say("HDR-PERSONAL", None, "Text7")


@plants("FILE-KIND")
def _two_kinds(ground: Ground) -> None:
    if ground.is_change:
        ground.need("Reason")
        row = ground.take()
        if ground.has("ActionId"):
            # it would show that an earlier conversion is meant
            ground.put(row, "ActionId", "")
            ground.say("MOD-ID", row)
        ground.ensure("ClickId")
        ground.put(row, "ClickId", click(ground.random))
        row.cells["Reason"] = ""
        ground.say("MOD-REASON", row, "Reason")
    else:
        name, text = ground.random.choice((("ActionId", "1000.4636.158133"), ("Reason", "ITEM_RETURNED")))
        ground.ensure(name)
        ground.take().cells[name] = text
    ground.say("FILE-KIND")


@plants("READ-RAGGED")
def _ragged(ground: Ground) -> None:
    row = ground.take()
    row.ragged = True
    ground.say("READ-RAGGED", row)


# ---------------------------------------------------------------------- accounts


@plants("CHAIN-ORDER")
def _child_first(ground: Ground) -> None:
    ground.need("EventDate", "CustomerId")
    ground.need("EventTypeCode" if ground.has("EventTypeCode") else "ActionTrackerId")
    parents = ground.sheet.parents
    if not (ground.sheet.program and ground.sheet.program.event_types):
        # a chain may use codes as well as IDs
        events = sorted({*parents, *parents.values()})
        ground.program(event_types=tuple(EventType(event, parent=parents.get(event, "")) for event in events))
        ground.unsay(lambda rule, row, _: rule == "CHAIN-ORDER" and row is None)

    def event(row: Row) -> str:
        return row["ActionTrackerId"] or row["EventTypeCode"]

    def parent(row: Row) -> Row | None:
        candidates = [other for other in ground.group(row) if event(other) == parents.get(event(row))]
        return candidates[0] if len(candidates) == 1 else None

    child = ground.take(lambda row: parent(row) and row["CustomerId"])
    above = parent(child)
    assert above is not None
    if ground.random.random() < 0.5:
        assert above.moment
        child.cells["EventDate"] = iso(above.moment - timedelta(hours=ground.random.randint(1, 40)), ground.random)
        ground.say("CHAIN-ORDER", child, "EventDate")
    else:
        rows = ground.sheet.rows
        rows.remove(above)
        rows.insert(1 + max(rows.index(other) for other in ground.group(child)), above)
        for other in ground.group(child):
            if parents.get(event(other)) == event(above):
                ground.say("CHAIN-ORDER", other, "EventDate")


@plants("ROW-PAIR")
def _foreign_event_type(ground: Ground) -> None:
    ground.need("ActionTrackerId")
    ground.with_event_types()
    ground.put(ground.take(lambda row: ground.alone(row) and row["ActionTrackerId"]), "ActionTrackerId", "99999")


@plants("ROW-PROMO-LIST")
def _foreign_promo_code(ground: Ground) -> None:
    ground.ensure("OrderPromoCode")
    if not (ground.sheet.program and ground.sheet.program.promo_codes):
        ground.program(promo_codes=tuple({row["OrderPromoCode"].lower() for row in ground.sheet.rows} - {""} | {"TEN"}))
    row = ground.take()
    ground.put(row, "OrderPromoCode", "STRANGER")
    ground.say("ROW-PROMO-LIST", row, "OrderPromoCode")


@plants("ROW-CAMPAIGN-GONE")
def _campaign_gone(ground: Ground) -> None:
    ground.gone("ROW-CAMPAIGN-GONE", "campaigns", "CampaignId")


@plants("ROW-MEDIA-GONE")
def _partner_gone(ground: Ground) -> None:
    if not ground.has("MediaId") and not ground.has("MediaPartnerId"):
        ground.reserve("MediaId", fill=lambda _: "4711")
        ground.sheet.account = replace(ground.sheet.account, partners=frozenset({"4712"}))
        for row in ground.sheet.rows:
            ground.say("ROW-MEDIA-FORCED", row, "MediaId")
            ground.say("ROW-MEDIA-GONE", row, "MediaId")
        return
    ground.gone("ROW-MEDIA-GONE", "partners", "MediaId", "MediaPartnerId")


@plants("FILE-PROGRAM")
def _foreign_campaign(ground: Ground) -> None:
    ground.need("CampaignId")
    ground.program(campaign_id=ground.sheet.rows[0]["CampaignId"])
    ground.put(ground.take(), "CampaignId", "77")


# ---------------------------------------------------------------------- whole columns


@plants("ROW-ZEROS")
def _lost_zeros(ground: Ground) -> None:
    if not ground.has("OrderId") and not ground.has("ActionId"):
        raise Unplantable
    ground.reserve("OrderId", fill=lambda place: f"old-{place}")
    rows = ground.sheet.rows
    numbers = {
        text: f"{10_000 + 7 * place:09}" for place, text in enumerate(dict.fromkeys(row["OrderId"] for row in rows))
    }
    for row in rows:
        row.cells["OrderId"] = numbers[row["OrderId"]]
    chosen = ground.take(lambda row: len(ground.order(row)) * 10 <= len(rows))
    for row in ground.order(chosen):
        row.cells["OrderId"] = row["OrderId"].lstrip("0")
        ground.say("ROW-ZEROS", row, "OrderId")


@plants("ROW-DIGITS-MAYBE")
def _rounded(ground: Ground) -> None:
    name = "Sku" if ground.template == "item" or ground.has("Sku") else "OrderId"
    ground.reserve(name, fill=lambda place: f"old-{place}")
    rows = [row for row in ground.sheet.rows if row[name]]
    if not rows:
        raise Unplantable
    texts = dict.fromkeys(row[name] for row in rows)
    numbers = {text: f"{400_012_345_678_017 + 7 * place}000" for place, text in enumerate(texts)}
    for row in rows:
        row.cells[name] = numbers[row[name]]
        ground.say("ROW-DIGITS-MAYBE", row, name)


@plants("ROW-CUT")
def _cut_off(ground: Ground) -> None:
    if ground.is_change:
        name = "Category"
    else:
        name = ground.random.choice(("Note", "CustomerCity", "Text1", *ground.present(("Category", "Name"))))
    ground.reserve(name)
    if name == "Category" and ground.template == "chained":
        row = ground.take(lambda row: row["Category"])
    else:
        row = ground.take()
    ground.put(row, name, _long(ground, 255))
    ground.say("ROW-CUT", row, name)
    if name == "Text1":
        ground.say("ROW-LENGTH-SAFE", row, name)


def _long(ground: Ground, length: int) -> str:
    return "".join(ground.random.choices("abcdefghij KLMNOP", k=length)).replace("  ", "x_").strip().ljust(length, "z")


# ---------------------------------------------------------------------- identifiers


plants_one_of("ROW-CAMPAIGN", ("CampaignId",), ("", "12A45", "0123", "12345678901", "-5", "１０００", "1 000"))


@plants("ROW-EVENT-ID")
def _event_id(ground: Ground) -> None:
    single = ground.alone if ground.template != "item" else (lambda _: True)
    if ground.has("ActionTrackerId"):
        row, name = ground.choose(("ActionTrackerId",), single)
        text = ground.random.choice(("", "abc", "0185", "12345678901", "-1", "18 500"))
    else:
        row, name = ground.choose(("EventTypeCode",), single)
        text = ""
    ground.put(row, name, text)
    ground.say("ROW-EVENT-ID", row, name)


@plants("ROW-OID")
def _order_id(ground: Ground) -> None:
    row, name = ground.choose(("OrderId",))
    ground.put(row, name, ground.random.choice(("", "X" * 65, _long(ground, 90))))
    ground.say("ROW-OID", row, name)


@plants("MOB-EVENTCODE")
def _event_code(ground: Ground) -> None:
    row, name = ground.choose(("EventCode",))
    ground.put(row, name, "")
    ground.say("MOB-EVENTCODE", row, name)


@plants("ROW-SCI")
def _scientific(ground: Ground) -> None:
    row, name = ground.choose(IDENTIFIERS)
    ground.put(row, name, ground.random.choice(("1.23457E+11", "8,5E+12345", "1234567E+2", "-1.25e15")))
    ground.say("ROW-SCI", row, name)


plants_one_of(
    "ROW-SCI-MAYBE",
    ("OrderId", "ClickId", "CustomerId", "CustomProfileId", "Sku", "ActionId"),
    ("710E1642", "12345e67"),
)


@plants("ROW-TRAILING-ZERO")
def _trailing_zero(ground: Ground) -> None:
    if not ground.present(INTEGER_IDS):
        ground.ensure("MediaId")
        row, name = ground.take(), "MediaId"
        row.cells[name] = "10042"
    else:
        row, name = ground.choose(INTEGER_IDS)
    ground.put(row, name, row[name] + ground.random.choice((".0", ".00")))
    ground.say("ROW-TRAILING-ZERO", row, name)


@plants("ROW-TRAILING-ZERO-MAYBE")
def _trailing_zero_maybe(ground: Ground) -> None:
    if not ground.present(("OrderId", "CustomerId", "Sku")):
        ground.ensure("OrderId", fill=lambda place: f"old-{place}")
    row, name = ground.choose(("OrderId", "CustomerId", "Sku"))
    ground.put(row, name, ground.random.choice(("100201.0", "8812734.00")))
    ground.say("ROW-TRAILING-ZERO-MAYBE", row, name)


@plants("ROW-DIGITS")
def _lost_digits(ground: Ground) -> None:
    row, name = ground.choose(("OrderId", "CustomerId", "ClickId", "Sku", "ActionId"))
    ground.put(row, name, "1.23456789012346E+15")
    ground.sheet.damaged.append((row, name))
    ground.say("ROW-DIGITS", row, name)


@plants("ROW-LOOKALIKE")
def _look_alike(ground: Ground) -> None:
    twins = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
    if not ground.present(_OWN_IDS):
        ground.ensure("OrderId", fill=lambda place: f"old-{place}")
    row, name = ground.choose(_OWN_IDS, lambda row: "%" not in row["ClickId"])
    letters = [letter for letter in row[name] if letter.translate(twins) != letter]
    if len(set(row[name]) & set("BDFGIJLNQRSUVWYZbdfghijklmnqrstuvwz")) == 0 or not letters:
        raise Unplantable
    letter = ground.random.choice(letters)
    ground.put(row, name, row[name].replace(letter, letter.translate(twins), 1))
    ground.say("ROW-LOOKALIKE", row, name)


@plants("ROW-ID-DATE")
def _became_a_date(ground: Ground) -> None:
    if not ground.present(("OrderId", "Sku")):
        ground.ensure("OrderId", fill=lambda place: f"old-{place}")
    full = [name for name in ("OrderId", "Sku") if sum(1 for row in ground.sheet.rows if row[name]) > 8]
    row, name = ground.choose(full)
    ground.put(row, name, ground.random.choice(("12-Mar", "2026-03-12", "01.02.2026", "3/12/2026")))
    ground.say("ROW-ID-DATE", row, name)


# ---------------------------------------------------------------------- attribution


plants_one_of(
    "ROW-CLICK-SHAPE",
    ("ClickId",),
    (
        "n/a",
        "(not set)",
        "{clickid}",
        "0",
        "im_ref: QiiWXOVnrQ3SQ",
        "https://acme.example/?irclickid=Qii",
        "QiiWX OVnrQ3",
    ),
)


@plants("ROW-ATTR")
def _no_credit(ground: Ground) -> None:
    row = _uncredited(ground)
    ground.say("ROW-ATTR", row)


@plants("ROW-ATTR-PROMO")
def _only_promo(ground: Ground) -> None:
    ground.ensure("OrderPromoCode")
    row = _uncredited(ground)
    program = ground.sheet.program
    ground.put(row, "OrderPromoCode", program.promo_codes[0] if program and program.promo_codes else "SAVE5")
    ground.say("ROW-ATTR-PROMO", row, "OrderPromoCode")


def _uncredited(ground: Ground) -> Row:
    """A row without any field that credits a partner."""
    keys = ground.present(ATTRIBUTION_KEYS)
    if not keys:
        raise Unplantable
    ground.need(*keys)
    row = ground.take(lambda row: ground.alone(row) and not row.has_media and "%" not in row["ClickId"])
    row.cells.update(dict.fromkeys(keys, ""))
    if ground.template == "chained" and "CustomerId" in keys:
        ground.say("CHAIN-CUSTOMER", row, "CustomerId")
    return row


@plants("ROW-MEDIA-ONE")
def _two_media(ground: Ground) -> None:
    row = ground.take(lambda row: ground.alone(row) and not row.has_media)
    for name, text in zip(_MEDIA, ("10042", "10043"), strict=True):
        ground.ensure(name)
        row.cells[name] = text
        ground.say("ROW-MEDIA-FORCED", row, name)
    ground.say("ROW-MEDIA-ONE", row, "MediaPartnerId")


@plants("ROW-MEDIA-FORCED")
def _forced_media(ground: Ground) -> None:
    name = ground.random.choice(_MEDIA)
    ground.ensure(name)
    row = ground.take(lambda row: not any(other.has_media for other in ground.group(row)))
    ground.put(row, name, "10042")
    ground.say("ROW-MEDIA-FORCED", row, name)


@plants("ROW-SUBID")
def _sub_id(ground: Ground) -> None:
    name = ground.random.choice(_SUB_IDS)
    ground.ensure(name)
    row = ground.take(lambda row: not row.has_media and not row[name])
    ground.put(row, name, "newsletter")
    ground.say("ROW-SUBID", row, name)


@plants("ROW-CLICK-ESCAPED")
def _escaped_click(ground: Ground) -> None:
    ground.ensure("ClickId")
    row = ground.take(lambda row: "%" not in row["ClickId"])
    ground.put(row, "ClickId", ground.random.choice(("0c22384eN%3A3765c5f900", "%2Fa1b2c3d4")))
    ground.say("ROW-CLICK-ESCAPED", row, "ClickId")


plants_one_of("ROW-CUSTID-EMAIL", ("CustomerId",), ("jane.doe@example.org", "JANE@bücher.example"))


plants_one_of("ROW-CUSTID-SHAPE", ("CustomerId",), ("abc12", "AAAAAAAAA", "ABABABABAB", "with a blank", "77"))


@plants("ROW-EMAIL")
def _plain_address(ground: Ground) -> None:
    ground.ensure("CustomerEmail")
    row = ground.take()
    ground.put(row, "CustomerEmail", ground.random.choice(("Someone@Example.org", "abc", "0" * 39, "a@b.co, c@d.co")))
    ground.say("ROW-EMAIL", row, "CustomerEmail")


@plants("CHAIN-CUSTOMER")
def _no_customer(ground: Ground) -> None:
    ground.ensure("ClickId")
    row, name = ground.choose(("CustomerId",))
    row.cells["ClickId"] = row["ClickId"] or click(ground.random)
    ground.put(row, name, "")
    ground.say("CHAIN-CUSTOMER", row, name)


# ---------------------------------------------------------------------- dates


@plants("ROW-DATE-FMT")
def _date_format(ground: Ground) -> None:
    row, name = ground.choose(("EventDate",))
    texts = (
        "", "2026-11-20 10:00:00", "20/11/2026 10:00", "20-NOV-2026 13:02:11 EST", "yesterday", "2026-13-01T10:00:00Z",
        "2026-11-20", "2026-11-20T10:00:00 Z", "now", "２０２６-11-20T10:00:00Z", "1763632800", "2026-11-20T23:59:60Z",
        "2026-11-20T10:00:00+99:99", "Fri, 20 Nov 2026 10:00:00 +0000", "20261120T100000Z", "20.11.2026 10:00 Uhr",
        "2026-11-20 10:00:00 Europe/Berlin", "2026-11-20 10:00:00 IST",
    )  # fmt: skip
    ground.put(row, name, ground.random.choice(texts))
    ground.say("ROW-DATE-FMT", row, name)


@plants("ROW-DATE-TZ")
def _no_offset(ground: Ground) -> None:
    row, name = ground.choose(("EventDate",))
    moment = row.moment
    assert moment
    ground.put(row, name, moment.strftime(ground.random.choice(("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"))))
    ground.say("ROW-DATE-TZ", row, name)


@plants("ROW-DATE-NOW")
def _now(ground: Ground) -> None:
    row, name = ground.choose(("EventDate",))
    ground.put(row, name, "NOW")
    ground.say("ROW-DATE-NOW", row, name)


def _at(ground: Ground, rule: str, moment: datetime, fits: Callable[[Row], bool]) -> None:
    # in a chain another date would change the order of events
    apart = ground.alone if ground.template == "chained" else (lambda _: True)
    row, name = ground.choose(("EventDate",), lambda row: apart(row) and fits(row))
    ground.put(row, name, iso(moment, ground.random))
    ground.say(rule, row, name)


@plants("ROW-AGE-88")
def _too_old(ground: Ground) -> None:
    age = timedelta(days=ground.random.randint(88, 397), seconds=ground.random.randint(1, 86_000))
    _at(ground, "ROW-AGE-88", NOW - age, lambda row: not row.has_media)


@plants("ROW-AGE-398")
def _much_too_old(ground: Ground) -> None:
    age = timedelta(days=ground.random.choice((398, 400, 1_500)), seconds=ground.random.randint(1, 86_000))
    _at(ground, "ROW-AGE-398", NOW - age, lambda _: True)


@plants("ROW-AGE-SOON")
def _nearly_too_old(ground: Ground) -> None:
    age = timedelta(days=85, seconds=ground.random.randint(1, 3 * 86_400))
    _at(ground, "ROW-AGE-SOON", NOW - age, lambda row: not row.has_media)


@plants("ROW-DATE-FUTURE")
def _future(ground: Ground) -> None:
    ahead = timedelta(minutes=5, seconds=ground.random.choice((1, 3_600, 10**7)))
    _at(ground, "ROW-DATE-FUTURE", NOW + ahead, lambda _: True)


# ---------------------------------------------------------------------- amounts


def _amount_field(ground: Ground, names: Sequence[str]) -> tuple[Row, str]:
    if not ground.present(names):
        row = ground.take()
        ground.money(row)
        return row, "Amount"
    return ground.choose(names)


@plants("ROW-AMOUNT-NUM", "ROW-AMOUNT-MOD")
def _no_amount(ground: Ground) -> None:
    # a discount that is not a number cannot be subtracted twice
    row, name = _amount_field(ground, [name for name in MONEY_FIELDS if name != "OrderDiscount"])
    texts = ["12,50", "$12", "abc", "1E3", "1.2.3", "1,234", "1'000.50", "12.3456", "１２"]
    texts += ["12.345"] if DECIMALS.get(row["CurrencyCode"], 2) < 3 else []
    texts += ["12.0"] if DECIMALS.get(row["CurrencyCode"]) == 0 else []
    texts += [] if ground.is_change else ["(5.00)", "-5", "+5", "5.00-", "\u22125", "-$5"]
    ground.put(row, name, ground.random.choice(texts))
    ground.say("ROW-AMOUNT-MOD" if ground.is_change else "ROW-AMOUNT-NUM", row, name)


@plants("ROW-AMOUNT-SIZE")
def _large_amount(ground: Ground) -> None:
    digits = {"Amount": 6, "OrderDiscount": 10, "OrderShipping": 12, "OrderTax": 12, "ItemSubtotal": 12}
    if ground.template == "item" and not ground.present(digits):
        row = ground.take()
        ground.money(row)
        name = "Amount"
    else:
        row, name = _amount_field(ground, tuple(digits))
    ground.put(row, name, str(ground.random.randint(10 ** digits[name], 10 ** (digits[name] + 2))))
    ground.say("ROW-AMOUNT-SIZE", row, name)
    if name == "OrderDiscount" and row["Amount"]:
        ground.say("ROW-DISCOUNT-TWICE", row, name)


@plants("ROW-CURRENCY")
def _currency(ground: Ground) -> None:
    if not ground.present(MONEY_FIELDS):
        row, name = ground.take(), "CurrencyCode"
        ground.money(row)
    else:
        row, name = ground.choose(
            ("CurrencyCode",), lambda row: any(row[money] for money in ground.present(MONEY_FIELDS))
        )
    ground.put(row, name, ground.random.choice(("", "XXX", "US", "$", "EURO", row[name].lower())))
    ground.say("ROW-CURRENCY", row, name)


@plants("ROW-CURRENCY-MOD")
def _currency_of_change(ground: Ground) -> None:
    ground.ensure("CurrencyCode")
    row = ground.take()
    ground.put(
        row, "CurrencyCode", ground.random.choice(("XXX", "US", "$", "EURO", (row["CurrencyCode"] or "usd").lower()))
    )
    ground.say("ROW-CURRENCY-MOD", row, "CurrencyCode")


@plants("ROW-DISCOUNT-TWICE")
def _discount_twice(ground: Ground) -> None:
    ground.ensure("OrderDiscount")
    row = ground.take()
    ground.money(row)
    ground.put(row, "OrderDiscount", "5")
    ground.say("ROW-DISCOUNT-TWICE", row, "OrderDiscount")


@plants("ITEM-PRICE-ONE")
def _one_amount(ground: Ground) -> None:
    present = ground.present(ITEM_AMOUNTS)
    ground.need(*present)
    if not present:
        raise Unplantable
    row = ground.take()
    if ground.random.random() < 0.4:
        row.cells.update(dict.fromkeys(present, ""))
        ground.say("ITEM-PRICE-ONE", row, present[0])
        return
    (filled,) = (name for name in present if row[name])
    other = ground.random.choice([name for name in ITEM_AMOUNTS if name != filled])
    ground.ensure(other)
    row.cells[other] = "3"
    ground.say("ITEM-PRICE-ONE", row, max(filled, other, key=ITEM_AMOUNTS.index))
    if other == "Amount" and row["OrderDiscount"].strip("0."):
        ground.say("ROW-DISCOUNT-TWICE", row, "OrderDiscount")


@plants("ITEM-NO-ORDER-SUBTOTAL")
def _subtotal(ground: Ground) -> None:
    ground.ensure("OrderSubTotalPostDiscount")
    row = ground.take()
    ground.put(row, "OrderSubTotalPostDiscount", "10")
    ground.say("ITEM-NO-ORDER-SUBTOTAL", row, "OrderSubTotalPostDiscount")


@plants("ITEM-REQ")
def _item_cell(ground: Ground) -> None:
    row, name = ground.choose(_ITEM)
    ground.put(row, name, "")
    ground.say("ITEM-REQ", row, name)


@plants("ITEM-QTY")
def _quantity(ground: Ground) -> None:
    ground.ensure("Quantity")
    row = ground.take()
    ground.put(
        row,
        "Quantity",
        ground.random.choice(("0", "1.5", "2.0", "1.0000", "12.", "abc", "-1", "1-", "1,000", "+3", "２", "00")),
    )
    ground.say("ITEM-QTY", row, "Quantity")


# ---------------------------------------------------------------------- any cell


@plants("ROW-FORMULA")
def _formula(ground: Ground) -> None:
    row, name = ground.choose([name for name in ground.sheet.headers if not name.startswith(UNMAPPED)])
    ground.put(row, name, "=SUM(A:A)")
    ground.say("ROW-FORMULA", row, name)
    if name == "CurrencyCode" and (ground.is_change or any(row[money] for money in ground.present(MONEY_FIELDS))):
        ground.say("ROW-CURRENCY-MOD" if ground.is_change else "ROW-CURRENCY", row, name)
    if name == "CustomerEmail":
        ground.say("ROW-EMAIL", row, name)
    if name in _FORMED or name == "AppleIfa":
        ground.say("ROW-FORMAT", row, name)
    if name == "Reason":
        ground.say("MOD-REASON", row, name)
    if name == "OrderPromoCode" and ground.sheet.program and ground.sheet.program.promo_codes:
        ground.say("ROW-PROMO-LIST", row, name)


@plants("ROW-SPACE")
def _space(ground: Ground) -> None:
    row, name = ground.choose([name for name in ground.sheet.headers if not name.startswith(UNMAPPED)])
    text = row[name]
    forms = [f" {text}", f"{text} ", f"\t{text}", f"\u00a0{text}", f"{text}\u202f", f"{text}\u200b", f"\ufeff{text}",
             f"{text[:1]}\u200b{text[1:]}", f"{text}\u00ad", f"\u2060{text} "]  # fmt: skip
    if " " in text:
        forms += [text.replace(" ", "  ", 1), text.replace(" ", " \u00a0", 1)]
    row.cells[name] = ground.random.choice(forms)
    ground.say("ROW-SPACE", row, name)


@plants("ROW-BREAK")
def _break(ground: Ground) -> None:
    name = "Category" if ground.is_change else ground.random.choice(("CustomerCity", "Note"))
    ground.ensure(name)
    row = ground.take()
    ground.put(row, name, ground.random.choice(("Old\nTown", "Old\r\n\r\nTown", "Old \nTown", "a\nb\nc")))
    ground.say("ROW-BREAK", row, name)


@plants("ROW-LENGTH")
def _length(ground: Ground) -> None:
    ground.ensure("CustomerStatus" if ground.is_change else "PaymentType")
    names = (
        "CustomerStatus", "PaymentType", "ClickId", "CustomProfileId", "Note", "Sku", "Category", "Name", "ItemMpn",
        "Text1",
        "CustomerId", "EventCode", "EventTypeCode",
    )  # fmt: skip
    name = ground.random.choice(ground.present(names))
    ground.need(name)
    # in a chain a row has all cells of an item or none
    row = ground.take(lambda row: ground.at_edge(row) and (name not in _ITEM or ground.template == "item" or row[name]))
    limit = FIELDS[name].max_length
    assert limit
    text = _long(ground, limit + ground.random.randint(1, 20))
    ground.put(row, name, text.replace(" ", "-"))
    ground.say("ROW-LENGTH", row, name)


@plants("ROW-LENGTH-SAFE")
def _safe_length(ground: Ground) -> None:
    ground.ensure("Sku" if ground.is_change else "Text1")
    name = ground.random.choice(ground.present(("Text1", "Sku", "EventTypeCode")))
    ground.need(name)
    row = ground.take(lambda row: ground.at_edge(row) and (name != "Sku" or ground.template != "chained" or row[name]))
    limit = FIELDS[name].safe_length
    assert limit
    ground.put(row, name, _long(ground, limit + ground.random.randint(1, 60)))
    ground.say("ROW-LENGTH-SAFE", row, name)


@plants("ROW-TYPE")
def _type(ground: Ground) -> None:
    texts = {
        "MediaId": ("abc", "012", "1.5"), "Numeric1": ("1,5", "abc", "1.234.567,8"), "Date1": ("31.12.2026",
        "2026-10-01"),
        "OrderRebate": ("5 %",),
    }  # fmt: skip
    name = ground.random.choice(list(texts))
    ground.ensure(name)
    row = ground.take(lambda row: not any(other.has_media for other in ground.group(row)))
    ground.put(row, name, ground.random.choice(texts[name]))
    ground.say("ROW-TYPE", row, name)
    if name == "MediaId" and not ground.is_change:
        ground.say("ROW-MEDIA-FORCED", row, name)


@plants("ROW-FORMAT")
def _form(ground: Ground) -> None:
    name = ground.random.choice(list(_FORMED))
    ground.ensure(name)
    row = ground.take()
    ground.put(row, name, ground.random.choice(_FORMED[name]))
    ground.say("ROW-FORMAT", row, name)


@plants("ROW-MOJIBAKE")
def _wrong_letters(ground: Ground) -> None:
    name = "Category" if ground.is_change else ground.random.choice(("CustomerCity", "Note"))
    ground.ensure(name)
    row = ground.take()
    ground.put(row, name, ground.random.choice(("CafÃ©", "MaÅ‚y", "Å½ilina", "æ—¥æœ¬", "â€œhiâ€\u009d", "L\ufffdbeck")))
    ground.say("ROW-MOJIBAKE", row, name)


@plants("ROW-PLAIN-EMAIL")
def _address_in_text(ground: Ground) -> None:
    name = "Category" if ground.is_change else "Text2"
    ground.ensure(name, fill=lambda _: "nothing")
    row = ground.take()
    ground.put(row, name, ground.random.choice(("write to jo@example.org.", "JO@EXAMPLE.ORG", "<a@b.co>")))
    ground.say("ROW-PLAIN-EMAIL", row, name)


# ---------------------------------------------------------------------- orders


@plants("GRP-CONSECUTIVE")
def _torn_apart(ground: Ground) -> None:
    ground.need("OrderId")
    moved = ground.take(lambda row: len(ground.group(row)) > 1)
    rows = ground.sheet.rows
    own = ground.group(moved)
    rows.remove(moved)
    # not into another order, which would be split as well
    borders = [
        place
        for place in range(len(rows) + 1)
        if (place == 0 or place == len(rows) or rows[place - 1].group != rows[place].group)
        and moved.group not in [other.group for other in rows[max(0, place - 1) : place + 1]]
    ]
    rows.insert(ground.random.choice(borders), moved)
    own = ground.group(moved)
    begin = rows.index(own[0])
    for place, row in enumerate(own):
        if rows.index(row) - begin != place:
            ground.say("GRP-CONSECUTIVE", row, "OrderId")


@plants("GRP-SAME")
def _differing(ground: Ground) -> None:
    ground.need("OrderId")
    row, name = ground.choose(_AGREEING, lambda row: len(ground.group(row)) > 1)
    alike = [code for code, digits in DECIMALS.items() if digits == DECIMALS.get(row[name]) and code != row[name]]
    others = {"CampaignId": "77", "ActionTrackerId": "18777", "EventTypeCode": "LEAD", "CurrencyCode": [*alike, ""][0]}
    ground.put(row, name, others[name])


@plants("GRP-SAME-DETAIL")
def _differing_detail(ground: Ground) -> None:
    ground.need("OrderId")
    others = {
        "CustomerId": customer(ground.random), "CustomerStatus": "OTHER", "CustomerCity": "Wien", "PaymentType": "Cash",
        "CustomerPostCode": "1010", "LocationId": "99", "CustomerRegion": "Tirol",
    }  # fmt: skip
    row, name = ground.choose(
        others, lambda row: len(ground.group(row)) > 1 and all(other["CustomerId"] for other in ground.group(row))
    )
    ground.put(row, name, others[name])


@plants("GRP-SKU-ONCE")
def _same_item(ground: Ground) -> None:
    ground.need("OrderId", "Sku")
    rows = ground.group(ground.take(lambda row: len(ground.group(row)) > 1))
    first, second = sorted(ground.random.sample(range(len(rows)), 2))
    rows[second].cells["Sku"] = rows[first]["Sku"]
    ground.say("GRP-SKU-ONCE", rows[second], "Sku")


@plants("GRP-ORDER-ONCE")
def _same_order(ground: Ground) -> None:
    ground.need("OrderId")
    ground.need("EventTypeCode" if ground.has("EventTypeCode") else "ActionTrackerId")
    if ground.template == "mobile":
        ground.need("EventCode")
    row = ground.take(lambda row: row["OrderId"])
    ground.say("GRP-ORDER-ONCE", ground.copy(row), "OrderId")


@plants("GRP-SENT-BEFORE")
def _sent_before(ground: Ground) -> None:
    ground.need("OrderId")
    for row in ground.know(ground.take(), sent_at="2026-10-01"):
        ground.say("GRP-SENT-BEFORE", row, "OrderId")


# ---------------------------------------------------------------------- changes of earlier conversions


@plants("MOD-ID")
def _which_action(ground: Ground) -> None:
    row, name = ground.choose(("ActionId",) if ground.has("ActionId") else ("OrderId", "ActionTrackerId"))
    if not ground.has("ActionId"):
        ground.need("OrderId", "ActionTrackerId")
    ground.put(row, name, "")
    ground.say("MOD-ID", row)


plants_one_of("MOD-REASON", ("Reason",), ("", "WHATEVER", "item returned", "Other", "REFUND"))


@plants("MOD-ONLY-LISTED")
def _not_changeable(ground: Ground) -> None:
    name, text = ground.random.choice(
        (("CustomerCity", "Wien"), ("Text2", "A"), ("ClickId", click(ground.random)), ("OrderTax", "1"))
    )
    ground.ensure(name)
    ground.put(ground.take(), name, text)


plants_one_of("MOD-AMOUNT-FINAL", ("Amount",), ("-5.00", "+5.00", "(5.00)", "−5", "-0"))


@plants("MOD-ZERO")
def _zero_again(ground: Ground) -> None:
    ground.need(*_names_of_action(ground))
    row, name = ground.choose(("Amount",))
    row.cells[name] = "0"
    for other in ground.know(row, amount="0.00"):
        if other[name] and not float(other[name]):
            ground.say("MOD-ZERO", other, name)


@plants("MOD-NOOP")
def _nothing_new(ground: Ground) -> None:
    ground.need(*_names_of_action(ground))
    row, name = ground.choose(("Amount",))
    if not float(row[name]):
        row.cells[name] = amount(row["CurrencyCode"], ground.random)
    facts = {"amount": f"{row[name]}00" if "." in row[name] else row[name]}
    if row["CustomerStatus"]:
        facts["status"] = row["CustomerStatus"]
    for other in ground.know(row, **facts):
        if (
            other[name]
            and float(other[name]) == float(row[name])
            and other["CustomerStatus"] in ("", facts.get("status"))
        ):
            ground.say("MOD-NOOP", other, name)


@plants("MOD-LOCKED")
def _locked(ground: Ground) -> None:
    _of_action(ground, "MOD-LOCKED", locks_at=ground.random.choice(("2026-11-20T00:00:00Z", "2026-11-23T00:00:00Z")))


@plants("MOD-STATE")
def _settled(ground: Ground) -> None:
    _of_action(ground, "MOD-STATE", state=ground.random.choice(("REVERSED", "APPROVED", "MISSING")))


def _of_action(ground: Ground, rule: str, **facts: str) -> None:
    names = _names_of_action(ground)
    ground.need(*names)
    for row in ground.know(ground.take(), **facts):
        ground.say(rule, row, names[0])


def _names_of_action(ground: Ground) -> tuple[str, ...]:
    return ("ActionId",) if ground.has("ActionId") else ("OrderId", "ActionTrackerId")


@plants("MOD-DUP")
def _changed_twice(ground: Ground) -> None:
    names = _names_of_action(ground)
    ground.need(*names)
    ground.say("MOD-DUP", ground.copy(ground.take()), names[0])
