"""Sheets to measure with: item rows of 15 columns in orders of one to three rows, some of them with problems."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HEADERS = (
    "CampaignId", "ActionTrackerId", "EventDate", "OrderId", "ClickId", "CustomerId", "CurrencyCode", "Amount",
    "Category", "Sku", "Quantity", "OrderPromoCode", "CustomerStatus", "Note", "Text1",
)  # fmt: skip
SEED = 7


def records(rows: int) -> Iterator[list[str]]:
    """The records of a sheet, always the same ones. One amount in ten has a decimal comma, one in a hundred is no
    number; one currency in two hundred is in lower case; some SKUs are missing and some dates too old."""
    chance = random.Random(SEED)
    order = left = 0
    for _ in range(rows):
        if not left:
            order, left, sku = order + 1, chance.choice((1, 1, 1, 2, 2, 3)), 0
            placed = NOW - timedelta(seconds=chance.randrange(86_400, 84 * 86_400))
            if chance.random() < 0.002:
                placed -= timedelta(days=100)
            click, customer = f"QiiWXOVnrQ3S{chance.randrange(10**12):012}", f"CUST{chance.randrange(10**9):09}"
        left, sku = left - 1, sku + 1
        amount = f"{chance.randrange(100, 50_000) / 100:.2f}"
        luck = chance.random()
        if luck < 0.1:
            amount = amount.replace(".", ",")
        elif luck < 0.11:
            amount = "n/a"
        yield [
            "1000", "18500", f"{placed:%Y-%m-%dT%H:%M:%S}-08:00", f"AC-{order:08}", click, customer,
            "usd" if chance.random() < 0.005 else "USD", amount, "Tennis",
            "" if chance.random() < 0.001 else f"ACME-{sku}-{chance.randrange(10_000):04}",
            str(chance.randint(1, 3)), "", "NEW", f"note {order % 97}", f"t{order % 50}",
        ]  # fmt: skip


def write_csv(path: Path, rows: int) -> Path:
    """A sheet of so many rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADERS)
        writer.writerows(records(rows))
    return path


def write_workbook(path: Path, rows: int) -> Path:
    """The same as a workbook, numbers as numbers."""
    book = openpyxl.Workbook(write_only=True)
    tab = book.create_sheet("Orders")
    tab.append(HEADERS)
    for record in records(rows):
        tab.append(
            [float(cell) if index in (7, 10) and _is_number(cell) else cell for index, cell in enumerate(record)]
        )
    book.save(path)
    return path


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit()
