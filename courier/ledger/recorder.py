"""What is written down before something is sent, and what becomes of it."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from courier.delivery.receipt import Receipt, State
from courier.ledger.key_index import pack_keys
from courier.ledger.records import DRAFTED, Heading, RecordedPart
from courier.ledger.runs import Runs
from courier.ledger.store import Store

_ROW_COLUMNS = ("number", "order_id", "action_id", "sku", "amount", "status", "event_date")


@dataclass(frozen=True)
class NewPart:
    """A part that is to be recorded, with its rows as `courier.ledger.contents.rows_of` gives them."""

    name: str
    sha256: str
    size: int
    orders: int
    totals: dict[str, str]
    expires: datetime | None
    rows: pl.DataFrame


def record(
    db: sqlite3.Connection, heading: Heading, parts: Sequence[NewPart], now: datetime, run: str | None
) -> dict[str, str]:
    """Write a submission and all its rows down, its parts prepared. ``run``: the one that will send them, None for a
    submission that waits. Gives the UUID of each part by name."""
    submission = _insert_heading(db, heading, now)
    given: dict[str, str] = {}
    for number, part in enumerate(parts, start=1):
        given[part.name] = uuid.uuid4().hex
        if _take_over(db, submission, number, part, heading.destination.url, given, now, run):
            continue
        found = db.execute(
            "INSERT INTO parts (uuid, submission, number, name, sha256, size, rows, orders, totals, expires, state,"
            " remote_path, at, message, facts, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, '', '{}', ?)",
            (
                given[part.name], submission, number, part.name, part.sha256, part.size, part.rows.height, part.orders,
                json.dumps(part.totals), part.expires.isoformat() if part.expires else None, str(State.PREPARED),
                now.isoformat(), run,
            ),
        )  # fmt: skip
        assert found.lastrowid is not None
        insert_rows(db, found.lastrowid, part.rows)
    # attempts that never got as far as the first byte leave no trace once their parts go out after all
    db.execute("DELETE FROM submissions WHERE NOT EXISTS (SELECT 1 FROM parts WHERE submission = submissions.id)")
    return given


def insert_rows(db: sqlite3.Connection, part: int, rows: pl.DataFrame) -> None:
    """Write the rows of the part with this number down. Rows that name neither order nor action have no key, and are
    in the part's count only."""
    known = rows.filter(pl.col("key").is_not_null()).sort("key", "number")
    db.execute("INSERT INTO part_keys (part, keys) VALUES (?, ?)", (part, pack_keys(known["key"])))
    kinds = _kinds(db, known)
    numbers = known.join(
        kinds, on=["campaign", "event", "currency"], how="left", nulls_equal=True, maintain_order="left"
    )
    db.executemany(
        "INSERT INTO rows (key, part, kind, number, order_id, action_id, sku, amount, status, event_date)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        numbers.select_seq(
            [pl.col("key"), pl.lit(part), pl.col("kind"), *(pl.col(name) for name in _ROW_COLUMNS)]
        ).iter_rows(),
    )


def _insert_heading(db: sqlite3.Connection, heading: Heading, now: datetime) -> int:
    origin, destination = heading.origin, heading.destination
    found = db.execute(
        "INSERT INTO submissions (uuid, program, campaign, source, template, made_at, os_user, note, destination, url,"
        " reason, not_before, draft) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            uuid.uuid4().hex, origin.program, origin.campaign, origin.source, origin.template, now.isoformat(),
            heading.os_user, origin.note, destination.name, destination.url, heading.reason,
            heading.not_before.isoformat() if heading.not_before else None, origin.draft,
        ),
    )  # fmt: skip
    assert found.lastrowid is not None
    return found.lastrowid


