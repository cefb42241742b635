"""Splits a batch into parts: as few as possible, in the sheet's order, never within an order."""

from bisect import bisect_right
from collections.abc import Iterator

import polars as pl

from courier.rules.file_rules import MOST_ROWS


def split(orders: pl.Series, most: int = MOST_ROWS) -> Iterator[tuple[int, int]]:
    """The row range of each part as (first, count). ``orders``: the order key of each row, rows of an order adjacent.

    An order of more than ``most`` rows becomes a part of its own.
    """
    if not orders.len():
        return
    ends = [*(orders != orders.shift(1)).fill_null(True).arg_true().to_list(), orders.len()]
    first = 0
    while first < orders.len():
        last = bisect_right(ends, first + most) - 1
        # if not even one order fits, it becomes a part alone
        stop = ends[last] if ends[last] > first else ends[last + 1]
        yield first, stop - first
        first = stop
