"""What is said of an order that was sent."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from courier.formats import day_text, number_text
from courier.messages import text
from courier.reversing.modifications import amount_text
from courier.reversing.orders import Answered, SentOrder
from courier.rules.history import MISSING

SOON = 3
"""Days before the lock from which on it is shown as a warning."""


def money(amount: Decimal | None, currency: str) -> str:
    """``USD 1,234.50``, "?" for an amount that is not known."""
    if amount is None:
        return "?"
    return f"{currency} {number_text(Decimal(amount_text(amount, currency)))}".strip()


def days_left(order: SentOrder, now: datetime) -> int | None:
    """The days until impact.com locks an order, in the person's own days; None where nobody said when."""
    if order.locks_at is None:
        return None
    return (order.locks_at.astimezone().date() - now.astimezone().date()).days


def urgent(order: SentOrder, now: datetime) -> bool:
    """Whether an order that can be changed locks within `SOON` days, or is nothing that impact.com has."""
    left = days_left(order, now)
    return order.changeable(now) and (order.state == MISSING or (left is not None and left <= SOON))


def standing_words(order: SentOrder, now: datetime) -> str:
    """Whether an order can be changed, and until when."""
    if order.answered is Answered.REFUSED:
        return text("reversals-refused")
    if order.reversed:
        return text("reversals-reversed")
    if order.approved:
        return text("reversals-approved")
    if order.locked(now):
        return text("reversals-locked")
    if order.state == MISSING:
        return text("reversals-missing")
    left = days_left(order, now)
    return text("reversals-no-lock") if left is None else text("reversals-locks", days=left)


def order_words(order: SentOrder) -> str:
    """When and with what an order was sent, and what impact.com said of it."""
    facts = [
        text("reversals-sent", day=day_text(order.sent_at.astimezone()), source=order.source),
        text("reversals-answered", answer=str(order.answered)),
        text("reversals-event", event=order.event),
    ]
    if order.changes:
        facts.append(text("reversals-changes", changes=order.changes))
    facts += [text("reversals-number", number=number) for number in order.numbers]
    return " · ".join(facts)
