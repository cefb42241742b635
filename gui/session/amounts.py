"""Totals as people write them."""

from collections.abc import Mapping
from decimal import Decimal

from courier.batch_words import plain_sums
from courier.messages import text


def amounts(totals: Mapping[str, Decimal]) -> list[str]:
    """``USD 412,903.10`` per currency. Where none is given, nothing is worth nothing."""
    sums = {code: amount for code, amount in totals.items() if code or amount}
    return [
        text("amount-no-currency", amount=amount) if code == "?" else f"{code} {amount}"
        for code, amount in plain_sums(sums).items()
    ]
