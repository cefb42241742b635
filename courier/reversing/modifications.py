"""Makes modifications of what a person wants changed: always the final amount, and 0 to take something back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import polars as pl

from courier.catalogue.currencies import MINOR_UNITS
from courier.changes import change_columns, write_changes
from courier.messages import text
from courier.open_sheet import OpenedSheet, OpenOptions, open_source
from courier.programs import Program
from courier.reversing.orders import SentItem, SentOrder
from courier.rules.history import History


@dataclass(frozen=True)
class Change:
    """One item, or the whole of an order, that gets another amount. ``amount``: the final one, 0 to take it back."""

    order: SentOrder
    item: SentItem
    amount: Decimal
    reason: str


def reversals(order: SentOrder, reason: str) -> list[Change]:
    """All of an order taken back, but for what already is."""
    return [Change(order, item, Decimal(0), reason) for item in order.items if not item.reversed]


def table_of(changes: Iterable[Change]) -> pl.DataFrame:
    """A row per change under impact.com's names; columns without any value are left out."""
    rows = [_row(change) for change in changes]
    table = pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String))
    return change_columns(table.select(name for name in table.columns if table[name].count()))


_COLUMNS = ("ActionTrackerId", "OrderId", "Sku", "Category", "Quantity", "Amount", "CurrencyCode", "Reason")


def _row(change: Change) -> dict[str, str | None]:
    order, item = change.order, change.item
    quantity = "0" if not change.amount else item.quantity
    return {
        "ActionTrackerId": order.event or None,
        "OrderId": order.order,
        "Sku": item.sku or None,
        "Category": item.category or None,
        "Quantity": (quantity or None) if item.sku else None,
        "Amount": amount_text(change.amount, order.currency),
        "CurrencyCode": order.currency or None,
        "Reason": change.reason,
    }


def sheet_name(now: datetime) -> str:
    """What the file of changes is called that were put together at a moment of the local clock."""
    return f"{text('reversals-file-name')} {now:%Y-%m-%d %H%M%S}.csv"


def amount_text(amount: Decimal, currency: str) -> str:
    """An amount as it is written for impact.com: with the decimals of its currency, or more where it has more."""
    digits = MINOR_UNITS.get(currency, 2)
    exponent = amount.normalize().as_tuple().exponent
    return f"{amount:.{max(digits, -exponent if isinstance(exponent, int) else 0)}f}"


def checked(
    changes: Sequence[Change], path: Path, program: Program | None, history: History, now: datetime
) -> OpenedSheet:
    """Write the changes as a CSV file and open it, checked by the rules of modifications against what is known. Raises
    UserError."""
    write_changes(table_of(changes), path)
    # a recipe is for the program's own sheets; this one has impact.com's names
    own = None if program is None else replace(program, recipe=None)
    opened = open_source(path, OpenOptions(template="modification", program=own, history=history), now)
    opened.draft.check()
    return opened
