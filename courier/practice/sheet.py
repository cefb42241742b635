"""The practice sheets: a messy export, a workbook that a spreadsheet damaged, and returns.

Their dates move with the calendar, so that their ages stay the same.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from courier.open_sheet import OpenedSheet, OpenOptions, open_table
from courier.practice.damaged_workbook import damaged_workbook
from courier.reading import read_bytes
from courier.resources import resource
from courier.sheet.exclusions import exclude_where

PRACTICES = ("orders", "workbook", "returns")
MADE_ON = date(2026, 11, 23)
"""The day on which the dates in the shipped files have their intended ages."""

_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})|\b(\d{2})/(\d{2})/(\d{4})")
_CONSTANTS = {"CampaignId": "1000", "ActionTrackerId": "18500"}


def open_practice(now: datetime, kind: str = "orders") -> OpenedSheet:
    """One of `PRACTICES` as a draft, with the facts of a made-up program; of the orders, those voided and refunded are
    left out."""
    options = OpenOptions(constants=_CONSTANTS)
    if kind == "workbook":
        name, content = "practice-workbook.xlsx", damaged_workbook(now)
    else:
        name = f"practice-{kind}.csv"
        written = resource("practice", name).read_text(encoding="utf-8")
        content = _DAY.sub(lambda match: _moved(match, now.date() - MADE_ON), written).encode()
    table = read_bytes(content, name)
    if kind == "orders":
        status = table.cells.columns[table.headers.index("Financial status")]
        left_out = (exclude_where(status, "is", "voided", "refunded"),)
        options = OpenOptions(constants=_CONSTANTS, left_out=left_out)
    return open_table(table, name, None, options, now)


def _moved(match: re.Match[str], by: timedelta) -> str:
    if match[1]:
        return (date(int(match[1]), int(match[2]), int(match[3])) + by).isoformat()
    return f"{date(int(match[6]), int(match[5]), int(match[4])) + by:%d/%m/%Y}"
