"""The ledger's answer to rules that ask about earlier deliveries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from courier.ledger.keys import keys
from courier.ledger.looking import COUNTS
from courier.ledger.seen import Seen
from courier.ledger.store import Store
from courier.rules.history import COLUMNS

_FEW = 256
"""Keys up to which the disk is asked at once: after an edit there are few."""


class _Sent(NamedTuple):
    """One recorded row. ``when``: orders rows of all parts; ``change``: of an earlier conversion."""

    when: tuple[str, int]
    sku: str
    amount: str | None
    status: str | None
    change: bool


class LedgerHistory:
    """What is known of rows from what was sent. Safe for several threads; new deliveries, also those of other
    processes, are known at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen = Seen()

    def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
        """See `courier.rules.history.History`."""
        key, sent = self._sent(rows)
        answer = [pl.Series(name, [None], dtype=of).new_from_index(0, rows.height) for name, of in COLUMNS.items()]
        # plain Python: the window asks here after an edit, and must not wait for Polars' threads behind a full check
        hits = [place for place, one in enumerate(key.to_list()) if one in sent]
        if hits:
            asked = zip(key.gather(hits).to_list(), rows["sku"].gather(hits).to_list(), strict=True)
            told = zip(*((*known_of(sent[one], sku or ""), _changes(sent[one])) for one, sku in asked), strict=True)
            for number, (values, of) in enumerate(zip(told, COLUMNS.values(), strict=False)):
                answer[number] = answer[number].scatter(hits, pl.Series(values, dtype=of))
        return pl.DataFrame(answer)

    def _sent(self, rows: pl.DataFrame) -> tuple[pl.Series, dict[int, list[_Sent]]]:
        """The key of each row, and what was sent of these keys, oldest first."""
        none = pl.Series("key", [], dtype=pl.Int64)
        if not self._store.exists:
            return none, {}
        with self._store.reading() as db:
            if db.execute("SELECT 1 FROM part_keys LIMIT 1").fetchone() is None:
                return none, {}
            event = rows.select_seq(pl.coalesce("event", "code"))["event"]
            key = keys(_campaigns(db, rows["campaign"], event), event, rows["order"], rows["action"])
            wanted = key.drop_nulls().unique() if key.len() <= _FEW else self._seen.among(db, key)
            return key, _recorded(db, wanted)


def known_of(sent: Sequence[_Sent], sku: str) -> tuple[str | None, str | None, str | None, str | None]:
    """When an order was sent, and the amount, status and state last known of it, or of one of its items; ``sent``: what
    was recorded of it, oldest first."""
    if len(sent) == 1 and sent[0].sku == sku and not sent[0].change:
        return sent[0].when[0], sent[0].amount, sent[0].status, None
    sent_at = max((one.when[0] for one in sent if not one.change), default=None)
    last = {one.sku: one for one in sent}
    whole, items = last.pop("", None), last
    status = next((one.status for one in (last.get(sku), whole, *reversed(sent)) if one and one.status), None)
    amount, change = _amount(whole, items, sku)
    state = "REVERSED" if change and amount is not None and Decimal(amount) == 0 else None
    return sent_at, amount, status, state


def _changes(sent: Sequence[_Sent]) -> int:
    """How many of the rows recorded of an order or action were changes of it."""
    return sum(one.change for one in sent)


def _amount(whole: _Sent | None, items: dict[str, _Sent], sku: str) -> tuple[str | None, bool]:
    """The amount last known, and whether a change made it so. A later change of the whole order leaves the amounts of
    several items open, unless it is 0; a change of one item leaves that of the order open."""
    item = items.get(sku)
    newest = max((one.when for one in items.values()), default=("", 0))
    if item is not None and (whole is None or item.when > whole.when):
        return item.amount, item.change
    if whole is not None and whole.when > newest:
        zero = whole.amount is not None and Decimal(whole.amount) == 0
        only = item is not None and len(items) == 1
        return (whole.amount, whole.change) if zero or only or not sku else (None, False)
    if whole is None and not sku:
        amounts = [one.amount for one in items.values()]
        known = [Decimal(amount) for amount in amounts if amount is not None]
        return str(sum(known, Decimal(0))) if len(known) == len(amounts) else None, False
    return None, False


def _campaigns(db: sqlite3.Connection, campaign: pl.Series, event: pl.Series) -> pl.Series:
    if not campaign.null_count():
        return campaign
    # an event type belongs to one program; where two were recorded with the same ID nobody can tell
    only = dict(
        db.execute(
            "SELECT event, max(campaign) FROM kinds GROUP BY event HAVING count(DISTINCT campaign) = 1"
        ).fetchall()
    )
    known = zip(campaign.to_list(), event.to_list(), strict=True)
    return pl.Series("campaign", [own or only.get(one or "") for own, one in known], dtype=pl.String)


def _recorded(db: sqlite3.Connection, wanted: pl.Series) -> dict[int, list[_Sent]]:
    if not wanted.len():
        return {}
    found = db.execute(
        "SELECT r.key, r.part, r.sku, r.amount, r.status FROM json_each(?) j CROSS JOIN rows r ON r.key = j.value",
        (json.dumps(wanted.to_list()),),
    ).fetchall()
    about = {
        part: ((at, part), bool(change))
        for part, at, change in db.execute(
            "SELECT p.id, p.at, s.template = 'modification' FROM json_each(?) j JOIN parts p ON p.id = j.value"  # noqa: S608
            f" JOIN submissions s ON s.id = p.submission WHERE {COUNTS}",
            (json.dumps(list({row[1] for row in found})),),
        )
    }
    sent: dict[int, list[_Sent]] = {}
    for key, part, sku, amount, status in found:
        if part in about:
            when, change = about[part]
            sent.setdefault(key, []).append(_Sent(when, sku or "", amount, status, change))
    for several in sent.values():
        if len(several) > 1:
            # those of one part stay in the part's order
            several.sort(key=lambda one: one.when)
    return sent
