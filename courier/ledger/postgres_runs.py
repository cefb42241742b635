"""The runs of a team: each holds an advisory lock of the database, which lets it go when the connection ends."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b

import psycopg

from courier.ledger.postgres_connection import PostgresConnection
from courier.ledger.postgres_store import PostgresStore
from courier.ledger.store import LedgerError

_TAKE = "SELECT CASE WHEN pg_try_advisory_lock(?1) THEN pg_try_advisory_lock(?2) ELSE false END"
_LET_GO = "SELECT pg_advisory_unlock(?1) AND pg_advisory_unlock(?2)"
_HELD = """
SELECT key FROM (
    SELECT (CAST(classid AS bigint) << 32) | CAST(objid AS bigint) AS key FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
) held WHERE key = ANY (CAST(? AS bigint[]))
"""


class PostgresRuns:
    """See `courier.ledger.store.Runs`. One connection holds all locks of this process: the database takes its own
    process for one and the same holder, so what it holds is remembered here."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store
        self._guard = threading.Lock()
        self._session: PostgresConnection | None = None
        self._held: set[str] = set()

    @contextmanager
    def alone_at(self, place: str, run: str) -> Iterator[bool]:
        """See `courier.ledger.store.Runs`."""
        taken = self._take(place, run)
        try:
            yield taken
        finally:
            if taken:
                self._let_go(place, run)

    def dead_among(self, runs: Iterable[str]) -> list[str]:
        """See `courier.ledger.store.Runs`."""
        asked = {_key(f"run {run}"): run for run in runs}
        if not asked:
            return []
        with self._store.reading() as db:
            held = db.execute(_HELD, (db.listed(asked),)).fetchall()
        return [run for key, run in asked.items() if (key,) not in held]

    def _take(self, place: str, run: str) -> bool:
        with self._guard:
            if place in self._held:
                return False
            try:
                taken = self._ask(_TAKE, place, run)
            except LedgerError:
                if self._held:
                    raise
                # the connection is an old one that a network dropped
                self._end()
                taken = self._ask(_TAKE, place, run)
            if taken:
                self._held.add(place)
            return taken

    def _let_go(self, place: str, run: str) -> None:
        with self._guard:
            self._held.discard(place)
            # without the connection they are let go already
            try:
                self._ask(_LET_GO, place, run)
            except LedgerError:
                self._end()
            if not self._held and self._session is not None:
                self._store.give_back(self._session)
                self._session = None

    def _ask(self, query: str, place: str, run: str) -> bool:
        with self._store.said():
            if self._session is None:
                self._session = self._store.take()
            (answer,) = self._session.execute(query, (_key(f"place {place}"), _key(f"run {run}"))).fetchone()
            return bool(answer)

    def _end(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with suppress(psycopg.Error):
                session.close()


def _key(name: str) -> int:
    return int.from_bytes(blake2b(f"courier {name}".encode(), digest_size=8).digest(), "little", signed=True)
