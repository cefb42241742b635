"""Who of a team has which sheet open: a row for each, without anything that is in the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from courier.ledger.store import Store

HEARTBEAT = 60
"""Seconds after which a sheet that is still open is announced again."""
_GONE = 3 * HEARTBEAT
"""Seconds after which a sheet that was not announced again counts as closed: its machine may have died."""
_FORGOTTEN = 24 * 60 * 60


@dataclass(frozen=True)
class OpenDraft:
    """A sheet that somebody has open. ``program``: the name of its program, "" for none; ``source``: of its file."""

    program: str
    source: str
    os_user: str
    machine: str
    since: datetime


class OpenDrafts:
    """The sheets that a team has open. Every method may raise LedgerError. No lock is taken: whoever sends does not
    wait for it."""

    def __init__(self, store: Store) -> None:
        """``store``: of a team."""
        self._store = store

    def announce(self, mark: str, program: str, source: str, os_user: str, machine: str) -> None:
        """Say that a sheet is open, under a ``mark`` of its own; again for one that is still open."""
        with self._store.reading() as db:
            db.execute(
                "INSERT INTO drafts (mark, program, source, os_user, machine) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (mark) DO UPDATE SET program = excluded.program, seen = now()",
                (mark, program, source, os_user, machine),
            )

    def end(self, mark: str) -> None:
        """Say that a sheet was closed."""
        with self._store.reading() as db:
            db.execute(
                f"DELETE FROM drafts WHERE mark = ? OR seen < now() - interval '{_FORGOTTEN} seconds'",
                (mark,),
            )

    def of_others(self, os_user: str, machine: str) -> list[OpenDraft]:
        """What others have open, or the same person elsewhere, the first opened first."""
        with self._store.reading() as db:
            rows = db.execute(
                "SELECT program, source, os_user, machine, since FROM drafts"
                f" WHERE seen > now() - interval '{_GONE} seconds' AND (os_user, machine) <> (?, ?) ORDER BY since",
                (os_user, machine),
            ).fetchall()
        return [OpenDraft(*row) for row in rows]
