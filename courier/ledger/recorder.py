"""Records submissions before they are sent, and the states of their parts afterwards."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping, Sequence
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
_AT_ONCE = 10_000
"""Rows for which one statement is made."""
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
    # few statements, and fewer answers that are waited for: the database may be far away
    earlier = _earlier_attempts(db, parts, heading.destination.url)
    submission = _insert_heading(db, heading, now)
    numbered = list(enumerate(parts, start=1))
    fresh = [(number, part) for number, part in numbered if part.sha256 not in earlier]
    uuids = {part.name: uuid.uuid4().hex for _, part in fresh}
    db.executemany(
        "INSERT INTO parts (uuid, submission, number, name, sha256, size, rows, orders, totals, expires, state,"
        " remote_path, at, message, facts, run)"
        " SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, '', '{}', ? FROM submissions WHERE uuid = ?",
        [
            (
                uuids[part.name], number, part.name, part.sha256, part.size, part.rows.height, part.orders,
                json.dumps(part.totals), part.expires.isoformat() if part.expires else None, str(State.PREPARED),
                now.isoformat(), run, submission,
            )
            for number, part in fresh
        ],
    )  # fmt: skip
    if fresh:
        insert_rows(db, {uuids[part.name]: part.rows for _, part in fresh})
    if taken := [(number, part) for number, part in numbered if part.sha256 in earlier]:
        _take_over(db, submission, taken, earlier, now, run)
    return {part.name: uuids.get(part.name) or earlier[part.sha256] for part in parts}


def insert_rows(db: Connection, rows: Mapping[str, pl.DataFrame]) -> None:
    """Record the rows of recorded parts, by UUID. Rows with neither order nor action have no key; they are only
    counted."""
    keyed = {part: of_part.filter(pl.col("key").is_not_null()).sort("key", "number") for part, of_part in rows.items()}
    all_kinds = pl.concat([of_part.select(_KIND) for of_part in keyed.values()]).fill_null("").unique()
    db.executemany(
        "INSERT INTO kinds (campaign, event, currency) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", all_kinds.rows()
    )
    known = db.execute("SELECT campaign, event, currency, id FROM kinds")
    of_uuid = db.execute(f"SELECT p.uuid, p.id FROM {db.texts()} JOIN parts p ON p.uuid = j.value", (db.listed(keyed),))
    # another kind may hold anything
    texts = [kind for kind in known if all(isinstance(value, str) for value in kind[:-1])]
    kinds = pl.DataFrame(texts, {**dict.fromkeys(_KIND, pl.String), "kind": pl.Int64}, orient="row")
    number_of = dict(of_uuid.fetchall())
    db.executemany(
        "INSERT INTO part_keys (part, keys) VALUES (?, ?)",
        [(number_of[part], pack_keys(of_part["key"])) for part, of_part in keyed.items()],
    )
    # where each order is a part there are thousands of parts of one row
    all_rows = pl.concat([of_part.with_columns(part=number_of[part]) for part, of_part in keyed.items()])
    for some in all_rows.with_columns(pl.col(_KIND).fill_null("")).iter_slices(_AT_ONCE):
        numbered = some.join(kinds, on=list(_KIND), how="left", maintain_order="left")
        db.insert_new("rows", numbered.select_seq("key", "part", "kind", *_ROW_COLUMNS))


def _insert_heading(db: Connection, heading: Heading, now: datetime) -> str:
    """Its new UUID."""
    origin, destination = heading.origin, heading.destination
    own = uuid.uuid4().hex
    values = {
        "uuid": own, "program": origin.program, "campaign": origin.campaign, "source": origin.source,
        "template": origin.template, "made_at": now.isoformat(), "os_user": heading.os_user, "note": origin.note,
        "destination": destination.name, "url": destination.url, "reason": heading.reason,
        "not_before": heading.not_before.isoformat() if heading.not_before else None, "draft": origin.draft,
        "rules": origin.rules, "machine": heading.machine,
    }  # fmt: skip
    if db.four_eyes:
        values["content"] = origin.content
    db.execute(
        f"INSERT INTO submissions ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        tuple(values.values()),
    )
    return own


def _earlier_attempts(db: Connection, parts: Sequence[NewPart], url: str) -> dict[str, str]:
    """The UUIDs of the same parts, by SHA-256, of earlier attempts that certainly sent nothing."""
    found = db.execute(
        f"SELECT p.sha256, p.uuid FROM {db.texts()} {db.then_join} parts p ON p.sha256 = j.value"
        " JOIN submissions s ON s.id = p.submission WHERE s.url = ? AND p.state = 'prepared' AND p.message <> ?"
        " AND p.run IS NULL AND s.not_before IS NULL ORDER BY p.id",
        (db.listed({part.sha256 for part in parts}), url, DRAFTED),
    )
    return dict(found.fetchall())


def _take_over(
    db: Connection,
    submission: str,
    parts: Sequence[tuple[int, NewPart]],
    earlier: Mapping[str, str],
    now: datetime,
    run: str | None,
) -> None:
    """Move parts of earlier attempts that certainly sent nothing to this submission: their rows are recorded
    already."""
    db.executemany(
        "UPDATE parts SET submission = (SELECT id FROM submissions WHERE uuid = ?), number = ?, name = ?, at = ?,"
        " message = '', facts = '{}', run = ? WHERE uuid = ?",
        [(submission, number, part.name, now.isoformat(), run, earlier[part.sha256]) for number, part in parts],
    )
    # an attempt that sent nothing is deleted once all its parts belong to another submission
    db.execute("DELETE FROM submissions WHERE NOT EXISTS (SELECT 1 FROM parts WHERE submission = submissions.id)")


class PartStates:
    """The states of recorded parts, each change on the disk before the next step."""

    def __init__(self, store: Store, runs: Runs, archive: PartArchive) -> None:
        self._store, self._runs, self._archive = store, runs, archive

    def keep_facts(self, db: Connection, parts: Collection[str]) -> None:
        """Keep what is recorded of parts beside their bytes, so that a lost ledger can be rebuilt. Raises LedgerError,
        also when one is not recorded any more."""
        recorded = facts_of(db, parts)
        if len(recorded) < len(set(parts)):
            raise LedgerError("ledger-lost", path=self._store.place)
        for facts in recorded:
            self._archive.keep_facts(facts)

    def begin(self, db: Connection, parts: Collection[str], run: str) -> None:
        """Record, in an open transaction, that a run is going to send parts: nobody else may."""
        db.executemany("UPDATE parts SET run = ? WHERE uuid = ?", [(run, part) for part in parts])

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
            release_run(db, run, now)

    def recover(self, now: datetime) -> None:
        """Release the runs whose process has died."""
        with self._store.reading() as db:
            runs = [run for (run,) in db.execute("SELECT DISTINCT run FROM parts WHERE run IS NOT NULL")]
        if dead := self._runs.dead_among(runs):
            with self._store.writing() as db:
                for run in dead:
                    release_run(db, run, now)


def release_run(db: Connection, run: str, now: datetime) -> None:
    """End a run: parts that it was sending become unconfirmed, the rest stay prepared."""
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
