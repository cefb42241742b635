"""Merges a colleague's ledger into the one of this machine. A second merge adds nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from courier.ledger.answers import ANSWER_COLUMNS, ANSWER_ROW_COLUMNS, forget_answer
from courier.ledger.foreign import copy_foreign
from courier.ledger.records import SUBMISSION_COLUMNS
from courier.ledger.store import Connection, Store
from courier.ledger.values import PART

_LESS_CERTAIN_FIRST = ("prepared", "sending", "unconfirmed", "refused", "taken", "arrived")
"""Arrival is more certain than refusal: the part was seen at the destination, while a refusal is a server's reply."""

_PART = "name, sha256, size, rows, orders, totals, expires, remote_path, at, message, facts"

_OF_PART = ", ".join(f"p.{column}" for column in _PART.split(", "))

_ANSWER, _ANSWER_ROW = ", ".join(ANSWER_COLUMNS), ", ".join(ANSWER_ROW_COLUMNS)

_SAME = "o.uuid = p.uuid AND o.sha256 = p.sha256"
"""Whether a part ``p`` of the other ledger is ``o`` of this one: nobody changes what is recorded of other bytes."""


@dataclass(frozen=True)
class MergeResult:
    """What a merge changed: the numbers of new submissions, new parts, and parts with a more certain state."""

    submissions: int
    parts: int
    settled: int


def merge(store: Store, path: Path, also: Callable[[Connection], None] = lambda _: None) -> MergeResult:
    """Add what another ledger holds. ``also``: is done afterwards in the same transaction. Raises LedgerError when the
    file is not a ledger or holds what no ledger holds; then nothing is taken over."""
    with tempfile.TemporaryDirectory(prefix="courier-merge-") as scratch:
        theirs = Path(scratch) / "theirs.sqlite"
        copy_foreign(path, theirs)
        with store.writing(beside=theirs) as db:
            result = _merge(db)
            also(db)
        return result


def take_all(db: Connection) -> None:
    """Add all that the ledger beside holds as it is there, also what only waits, in an open transaction."""
    _settle_shared(db)
    own = f"uuid NOT IN (SELECT uuid FROM {db.own}submissions)"
    db.execute(
        f"INSERT INTO {db.own}submissions ({SUBMISSION_COLUMNS})"
        f" SELECT {SUBMISSION_COLUMNS} FROM {db.beside}submissions WHERE {own} ORDER BY id"
    )
    db.execute(
        f"INSERT INTO {db.own}parts (uuid, submission, number, {_PART}, state)"
        f" SELECT p.uuid, o.id, p.number, {_OF_PART}, p.state"
        f" FROM {db.beside}parts p JOIN {db.beside}submissions s ON s.id = p.submission"
        f" JOIN {db.own}submissions o ON o.uuid = s.uuid"
        f" WHERE p.uuid NOT IN (SELECT uuid FROM {db.own}parts) ORDER BY p.id"
    )
    _take_contents(db)


def _merge(db: Connection) -> MergeResult:
    settled = _settle_shared(db)
    before = _count(db, "submissions"), _count(db, "parts")
    # parts that a colleague only prepared are not sent from here, and their drafts are not on this machine
    here = SUBMISSION_COLUMNS.replace("not_before, draft, rules", "NULL, '', ''")
    db.execute(
        f"INSERT INTO {db.own}submissions ({SUBMISSION_COLUMNS}) SELECT {here}"
        f" FROM {db.beside}submissions s WHERE uuid NOT IN (SELECT uuid FROM {db.own}submissions)"
        f" AND EXISTS (SELECT 1 FROM {db.beside}parts p WHERE p.submission = s.id AND p.state <> 'prepared'"
        f" AND p.uuid NOT IN (SELECT uuid FROM {db.own}parts))"
    )
    # the outcome of a part that another machine is sending may never become known
    db.execute(
        f"INSERT INTO {db.own}parts (uuid, submission, number, {_PART}, state)"
        f" SELECT p.uuid, o.id, p.number, {_OF_PART},"
        " CASE p.state WHEN 'sending' THEN 'unconfirmed' ELSE p.state END"
        f" FROM {db.beside}parts p JOIN {db.beside}submissions s ON s.id = p.submission"
        f" JOIN {db.own}submissions o ON o.uuid = s.uuid"
        f" WHERE p.state <> 'prepared' AND p.uuid NOT IN (SELECT uuid FROM {db.own}parts)"
    )
    _take_contents(db)
    return MergeResult(_count(db, "submissions") - before[0], _count(db, "parts") - before[1], settled)


