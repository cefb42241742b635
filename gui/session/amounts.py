"""Totals as people write them."""

from collections.abc import Mapping
from decimal import Decimal

from courier.batches.batch import totals_json


def amounts(totals: Mapping[str, Decimal]) -> list[str]:
    """``USD 412,903.10`` per currency; a question mark where none is given."""
    return [
        f"{code or '?'} {int(amount.partition('.')[0]):,}{amount[amount.find('.') :] if '.' in amount else ''}"
        for code, amount in totals_json(totals).items()
    ]
