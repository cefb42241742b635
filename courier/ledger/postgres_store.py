"""A team's ledger in PostgreSQL."""

from __future__ import annotations

import json
import logging
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path

import polars as pl
import psycopg
from psycopg.rows import TupleRow

from courier.credentials import Secret
from courier.ledger.postgres_connection import PostgresConnection
from courier.ledger.postgres_migrations import VERSION
from courier.ledger.postgres_schema import COPIED
from courier.ledger.sqlite_store import SqliteStore
from courier.ledger.store import Connection, LedgerError
from courier.ledger.team_address import TeamAddress
from courier.whole_files import whole_file

# what fails is raised, and what follows it in the same pipeline is of no interest
logging.getLogger("psycopg").setLevel(logging.CRITICAL)

_PATIENCE = 60
"""Seconds to wait for another one who is writing."""
_IDLE = 600.0
"""Seconds after which a connection is tried before it is used: a network may have dropped it. Before that the system
notices."""
_SILENCE = 10.0
"""Seconds for which a server that did not answer at all is not asked again."""
_SESSION = f"""
SET search_path = courier, pg_temp;
SET lock_timeout = '{_PATIENCE}s';
SET idle_in_transaction_session_timeout = '{_PATIENCE}s';
SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4;
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;
"""
"""The server notices a machine that went within a minute and lets its locks go. Few keys are looked up among very many,
always by an index: the planner does not know how many there are."""
_VERSIONS = "SELECT version, readable_from FROM courier.ledger"
_BEGIN = f"SELECT courier.begin_writing({VERSION})"
"""Waits for other writers, and fails where the tables are of another version by now. As a question that no answer is
waited for: at a distance each one takes long."""
_MOVED = (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedFunction)
"""What a query meets where the tables are others by now."""


