"""Moments and spans of time as the results say them."""

from __future__ import annotations

from datetime import datetime, timedelta

from courier.formats import minute_text
from courier.messages import text


def moment(at: datetime) -> str:
    """A moment as the clock of this computer shows it."""
    return minute_text(at.astimezone())


def span(time: timedelta) -> str:
    """``1 h 49 min``."""
    minutes = round(time.total_seconds() / 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    return text("resultpage-span", days=days, hours=hours, minutes=minutes % 60)
