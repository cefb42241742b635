"""What impact.com answered to recorded parts: how far it is with them, and which rows it refused.

Sources: FTP File Submissions Status; Submissions, Brand API v14.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from courier.destinations.destination import CALL_URLS
from courier.ledger.key_index import unpack_keys
from courier.ledger.records import DRAFTED, PART_COLUMNS, RecordedPart, part_of
from courier.ledger.store import Connection, Store
from courier.ledger.values import ANSWER, ANSWER_ROW, KIND, PART_KEYS, SUBMISSION, AnswerSource, Progress

ANSWER_COLUMNS = (
    "batch", "progress", "records", "errors", "submitted_at", "completed_at", "checked_at", "source",
)  # fmt: skip
ANSWER_ROW_COLUMNS = ("row", "line", "campaign", "event", "order_id", "action_id", "sku", "reason", "kind")
REFUSED_SCHEMA = {
    name: pl.Int64 if name in ("row", "line") else pl.String for name in ANSWER_ROW_COLUMNS
}  # fmt: skip
"""Refused rows as a table. ``row``: the number of the row in its part, from 1, null while it fits none; ``line``: as
impact.com says it, which may or may not count the header; ``reason``: the code or sentence as it stands there;
``kind``: "validation", "contract" or "" for what is not said."""

RECEIVED_BEFORE = ("OID_DUPLICATE", "CONV_DUPLICATE")
"""Codes of refused rows whose order impact.com has all the same."""


@dataclass(frozen=True)
class PartAnswer:
    """What is known of one submission of a part. ``part``: the part's UUID; ``batch``: the submission's ID at
    impact.com, "" where it is not known; ``records``, ``errors``: as impact.com counts them, None if it has not said;
    ``refused``: see `REFUSED_SCHEMA`."""

    part: str
    batch: str
    progress: Progress
    records: int | None
    errors: int | None
    submitted_at: datetime | None
    completed_at: datetime | None
    checked_at: datetime
    source: AnswerSource
    refused: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REFUSED_SCHEMA))

    @property
    def complete(self) -> bool:
        """Whether impact.com is done with it, so that every row that it did not refuse is accepted."""
        return self.progress is Progress.COMPLETE

    @property
    def unnamed(self) -> int:
        """Errors that impact.com counts beyond the refused rows that are listed here."""
        return max((self.errors or 0) - self.refused.height, 0)


@dataclass(frozen=True)
class AwaitedPart:
    """A part that impact.com may have and is not known to be done with. ``program``: the name of its program when it
    was sent, or ""; ``campaign``: that program's ID, or else that of one of its rows; ``checked_at``: when an answer to
    it was last looked at, None for never; ``url``: where it was sent."""

    program: str
    campaign: str
    part: RecordedPart
    checked_at: datetime | None
    url: str = ""

    @property
    def by_call(self) -> bool:
        """Whether it went to the Conversions API, so that no list of files names it."""
        return self.url.startswith(CALL_URLS)


class Answers:
    """The answers in a ledger. Every method may raise LedgerError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(self, answers: Iterable[PartAnswer]) -> None:
        """Record answers. A later look replaces an earlier one of the same submission, but for what would make less of
        it: a finished submission stays finished. What a person brings as a table may be a piece of the whole and is
        added to what is known."""
        with self._store.writing() as db:
            for answer in answers:
                _record(db, answer)

    def of_parts(self, parts: Iterable[str]) -> dict[str, list[PartAnswer]]:
        """Per UUID of a part its answers, the latest submission last; parts without an answer are left out."""
        if not self._store.exists:
            return {}
        with self._store.reading() as db:
            return _of_parts(db, list(parts))

    def awaited(self, since: datetime) -> list[AwaitedPart]:
        """The parts sent ``since`` then that wait for an answer, the oldest first; not those that a person sends."""
        if not self._store.exists:
            return []
        with self._store.reading() as db:
            return [awaited for awaited in _awaited(db, since) if awaited.part.at >= since]


