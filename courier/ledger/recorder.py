"""Records submissions before they are sent, and the states of their parts afterwards."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from courier.delivery.receipt import Receipt, State
from courier.destinations.destination import CALL_URLS
from courier.ledger.key_index import pack_keys
from courier.ledger.part_archive import PartArchive
from courier.ledger.records import DRAFTED, Heading, RecordedPart, facts_of
from courier.ledger.store import Connection, LedgerError, Runs, Store
from courier.ledger.values import SUBMISSION

_KIND = ("campaign", "event", "currency")
_ROW_COLUMNS = ("number", "order_id", "action_id", "sku", "amount", "status", "event_date")


def interrupted_key(url: str) -> str:
    """Message key of a part whose process ended while it was on its way to a destination of this URL."""
    return "receipt-call-unconfirmed" if url.startswith(CALL_URLS) else "receipt-interrupted"


@dataclass(frozen=True)
class NewPart:
    """A part to be recorded, with its rows from `courier.ledger.contents.rows_of`."""

    name: str
    sha256: str
    size: int
    orders: int
    totals: dict[str, str]
    expires: datetime | None
    rows: pl.DataFrame


def record(
    db: Connection, heading: Heading, parts: Sequence[NewPart], now: datetime, run: str | None
) -> dict[str, str]:
    """Record a submission, its parts as prepared, and all rows. ``run``: the run that will send them, None for a queued
    submission. Returns the UUID of each part by name."""
    submission = _insert_heading(db, heading, now)
    uuids: dict[str, str] = {}
    for number, part in enumerate(parts, start=1):
        uuids[part.name] = uuid.uuid4().hex
        if _take_over(db, submission, number, part, heading.destination.url, uuids, now, run):
            continue
        (inserted,) = db.execute(
            "INSERT INTO parts (uuid, submission, number, name, sha256, size, rows, orders, totals, expires, state,"
            " remote_path, at, message, facts, run)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, '', '{}', ?) RETURNING id",
            (
                uuids[part.name], submission, number, part.name, part.sha256, part.size, part.rows.height, part.orders,
                json.dumps(part.totals), part.expires.isoformat() if part.expires else None, str(State.PREPARED),
                now.isoformat(), run,
            ),
        ).fetchone()  # fmt: skip
        insert_rows(db, inserted, part.rows)
    # an attempt that sent nothing is deleted once all its parts belong to another submission
    db.execute("DELETE FROM submissions WHERE NOT EXISTS (SELECT 1 FROM parts WHERE submission = submissions.id)")
    return uuids


def insert_rows(db: Connection, part: int, rows: pl.DataFrame) -> None:
    """Record the rows of the part with this number. Rows with neither order nor action have no key; they are only
    counted."""
    keyed = rows.filter(pl.col("key").is_not_null()).sort("key", "number")
    db.execute("INSERT INTO part_keys (part, keys) VALUES (?, ?)", (part, pack_keys(keyed["key"])))
    numbered = keyed.join(_kinds(db, keyed), on=list(_KIND), how="left", nulls_equal=True, maintain_order="left")
    db.executemany(
        "INSERT INTO rows (key, part, kind, number, order_id, action_id, sku, amount, status, event_date)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        numbered.select_seq("key", pl.lit(part), "kind", *_ROW_COLUMNS).iter_rows(),
    )


def _insert_heading(db: Connection, heading: Heading, now: datetime) -> int:
    origin, destination = heading.origin, heading.destination
    values = {
        "uuid": uuid.uuid4().hex, "program": origin.program, "campaign": origin.campaign, "source": origin.source,
        "template": origin.template, "made_at": now.isoformat(), "os_user": heading.os_user, "note": origin.note,
        "destination": destination.name, "url": destination.url, "reason": heading.reason,
        "not_before": heading.not_before.isoformat() if heading.not_before else None, "draft": origin.draft,
        "rules": origin.rules, "machine": heading.machine,
    }  # fmt: skip
    if db.four_eyes:
        values["content"] = origin.content
    (number,) = db.execute(
        f"INSERT INTO submissions ({', '.join(values)}) VALUES ({', '.join('?' * len(values))}) RETURNING id",
        tuple(values.values()),
    ).fetchone()
    return int(number)


def _take_over(
    db: Connection,
    submission: int,
    number: int,
    part: NewPart,
    url: str,
    uuids: dict[str, str],
    now: datetime,
    run: str | None,
) -> bool:
    """Move the same part of an earlier attempt that certainly sent nothing to this submission: its rows are recorded
    already. False if there is none."""
    earlier = db.execute(
        "SELECT p.id, p.uuid FROM parts p JOIN submissions s ON s.id = p.submission WHERE p.sha256 = ? AND s.url = ?"
        " AND p.state = 'prepared' AND p.message <> ? AND p.run IS NULL AND s.not_before IS NULL AND s.id <> ?"
        " ORDER BY p.id DESC",
        (part.sha256, url, DRAFTED, submission),
    ).fetchone()
    if earlier is None:
        return False
    db.execute(
        "UPDATE parts SET submission = ?, number = ?, name = ?, at = ?, message = '', facts = '{}', run = ?"
        " WHERE id = ?",
        (submission, number, part.name, now.isoformat(), run, earlier[0]),
    )
    uuids[part.name] = earlier[1]
    return True


def _kinds(db: Connection, rows: pl.DataFrame) -> pl.DataFrame:
    """The distinct campaigns, event types and currencies of rows, with their number ``kind`` in the ledger."""
    kinds = rows.select(_KIND).unique()
    numbers = []
    for kind in kinds.iter_rows():
        texts = tuple(value or "" for value in kind)
        db.execute("INSERT INTO kinds (campaign, event, currency) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", texts)
        numbers.append(
            db.execute("SELECT id FROM kinds WHERE campaign = ? AND event = ? AND currency = ?", texts).fetchone()[0]
        )
    return kinds.with_columns(pl.Series("kind", numbers, dtype=pl.Int64))


class PartStates:
    """The states of recorded parts, each change on the disk before the next step."""

    def __init__(self, store: Store, runs: Runs, archive: PartArchive) -> None:
        self._store, self._runs, self._archive = store, runs, archive

    def keep_facts(self, db: Connection, parts: Iterable[str]) -> None:
        """Keep what is recorded of parts beside their bytes, so that a lost ledger can be rebuilt. Raises LedgerError,
        also when one is not recorded any more."""
        for part in parts:
            facts = facts_of(db, part)
            if facts is None:
                raise LedgerError("ledger-lost", path=self._store.place)
            self._archive.keep_facts(facts)

    def mark_sending(self, part: str, run: str, now: datetime) -> None:
        """Record that the sending of a part begins: its state is unknown until it is settled."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE parts SET state = ?, at = ?, run = ? WHERE uuid = ?",
                (str(State.SENDING), now.isoformat(), run, part),
            )
            self.keep_facts(db, [part])

    def settle(self, part: str, receipt: Receipt) -> None:
        """Record the receipt of a part."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE parts SET state = ?, remote_path = ?, at = ?, message = ?, facts = ?, run = NULL"
                " WHERE uuid = ?",
                (
                    str(receipt.state), receipt.remote_path, receipt.at.isoformat(), receipt.key,
                    json.dumps(dict(receipt.facts)), part,
                ),
            )  # fmt: skip
            # the receipt matters more; without it the part is kept as on its way, and so rebuilt as unconfirmed
            with suppress(LedgerError):
                self.keep_facts(db, [part])

    def settle_by_hand(self, part: RecordedPart, state: State, now: datetime, os_user: str) -> None:
        """Record what a person found out about an unconfirmed part."""
        facts: dict[str, Any] = {"user": os_user, "name": part.name}
        key = "receipt-by-hand-arrived" if state is State.ARRIVED else "receipt-by-hand-refused"
        self.settle(part.uuid, Receipt(part.name, state, "", part.remote_path, part.size, now, key, facts))

    def release(self, run: str, now: datetime) -> None:
        """End a run: parts that it was sending become unconfirmed, the rest stay prepared."""
        with self._store.writing() as db:
            _release(db, run, now)

    def recover(self, now: datetime) -> None:
        """Release the runs whose process has died."""
        with self._store.reading() as db:
            runs = [run for (run,) in db.execute("SELECT DISTINCT run FROM parts WHERE run IS NOT NULL")]
        dead = [run for run in runs if not self._runs.is_alive(run)]
        if dead:
            with self._store.writing() as db:
                for run in dead:
                    _release(db, run, now)


def _release(db: Connection, run: str, now: datetime) -> None:
    unsettled = db.execute(
        "SELECT p.id, p.name, s.url FROM parts p JOIN submissions s ON s.id = p.submission"
        " WHERE p.run = ? AND p.state = 'sending'",
        (run,),
    ).fetchall()
    db.executemany(
        "UPDATE parts SET state = 'unconfirmed', at = ?, message = ?, facts = ? WHERE id = ?",
        [
            (now.isoformat(), interrupted_key(SUBMISSION["url"].readable(url)), json.dumps({"name": name}), part)
            for part, name, url in unsettled
        ],
    )
    db.execute("UPDATE parts SET run = NULL WHERE run = ?", (run,))
