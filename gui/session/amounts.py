"""Totals as people write them."""

from collections.abc import Mapping
from decimal import Decimal

from courier.batch_words import plain_sums
from courier.formats import listing
from courier.messages import text


def amounts(totals: Mapping[str, Decimal]) -> list[str]:
    """``USD 412,903.10`` per currency. Where none is given, nothing is worth nothing."""
    sums = {code: amount for code, amount in totals.items() if code or amount}
    return [
        text("amount-no-currency", amount=amount) if code == "?" else f"{code} {amount}"
        for code, amount in plain_sums(sums).items()
    ]


def amounts_in_line(totals: Mapping[str, Decimal]) -> str:
    """The same in one text, in which no amount is torn from its currency at the end of a line."""
    return listing(amount.replace(" ", "\u00a0") for amount in amounts(totals))
