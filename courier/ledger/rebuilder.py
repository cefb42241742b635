"""Rebuilds the record of what was sent from the copies of parts that are kept beside it."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from courier.delivery.receipt import State
from courier.ledger.contents import earliest_expiry, rows_of
from courier.ledger.part_archive import Facts, KeptCopy, PartArchive
from courier.ledger.queries import same_contents
from courier.ledger.recorder import insert_rows, interrupted_key
from courier.ledger.records import PART_COLUMNS, SUBMISSION_COLUMNS, facts_of
from courier.ledger.store import Connection, LedgerError
from courier.messages import text
from courier.rules.template_choice import detect_template
from courier.rules.totals import totals


@dataclass(frozen=True)
class RebuildResult:
    """Numbers of parts: ``parts`` that were added; ``unknown``: those of them of which only the content is known;
    ``damaged``: kept copies that cannot be read, so that nobody knows their orders."""

    parts: int
    unknown: int
    damaged: int

    @property
    def message(self) -> str:
        """What was rebuilt and what is not known, in words."""
        numbers = (
            ("history-rebuilt", self.parts), ("history-rebuilt-unknown", self.unknown),
            ("history-rebuilt-damaged", self.damaged),
        )  # fmt: skip
        return " ".join(text(key, parts=number) for key, number in numbers if number or key == "history-rebuilt")


def rebuild(db: Connection, archive: PartArchive) -> RebuildResult:
    """Record all kept parts that are not recorded, in an open transaction. Those that were on their way are
    unconfirmed, and so are those of which only the content is known. Raises LedgerError."""
    recorded = {sha256 for (sha256,) in db.execute("SELECT DISTINCT sha256 FROM parts")}
    copies = list(archive.copies())
    rebuilder = _Rebuilder(db, archive)
    known = sum(rebuilder.insert_known(facts) for facts in _oldest_first(copies))
    unknown = sum(rebuilder.insert_unknown(copy) for copy in copies if copy.sha256 not in recorded)
    return RebuildResult(known + unknown, unknown, len(rebuilder.damaged))


def _oldest_first(copies: Iterable[KeptCopy]) -> list[Facts]:
    """The facts of all parts, in the order in which they were recorded."""

    def order(facts: Facts) -> tuple[str, int, int]:
        return facts["submission"]["made_at"], facts["submission"]["id"], facts["part"]["number"]

    return sorted((facts for copy in copies for facts in copy.facts), key=order)


@dataclass(frozen=True)
class _Rebuilder:
    """``damaged``: the SHA-256 of copies that cannot be read."""

    db: Connection
    archive: PartArchive
    damaged: set[str] = field(default_factory=set)

    def insert_known(self, facts: Facts) -> bool:
        """Record a part as it was last known; False if it is recorded already."""
        part, submission = dict(facts["part"]), facts["submission"]
        if self.db.execute("SELECT 1 FROM parts WHERE uuid = ?", (part["uuid"],)).fetchone():
            return False
        if part["state"] == State.SENDING:
            # its process is gone, or it writes to a ledger that is gone
            interrupted = {
                "message": interrupted_key(str(submission["url"])),
                "facts": json.dumps({"name": part["name"]}),
            }
            part |= {"state": str(State.UNCONFIRMED), **interrupted}
        content = self._content(part["sha256"], part["name"])
        rows = None if content is None else rows_of(content, submission["campaign"], None)
        self._insert(submission, part, rows)
        return True

    def insert_unknown(self, copy: KeptCopy) -> bool:
        """Record a copy without facts as a part that may have been sent; False if all is known of it."""
        name = f"{copy.sha256[:8]}.csv"
        content = None if copy.complete or same_contents(self.db, [copy.sha256]) else self._content(copy.sha256, name)
        if content is None:
            return False
        fields = pl.read_csv(io.BytesIO(content), infer_schema=False)
        rows = rows_of(content, "", None)
        expires = earliest_expiry(rows)
        template = detect_template(fields).template
        submission = {
            **dict.fromkeys(SUBMISSION_COLUMNS.split(", "), ""), "uuid": uuid.uuid4().hex, "source": name,
            "template": template, "made_at": copy.at.isoformat(), "note": text("rebuilt-note"),
            "destination": text("rebuilt-destination"), "not_before": None,
        }  # fmt: skip
        part: dict[str, Any] = {
            "uuid": uuid.uuid4().hex, "number": 1, "name": name, "sha256": copy.sha256, "size": len(content),
            "rows": rows.height, "orders": rows["order_id"].n_unique(),
            "totals": json.dumps({code: f"{amount:f}" for code, amount in totals(fields).items()}),
            "expires": expires.isoformat() if expires else None, "state": str(State.UNCONFIRMED), "remote_path": "",
            "at": copy.at.isoformat(), "message": "receipt-rebuilt", "facts": json.dumps({"name": name}),
        }  # fmt: skip
        self._insert(submission, part, rows)
        for facts in facts_of(self.db, [part["uuid"]]):
            self.archive.keep_facts(facts)
        return True

    def _content(self, sha256: str, name: str) -> bytes | None:
        try:
            return self.archive.bytes_of(sha256, name)
        except LedgerError:
            self.damaged.add(sha256)
            return None

    def _insert(self, submission: Mapping[str, Any], part: Mapping[str, Any], rows: pl.DataFrame | None) -> None:
        self.db.execute(_insert_into("submissions", SUBMISSION_COLUMNS), submission)
        (number,) = self.db.execute("SELECT id FROM submissions WHERE uuid = :uuid", submission).fetchone()
        insert = _insert_into("parts", f"{PART_COLUMNS}, submission")
        self.db.execute(insert, {**part, "submission": number})
        if rows is not None:
            insert_rows(self.db, {part["uuid"]: rows})


def _insert_into(table: str, columns: str) -> str:
    values = ", ".join(f":{column}" for column in columns.split(", "))
    return f"INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING"
