"""Where a batch is cut into parts: as few as possible, in the sheet's order, never inside an order."""

from collections.abc import Iterator

import polars as pl

from courier.rules.file_rules import MOST_ROWS


def split(orders: pl.Series, most: int = MOST_ROWS) -> Iterator[tuple[int, int]]:
    """Stretches of rows as (first, count). ``orders``: the order key of each row, rows of an order side by side.

    An order of more than ``most`` rows becomes a part of its own.
    """
    if not orders.len():
        return
    begins = (orders != orders.shift(1)).fill_null(True).arg_true().to_list()
    first = 0
    for start, end in zip(begins, [*begins[1:], orders.len()], strict=True):
        if end - first > most and start > first:
            yield first, start - first
            first = start
    yield first, orders.len() - first
