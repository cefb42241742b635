"""The last known values of an order, from its recorded rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple


class SentRow(NamedTuple):
    """One recorded row. ``when``: sorts the rows of all parts by time; ``change``: changes an earlier conversion."""

    when: tuple[str, int]
    sku: str
    amount: str | None
    status: str | None
    change: bool


def last_known_of(sent: Sequence[SentRow], sku: str) -> tuple[str | None, str | None, str | None, str | None]:
    """When an order was sent, and the last known amount, status and state of it or of one of its items; ``sent``: its
    recorded rows, oldest first."""
    if len(sent) == 1 and sent[0].sku == sku and not sent[0].change:
        return sent[0].when[0], sent[0].amount, sent[0].status, None
    sent_at = max((row.when[0] for row in sent if not row.change), default=None)
    items = {row.sku: row for row in sent}
    order = items.pop("", None)
    status = next((row.status for row in (items.get(sku), order, *reversed(sent)) if row and row.status), None)
    amount, change = _amount(order, items, sku)
    state = "REVERSED" if change and amount is not None and Decimal(amount) == 0 else None
    return sent_at, amount, status, state


def _amount(order: SentRow | None, items: dict[str, SentRow], sku: str) -> tuple[str | None, bool]:
    """The last known amount, and whether a change set it. A later change of the whole order makes the amounts of
    several items unknown, unless it is 0; a change of one item makes that of the order unknown."""
    item = items.get(sku)
    newest = max((row.when for row in items.values()), default=("", 0))
    if item is not None and (order is None or item.when > order.when):
        return item.amount, item.change
    if order is not None and order.when > newest:
        is_zero = order.amount is not None and Decimal(order.amount) == 0
        is_only_item = item is not None and len(items) == 1
        return (order.amount, order.change) if is_zero or is_only_item or not sku else (None, False)
    if order is None and not sku:
        amounts = [Decimal(row.amount) for row in items.values() if row.amount is not None]
        return str(sum(amounts, Decimal(0))) if len(amounts) == len(items) else None, False
    return None, False
