"""All recorded keys in memory, so that rows that were never sent need no disk access."""

from __future__ import annotations

import threading
from array import array

import polars as pl

from courier.ledger.store import Connection
from courier.ledger.values import PART_KEYS

_LEDGER = "SELECT uuid || (SELECT count(*) FROM beginnings) FROM parts ORDER BY id LIMIT 1"
"""Asks for what differs between two ledgers."""
_BATCH = 16
"""Parts read at once: one by one takes ten times as long, but a part may be large."""


def pack_keys(keys: pl.Series) -> bytes:
    """Distinct keys (Int64) as little-endian bytes, which is the byte order of all supported systems."""
    return array("q", keys.drop_nulls().unique().sort().to_list()).tobytes()


def unpack_keys(content: bytes) -> pl.Series:
    """The keys in the bytes of `pack_keys`."""
    count = len(content) // 8
    if not count:
        return pl.Series("key", [], dtype=pl.Int64)
    packed = pl.Series("key", [content], dtype=pl.Binary)
    return packed.bin.reinterpret(dtype=pl.Array(pl.Int64, count), endianness="little").explode()


class KeyIndex:
    """The keys that may have been sent; any other key was certainly not sent. It follows what all processes record. The
    keys of deleted parts stay, which only costs a needless query."""

    def __init__(self) -> None:
        self._keys = pl.Series("key", [], dtype=pl.Int64)
        self._last = 0
        self._ledger = ""
        self._guard = threading.Lock()

    def among(self, db: Connection, keys: pl.Series) -> pl.Series:
        """Those of the keys that may have been sent, sorted, each once."""
        recorded = self._follow(db)
        wanted = keys.drop_nulls().sort()
        if not recorded.len() or not wanted.len():
            return wanted.clear()
        # both are sorted, so memory is read in one direction
        positions = recorded.search_sorted(wanted).clip(0, recorded.len() - 1)
        return wanted.filter((recorded.gather(positions) == wanted) & wanted.ne_missing(wanted.shift()))

    def _follow(self, db: Connection) -> pl.Series:
        with self._guard:
            # the file is another ledger if a lost one was rebuilt or begun anew
            first = db.execute(_LEDGER).fetchone()
            if first is None or first[0] != self._ledger:
                self._keys, self._last, self._ledger = self._keys.clear(), 0, first[0] if first else ""
            cursor = db.execute("SELECT part, keys FROM part_keys WHERE part > ? ORDER BY part", (self._last,))
            added = []
            while parts := cursor.fetchmany(_BATCH):
                self._last = parts[-1][0]
                added.append(unpack_keys(b"".join(PART_KEYS["keys"].readable(keys) for _, keys in parts)))
            if added:
                self._keys = pl.concat([self._keys, *added]).sort()
            return self._keys
