"""What was sent: submissions, parts, orders, contents."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import polars as pl

from courier.ledger.keys import keys
from courier.ledger.records import (
    DRAFTED,
    PART_COLUMNS,
    SENT,
    SUBMISSION_COLUMNS,
    RecordedPart,
    Submission,
    part_of,
    parts_in,
    submission_of,
)

_SENT = "('" + "', '".join(SENT) + "')"
COUNTS = f"(p.state IN {_SENT} OR p.run IS NOT NULL OR p.message = '{DRAFTED}')"
"""Whether the rows of a part ``p`` count as sent: also while a run has it in hand."""

_WAITS = f"p.state IN ('prepared', 'refused') AND p.run IS NULL AND p.message <> '{DRAFTED}'"
"""Whether a part ``p`` certainly did not go out, and no run has it in hand."""


def submissions(
    db: sqlite3.Connection,
    *,
    last: int | None = None,
    program: str | None = None,
    campaign: str | None = None,
    draft: str | None = None,
) -> list[Submission]:
    """Submissions, newest first; the last so many, of one program, campaign ID or mark of a draft if given."""
    found = db.execute(
        f"SELECT id, {SUBMISSION_COLUMNS} FROM submissions WHERE (?1 IS NULL OR program = ?1)"  # noqa: S608
        " AND (?2 IS NULL OR campaign = ?2) AND (?3 IS NULL OR draft = ?3) ORDER BY made_at DESC, id DESC LIMIT ?4",
        (program, campaign, draft, -1 if last is None else last),
    ).fetchall()
    return [submission_of(tuple(row), parts_in(db, number)) for number, *row in found]


def waiting(db: sqlite3.Connection) -> list[Submission]:
    """Submissions that wait for their moment, the earliest first; also those of which a part was refused then."""
    found = db.execute(
        f"SELECT id, {SUBMISSION_COLUMNS} FROM submissions s WHERE not_before IS NOT NULL AND EXISTS"  # noqa: S608
        f" (SELECT 1 FROM parts p WHERE p.submission = s.id AND {_WAITS})"
        " ORDER BY not_before, id"
    ).fetchall()
    return [submission_of(tuple(row), parts_in(db, number)) for number, *row in found]


def submission_with(db: sqlite3.Connection, beginning: str) -> list[Submission]:
    """Submissions whose UUID begins so."""
    found = db.execute(
        f"SELECT id, {SUBMISSION_COLUMNS} FROM submissions WHERE substr(uuid, 1, length(?1)) = ?1",  # noqa: S608
        (beginning,),
    ).fetchall()
    return [submission_of(tuple(row), parts_in(db, number)) for number, *row in found]


def parts_called(db: sqlite3.Connection, name: str) -> list[RecordedPart]:
    """Parts of that name, or whose UUID or SHA-256 begins so, the newest first."""
    columns = ", ".join(f"p.{one}" for one in PART_COLUMNS.split(", "))
    found = db.execute(
        f"SELECT {columns} FROM parts p WHERE p.name = ?1 OR (length(?1) >= 6 AND"  # noqa: S608
        " (substr(p.uuid, 1, length(?1)) = ?1 OR substr(p.sha256, 1, length(?1)) = ?1)) ORDER BY p.at DESC, p.id DESC",
        (name,),
    )
    return [part_of(row) for row in found]


def same_content(db: sqlite3.Connection, sha256: str) -> list[tuple[RecordedPart, Submission]]:
    """Parts of exactly these bytes that count as sent, the newest first."""
    columns = ", ".join(f"p.{one}" for one in PART_COLUMNS.split(", "))
    found = db.execute(
        f"SELECT {columns}, p.submission FROM parts p WHERE p.sha256 = ? AND {COUNTS} ORDER BY p.at DESC, p.id DESC",  # noqa: S608
        (sha256,),
    ).fetchall()
    return [(part_of(row[:-1]), _submission(db, row[-1])) for row in found]


def with_order(db: sqlite3.Connection, order: str) -> list[dict[str, Any]]:
    """Every recorded row of an OrderId or ActionId, oldest first, with the part and the submission it went in."""
    kinds = db.execute("SELECT DISTINCT campaign, event FROM kinds").fetchall()
    frame = pl.DataFrame(
        {
            "campaign": [one[0] for one in kinds] + [""],
            "event": [one[1] for one in kinds] + [""],
            "order": [order] * len(kinds) + [None],
            "action": [None] * len(kinds) + [order],
        },
        schema=dict.fromkeys(("campaign", "event", "order", "action"), pl.String),
    )
    wanted = json.dumps(keys(*frame.get_columns()).unique().to_list())
    found = db.execute(
        "SELECT k.campaign, k.event, r.order_id, r.action_id, r.sku, r.amount, k.currency, r.status, r.event_date,"
        " p.name, p.state, p.at, s.uuid, s.destination, s.template FROM json_each(?) j CROSS JOIN rows r"
        " ON r.key = j.value JOIN parts p ON p.id = r.part JOIN kinds k ON k.id = r.kind"
        " JOIN submissions s ON s.id = p.submission ORDER BY s.made_at, p.number, r.number",
        (wanted,),
    )
    names = (
        "campaign_id", "event_type", "order", "action", "sku", "amount", "currency", "status", "event_date", "part",
        "state", "at", "submission", "destination", "template",
    )  # fmt: skip
    return [dict(zip(names, row, strict=True)) for row in found]


def sent_keys(db: sqlite3.Connection, asked: pl.Series) -> tuple[int, str, datetime] | None:
    """How many of these keys (Int64) count as sent in conversions, the order of one of them, and when it was; None
    where none does."""
    return _in_conversions(db, asked, COUNTS)


def waiting_keys(db: sqlite3.Connection, asked: pl.Series) -> tuple[int, str, datetime] | None:
    """The same of conversions that wait for their moment."""
    return _in_conversions(db, asked, f"s.not_before IS NOT NULL AND {_WAITS}")


def _in_conversions(db: sqlite3.Connection, asked: pl.Series, where: str) -> tuple[int, str, datetime] | None:
    known: set[int] = set()
    first: tuple[str, str] | None = None
    for chunk in asked.drop_nulls().unique().sort().to_frame("k").iter_slices(50_000):
        found = db.execute(
            "SELECT r.key, coalesce(r.order_id, r.action_id), p.at FROM json_each(?) j CROSS JOIN rows r"  # noqa: S608
            f" ON r.key = j.value JOIN parts p ON p.id = r.part JOIN submissions s ON s.id = p.submission"
            f" WHERE {where} AND s.template <> 'modification'",
            (json.dumps(chunk["k"].to_list()),),
        )
        for key, order, at in found:
            known.add(key)
            first = first or (order, at)
    return (len(known), first[0], datetime.fromisoformat(first[1])) if first else None


def oldest_expiry(parts: Iterable[RecordedPart]) -> datetime | None:
    """The moment from which the first row of these parts would be dropped, None where none ever is."""
    return min((part.expires for part in parts if part.expires), default=None)


def _submission(db: sqlite3.Connection, number: int) -> Submission:
    row = db.execute(f"SELECT {SUBMISSION_COLUMNS} FROM submissions WHERE id = ?", (number,)).fetchone()  # noqa: S608
    return submission_of(row, parts_in(db, number))