def refused_rows(db: Connection, parts: Iterable[int]) -> set[tuple[int, int]]:
    """The rows of the parts with these numbers that impact.com refused, so that they do not count as sent; each as the
    number of its part and its own. A row counts as long as the answer is not final, where its order was received
    before, and where a finished submission of the same part took it."""
    parts = list(parts)
    if not parts:
        return set()
    received = " OR ".join(f"upper(r.reason) LIKE '%{code}%'" for code in RECEIVED_BEFORE)
    done = f"progress = '{Progress.COMPLETE}'"
    cursor = db.execute(
        f"SELECT a.part, r.row FROM {db.numbers()} JOIN answers a ON a.part = j.value"
        " JOIN answer_rows r ON r.answer = a.id WHERE r.row IS NOT NULL"
        f" AND a.progress IN ('{Progress.COMPLETE}', '{Progress.UNKNOWN}') GROUP BY a.part, r.row"
        f" HAVING max(CASE WHEN {received} THEN 1 ELSE 0 END) = 0 AND count(DISTINCT CASE WHEN a.{done} THEN a.id END)"
        f" = (SELECT count(*) FROM answers o WHERE o.part = a.part AND o.{done})",
        (db.listed(parts),),
    )
    return {(part, row) for part, row in cursor}


def forget_answer(db: Connection, part: int, batch: str) -> None:
    """Delete the answer to the part with this number of the submission ``batch``, if there is one."""
    own = f"SELECT id FROM {db.own}answers WHERE part = ? AND batch = ?"
    db.execute(f"DELETE FROM {db.own}answer_rows WHERE answer IN ({own})", (part, batch))
    db.execute(f"DELETE FROM {db.own}answers WHERE part = ? AND batch = ?", (part, batch))


def _awaited(db: Connection, since: datetime) -> list[AwaitedPart]:
    """Like `Answers.awaited`, and some that were sent a little earlier."""
    # moments that a colleague recorded may be in another zone
    earliest = (since - timedelta(days=1)).isoformat()
    done = f"SELECT 1 FROM answers a WHERE a.part = p.id AND a.progress = '{Progress.COMPLETE}'"
    looked = "SELECT max(a.checked_at) FROM answers a WHERE a.part = p.id"
    columns = ", ".join(f"p.{name}" for name in PART_COLUMNS.split(", "))
    rows = db.execute(
        f"SELECT p.id, s.program, s.campaign, s.url, ({looked}), {columns} FROM parts p"
        " JOIN submissions s ON s.id = p.submission WHERE p.state IN ('taken', 'arrived', 'unconfirmed')"
        f" AND p.message <> '{DRAFTED}' AND p.at >= ? AND NOT EXISTS ({done}) ORDER BY p.at, p.id",
        (earliest,),
    ).fetchall()
    return [
        AwaitedPart(
            SUBMISSION["program"].readable(program),
            SUBMISSION["campaign"].readable(campaign) or _campaign_of(db, number),
            part_of(tuple(row)),
            ANSWER["submitted_at"].readable(looked_at),
            SUBMISSION["url"].readable(url),
        )
        for number, program, campaign, url, looked_at, *row in rows
    ]


def _campaign_of(db: Connection, part: int) -> str:
    """The campaign ID of one row of the part with this number, "" if it has no rows."""
    packed = db.execute("SELECT substr(keys, 1, 8) FROM part_keys WHERE part = ?", (part,)).fetchone()
    keys = unpack_keys(PART_KEYS["keys"].readable(packed[0])).to_list() if packed else []
    row = "SELECT k.campaign FROM rows r JOIN kinds k ON k.id = r.kind WHERE r.key = ? AND r.part = ?"
    campaigns = (db.execute(row, (key, part)).fetchone() for key in keys)
    return next((KIND["campaign"].readable(campaign) for (campaign,) in filter(None, campaigns)), "")