class PostgresStore:
    """See `courier.ledger.store.Store`. Connections are opened on demand, kept and used again."""

    exists = True
    was_put_aside = False
    # each question waits for a server that may be far away, and the more keys it has in order, the nearer to each other
    # they lie there: a key of 16,384 takes twice as long
    rows_at_once = 131_072

    def __init__(self, address: TeamAddress, secret: Callable[[], Secret | None]) -> None:
        self.address, self._secret = address, secret
        self._unused: list[tuple[PostgresConnection, float]] = []
        self._guard = threading.Lock()
        self._silent_until = 0.0
        self._in_use: set[PostgresConnection] = set()

    @property
    def place(self) -> str:
        """Its address, without a password."""
        return str(self.address)

    @contextmanager
    def reading(self) -> Iterator[PostgresConnection]:
        """A connection for reading. Raises LedgerError."""
        with self.said():
            db = self.take()
            with self._guard:
                self._in_use.add(db)
            try:
                yield db
            except _MOVED:
                db.close()
                # which says so if the tables are of another version by now
                self._connect().close()
                raise
            except BaseException:
                db.close()
                raise
            finally:
                with self._guard:
                    self._in_use.discard(db)
            self.give_back(db)

    @contextmanager
    def writing(self, beside: Path | None = None) -> Iterator[PostgresConnection]:
        """A transaction, kept by the server when the block ends; other writers wait. Raises LedgerError after a
        rollback, also when nobody knows whether it was kept because the connection was lost just then."""
        with self.reading() as db:
            if beside is not None:
                # first, because it takes long and others wait for a writer
                _bring_beside(db, beside)
            # what is not asked for an answer is not waited for; copying many rows does not go together with that
            with_answers = nullcontext() if beside is not None else db.raw.pipeline()
            try:
                with with_answers:
                    # whatever the server does else: each statement sees what others recorded before the lock was taken
                    db.raw.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
                    db.raw.execute(_BEGIN.encode())
                    yield db
                    db.raw.execute("COMMIT")
            except BaseException:
                with suppress(psycopg.Error):
                    db.raw.execute("ROLLBACK")
                raise
            if beside is not None:
                db.raw.execute("DISCARD TEMP")

    def among(self, _: Connection, keys: pl.Series, /) -> pl.Series:
        """See `courier.ledger.store.Store`. All of them: it would take long to bring those of the server here, and
        whoever asks for rows next looks the keys up anyway."""
        return keys.drop_nulls().unique().sort()

    def export(self, path: Path) -> None:
        """Write everything to a new file of SQLite. Raises LedgerError and UserError."""
        with whole_file(path) as temporary, closing(SqliteStore(temporary)) as file, self.reading() as db:
            temporary.unlink(missing_ok=True)
            # all tables as they are at one moment
            db.raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            with file.writing() as own:
                for table in COPIED:
                    columns = _columns(own, table)
                    marks = ", ".join("?" * len(columns))
                    names = ", ".join(columns)
                    rows = db.stream(f"SELECT {names} FROM {table}")
                    own.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            db.raw.execute("COMMIT")
            with file.reading() as own:
                own.execute("PRAGMA journal_mode = DELETE")
            file.close()

    def compact(self) -> None:
        """Nothing to do: the server overwrites the room of deleted rows by itself; its backups are beyond us."""

    def remove_put_aside(self, moment: datetime) -> None:
        """Nothing to do: nothing is ever put aside."""

    def close(self) -> None:
        """Close all connections; the next use opens one again."""
        with self._guard:
            unused, self._unused = self._unused, []
        for db, _ in unused:
            db.close()

    def take(self) -> PostgresConnection:
        """A connection, for `give_back`. Raises LedgerError where the ledger is not one that this version can read."""
        return self._reuse() or self._connect()

    def give_back(self, db: PostgresConnection) -> None:
        """Keep a connection that is not needed now."""
        with self._guard:
            self._unused.append((db, time.monotonic()))

    def hang_up(self) -> None:
        """End what is being asked of a server that does not answer: whoever waits hears that it cannot be reached."""
        with self._guard:
            waiting = list(self._in_use)
        for db in waiting:
            with suppress(OSError, psycopg.Error):
                line = socket.socket(fileno=db.raw.fileno())
                try:
                    line.shutdown(socket.SHUT_RDWR)
                finally:
                    # it belongs to the driver
                    line.detach()

    def _connect(self) -> PostgresConnection:
        with self.said():
            raw = self._dial()
            try:
                # in one question, because each is waited for
                answers = raw.execute(f"{_SESSION}{_VERSIONS}".encode())
                while answers.nextset():
                    pass
                self._refuse_other(answers.fetchone())
            except BaseException:
                raw.close()
                raise
            return PostgresConnection(raw)

    def _dial(self) -> psycopg.Connection[TupleRow]:
        # whoever asks several things must not wait for each anew
        if time.monotonic() < self._silent_until:
            raise psycopg.errors.ConnectionTimeout("connection timeout expired")
        address = self.address.connection_string(self._secret())
        try:
            return psycopg.connect(address, autocommit=True, prepare_threshold=None)
        except psycopg.errors.ConnectionTimeout:
            self._silent_until = time.monotonic() + _SILENCE
            raise

    def _refuse_other(self, found: tuple[int, int] | None) -> None:
        """Raise LedgerError where the tables are of a version that this program cannot read."""
        version, readable_from = found or (0, 0)
        if version < VERSION:
            raise LedgerError("ledger-team-older", path=self.place)
        if readable_from > VERSION:
            raise LedgerError("ledger-newer", path=self.place)

    def _reuse(self) -> PostgresConnection | None:
        while True:
            with self._guard:
                if not self._unused:
                    return None
                db, since = self._unused.pop()
            with suppress(psycopg.Error, LedgerError):
                # a server says nothing unasked but that it ends
                ended = bool(select.select([db.raw.fileno()], [], [], 0)[0])
                if not ended and time.monotonic() - since > _IDLE:
                    self._refuse_other(db.raw.execute(_VERSIONS).fetchone())
                if not ended and not db.raw.closed:
                    return db
            db.close()

    @contextmanager
    def said(self) -> Iterator[None]:
        """What the driver raises in this block, as LedgerError."""
        try:
            yield
        except psycopg.Error as problem:
            raise self._error_of(problem) from problem

    def _error_of(self, problem: psycopg.Error) -> LedgerError:
        """The problem in words. A statement of this program that is wrong stays what it is."""
        facts = {"place": self.place, "problem": first_words(problem)}
        if isinstance(problem, (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName)):
            return LedgerError("ledger-team-not-set-up", **facts)
        if refusal := self._refusal_of(problem, facts):
            return refusal
        if isinstance(problem, psycopg.errors.InsufficientPrivilege):
            return LedgerError("ledger-team-right", **facts)
        if isinstance(problem, (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled)):
            return LedgerError("ledger-team-busy", **facts)
        if problem.pgconn is not None and (problem.pgconn.needs_password or problem.pgconn.used_password):
            # it can be reached, so nobody may go without it
            key = "ledger-team-no-password" if problem.pgconn.needs_password else "ledger-team-refused"
            return LedgerError(key, **facts)
        if isinstance(problem, (psycopg.OperationalError, psycopg.InterfaceError)):
            return LedgerError("ledger-team-unreachable", **facts)
        raise problem

    def _refusal_of(self, problem: psycopg.Error, facts: Mapping[str, str]) -> LedgerError | None:
        """What the team's own rules refuse, in words; None for anything else."""
        detail = problem.diag.message_detail or ""
        match problem.sqlstate:
            case "CC001":
                return LedgerError("ledger-team-kept", **facts)
            case "CC002":
                return LedgerError("ledger-team-approval", **json.loads(detail))
            case "CC003":
                return LedgerError("ledger-team-own-approval")
            case "CC004":
                readable = json.loads(detail)["readable_from"] <= VERSION
                return LedgerError("ledger-team-newer" if readable else "ledger-newer", path=self.place, **facts)
        # where rows are refused the words of the server may be in any language
        if problem.sqlstate == "CC005" or problem.diag.source_function == "ExecWithCheckOptions":
            return LedgerError("ledger-team-apart")
        return None


def first_words(problem: psycopg.Error) -> str:
    """What the server or the driver says of a problem, in one line."""
    return (problem.diag.message_primary or str(problem)).strip().partition("\n")[0]


def _bring_beside(db: PostgresConnection, path: Path) -> None:
    """Copy a file of SQLite into tables that only this connection sees."""
    with closing(SqliteStore(path)) as other, other.reading() as theirs:
        for table in COPIED:
            name = f"{db.beside}{table}"
            columns = ", ".join(_columns(theirs, table))
            db.execute(f"CREATE TEMP TABLE {name} AS SELECT {columns} FROM {table} WITH NO DATA")
            if table in ("submissions", "parts"):
                db.execute(f"CREATE UNIQUE INDEX ON {name} (uuid)")
            rows = theirs.stream(f"SELECT {columns} FROM {table}")
            db.insert_copies(name, columns.split(", "), rows)


def _columns(db: Connection, table: str) -> list[str]:
    return [str(name) for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