def _take_contents(db: Connection) -> None:
    """Add the rows and answers of all parts that both have."""
    db.execute(
        f"INSERT INTO {db.own}kinds (campaign, event, currency) SELECT campaign, event, currency"
        f" FROM {db.beside}kinds WHERE true ON CONFLICT DO NOTHING"
    )
    db.execute(
        f"INSERT INTO {db.own}rows"
        " (key, part, number, kind, order_id, action_id, sku, amount, status, event_date)"
        " SELECT r.key, o.id, r.number, k.id, r.order_id, r.action_id, r.sku, r.amount, r.status, r.event_date"
        f" FROM {db.beside}rows r JOIN {db.beside}parts p ON p.id = r.part JOIN {db.own}parts o ON {_SAME}"
        f" JOIN {db.beside}kinds t ON t.id = r.kind"
        f" JOIN {db.own}kinds k ON k.campaign = t.campaign AND k.event = t.event AND k.currency = t.currency"
        " WHERE true ON CONFLICT DO NOTHING"
    )
    db.execute(
        f"INSERT INTO {db.own}part_keys (part, keys) SELECT o.id, t.keys FROM {db.beside}part_keys t"
        f" JOIN {db.beside}parts p ON p.id = t.part JOIN {db.own}parts o ON {_SAME} WHERE true ON CONFLICT DO NOTHING"
    )
    _take_answers(db)


def _take_answers(db: Connection) -> None:
    """Take over answers that are newer than those known here, with their refused rows."""
    newer = db.execute(
        f"SELECT a.id, o.id, a.batch FROM {db.beside}answers a JOIN {db.beside}parts p ON p.id = a.part"
        f" JOIN {db.own}parts o ON {_SAME} LEFT JOIN {db.own}answers m ON m.part = o.id AND m.batch = a.batch"
        " WHERE m.id IS NULL OR (a.checked_at > m.checked_at AND (m.progress <> 'complete' OR a.progress = 'complete'))"
    ).fetchall()
    for theirs, part, batch in newer:
        forget_answer(db, part, batch)
        (taken,) = db.execute(
            f"INSERT INTO {db.own}answers (part, {_ANSWER}) SELECT ?, {_ANSWER} FROM {db.beside}answers WHERE id = ?"
            " RETURNING id",
            (part, theirs),
        ).fetchone()
        db.execute(
            f"INSERT INTO {db.own}answer_rows (answer, {_ANSWER_ROW}) SELECT ?, {_ANSWER_ROW}"
            f" FROM {db.beside}answer_rows WHERE answer = ?",
            (taken, theirs),
        )


def _settle_shared(db: Connection) -> int:
    both = db.execute(
        f"SELECT o.id, o.state, p.state, p.remote_path, p.at, p.message, p.facts FROM {db.own}parts o"
        f" JOIN {db.beside}parts p ON {_SAME} WHERE o.run IS NULL AND o.state <> p.state"
    ).fetchall()
    settled = 0
    for part, recorded, theirs, *details in both:
        ours = PART["state"].readable(recorded)
        if _LESS_CERTAIN_FIRST.index(theirs) > max(_LESS_CERTAIN_FIRST.index(ours), 1):
            db.execute(
                f"UPDATE {db.own}parts SET state = ?, remote_path = ?, at = ?, message = ?, facts = ? WHERE id = ?",
                (theirs, *details, part),
            )
            settled += 1
    return settled


def _count(db: Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {db.own}{table}").fetchone()[0])
