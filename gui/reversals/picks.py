"""What a person chose to change so far, over several orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from courier.reversals import REASON
from courier.reversing.modifications import Change
from courier.reversing.orders import SentItem, SentOrder

OrderKey = tuple[str, str, str]


def key_of(order: SentOrder) -> OrderKey:
    """What tells an order from all others: its campaign ID, event type and ID."""
    return order.campaign, order.event, order.order


@dataclass
class _Pick:
    order: SentOrder
    reason: str = REASON
    amounts: dict[str, Decimal] = field(default_factory=dict)


class Picks:
    """The chosen final amounts, by order and item. They belong to one program: one file goes to one program."""

    def __init__(self) -> None:
        self._picks: dict[OrderKey, _Pick] = {}
        self._unclear: set[tuple[OrderKey, str]] = set()

    def take(self, order: SentOrder) -> None:
        """Know an order by what is known of it now, if something is chosen of it."""
        if pick := self._picks.get(key_of(order)):
            pick.order = order

    def choose(self, order: SentOrder, item: SentItem, amount: Decimal | None, *, unclear: bool = False) -> None:
        """Give an item another amount, None to leave it as it is. ``unclear``: what was typed is no amount."""
        place = key_of(order), item.sku
        (self._unclear.add if unclear else self._unclear.discard)(place)
        amounts = self._picks.setdefault(key_of(order), _Pick(order)).amounts
        if amount is None:
            amounts.pop(item.sku, None)
        else:
            amounts[item.sku] = amount

    def amount(self, order: SentOrder, item: SentItem) -> Decimal | None:
        """The chosen amount of an item, None if it stays as it is."""
        pick = self._picks.get(key_of(order))
        return pick.amounts.get(item.sku) if pick else None

    def reason(self, order: SentOrder) -> str:
        """The code that says why the order changes."""
        pick = self._picks.get(key_of(order))
        return pick.reason if pick else REASON

    def give_reason(self, order: SentOrder, reason: str) -> None:
        """Say why the order changes."""
        self._picks.setdefault(key_of(order), _Pick(order)).reason = reason

    def count(self, order: SentOrder) -> int:
        """How many changes there are of an order."""
        pick = self._picks.get(key_of(order))
        return len(pick.amounts) if pick else 0

    def clear(self) -> None:
        """Forget all that was chosen."""
        self._picks.clear()
        self._unclear.clear()

    @property
    def unclear(self) -> str:
        """An order of which something typed is no amount, "" if there is none."""
        return next((key[-1] for key, _ in self._unclear), "")

    def fits(self, order: SentOrder) -> bool:
        """Whether an order may be changed together with what is chosen already."""
        others = {(pick.order.program, pick.order.campaign) for pick in self._picks.values() if pick.amounts}
        return others <= {(order.program, order.campaign)}

    def changes(self) -> list[Change]:
        """All changes, order by order."""
        return [
            Change(pick.order, item, pick.amounts[item.sku], pick.reason)
            for pick in self._picks.values()
            for item in pick.order.items
            if item.sku in pick.amounts
        ]

    def differences(self) -> Mapping[str, Decimal]:
        """By how much the amounts change, per currency, as far as what they were is known."""
        found: dict[str, Decimal] = {}
        for change in self.changes():
            if change.item.amount is not None:
                currency = change.order.currency
                found[currency] = found.get(currency, Decimal(0)) + change.amount - change.item.amount
        return found
