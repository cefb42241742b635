"""A ledger from elsewhere, copied value by value into a clean one. Nothing else of the file is ever used.

Whoever made the file decides what is in it: views under the names of tables, triggers, computed columns, names that
lead to other folders, states and dates that nobody can read, pages that are read a million times over.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from courier.ledger.sqlite_schema import VERSION, is_foreign, version_of
from courier.ledger.sqlite_store import SqliteStore
from courier.ledger.store import LedgerError
from courier.ledger.values import ANSWER, ANSWER_ROW, KIND, PART, PART_KEYS, ROW, SUBMISSION, Column

_MINE_ALONE = {"draft": "''", "rules": "''", "machine": "''", "not_before": "NULL"}
"""What a submission has instead of what concerns another machine only; the first version had no drafts, no
versions of rules and no names of machines."""
_TABLES: Mapping[str, Mapping[str, Column]] = {
    "submissions": {name: column for name, column in SUBMISSION.items() if name not in _MINE_ALONE},
    "parts": PART,
    "kinds": KIND,
    "rows": ROW,
    "part_keys": PART_KEYS,
    "answers": ANSWER,
    "answer_rows": ANSWER_ROW,
}
_SINCE = {"answers": 4, "answer_rows": 4}
"""The version from which on a ledger has a table that the first one lacked."""
_MOST_SECONDS = 600.0
_STEPS = 100_000
"""Instructions of SQLite between two looks at the clock."""
_FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What a damaged file raises; Python cannot read every message of SQLite that quotes it."""
_LEAST_ROW = 8
"""Bytes that a row takes in a file at the least."""


def copy_foreign(path: Path, clean: Path) -> None:
    """Make a ledger at ``clean`` with the values of the one at ``path``, all checked; the file itself does not change.
    Raises LedgerError."""
    with _Foreign(path) as foreign, closing(SqliteStore(clean)) as ours:
        try:
            with ours.writing() as db:
                for table, columns in foreign.tables().items():
                    own = _MINE_ALONE if table == "submissions" else {}
                    marks = [*"?" * len(columns), *own.values()]
                    into = f"{table} ({', '.join((*columns, *own))})"
                    insert = f"INSERT INTO {into} VALUES ({', '.join(marks)})"
                    db.executemany(insert, foreign.rows(table, columns))
        except sqlite3.IntegrityError as problem:
            # the same number or UUID twice
            raise LedgerError("ledger-merge-strange", path=str(path), place=table) from problem


class _Foreign:
    """A ledger from elsewhere, open to be read. Raises LedgerError if it is none, or does not behave like one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._end = time.monotonic() + _MOST_SECONDS
        self._late = False
        try:
            # a pipe would be waited for
            if not path.is_file():
                raise self._unreadable()
            beside = path.with_name(f"{path.name}-wal")
            self._left = path.stat().st_size + (beside.stat().st_size if beside.is_file() else 0)
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        except (OSError, sqlite3.Error) as problem:
            raise self._unreadable() from problem

    def __enter__(self) -> _Foreign:
        try:
            self._open()
        except BaseException as problem:
            self._db.close()
            if isinstance(problem, _FAULTS):
                raise self._unreadable() from problem
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def _open(self) -> None:
        db = self._db
        # functions that could do harm are not called from a schema, and no value is larger than the file
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA query_only = ON")
        db.execute("PRAGMA cell_size_check = ON")
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, min(max(self._left, 1000), 2**31 - 1))
        db.set_progress_handler(self._is_late, _STEPS)
        # all tables as they are at one moment
        db.execute("BEGIN")
        if is_foreign(db) or not version_of(db):
            raise self._unreadable()
        if version_of(db) > VERSION:
            raise LedgerError("ledger-newer", path=str(self._path))

    def tables(self) -> Mapping[str, Mapping[str, Column]]:
        """The tables that a ledger of its version has."""
        version = version_of(self._db)
        return {name: columns for name, columns in _TABLES.items() if _SINCE.get(name, 1) <= version}

    def rows(self, table: str, columns: Mapping[str, Column]) -> Iterator[tuple[Any, ...]]:
        """The checked rows of a table, with these columns. An error of SQLite means this file, not the clean one."""
        try:
            yield from self._rows(table, columns)
        except _FAULTS as problem:
            if self._late:
                raise LedgerError("ledger-merge-endless", path=str(self._path)) from problem
            raise self._unreadable() from problem

    def _rows(self, table: str, columns: Mapping[str, Column]) -> Iterator[tuple[Any, ...]]:
        self._refuse_unless_base_table(table, columns)
        named = ", ".join(f'"{name}"' for name in columns)
        # an index could hold other values than the table
        for row in self._db.execute(f'SELECT {named} FROM main."{table}" NOT INDEXED'):
            self._left -= _LEAST_ROW + sum(len(value) for value in row if isinstance(value, (str, bytes)))
            if self._left < 0:
                raise LedgerError("ledger-merge-endless", path=str(self._path))
            for (name, column), value in zip(columns.items(), row, strict=True):
                if not column.takes(value):
                    raise self._strange(table, name)
            yield row

    def _refuse_unless_base_table(self, table: str, columns: Mapping[str, Column]) -> None:
        # views and virtual tables have no page of their own
        found = self._db.execute(
            "SELECT type = 'table' AND rootpage > 0 FROM main.sqlite_schema WHERE lower(name) = ?", (table,)
        ).fetchall()
        if found != [(1,)]:
            raise self._strange(table, "")
        plain = {name for _, name, *_, hidden in self._db.execute(f"PRAGMA main.table_xinfo({table})") if not hidden}
        for name in columns:
            if name not in plain:
                raise self._strange(table, name)

    def _is_late(self) -> bool:
        self._late = time.monotonic() > self._end
        return self._late

    def _strange(self, table: str, column: str) -> LedgerError:
        return LedgerError("ledger-merge-strange", path=str(self._path), place=f"{table}.{column}".strip("."))

    def _unreadable(self) -> LedgerError:
        return LedgerError("ledger-merge-unreadable", path=str(self._path))
