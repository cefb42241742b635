"""A history out of a small list, in place of the ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import polars as pl

from courier.rules.history import COLUMNS


class KnownBefore:
    """``known``: records with event and order, or action, and what is known of them."""

    def __init__(self, known: Sequence[dict[str, Any]]) -> None:
        self._known = {_key(one): one for one in known}

    def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
        found = [self._known.get(_key(row), {}) for row in rows.iter_rows(named=True)]
        return pl.DataFrame(
            {label: [_value(label, one.get(label)) for one in found] for label in COLUMNS}, schema=COLUMNS
        )


def _key(one: dict[str, Any]) -> tuple[str | None, ...]:
    return ("", one["action"]) if one.get("action") else (one.get("event"), one.get("order"))


def _value(label: str, told: str | None) -> str | datetime | None:
    return datetime.fromisoformat(told) if told and label == "locks_at" else told
