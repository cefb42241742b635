"""A connection to a team's ledger, which takes the SQL of the ledger as SQLite does."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl
import psycopg
from psycopg.rows import TupleRow

from courier.ledger.store import Rows, Values

# what it warns of when a connection is lost it raises as well
logging.getLogger("psycopg").setLevel(logging.CRITICAL)

_CHUNK = 10_000
_WORDS = re.compile(r"'[^']*'|\?(\d*)|(?<!:):([a-z_]+)|%")


class PostgresConnection:
    """See `courier.ledger.store.Connection`."""

    four_eyes = True
    then_join = "JOIN"
    position = "strpos"
    own, beside = "", "beside_"

    def __init__(self, raw: psycopg.Connection[TupleRow]) -> None:
        self.raw = raw

    def execute(self, sql: str, values: Values = (), /) -> Rows:
        """See `courier.ledger.store.Connection`."""
        query = _translated(sql)
        return self.raw.execute(query, _named(query, values) if values else None)

    def executemany(self, sql: str, values: Iterable[Values], /) -> None:
        """See `courier.ledger.store.Connection`."""
        query = _translated(sql)
        with self.raw.cursor() as cursor:
            cursor.executemany(query, [_named(query, one) for one in values])

    def insert_new(self, table: str, rows: pl.DataFrame, /) -> None:
        """See `courier.ledger.store.Connection`. One statement with a list for each column."""
        lists = ", ".join(
            f"CAST(%s AS {'text' if dtype == pl.String else 'bigint'}[])" for dtype in rows.schema.dtypes()
        )
        query = f"INSERT INTO {table} ({', '.join(rows.columns)}) SELECT * FROM unnest({lists})"
        columns = [[_storable(value) for value in column.to_list()] for column in rows.iter_columns()]
        self.raw.execute(query.encode(), columns)

    def stream(self, sql: str) -> Iterator[Any]:
        """See `courier.ledger.store.Connection`."""
        with self.raw.transaction(), self.raw.cursor("stream") as cursor:
            cursor.itersize = _CHUNK
            # an index would be read row by row, and all are wanted
            self.raw.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on")
            yield from cursor.execute(_translated(sql))

    def insert_copies(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Insert many rows that are all new."""
        with (
            self.raw.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()) as copy,
        ):
            for row in rows:
                copy.write_row([_storable(value) for value in row])

    def numbers(self, mark: str = "?") -> str:
        """See `courier.ledger.store.Connection`."""
        return f"unnest(CAST({mark} AS bigint[])) j (value)"

    def texts(self, mark: str = "?") -> str:
        """See `courier.ledger.store.Connection`."""
        return f"unnest(CAST({mark} AS text[])) j (value)"

    def listed(self, values: Iterable[int] | Iterable[str]) -> object:
        """See `courier.ledger.store.Connection`."""
        if isinstance(values, pl.Series) and values.dtype.is_integer():
            return "{" + (values.cast(pl.String).str.join(",").item() or "") + "}"
        return list(values)

    def frame(self, columns: Mapping[str, type[pl.DataType]], tables: str, values: Values) -> pl.DataFrame:
        """See `courier.ledger.store.Connection`."""
        # each column is one JSON text: a Python object for each value would take most of the time
        asked = (
            f"CAST(json_agg({name if dtype == pl.String else f'CAST({name} AS bigint)'}) AS text)"
            for name, dtype in columns.items()
        )
        texts = self.execute(f"SELECT {', '.join(asked)} FROM {tables}", values).fetchone()
        return pl.DataFrame(
            [
                pl.Series(name, [text or "[]"]).str.json_decode(pl.List(dtype)).explode(empty_as_null=False)
                for (name, dtype), text in zip(columns.items(), texts, strict=True)
            ]
        )

    def close(self) -> None:
        """End the connection, and so all locks that it holds."""
        self.raw.close()


@cache
def _translated(sql: str) -> bytes:
    """The SQL as psycopg takes it."""

    def word(found: re.Match[str]) -> str:
        number, name = found.group(1, 2)
        if number is not None:
            return f"%(p{number})s" if number else "%s"
        return f"%({name})s" if name else found.group().replace("%", "%%")

    return _WORDS.sub(word, sql).encode()


def _named(query: bytes, values: Values) -> Mapping[str, Any] | Sequence[Any]:
    if isinstance(values, Mapping):
        return {name: _storable(value) for name, value in values.items()}
    storable = [_storable(value) for value in values]
    return {f"p{number}": value for number, value in enumerate(storable, 1)} if b"%(p1)s" in query else storable


def _storable(value: object) -> object:
    # a text of PostgreSQL holds any character but this one
    return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(value, str) else value
