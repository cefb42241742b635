"""Totals as people write them."""

from collections.abc import Mapping
from decimal import Decimal

from courier.batch_words import plain_sums


def amounts(totals: Mapping[str, Decimal]) -> list[str]:
    """``USD 412,903.10`` per currency; a question mark where none is given."""
    return [f"{code} {amount}" for code, amount in plain_sums(totals).items()]
