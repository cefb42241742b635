"""What is last known of an order from the rows that were sent of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple


class SentRow(NamedTuple):
    """One recorded row. ``when``: orders rows of all parts; ``change``: of an earlier conversion."""

    when: tuple[str, int]
    sku: str
    amount: str | None
    status: str | None
    change: bool


def last_known_of(sent: Sequence[SentRow], sku: str) -> tuple[str | None, str | None, str | None, str | None]:
    """When an order was sent, and the amount, status and state last known of it, or of one of its items; ``sent``: what
    was recorded of it, oldest first."""
    if len(sent) == 1 and sent[0].sku == sku and not sent[0].change:
        return sent[0].when[0], sent[0].amount, sent[0].status, None
    sent_at = max((one.when[0] for one in sent if not one.change), default=None)
    last = {one.sku: one for one in sent}
    whole, items = last.pop("", None), last
    status = next((one.status for one in (last.get(sku), whole, *reversed(sent)) if one and one.status), None)
    amount, change = _amount(whole, items, sku)
    state = "REVERSED" if change and amount is not None and Decimal(amount) == 0 else None
    return sent_at, amount, status, state


def _amount(whole: SentRow | None, items: dict[str, SentRow], sku: str) -> tuple[str | None, bool]:
    """The amount last known, and whether a change made it so. A later change of the whole order leaves the amounts of
    several items open, unless it is 0; a change of one item leaves that of the order open."""
    item = items.get(sku)
    newest = max((one.when for one in items.values()), default=("", 0))
    if item is not None and (whole is None or item.when > whole.when):
        return item.amount, item.change
    if whole is not None and whole.when > newest:
        zero = whole.amount is not None and Decimal(whole.amount) == 0
        only = item is not None and len(items) == 1
        return (whole.amount, whole.change) if zero or only or not sku else (None, False)
    if whole is None and not sku:
        amounts = [one.amount for one in items.values()]
        known = [Decimal(amount) for amount in amounts if amount is not None]
        return str(sum(known, Decimal(0))) if len(known) == len(amounts) else None, False
    return None, False
