"""Where a batch is cut into parts: as few as possible, in the sheet's order, never inside an order."""

from bisect import bisect_right
from collections.abc import Iterator

import polars as pl

from courier.rules.file_rules import MOST_ROWS


def split(orders: pl.Series, most: int = MOST_ROWS) -> Iterator[tuple[int, int]]:
    """Stretches of rows as (first, count). ``orders``: the order key of each row, rows of an order side by side.

    An order of more than ``most`` rows becomes a part of its own.
    """
    if not orders.len():
        return
    ends = [*(orders != orders.shift(1)).fill_null(True).arg_true().to_list(), orders.len()]
    first = 0
    while first < orders.len():
        place = bisect_right(ends, first + most) - 1
        # an order too long for any part
        stop = ends[place] if ends[place] > first else ends[place + 1]
        yield first, stop - first
        first = stop
