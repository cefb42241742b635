"""A ledger in a file of SQLite. Several processes and threads may use it at once; it is never overwritten."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from courier.disk import patiently
from courier.ledger.key_index import KeyIndex
from courier.ledger.sqlite_schema import VERSION, bring_up_to_date, is_foreign, version_of
from courier.ledger.store import Connection, LedgerError
from courier.lock import Lock
from courier.own_files import for_owner, make_folder
from courier.whole_files import last_aside, put_aside, whole_file

_PATIENCE = 60.0
"""Seconds to wait for another process that is writing."""
_PAUSE = 0.05
"""Seconds between two attempts where SQLite does not wait by itself."""
_BESIDE = ("-wal", "-shm")
_ASIDE_LOCK = "putting-aside.lock"
_File = tuple[int, int]
"""Device and inode, which identify a file whatever its name."""


class SqliteConnection(sqlite3.Connection):
    """See `courier.ledger.store.Connection`."""

    four_eyes = False
    # SQLite reads the tables of a CROSS JOIN in the order in which they stand
    then_join = "CROSS JOIN"
    position = "instr"
    own, beside = "main.", "beside."

    def insert_new(self, table: str, rows: pl.DataFrame, /) -> None:
        """See `courier.ledger.store.Connection`."""
        marks = ", ".join("?" * rows.width)
        self.executemany(f"INSERT INTO {table} ({', '.join(rows.columns)}) VALUES ({marks})", rows.iter_rows())

    def stream(self, sql: str) -> Iterator[Any]:
        """See `courier.ledger.store.Connection`."""
        return self.execute(sql)

    def numbers(self, mark: str = "?") -> str:
        """See `courier.ledger.store.Connection`."""
        return f"json_each({mark}) j"

    texts = numbers

    def listed(self, values: Iterable[int] | Iterable[str]) -> str:
        """See `courier.ledger.store.Connection`."""
        if isinstance(values, pl.Series) and values.dtype.is_integer():
            return f"[{values.cast(pl.String).str.join(',').item()}]"
        return json.dumps(list(values))

    def frame(
        self, columns: Mapping[str, type[pl.DataType]], tables: str, values: Sequence[object] | Mapping[str, object]
    ) -> pl.DataFrame:
        """See `courier.ledger.store.Connection`."""
        # each column is one JSON text: a Python object for each value would take most of the time
        asked = (
            f"json_group_array(CAST({name} AS {'TEXT' if dtype == pl.String else 'INTEGER'}))"
            for name, dtype in columns.items()
        )
        texts = self.execute(f"SELECT {', '.join(asked)} FROM {tables}", values).fetchone()
        return pl.DataFrame(
            [
                pl.Series(name, [text]).str.json_decode(pl.List(dtype)).explode(empty_as_null=False)
                for (name, dtype), text in zip(columns.items(), texts, strict=True)
            ]
        )


class SqliteStore:
    """One file. See `courier.ledger.store.Store`."""

    rows_at_once = 16_384

    def __init__(self, path: Path) -> None:
        self.path = path
        self._unused: list[tuple[SqliteConnection, _File | None]] = []
        self._guard = threading.Lock()
        self._index = KeyIndex()

    @property
    def place(self) -> str:
        """Its path."""
        return str(self.path)

    @property
    def exists(self) -> bool:
        """Whether there is a file; it may be empty or damaged."""
        return self.path.exists()

    @property
    def was_put_aside(self) -> bool:
        """Whether a damaged ledger was put aside here, now or earlier."""
        return last_aside(self.path) != self.path

    @contextmanager
    def reading(self) -> Iterator[SqliteConnection]:
        """A connection for reading. Raises LedgerError."""
        file = _file_at(self.path)
        try:
            db = self._reuse(file) or self._open()
            file = file or _file_at(self.path)
            try:
                yield db
            except BaseException:
                db.close()
                raise
            with self._guard:
                self._unused.append((db, file))
        except sqlite3.OperationalError as problem:
            raise LedgerError("ledger-unusable", path=str(self.path), problem=str(problem)) from problem
        except sqlite3.DatabaseError as problem:
            # a subclass means that a statement of this program is wrong, not that the file is damaged
            if type(problem) is not sqlite3.DatabaseError:
                raise
            aside = self._put_aside(file or _file_at(self.path))
            raise LedgerError("ledger-damaged", path=str(self.path), aside=str(aside)) from problem

    @contextmanager
    def writing(self, beside: Path | None = None) -> Iterator[SqliteConnection]:
        """A transaction, on the disk when the block ends; other writers wait. ``beside``: another ledger, attached
        under the name ``beside``. Raises LedgerError after a rollback."""
        with self.reading() as db:
            if beside is not None:
                db.execute("ATTACH ? AS beside", (str(beside),))
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise
            if beside is not None:
                db.execute("DETACH beside")

    def among(self, db: Connection, keys: pl.Series, /) -> pl.Series:
        """See `courier.ledger.store.Store`."""
        return self._index.among(db, keys)

    def export(self, path: Path) -> None:
        """Write everything to a new file. Raises LedgerError and UserError."""
        with whole_file(path) as temporary, self.reading() as db:
            db.execute("VACUUM INTO ?", (str(temporary),))

    def compact(self) -> None:
        """Leave no trace of deleted rows in the file and its log. Raises LedgerError."""
        with self.reading() as db:
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def remove_put_aside(self, moment: datetime) -> None:
        """Remove damaged ledgers that were put aside before a moment. Raises LedgerError."""
        try:
            for path in self.path.parent.glob(f"{self.path.stem}-damaged-*"):
                if datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
                    path.unlink()
        except OSError as problem:
            raise LedgerError("ledger-unusable", path=str(self.path), problem=problem.strerror or "") from problem

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._guard:
            unused, self._unused = self._unused, []
        for db, _ in unused:
            db.close()

    def _reuse(self, file: _File | None) -> SqliteConnection | None:
        """An unused connection to this very file: another process may have put an earlier file aside."""
        with self._guard:
            while self._unused:
                db, opened_file = self._unused.pop()
                if opened_file == file:
                    return db
                db.close()
        return None

    def _open(self) -> SqliteConnection:
        try:
            make_folder(self.path.parent, private=True)
            # SQLite gives its log the mode of the file; closing one that is in use would end SQLite's locks on it
            with suppress(FileExistsError):
                os.close(for_owner(str(self.path), os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        except OSError as problem:
            raise LedgerError("ledger-unusable", path=str(self.path), problem=problem.strerror or "") from problem
        # threads pass it on, but no two use it at once
        db = sqlite3.connect(
            self.path, _PATIENCE, isolation_level=None, check_same_thread=False, factory=SqliteConnection
        )
        try:
            # a text that is not UTF-8 must not hide the others
            db.text_factory = lambda content: content.decode("utf-8", "replace")
            db.execute("PRAGMA trusted_schema = OFF")
            # deleted rows are overwritten
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA cache_size = -65536")
            db.execute("PRAGMA mmap_size = 4294967296")
            # the record must survive a power cut, since sending comes next
            db.execute("PRAGMA synchronous = FULL")
            # without this macOS leaves the data in the cache of the drive
            db.execute("PRAGMA fullfsync = ON")
            if is_foreign(db):
                raise sqlite3.DatabaseError("no ledger")
            if version_of(db) > VERSION:
                raise LedgerError("ledger-newer", path=str(self.path))
            _write_ahead(db)
            bring_up_to_date(db)
        except BaseException as problem:
            db.close()
            if isinstance(problem, UnicodeDecodeError):
                # Python cannot read every message of SQLite that quotes a damaged file
                raise sqlite3.DatabaseError("damaged") from problem
            raise
        return db

    def _put_aside(self, file: _File | None) -> Path:
        """Rename a damaged ledger, so that it is kept and not written to, unless another process has just done so;
        returns its new path. Raises LedgerError when it cannot be renamed, on Windows while a process has it open."""
        self.close()
        lock = None
        try:
            # two processes that find the damage at once must not take the same name
            lock = Lock.take(self.path.with_name(_ASIDE_LOCK), int(_PATIENCE / _PAUSE))
            if lock is None:
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
            if file is not None and _file_at(self.path) == file:
                return patiently(lambda: put_aside(self.path, _BESIDE))
            if not self.was_put_aside:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            return last_aside(self.path)
        except OSError as problem:
            facts = {"path": str(self.path), "problem": problem.strerror or ""}
            raise LedgerError("ledger-damaged-in-place", **facts) from problem
        finally:
            if lock is not None:
                lock.release(remove=True)


class UnknownStore(SqliteStore):
    """Stands for a ledger of which nobody knows where it is: whatever is asked of it raises the same problem."""

    exists = True

    def __init__(self, problem: LedgerError) -> None:
        super().__init__(Path())
        self._problem = problem

    def _open(self) -> SqliteConnection:
        raise self._problem


def _write_ahead(db: sqlite3.Connection) -> None:
    """Let readers and a writer work at once. For this SQLite does not always wait for other processes that open a new
    ledger at the same moment, so it is tried again."""
    db.execute("PRAGMA busy_timeout = 0")
    for left in reversed(range(int(_PATIENCE / _PAUSE))):
        try:
            db.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not left:
                raise
        time.sleep(_PAUSE)
    db.execute(f"PRAGMA busy_timeout = {int(_PATIENCE * 1000)}")


def _file_at(path: Path) -> _File | None:
    """The file at a path, None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
