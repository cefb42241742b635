"""An independent check in plain Python of the measured sheets, so that speed never comes from checking less."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from benchmarks.sheets import HEADERS, NOW

_PLACES = {name: place for place, name in enumerate(HEADERS)}


def count_problems(records: Iterable[Sequence[str]]) -> dict[str, int]:
    """Problems per rule in the records of `benchmarks.sheets.records`, row rules only."""
    found: Counter[str] = Counter()
    for record in records:
        if not re.fullmatch(r"\d+(\.\d{1,2})?", record[_PLACES["Amount"]]):
            found["ROW-AMOUNT-NUM"] += 1
        if record[_PLACES["CurrencyCode"]] != "USD":
            found["ROW-CURRENCY"] += 1
        if not record[_PLACES["Sku"]]:
            found["ITEM-REQ"] += 1
        age = NOW - datetime.fromisoformat(record[_PLACES["EventDate"]])
        if age > timedelta(days=88):
            found["ROW-AGE-88"] += 1
        elif age > timedelta(days=85):
            found["ROW-AGE-SOON"] += 1
    return dict(found)
