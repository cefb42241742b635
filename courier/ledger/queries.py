"""Queries for what was sent: submissions, parts, orders, contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from courier.ledger.answers import refused_rows
from courier.ledger.keys import keys
from courier.ledger.records import (
    DRAFTED,
    PART_COLUMNS,
    SUBMISSION_COLUMNS,
    RecordedPart,
    Submission,
    part_of,
    parts_of,
    submission_of,
)
from courier.ledger.store import Connection
from courier.ledger.values import KIND, PART, ROW, SUBMISSION

COUNTS = f"(p.state NOT IN ('prepared', 'refused') OR p.run IS NOT NULL OR p.message = '{DRAFTED}')"
"""Whether the rows of a part ``p`` count as sent: also while a run sends it, and in a state that cannot be read."""

_WAITS = f"p.state IN ('prepared', 'refused') AND p.run IS NULL AND p.message <> '{DRAFTED}'"
"""Whether a part ``p`` was certainly not sent, and no run sends it."""


def submissions(
    db: Connection,
    *,
    last: int | None = None,
    program: str | None = None,
    campaign: str | None = None,
    draft: str | None = None,
) -> list[Submission]:
    """Submissions, newest first, at most ``last`` of them; of one program, campaign ID or mark of a draft if given."""
    asked = {"program": program, "campaign": campaign, "draft": draft}
    where = " AND ".join(f"{name} = ?" for name, value in asked.items() if value is not None) or "true"
    values = [value for value in asked.values() if value is not None]
    limit = "" if last is None else f" LIMIT {int(last)}"
    return _submissions(db, f"{where} ORDER BY made_at DESC, id DESC{limit}", *values)


def waiting(db: Connection) -> list[Submission]:
    """Queued submissions, the earliest first; also those of which a part was refused."""
    waits = f"EXISTS (SELECT 1 FROM parts p WHERE p.submission = submissions.id AND {_WAITS})"
    return _submissions(db, f"not_before IS NOT NULL AND {waits} ORDER BY not_before, id")


def queued_unconfirmed(db: Connection) -> list[Submission]:
    """Submissions that were queued and of which a part is unconfirmed, the earliest first."""
    unconfirmed = "EXISTS (SELECT 1 FROM parts p WHERE p.submission = submissions.id AND p.state = 'unconfirmed')"
    return _submissions(db, f"not_before IS NOT NULL AND {unconfirmed} ORDER BY not_before, id")


def recorded_together(db: Connection, submission: Submission) -> list[Submission]:
    """The batches of a sheet that were recorded at one moment for the same program, this one among them, in the order
    of a chain."""
    where = "program = ? AND made_at = ? AND source = ? ORDER BY id"
    return _submissions(db, where, submission.program, submission.made_at.isoformat(), submission.source)


def parts_of_draft(db: Connection, draft: str) -> list[str]:
    """The UUIDs of all parts that were made from the kept draft with this mark; none for ""."""
    parts = "SELECT p.uuid FROM parts p JOIN submissions s ON s.id = p.submission WHERE s.draft = ?1 AND ?1 <> ''"
    return [part for (part,) in db.execute(parts, (draft,))]


def submissions_starting(db: Connection, beginning: str) -> list[Submission]:
    """Submissions whose UUID begins with this text."""
    return _submissions(db, "substr(uuid, 1, length(?1)) = ?1", beginning)


def parts_named(db: Connection, name: str) -> list[RecordedPart]:
    """Parts with this name, or whose UUID or SHA-256 begins with it, the newest first."""
    cursor = db.execute(
        f"SELECT {PART_COLUMNS} FROM parts WHERE name = ?1 OR (length(?1) >= 6 AND"
        " (substr(uuid, 1, length(?1)) = ?1 OR substr(sha256, 1, length(?1)) = ?1)) ORDER BY at DESC, id DESC",
        (name,),
    )
    return [part_of(row) for row in cursor]


def same_contents(db: Connection, sha256s: Collection[str]) -> dict[str, list[tuple[RecordedPart, Submission]]]:
    """By SHA-256 the parts of exactly these bytes that count as sent, the newest first; not those of which impact.com
    took no row."""
    columns = ", ".join(f"p.{name}" for name in PART_COLUMNS.split(", "))
    rows = db.execute(
        f"SELECT {columns}, p.id, p.submission FROM {db.texts()} {db.then_join} parts p ON p.sha256 = j.value"
        f" WHERE {COUNTS} ORDER BY p.at DESC, p.id DESC",
        (db.listed(sha256s),),
    ).fetchall()
    found: dict[str, list[tuple[RecordedPart, Submission]]] = {}
    refused = Counter(part for part, _ in refused_rows(db, [number for *_, number, _ in rows]))
    for *row, number, submission in rows:
        part = part_of(tuple(row))
        if not part.rows or refused[number] < part.rows:
            found.setdefault(part.sha256, []).append((part, _submissions(db, "id = ?", submission)[0]))
    return found


def rows_of_order(db: Connection, order: str) -> list[dict[str, Any]]:
    """Every recorded row of an OrderId or ActionId, oldest first, with its part and submission."""
    kinds = db.execute("SELECT DISTINCT CAST(campaign AS TEXT), CAST(event AS TEXT) FROM kinds").fetchall()
    frame = pl.DataFrame(
        {
            "campaign": [campaign for campaign, _ in kinds] + [""],
            "event": [event for _, event in kinds] + [""],
            "order": [order] * len(kinds) + [None],
            "action": [None] * len(kinds) + [order],
        },
        schema=dict.fromkeys(("campaign", "event", "order", "action"), pl.String),
    )
    cursor = db.execute(
        "SELECT k.campaign, k.event, r.order_id, r.action_id, r.sku, r.amount, k.currency, r.status, r.event_date,"
        f" p.name, p.state, p.at, s.uuid, s.destination, s.template FROM {db.numbers()} {db.then_join} rows r"
        " ON r.key = j.value JOIN parts p ON p.id = r.part JOIN kinds k ON k.id = r.kind"
        " JOIN submissions s ON s.id = p.submission ORDER BY s.made_at, p.number, r.number",
        (db.listed(keys(*frame.get_columns()).unique()),),
    )
    shown = {
        "campaign_id": KIND["campaign"], "event_type": KIND["event"], "order": ROW["order_id"],
        "action": ROW["action_id"], "sku": ROW["sku"], "amount": ROW["amount"], "currency": KIND["currency"],
        "status": ROW["status"], "event_date": ROW["event_date"], "part": PART["name"], "state": PART["state"],
        "at": PART["at"], "submission": SUBMISSION["uuid"], "destination": SUBMISSION["destination"],
        "template": SUBMISSION["template"],
    }  # fmt: skip
    rows = []
    for row in cursor:
        values = {name: column.readable(value) for (name, column), value in zip(shown.items(), row, strict=True)}
        rows.append({**values, "state": str(values["state"]), "at": values["at"].isoformat()})
    return rows


@dataclass(frozen=True)
class EarlierOrders:
    """Orders that were recorded before: how many, ``order``: one of them, ``at``: when it was sent, and by whom on
    which machine."""

    count: int
    order: str
    at: datetime
    os_user: str
    machine: str


def sent_keys(db: Connection, wanted: pl.Series) -> EarlierOrders | None:
    """Those of these keys (Int64) that count as sent in conversions and were not refused; None if none does."""
    return _in_conversions(db, wanted, COUNTS)


def waiting_keys(db: Connection, wanted: pl.Series) -> EarlierOrders | None:
    """Like `sent_keys`, for queued conversions."""
    return _in_conversions(db, wanted, f"s.not_before IS NOT NULL AND {_WAITS}")


def _in_conversions(db: Connection, wanted: pl.Series, where: str) -> EarlierOrders | None:
    recorded: set[int] = set()
    first: tuple[Any, ...] | None = None
    for chunk in wanted.drop_nulls().unique().sort().to_frame("k").iter_slices(50_000):
        rows = db.execute(
            "SELECT r.key, coalesce(r.order_id, r.action_id), p.at, s.os_user, s.machine, r.part, r.number"
            f" FROM {db.numbers()}"
            f" {db.then_join} rows r ON r.key = j.value JOIN parts p ON p.id = r.part"
            f" JOIN submissions s ON s.id = p.submission WHERE {where} AND s.template <> 'modification'",
            (db.listed(chunk["k"]),),
        ).fetchall()
        refused = refused_rows(db, {part for *_, part, _ in rows})
        for key, *facts, part, number in rows:
            if (part, number) not in refused:
                recorded.add(key)
                first = first or tuple(facts)
    if first is None:
        return None
    order, at, os_user, machine = first
    who = SUBMISSION["os_user"].readable(os_user), SUBMISSION["machine"].readable(machine)
    return EarlierOrders(len(recorded), str(order), PART["at"].readable(at), *who)


def settled_names(db: Connection) -> set[str]:
    """The names of parts that were delivered, or handed to a person, wherever they were sent."""
    settled = f"(p.state IN ('taken', 'arrived') OR p.message = '{DRAFTED}')"
    otherwise = f"sum(CASE WHEN {settled} AND p.run IS NULL THEN 0 ELSE 1 END)"
    return {name for (name,) in db.execute(f"SELECT p.name FROM parts p GROUP BY p.name HAVING {otherwise} = 0")}


def recorded_names(db: Connection) -> set[str]:
    """The names of all parts."""
    return {name for (name,) in db.execute("SELECT DISTINCT name FROM parts")}


def names_under_way(db: Connection) -> set[str]:
    """The names of parts that a run sends now."""
    return {name for (name,) in db.execute("SELECT name FROM parts WHERE run IS NOT NULL")}


def senders_now(db: Connection) -> list[tuple[str, str, str]]:
    """Who sends now: the URL, and the user and the machine of each submission of which a run sends parts."""
    cursor = db.execute(
        "SELECT DISTINCT s.url, s.os_user, s.machine FROM parts p JOIN submissions s ON s.id = p.submission"
        " WHERE p.run IS NOT NULL"
    )
    names = ("url", "os_user", "machine")
    return [tuple(SUBMISSION[name].readable(value) for name, value in zip(names, row, strict=True)) for row in cursor]


def oldest_expiry(parts: Iterable[RecordedPart]) -> datetime | None:
    """When impact.com would drop the first row of these parts, None if never."""
    return min((part.expires for part in parts if part.expires), default=None)


def _submissions(db: Connection, where: str, *values: str | int | None) -> list[Submission]:
    sql = f"SELECT id, {SUBMISSION_COLUMNS} FROM submissions WHERE {where}"
    rows = db.execute(sql, values).fetchall()
    parts = parts_of(db, [number for number, *_ in rows])
    return [submission_of(tuple(row), tuple(parts.get(number, ()))) for number, *row in rows]
