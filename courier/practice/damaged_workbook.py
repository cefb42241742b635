"""A workbook as a spreadsheet program leaves it: IDs rounded, codes turned into dates, zeros kept by a format alone."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta

_HEADERS = (
    "Order #", "Order Placed At", "im_ref", "Customer no", "Currency", "Line total", "Product type", "SKU", "Qty",
    "Promo code",
)  # fmt: skip
_CLICK = "Qm7vXOVnrQ3SQHl24jQjyxBGUkm{:04}"
_LINES: tuple[tuple[object, int, object, object, object, str, object, object, object], ...] = (
    # order, age in days, click, currency, total, product type, SKU, quantity, promo code
    ("AC-300101", 3, None, "USD", 49.5, "Footwear", 42, 1, None),
    ("AC-300101", 3, None, "USD", 12.0, "Apparel", 107, 2, None),
    ("AC-300102", 4, None, "USD", "1.249,00", "Bags", 311, 1, None),
    # typed as a number, so that only 15 digits are left of it
    (300103000000123456, 4, None, "USD", 20.0, "Gifts", 42, 1, None),
    (300103000000123789, 4, None, "USD", 31.4, "Gifts", 55, 1, None),
    # a click ID that began with a sign was taken for a formula
    ("AC-300104", 5, "#NAME?", "USD", 18.9, "Apparel", 107, 1, None),
    # the code MAR10 became a day
    ("AC-300105", 5, None, "USD", 75.0, "Footwear", 311, 1, "MAR10"),
    ("AC-300106", 6, None, "usd", 64.0, "Footwear", 42, 1, "SPRING"),
    ("AC-300107", 6, None, "USD", "15,00", "Apparel", 107, "1\u00a0", None),
    ("AC-300108", 8, None, "USD", 99.0, "Bags", 311, 1, None),
    ("AC-300108", 8, None, "USD", 22.5, "Gifts", 55, 3, None),
    ("AC-300109", 95, None, "USD", 40.0, "Footwear", 42, 1, None),
)


def damaged_workbook(now: datetime) -> bytes:
    """The workbook, with orders placed in the days before ``now``."""
    # it takes a while to load
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Orders"
    sheet.append(["Order export, Acme Sports"])
    sheet.merge_cells("A1:J1")
    sheet.append([])
    sheet.append(list(_HEADERS))
    for order, age, click, currency, total, kind, sku, quantity, promo in _LINES:
        placed = datetime.combine(now.date() - timedelta(days=age), time(9, age % 60))
        if promo == "MAR10":
            promo = datetime(now.year, 3, 10)  # noqa: DTZ001 (a workbook knows no zones)
        customer = int(str(order)[-4:])
        cells = [
            order, placed, click or _CLICK.format(customer), f"CUST-{customer:04}", currency, total, kind, sku,
            quantity, promo,
        ]  # fmt: skip
        sheet.append(cells)
        line = sheet.max_row
        sheet.cell(line, 2).number_format = "yyyy-mm-dd hh:mm"
        sheet.cell(line, 6).number_format = "0.00"
        # the zeros in front are there for the eye only
        sheet.cell(line, 8).number_format = "000000"
        if isinstance(promo, datetime):
            sheet.cell(line, 10).number_format = "d-mmm"
    sheet.append(["Total", None, None, None, None, 456.3])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