def _record(db: Connection, answer: PartAnswer) -> None:
    found = db.execute("SELECT id FROM parts WHERE uuid = ?", (answer.part,)).fetchone()
    if found is None:
        # forgotten meanwhile
        return
    (part,) = found
    known = _of_parts(db, [answer.part]).get(answer.part, [])
    earlier = next((one for one in known if one.batch == answer.batch), None)
    merged = answer if earlier is None else _joined(earlier, answer)
    forget_answer(db, part, answer.batch)
    marks = ", ".join("?" * (len(ANSWER_COLUMNS) + 1))
    (number,) = db.execute(
        f"INSERT INTO answers (part, {', '.join(ANSWER_COLUMNS)}) VALUES ({marks}) RETURNING id",
        (
            part, merged.batch, str(merged.progress), merged.records, merged.errors, _iso(merged.submitted_at),
            _iso(merged.completed_at), merged.checked_at.isoformat(), str(merged.source),
        ),
    ).fetchone()  # fmt: skip
    db.executemany(
        f"INSERT INTO answer_rows (answer, {', '.join(ANSWER_ROW_COLUMNS)})"
        f" VALUES ({', '.join('?' * (len(ANSWER_ROW_COLUMNS) + 1))})",
        ((number, *row) for row in merged.refused.select(ANSWER_ROW_COLUMNS).iter_rows()),
    )


def _joined(earlier: PartAnswer, later: PartAnswer) -> PartAnswer:
    whole = later.source in (AnswerSource.API, AnswerSource.PRACTICE) and (later.complete or not earlier.complete)
    refused = later.refused if whole else _added(earlier.refused, later.refused)
    finished = earlier.complete and not later.complete
    return PartAnswer(
        later.part,
        later.batch,
        earlier.progress if finished or later.progress is Progress.UNKNOWN else later.progress,
        earlier.records if later.records is None or finished else later.records,
        earlier.errors if later.errors is None or finished else later.errors,
        later.submitted_at or earlier.submitted_at,
        later.completed_at or earlier.completed_at,
        max(earlier.checked_at, later.checked_at),
        later.source,
        refused,
    )


def _added(known: pl.DataFrame, further: pl.DataFrame) -> pl.DataFrame:
    """Both tables of refused rows without those that are the same, wherever they were placed in the part."""
    as_said = [name for name in ANSWER_ROW_COLUMNS if name != "row"]
    return pl.concat([further, known]).unique(as_said, keep="first", maintain_order=True)


def _of_parts(db: Connection, parts: list[str]) -> dict[str, list[PartAnswer]]:
    columns = ", ".join(f"a.{name}" for name in ANSWER_COLUMNS)
    found: dict[str, list[PartAnswer]] = {}
    cursor = db.execute(
        f"SELECT p.uuid, a.id, {columns} FROM {db.texts()} JOIN parts p ON p.uuid = j.value"
        " JOIN answers a ON a.part = p.id ORDER BY coalesce(a.submitted_at, a.checked_at), a.id",
        (db.listed(parts),),
    ).fetchall()
    for part, number, *row in cursor:
        values: dict[str, Any] = {
            name: ANSWER[name].readable(value) for name, value in zip(ANSWER_COLUMNS, row, strict=True)
        }
        found.setdefault(part, []).append(PartAnswer(part=part, refused=_refused(db, number), **values))
    return found


def _refused(db: Connection, answer: int) -> pl.DataFrame:
    cursor = db.execute(
        f"SELECT {', '.join(ANSWER_ROW_COLUMNS)} FROM answer_rows WHERE answer = ? ORDER BY id",
        (answer,),
    )
    rows = [
        [ANSWER_ROW[name].readable(value) for name, value in zip(ANSWER_ROW_COLUMNS, row, strict=True)]
        for row in cursor
    ]
    return pl.DataFrame(rows, REFUSED_SCHEMA, orient="row")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
