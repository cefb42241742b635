"""What a ledger is kept in: a small interface that two engines have, SQLite's file on this machine and a team's
PostgreSQL.

The queries of the ledger are written once, in the SQL that both engines take; what they write differently is an
attribute or a method of the `Connection`. Values stand as ``?``, ``?1`` or ``:name``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from courier.messages import UserError

if TYPE_CHECKING:
    # whoever only catches LedgerError need not wait for it
    import polars as pl


class LedgerError(UserError):
    """The ledger cannot be read or written; nothing may be sent without it."""


class Rows(Protocol):
    """The rows that a statement gave."""

    def fetchone(self) -> Any:
        """The next row, None after the last."""

    def fetchall(self) -> list[Any]:
        """All that are left."""

    def fetchmany(self, size: int) -> list[Any]:
        """At most so many of those that are left."""

    def __iter__(self) -> Iterator[Any]: ...


Values = Sequence[object] | Mapping[str, object]


class Connection(Protocol):
    """A connection to a ledger.

    ``then_join``: joins a table that is to be read after those before it; ``position``: the function that gives the
    place of a text in another, from 1; ``own``: stands before the tables of the ledger itself where ``beside`` stands
    before those of another one; ``four_eyes``: whether approvals are kept and asked for there.
    """

    four_eyes: bool
    then_join: str
    position: str
    own: str
    beside: str

    def execute(self, sql: str, values: Values = (), /) -> Rows:
        """Run one statement."""

    def executemany(self, sql: str, values: Iterable[Values], /) -> object:
        """Run one statement with each of these values."""

    def insert_new(self, table: str, rows: pl.DataFrame, /) -> None:
        """Insert many rows, of texts and whole numbers, into the columns that their names say."""

    def stream(self, sql: str) -> Iterator[Any]:
        """The rows of a query of which there may be very many, a few at a time."""

    def numbers(self, mark: str = "?") -> str:
        """The numbers in a `listed` value as table ``j`` with the column ``value``."""

    def texts(self, mark: str = "?") -> str:
        """The texts in a `listed` value as table ``j`` with the column ``value``."""

    def listed(self, values: Iterable[int] | Iterable[str]) -> object:
        """Many numbers or texts as one value of a statement."""

    def frame(self, columns: Mapping[str, type[pl.DataType]], tables: str, values: Values) -> pl.DataFrame:
        """The result of a query as a table, in no certain order. ``columns``: expressions in SQL, which name the
        columns too, as texts or whole numbers; ``tables``: what follows FROM."""


class Store(Protocol):
    """Where a ledger is kept. Connections are opened on demand and reused; several threads may use it at once.

    ``rows_at_once``: how many rows of a sheet are looked up together, where there are as many.
    """

    rows_at_once: int

    @property
    def place(self) -> str:
        """The path or address, to be shown."""

    @property
    def exists(self) -> bool:
        """Whether there is a ledger; it may be empty or damaged."""

    @property
    def was_put_aside(self) -> bool:
        """Whether a damaged ledger was put aside here, now or earlier."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for reading. Raises LedgerError."""

    def writing(self, beside: Path | None = None) -> AbstractContextManager[Connection]:
        """A transaction that is kept when the block ends; other writers wait. ``beside``: another ledger, a file of
        SQLite, whose tables have the prefix `Connection.beside`. Raises LedgerError after a rollback."""

    def among(self, db: Connection, keys: pl.Series, /) -> pl.Series:
        """Those of the keys (Int64) that may have been recorded, sorted, each once."""

    def export(self, path: Path) -> None:
        """Write everything to a new file of SQLite. Raises LedgerError and UserError."""

    def compact(self) -> None:
        """Leave no trace of deleted rows. Raises LedgerError."""

    def remove_put_aside(self, moment: datetime) -> None:
        """Remove damaged ledgers that were put aside before a moment. Raises LedgerError."""

    def close(self) -> None:
        """Close all connections; the next use opens one again."""


class Runs(Protocol):
    """Who sends now. Each run holds a lock that is let go when its process ends, however it ends."""

    def alone_at(self, place: str, run: str) -> AbstractContextManager[bool]:
        """Be the only run that sends to a destination, and hold the lock of this run; False while another run does."""

    def dead_among(self, runs: Iterable[str]) -> list[str]:
        """Those of the runs whose process has ended."""
