"""The rows of a sheet that were delivered from it. They stay in the sheet and are neither checked nor sent again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from zlib import crc32

import polars as pl


@dataclass(frozen=True)
class Delivery:
    """``destination``: its name; ``at``: when it was over; ``left``: the rows of the sheet that are to be sent after
    it."""

    destination: str
    at: datetime
    left: int


@dataclass(frozen=True, eq=False)
class DeliveredRows:
    """The rows of one delivery: their ids (UInt32). ``orders``: per row a number that the rows of one order share
    (UInt32)."""

    rows: pl.Series
    orders: pl.Series
    delivery: Delivery


def _none() -> pl.Series:
    return pl.Series([], dtype=pl.UInt64)


@dataclass(frozen=True, eq=False)
class SentRows:
    """The rows of all deliveries. A row counts as sent while every row of its order has the cells that were sent: an
    order that is edited afterwards is checked again, because impact.com would have to be told of a change.

    ``hashes``: per row id the hash of its cells when it was sent, null for other rows; ``orders``: a number that the
    rows of one order share.
    """

    hashes: pl.Series = field(default_factory=_none)
    orders: pl.Series = field(default_factory=_none)

    def with_delivery(self, delivered: DeliveredRows, cells: pl.DataFrame) -> SentRows:
        """These rows and those of another delivery. ``cells``: those of the delivered rows."""
        rows = delivered.rows
        if not rows.len():
            return self
        last: int = rows.max()  # type: ignore[assignment]
        missing = max(0, last + 1 - self.hashes.len())
        highest = self.orders.max() or 0
        assert isinstance(highest, int)
        # a scatter writes in place, so it gets vectors of its own
        hashes = self.hashes.clone().extend_constant(None, missing).clone()
        orders = self.orders.clone().extend_constant(None, missing).clone()
        numbers = delivered.orders.cast(pl.UInt64) + (highest + 1)
        return SentRows(hashes.scatter(rows, row_hashes(cells)), orders.scatter(rows, numbers))

    def with_orders_of(self, rows: pl.Series) -> pl.Series:
        """Some row ids (UInt32), and those that were sent in the same orders as any of them."""
        if not self.orders.len():
            return rows
        orders = self.orders.gather(rows.filter(rows < self.orders.len())).drop_nulls().unique()
        if not orders.len():
            return rows
        siblings = self.orders.is_in(orders.implode()).fill_null(False).arg_true().cast(pl.UInt32)
        return rows.clone().append(siblings).unique()

    def among(self, rows: pl.Series, cells: pl.DataFrame) -> pl.Series:
        """Per row whether it counts as sent. ``rows``: ids of whole orders; ``cells``: those of the rows."""
        sent = pl.Series([False]).new_from_index(0, rows.len())
        if not self.hashes.len():
            return sent
        places = (rows < self.hashes.len()).arg_true()
        places = places.filter(self.hashes.gather(rows.gather(places)).is_not_null())
        if not places.len():
            return sent
        ids = rows.gather(places)
        same = row_hashes(pl.DataFrame([cell[places] for cell in cells.get_columns()])) == self.hashes.gather(ids)
        orders = self.orders.gather(ids)
        edited = orders.filter(~same).unique()
        return sent.scatter(places, same & ~orders.is_in(edited.implode()))

    def unchanged(self, delivered: DeliveredRows, cells: pl.DataFrame) -> DeliveredRows:
        """Those rows of a delivery that count as sent. ``cells``: those of the delivered rows."""
        sent = self.among(delivered.rows, cells)
        return replace(delivered, rows=delivered.rows.filter(sent), orders=delivered.orders.filter(sent))


def row_hashes(cells: pl.DataFrame) -> pl.Series:
    """The hash of the cells of each row (UInt64). Columns without a value in a row change nothing."""
    hashes = pl.Series([0], dtype=pl.UInt64).new_from_index(0, cells.height)
    # column by column: one expression for all would nest as deep as the sheet is wide
    for name in cells.columns:
        cell = pl.col(name)
        of_cell = pl.when(cell.is_not_null()).then(cell.hash(seed=crc32(name.encode()))).otherwise(pl.lit(0, pl.UInt64))
        hashes = hashes ^ cells.select_seq(of_cell.alias("hash"))["hash"]
    return hashes