def _take_over(
    db: sqlite3.Connection,
    submission: int,
    number: int,
    part: NewPart,
    url: str,
    given: dict[str, str],
    now: datetime,
    run: str | None,
) -> bool:
    """Make a part of an earlier attempt, of which certainly nothing went out, one of this submission: its rows are
    recorded already."""
    found = db.execute(
        "SELECT p.id, p.uuid FROM parts p JOIN submissions s ON s.id = p.submission WHERE p.sha256 = ? AND s.url = ?"
        " AND p.state = 'prepared' AND p.message <> ? AND p.run IS NULL AND s.not_before IS NULL AND s.id <> ?"
        " ORDER BY p.id DESC",
        (part.sha256, url, DRAFTED, submission),
    ).fetchone()
    if found is None:
        return False
    db.execute(
        "UPDATE parts SET submission = ?, number = ?, name = ?, at = ?, message = '', facts = '{}', run = ?"
        " WHERE id = ?",
        (submission, number, part.name, now.isoformat(), run, found[0]),
    )
    given[part.name] = found[1]
    return True


def _kinds(db: sqlite3.Connection, rows: pl.DataFrame) -> pl.DataFrame:
    """The numbers that stand for the campaigns, event types and currencies of some rows."""
    wanted = rows.select("campaign", "event", "currency").unique()
    numbers = []
    for one in wanted.iter_rows():
        texts = tuple(value or "" for value in one)
        db.execute("INSERT OR IGNORE INTO kinds (campaign, event, currency) VALUES (?, ?, ?)", texts)
        numbers.append(
            db.execute("SELECT id FROM kinds WHERE campaign = ? AND event = ? AND currency = ?", texts).fetchone()[0]
        )
    return wanted.with_columns(pl.Series("kind", numbers, dtype=pl.Int64))


class PartStates:
    """The states of recorded parts, each change on the disk before the next step."""

    def __init__(self, store: Store, runs: Runs) -> None:
        self._store, self._runs = store, runs

    def mark_sending(self, part: str, run: str, now: datetime) -> None:
        """A part goes out now: from here on nobody knows what became of it until somebody says so."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE parts SET state = ?, at = ?, run = ? WHERE uuid = ?",
                (str(State.SENDING), now.isoformat(), run, part),
            )

    def settle(self, part: str, receipt: Receipt) -> None:
        """Write down what became of a part."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE parts SET state = ?, remote_path = ?, at = ?, message = ?, facts = ?, run = NULL"
                " WHERE uuid = ?",
                (
                    str(receipt.state), receipt.remote_path, receipt.at.isoformat(), receipt.key,
                    json.dumps(dict(receipt.facts)), part,
                ),
            )  # fmt: skip

    def settle_by_hand(self, part: RecordedPart, state: State, now: datetime, os_user: str) -> None:
        """Write down what a person found out about an unconfirmed part."""
        facts: dict[str, Any] = {"user": os_user, "name": part.name}
        key = "receipt-by-hand-arrived" if state is State.ARRIVED else "receipt-by-hand-refused"
        self.settle(part.uuid, Receipt(part.name, state, "", part.remote_path, part.size, now, key, facts))

    def release(self, run: str, now: datetime) -> None:
        """A run ends: what it left on the way is unconfirmed, what it never touched stays prepared."""
        with self._store.writing() as db:
            _let_go(db, run, now)

    def recover(self, now: datetime) -> None:
        """Do for runs whose process died what they could not do themselves."""
        with self._store.reading() as db:
            under_way = [run for (run,) in db.execute("SELECT DISTINCT run FROM parts WHERE run IS NOT NULL")]
        dead = [run for run in under_way if not self._runs.is_alive(run)]
        if dead:
            with self._store.writing() as db:
                for run in dead:
                    _let_go(db, run, now)


def _let_go(db: sqlite3.Connection, run: str, now: datetime) -> None:
    left = db.execute("SELECT id, name FROM parts WHERE run = ? AND state = 'sending'", (run,)).fetchall()
    db.executemany(
        "UPDATE parts SET state = 'unconfirmed', at = ?, message = ?, facts = ? WHERE id = ?",
        [(now.isoformat(), "receipt-interrupted", json.dumps({"name": name}), part) for part, name in left],
    )
    db.execute("UPDATE parts SET run = NULL WHERE run = ?", (run,))
