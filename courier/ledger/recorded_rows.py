"""What answers are matched with: recorded parts by name and moment, and their rows by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

import polars as pl

from courier.ledger.answers import refused_rows
from courier.ledger.queries import COUNTS
from courier.ledger.store import Connection
from courier.ledger.values import ANSWER, KIND, PART, SUBMISSION

_ROWS = {
    "key": pl.Int64, "part": pl.Int64, "number": pl.Int64, "order_id": pl.String, "action_id": pl.String,
    "sku": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class SentPart:
    """A recorded part. ``number``: its own in the ledger; ``names``: in lower case, its name and the one at the
    destination; ``begun``: the moment before which it cannot have been uploaded; ``batches``: the submissions of it
    that are known at impact.com, the latest last, "" for one whose ID is not."""

    number: int
    uuid: str
    name: str
    names: frozenset[str]
    sha256: str
    rows: int
    begun: datetime
    batches: tuple[str, ...]


def sent_parts(db: Connection) -> list[SentPart]:
    """All parts that are not only waiting, in the order in which they were recorded."""
    batches: dict[int, list[str]] = {}
    for part, batch in db.execute("SELECT part, batch FROM answers ORDER BY coalesce(submitted_at, checked_at), id"):
        batches.setdefault(part, []).append(ANSWER["batch"].readable(batch))
    cursor = db.execute(
        "SELECT p.id, p.uuid, p.name, p.remote_path, p.sha256, p.rows, s.made_at, s.not_before"
        " FROM parts p JOIN submissions s ON s.id = p.submission"
        " WHERE p.state <> 'prepared' OR p.message <> '' OR p.run IS NOT NULL ORDER BY p.id"
    )
    parts = []
    for number, uuid, name, path, sha256, rows, made_at, not_before in cursor:
        name = PART["name"].readable(name)
        at_destination = PurePosixPath(PART["remote_path"].readable(path)).name
        begun = SUBMISSION["made_at"].readable(made_at)
        later = SUBMISSION["not_before"].readable(not_before)
        parts.append(
            SentPart(
                number,
                PART["uuid"].readable(uuid),
                name,
                frozenset({name.lower(), at_destination.lower()} - {""}),
                PART["sha256"].readable(sha256),
                PART["rows"].readable(rows),
                max(begun, later) if later else begun,
                tuple(batches.get(number, ())),
            )
        )
    return parts


def kinds(db: Connection) -> list[tuple[str, str]]:
    """The campaigns and event types of all recorded rows."""
    cursor = db.execute("SELECT DISTINCT campaign, event FROM kinds")
    return [(KIND["campaign"].readable(campaign), KIND["event"].readable(event)) for campaign, event in cursor]


def rows_with_keys(db: Connection, wanted: pl.Series) -> pl.DataFrame:
    """The recorded rows of these keys: ``key``, ``part``, ``number``, ``order_id``, ``action_id``, ``sku``."""
    columns = {f"r.{name}": dtype for name, dtype in _ROWS.items()}
    found = _columns(db, columns, "rows r ON r.key = j.value", wanted)
    return found.rename({name: name.removeprefix("r.") for name in found.columns}).sort("key", "part", "number")


def rows_that_count(db: Connection, wanted: pl.Series) -> pl.DataFrame:
    """The `delivered_rows` that impact.com did not refuse."""
    frame = delivered_rows(db, wanted)
    refused = pl.DataFrame(
        list(refused_rows(db, frame["part"].unique().to_list())), {"part": pl.Int64, "number": pl.Int64}, orient="row"
    )
    return frame.join(refused, on=["part", "number"], how="anti")


def delivered_rows(db: Connection, wanted: pl.Series) -> pl.DataFrame:
    """The rows of these keys in parts that count as sent: ``key``, ``part`` (its number in the ledger), ``number``,
    ``sku``, ``amount``, ``at`` (ISO), ``submission`` (its UUID) and ``change``, whether it changes an earlier
    conversion."""
    columns = {
        "r.key": pl.Int64, "r.part": pl.Int64, "r.number": pl.Int64, "r.sku": pl.String, "r.amount": pl.String,
        "p.at": pl.String, "s.uuid": pl.String, "CASE s.template WHEN 'modification' THEN 1 ELSE 0 END": pl.Int64,
    }  # fmt: skip
    tables = (
        "rows r ON r.key = j.value JOIN parts p ON p.id = r.part JOIN submissions s ON s.id = p.submission"
        f" WHERE {COUNTS}"
    )
    frame = _columns(db, columns, tables, wanted)
    names = ("key", "part", "number", "sku", "amount", "at", "submission", "change")
    return frame.rename(dict(zip(frame.columns, names, strict=True))).with_columns(pl.col("change") == 1)


def _columns(db: Connection, columns: Mapping[str, type[pl.DataType]], tables: str, wanted: pl.Series) -> pl.DataFrame:
    keys = wanted.drop_nulls().unique().sort()
    return db.frame(columns, f"{db.numbers()} {db.then_join} {tables}", (db.listed(keys),))
