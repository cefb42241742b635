"""All keys ever recorded, in memory: rows that were never sent are known as such without a look at the disk."""

from __future__ import annotations

import sqlite3
import threading
from array import array

import polars as pl

_AT_A_TIME = 16
"""Parts taken up at once: one by one takes ten times as long, and a part may be large."""


def pack_keys(keys: pl.Series) -> bytes:
    """Keys (Int64) as bytes, each once. All systems that the app is made for are little-endian, as these are."""
    return array("q", keys.drop_nulls().unique().sort().to_list()).tobytes()


def unpack_keys(content: bytes) -> pl.Series:
    """The keys in bytes that `pack_keys` made."""
    count = len(content) // 8
    if not count:
        return pl.Series("key", [], dtype=pl.Int64)
    whole = pl.Series("key", [content], dtype=pl.Binary)
    return whole.bin.reinterpret(dtype=pl.Array(pl.Int64, count), endianness="little").explode()


class KeyIndex:
    """Keys that may have been sent; what is not among them certainly was not. Follows what any process records; keys
    of parts that were deleted since stay among them, which costs a look and nothing else."""

    def __init__(self) -> None:
        self._keys = pl.Series("key", [], dtype=pl.Int64)
        self._last = 0
        self._of = ""
        self._guard = threading.Lock()

    def among(self, db: sqlite3.Connection, asked: pl.Series) -> pl.Series:
        """Those of the asked keys that may have been sent, sorted, each once."""
        known = self._follow(db)
        wanted = asked.drop_nulls().sort()
        if not known.len() or not wanted.len():
            return wanted.clear()
        # places grow with the keys asked for, so that memory is walked through in one direction
        places = known.search_sorted(wanted).clip(0, known.len() - 1)
        return wanted.filter((known.gather(places) == wanted) & wanted.ne_missing(wanted.shift()))

    def _follow(self, db: sqlite3.Connection) -> pl.Series:
        with self._guard:
            # another ledger, if a damaged one was set aside
            first = db.execute("SELECT uuid FROM parts ORDER BY id LIMIT 1").fetchone()
            if first is None or first[0] != self._of:
                self._keys, self._last, self._of = self._keys.clear(), 0, first[0] if first else ""
            found = db.execute("SELECT part, keys FROM part_keys WHERE part > ? ORDER BY part", (self._last,))
            fresh = []
            while parts := found.fetchmany(_AT_A_TIME):
                self._last = parts[-1][0]
                fresh.append(unpack_keys(b"".join(keys for _, keys in parts)))
            if fresh:
                self._keys = pl.concat([self._keys, *fresh]).sort()
            return self._keys
