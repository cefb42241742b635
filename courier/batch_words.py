"""What the figures of a batch mean, as sentences that the window and the command share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from courier.batch_summary import BatchSummary
from courier.formats import number_text
from courier.messages import text
from courier.rules.expiry import Expiring, by_day
from courier.rules.totals import totals_json


def plain_sums(totals: Mapping[str, Decimal]) -> dict[str, str]:
    """``44,120.00`` per currency; "?" for rows without one."""
    return {code or "?": number_text(Decimal(amount)) for code, amount in totals_json(totals).items()}


def division_words(summary: BatchSummary) -> str:
    """How all rows are divided, but for those that were sent."""
    return text(
        "standing",
        rows=summary.rows,
        ready=summary.ready,
        repair=summary.needs_repair,
        hold=summary.on_hold,
        out=summary.left_out,
    )


def held_words(summary: BatchSummary) -> str:
    """How much money is not ready, of how much, per currency; "" where none is held."""
    whole = {code: amount + summary.totals.get(code, Decimal()) for code, amount in summary.held.items() if amount}
    sums, of = plain_sums(summary.held), plain_sums(whole)
    amounts = [
        text("held-amount-unknown" if code == "?" else "held-amount", amount=sums[code], currency=code, whole=of[code])
        for code in of
    ]
    return text("held-amounts", amounts=", ".join(amounts), count=len(amounts)) if amounts else ""


def expiring_words(expiring: Expiring, now: datetime) -> str:
    """How many rows impact.com will drop today, tomorrow, on Friday; "" if none soon. Days are the computer's."""
    today = now.astimezone().date()
    days = []
    for day, rows in by_day(expiring).items():
        when = "today" if day <= today else "tomorrow" if day == today + timedelta(days=1) else day.weekday()
        days.append(text("expiring-day", rows=rows, when=when))
    return text("expiring", days=", ".join(days), count=sum(expiring.values())) if days else ""


def pieces_words(files: int, orders: int, *, by_call: bool) -> str:
    """In how many pieces a batch goes: files, or where each order goes by a call of its own, calls."""
    return text("count-calls", calls=orders) if by_call else text("count-files", parts=files)
