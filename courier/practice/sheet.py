"""The messy practice sheet. Its dates move with the calendar, so that their ages stay the same."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from courier.open_sheet import OpenedSheet, OpenOptions, open_table
from courier.reading import read_bytes
from courier.resources import resource
from courier.sheet.exclusions import exclude_where

PRACTICE_NAME = "practice-orders.csv"
MADE_ON = date(2026, 11, 23)
"""The day on which the dates in the shipped file have their intended ages."""

_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})|\b(\d{2})/(\d{2})/(\d{4})")
_CONSTANTS = {"CampaignId": "1000", "ActionTrackerId": "18500"}


def open_practice(now: datetime) -> OpenedSheet:
    """The practice sheet as a draft, with the facts of a made-up program, voided and refunded orders left out."""
    content = resource("practice", PRACTICE_NAME).read_text(encoding="utf-8")
    moved = _DAY.sub(lambda match: _moved(match, now.date() - MADE_ON), content)
    table = read_bytes(moved.encode(), PRACTICE_NAME)
    status = table.cells.columns[table.headers.index("Financial status")]
    options = OpenOptions(constants=_CONSTANTS, left_out=(exclude_where(status, "is", "voided", "refunded"),))
    return open_table(table, PRACTICE_NAME, None, options, now)


def _moved(match: re.Match[str], by: timedelta) -> str:
    if match[1]:
        return (date(int(match[1]), int(match[2]), int(match[3])) + by).isoformat()
    return f"{date(int(match[6]), int(match[5]), int(match[4])) + by:%d/%m/%Y}"
