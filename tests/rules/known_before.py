"""A history from a small list, in place of the ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import polars as pl

from courier.rules.history import COLUMNS, Accepted, KnownAccount


class KnownBefore:
    """``records``: event and order, or action, with the facts of the row."""

    def __init__(self, records: Sequence[dict[str, Any]], account: KnownAccount | None = None) -> None:
        self.account = account or KnownAccount()
        self.rows_at_once = 0
        self._records = {_key(record): record for record in records}

    def accepted(self, _campaign: str) -> Accepted:
        return Accepted()

    def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
        records = [self._records.get(_key(row), {}) for row in rows.iter_rows(named=True)]
        return pl.DataFrame(
            {label: [_value(label, record.get(label)) for record in records] for label in COLUMNS}, schema=COLUMNS
        )


def _key(record: dict[str, Any]) -> tuple[str | None, ...]:
    return ("", record["action"]) if record.get("action") else (record.get("event"), record.get("order"))


def _value(label: str, fact: str | None) -> str | datetime | None:
    return datetime.fromisoformat(fact) if fact and label == "locks_at" else fact
