"""The runs of a team: each holds an advisory lock of the database, which lets it go when the connection ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b

import psycopg

from courier.ledger.postgres_connection import PostgresConnection
from courier.ledger.postgres_store import PostgresStore
from courier.ledger.store import LedgerError


class PostgresRuns:
    """See `courier.ledger.store.Runs`. One connection holds all locks of this process: the database takes its own
    process for one and the same holder, so what it holds is remembered here."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store
        self._guard = threading.Lock()
        self._session: PostgresConnection | None = None
        self._held: set[int] = set()

    @contextmanager
    def holding(self, run: str) -> Iterator[None]:
        """Hold the lock of this run."""
        key = _key(f"run {run}")
        if not self._take(key):
            raise AssertionError("a run's name is unique")
        try:
            yield
        finally:
            self._let_go(key)

    def is_alive(self, run: str) -> bool:
        """Whether the process of this run still exists, on any machine."""
        key = _key(f"run {run}")
        if not self._take(key):
            return True
        self._let_go(key)
        return False

    @contextmanager
    def alone_at(self, place: str) -> Iterator[bool]:
        """Be the only run of the team that sends to a destination; False while another run does."""
        key = _key(f"place {place}")
        taken = self._take(key)
        try:
            yield taken
        finally:
            if taken:
                self._let_go(key)

    def _take(self, key: int) -> bool:
        with self._guard:
            if key in self._held:
                return False
            try:
                taken = self._ask("SELECT pg_try_advisory_lock(?)", key)
            except LedgerError:
                if self._held:
                    raise
                # the connection is an old one that a network dropped
                self._end()
                taken = self._ask("SELECT pg_try_advisory_lock(?)", key)
            if taken:
                self._held.add(key)
            return taken

    def _let_go(self, key: int) -> None:
        with self._guard:
            self._held.discard(key)
            # without the connection it is let go already
            with suppress(LedgerError):
                self._ask("SELECT pg_advisory_unlock(?)", key)
            if not self._held:
                self._end()

    def _ask(self, query: str, key: int) -> bool:
        with self._store.said():
            if self._session is None:
                self._session = self._store.connect()
            (answer,) = self._session.execute(query, (key,)).fetchone()
            return bool(answer)

    def _end(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with suppress(psycopg.Error):
                session.close()


def _key(name: str) -> int:
    return int.from_bytes(blake2b(f"courier {name}".encode(), digest_size=8).digest(), "little", signed=True)
