"""An order as it is known from here: what was sent of it, what changed since, what was answered, and when it locks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from courier.ledger.answers import PartAnswer
from courier.ledger.last_known import SentRow, last_known_of
from courier.ledger.locks import event_moment, lock_moment
from courier.ledger.order_rows import OrderRow
from courier.programs import Program
from courier.reversing.sent_copies import NUMBERS, SentCopies


class Answered(StrEnum):
    """What impact.com said of an order: that it has it, that it refused it, or nothing yet."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOTHING = "nothing"


@dataclass(frozen=True)
class SentItem:
    """One item of an order, or with ``sku`` "" the order as a whole. ``sent``: the amount that was sent with it;
    ``amount``: the last one that is known, None where later changes leave it open; ``name``, ``category``,
    ``quantity``: as they were sent, "" where nothing is known of them."""

    sku: str
    sent: Decimal | None
    amount: Decimal | None
    reversed: bool
    name: str = ""
    category: str = ""
    quantity: str = ""


@dataclass(frozen=True)
class SentOrder:
    """One order of one program and event type. ``program``: the name of the program it was sent for, "" without one;
    ``source``: the sheet's file; ``changes``: how many rows changed it since; ``locks_at``: from when impact.com takes
    no change, None where nobody said it; ``numbers``: other numbers that it was sent with; ``state``: its state as in
    `courier.rules.history.COLUMNS`, "" where impact.com was not asked."""

    order: str
    campaign: str
    event: str
    currency: str
    program: str
    source: str
    sent_at: datetime
    event_at: datetime
    locks_at: datetime | None
    answered: Answered
    changes: int
    items: tuple[SentItem, ...]
    rows: tuple[OrderRow, ...] = ()
    numbers: tuple[str, ...] = ()
    state: str = ""

    @property
    def amount(self) -> Decimal | None:
        """The last known amount of the whole order, None where it is not known."""
        amounts = [item.amount for item in self.items]
        return None if None in amounts else sum((amount for amount in amounts if amount is not None), Decimal(0))

    @property
    def reversed(self) -> bool:
        """Whether all of it was taken back."""
        return self.state == "REVERSED" or all(item.reversed for item in self.items)

    @property
    def approved(self) -> bool:
        """Whether impact.com approved it, so that it is final."""
        return self.state == "APPROVED"

    def locked(self, now: datetime) -> bool:
        """Whether impact.com takes no change any more."""
        return self.locks_at is not None and now >= self.locks_at

    def changeable(self, now: datetime) -> bool:
        """Whether anything of it can be changed."""
        return not (self.reversed or self.approved or self.locked(now) or self.answered is Answered.REFUSED)


class LockDays:
    """The days after an event until its lock, as the saved programs say them."""

    def __init__(self, programs: Iterable[Program]) -> None:
        listed = list(programs)
        self._by_name = {program.name: program.facts().lock_days for program in listed}
        self._by_campaign = {program.campaign_id: program.facts().lock_days for program in listed}

    def of(self, program: str, campaign: str, event: str) -> int | None:
        """The days for an event type of a program, by its name or its campaign ID; None where nobody says them."""
        days = self._by_name.get(program) or self._by_campaign.get(campaign) or {}
        return days.get(event)


def orders_of(
    rows: Sequence[OrderRow], answers: Mapping[str, Sequence[PartAnswer]], lock_days: LockDays
) -> list[SentOrder]:
    """The orders in these recorded rows (oldest first), in the order in which they were sent. Changes alone make none:
    what was not sent from here cannot be taken back from here."""
    by_key: dict[int, list[OrderRow]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    return [order for of_key in by_key.values() if (order := _order(of_key, answers, lock_days)) is not None]


def _order(rows: list[OrderRow], answers: Mapping[str, Sequence[PartAnswer]], lock_days: LockDays) -> SentOrder | None:
    conversions = [row for row in rows if not row.change]
    taken = [row for row in conversions if not row.refused]
    # of an order that was refused as a whole, what was sent is shown
    shown = taken or conversions
    if not shown:
        return None
    newest = shown[-1]
    event_at = max(event_moment(row.event_date, row.at) for row in shown)
    days = lock_days.of(newest.program, newest.campaign, newest.event)
    known = [row for row in rows if not row.refused] if taken else conversions
    return SentOrder(
        newest.order,
        newest.campaign,
        newest.event,
        next((row.currency for row in reversed(known) if row.currency), ""),
        newest.program,
        newest.source,
        newest.at,
        event_at,
        None if days is None else lock_moment(event_at, days),
        _answered(taken, answers),
        sum(row.change for row in known),
        _items(known, shown),
        tuple(known),
    )


def _answered(taken: Sequence[OrderRow], answers: Mapping[str, Sequence[PartAnswer]]) -> Answered:
    if not taken:
        return Answered.REFUSED
    whole = all(any(answer.complete and not answer.unnamed for answer in answers.get(row.part, ())) for row in taken)
    return Answered.ACCEPTED if whole else Answered.NOTHING


def _items(known: Sequence[OrderRow], shown: Sequence[OrderRow]) -> tuple[SentItem, ...]:
    sent = [
        SentRow(
            (row.at.isoformat(), place),
            row.sku,
            None if row.amount is None else str(row.amount),
            row.status,
            row.change,
        )
        for place, row in enumerate(known)
    ]
    skus = list(dict.fromkeys(row.sku for row in shown if row.sku)) or [""]
    items = [_item(sent, sku) for sku in skus]
    if any(item.amount is None for item in items) and len(items) > 1:
        # a change of the whole order says nothing of its items
        whole = _item(sent, "")
        return (whole,) if whole.amount is not None else tuple(items)
    return tuple(items)


def _item(sent: Sequence[SentRow], sku: str) -> SentItem:
    _, amount, _, state = last_known_of(sent, sku)
    _, before, _, _ = last_known_of([row for row in sent if not row.change], sku)
    return SentItem(sku, _decimal(before), _decimal(amount), state == "REVERSED")


def _decimal(amount: str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def with_details(order: SentOrder, copies: SentCopies) -> SentOrder:
    """The order with what only the kept bytes say: names, categories and quantities of its items, other numbers."""
    texts: dict[str, dict[str, str]] = {}
    numbers: dict[str, None] = {}
    for row in order.rows:
        fields = copies.fields_of(row.sha256, row.name, row.number)
        texts.setdefault(row.sku, {}).update(fields)
        if not row.change:
            numbers |= dict.fromkeys(fields[name] for name in NUMBERS if name in fields)
    items = tuple(
        replace(
            item,
            name=texts.get(item.sku, {}).get("Name", ""),
            category=texts.get(item.sku, {}).get("Category", ""),
            quantity=texts.get(item.sku, {}).get("Quantity", ""),
        )
        for item in order.items
    )
    return replace(order, items=items, numbers=tuple(numbers))
