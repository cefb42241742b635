"""The file of the ledger: opened by several processes and threads at once, never overwritten."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from courier.disk import patiently
from courier.ledger.schema import VERSION, bring_up_to_date, is_foreign, version_of
from courier.messages import UserError
from courier.whole_files import last_aside, put_aside

_PATIENCE = 60.0
"""Seconds to wait for another process that is writing."""
_BESIDE = ("-wal", "-shm")
_File = tuple[int, int]
"""What tells a file from another one of the same name."""


class LedgerError(UserError):
    """A ledger that cannot be read or written; nothing may be sent without one."""


class Store:
    """One ledger file. Connections are made when needed and kept for the next one who asks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._free: list[tuple[sqlite3.Connection, _File | None]] = []
        self._guard = threading.Lock()

    @property
    def exists(self) -> bool:
        """Whether anything was ever recorded here."""
        return self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with. Raises LedgerError."""
        with self._connected() as db:
            yield db

    @contextmanager
    def writing(self, beside: Path | None = None) -> Iterator[sqlite3.Connection]:
        """A transaction, on the disk when it ends; others wait meanwhile. ``beside``: another ledger, whose tables are
        to be seen under the name ``beside``. Raises LedgerError, and then nothing of it is kept."""
        with self._connected() as db:
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

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        with self._guard:
            free, self._free = self._free, []
        for db, _ in free:
            db.close()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        which = _file_at(self.path)
        try:
            db = self._kept(which) or self._open()
            which = which or _file_at(self.path)
            try:
                yield db
            except BaseException:
                db.close()
                raise
            with self._guard:
                self._free.append((db, which))
        except sqlite3.OperationalError as problem:
            raise LedgerError("ledger-unusable", path=str(self.path), problem=str(problem)) from problem
        except sqlite3.DatabaseError as problem:
            # the errors below it speak of our own statements: a defect, no damage
            if type(problem) is not sqlite3.DatabaseError:
                raise
            raise LedgerError("ledger-damaged", path=str(self.path), aside=str(self._set_aside(which))) from problem

    def _kept(self, which: _File | None) -> sqlite3.Connection | None:
        """A connection to this very file: another process may have set the one before it aside."""
        with self._guard:
            while self._free:
                db, of = self._free.pop()
                if of == which:
                    return db
                db.close()
        return None

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise LedgerError("ledger-unusable", path=str(self.path), problem=problem.strerror or "") from problem
        fresh = not self.path.exists()
        # handed from thread to thread, but never used by two at once
        db = sqlite3.connect(self.path, _PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA cache_size = -65536")
            db.execute("PRAGMA mmap_size = 4294967296")
            # what is said to be recorded must survive a power cut, since something is sent next
            db.execute("PRAGMA synchronous = FULL")
            # macOS otherwise leaves it in the drive's own memory
            db.execute("PRAGMA fullfsync = ON")
            if is_foreign(db):
                raise sqlite3.DatabaseError("no ledger")
            if version_of(db) > VERSION:
                raise LedgerError("ledger-newer", path=str(self.path))
            db.execute("PRAGMA journal_mode = WAL")
            bring_up_to_date(db)
            if fresh:
                self.path.chmod(0o600)
        except BaseException:
            db.close()
            raise
        return db

    def _set_aside(self, which: _File | None) -> Path:
        """Give a damaged ledger another name, so that nobody writes into it and nothing of it is lost; unless somebody
        else has just done so, and there is a new one. Where it is. Raises LedgerError where it cannot be renamed, on
        Windows for as long as anybody has it open."""
        self.close()
        if _file_at(self.path) != which:
            return last_aside(self.path)
        try:
            return patiently(lambda: put_aside(self.path, _BESIDE))
        except OSError as problem:
            facts = {"path": str(self.path), "problem": problem.strerror or ""}
            raise LedgerError("ledger-damaged-in-place", **facts) from problem


def _file_at(path: Path) -> _File | None:
    """Which file is there, None if none is."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
