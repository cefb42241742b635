"""What this computer knows of refused rows: whether their orders were sent before or went again since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

import polars as pl

from courier.formats import day_text, number_text
from courier.ledger.ledger import Ledger
from courier.ledger.recorded_rows import rows_that_count
from courier.ledger.records import RecordedPart
from courier.ledger.values import PART, is_amount
from courier.messages import text

KnownKind = Literal["same", "other", "order", "again", "never"]


@dataclass(frozen=True)
class KnownRow:
    """``kind``: the row was sent before with the ``same`` amount or with an ``other`` one, only its ``order`` was, it
    went ``again`` since, or it was ``never`` sent but in this part. ``at``: when; ``amount``: the last one then;
    ``submission``: the UUID of that batch."""

    kind: KnownKind
    at: datetime | None = None
    amount: Decimal | None = None
    submission: str = ""

    @property
    def words(self) -> str:
        """What is known, in words."""
        day = day_text(self.at) if self.at else ""
        amount = number_text(self.amount) if self.amount is not None else ""
        return text(f"results-known-{self.kind}", day=day, amount=amount)


NEVER = KnownRow("never")


def known_rows(ledger: Ledger, part: RecordedPart, rows: pl.DataFrame) -> dict[int, KnownRow]:
    """Per number of a part's ``rows`` (`courier.ledger.contents.rows_of`) what is known of it from other parts. Rows
    without a key are left out. Raises LedgerError."""
    keyed = rows.filter(pl.col("key").is_not_null())
    if not keyed.height:
        return {}
    with ledger.store.reading() as db:
        own = db.execute("SELECT id FROM parts WHERE uuid = ?", (part.uuid,)).fetchone()
        sent = rows_that_count(db, keyed["key"])
    others = sent.filter(pl.col("part") != (own[0] if own else -1)).sort("at", "part", "number")
    of_key: dict[int, list[_Sent]] = {}
    for key, number, sku, amount, at, submission, change in others.select(
        "key", "part", "sku", "amount", "at", "submission", "change"
    ).iter_rows():
        later = own is not None and number > own[0]
        of_key.setdefault(key, []).append(
            _Sent(later, sku or "", _amount(amount), PART["at"].readable(at), submission, change)
        )
    return {
        number: _known(of_key.get(key, ()), sku or "", _amount(amount))
        for number, key, sku, amount in keyed.select("number", "key", "sku", "amount").iter_rows()
    }


@dataclass(frozen=True)
class _Sent:
    later: bool
    sku: str
    amount: Decimal | None
    at: datetime
    submission: str
    change: bool


def _known(sent: Sequence[_Sent], sku: str, amount: Decimal | None) -> KnownRow:
    of_item = [row for row in sent if row.sku == sku or not row.sku]
    if not of_item:
        return KnownRow("order", sent[-1].at, None, sent[-1].submission) if sent else NEVER
    again = next((row for row in reversed(of_item) if row.later), None)
    if again:
        return KnownRow("again", again.at, again.amount, again.submission)
    last = of_item[-1]
    same = amount is not None and last.amount == amount
    return KnownRow("same" if same else "other", last.at, last.amount, last.submission)


def _amount(written: str | None) -> Decimal | None:
    return Decimal(written) if written is not None and is_amount(written) else None
