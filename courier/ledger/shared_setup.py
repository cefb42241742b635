"""Programs and destinations that a team shares, each change a version of its own; never a secret.

Who shares something first owns it and may lock it. What others change of a locked one the database keeps as a proposal,
until its owner or a lead takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from courier.ledger.store import Store

_COLUMNS = "kind, name, version, content, owner, locked, proposal, shared_by, shared_at"


@dataclass(frozen=True)
class SharedEntry:
    """One version. ``kind``: "program" or "destination"; ``content``: as JSON; ``proposal``: whether it waits to be
    taken; ``by``, ``at``: who shared it, and when."""

    kind: str
    name: str
    version: int
    content: str
    owner: str
    locked: bool
    proposal: bool
    by: str
    at: datetime


class SharedSetup:
    """Every method may raise LedgerError. ``store``: of a team."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def share(self, kind: str, name: str, content: str, lock: bool | None = None) -> SharedEntry:
        """Share something as it is now. ``lock``: whether only its owner and leads change it from now on, None as it
        was. Returns what became of it: a version that counts, or a proposal."""
        with self._store.writing() as db:
            row = db.execute(
                f"INSERT INTO shared_setup (kind, name, content, locked) VALUES (?, ?, ?, ?) RETURNING {_COLUMNS}",
                (kind, name, content, lock),
            ).fetchone()
        return SharedEntry(*row)

    def newest(self) -> list[SharedEntry]:
        """Of all that is shared the version that counts."""
        return self._query(
            f"SELECT DISTINCT ON (kind, name) {_COLUMNS} FROM shared_setup WHERE NOT proposal"
            " ORDER BY kind, name, version DESC"
        )

    def proposals(self) -> list[SharedEntry]:
        """What waits to be taken: the proposals that are newer than the version that counts, the oldest first."""
        return self._query(
            f"SELECT {_COLUMNS} FROM shared_setup p WHERE proposal AND NOT EXISTS (SELECT FROM shared_setup s"
            " WHERE s.kind = p.kind AND s.name = p.name AND NOT s.proposal AND s.version > p.version)"
            " ORDER BY kind, name, version"
        )

    def _query(self, sql: str) -> list[SharedEntry]:
        with self._store.reading() as db:
            return [SharedEntry(*row) for row in db.execute(sql)]
