"""Rows that were delivered count as sent exactly as long as their order is as it was."""

from datetime import UTC, datetime

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from courier.sheet.sent_rows import DeliveredRows, Delivery, SentRows, row_hashes

DELIVERY = Delivery("Acme", datetime(2026, 11, 23, tzinfo=UTC), 0)
TEXTS = st.one_of(st.none(), st.sampled_from(["", "a", "b", "ab"]))


def ids(*rows: int) -> pl.Series:
    return pl.Series(rows, dtype=pl.UInt32)


def frame(rows: list[tuple[str | None, ...]]) -> pl.DataFrame:
    columns = list(zip(*rows, strict=True))
    return pl.DataFrame([pl.Series(f"c{place}", texts, dtype=pl.String) for place, texts in enumerate(columns)])


def delivered(rows: pl.Series, orders: pl.Series) -> DeliveredRows:
    return DeliveredRows(rows, orders, DELIVERY)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), st.data())
def test_a_row_is_sent_while_its_order_is_as_it_was(rows: list[tuple[str | None, ...]], data: st.DataObject) -> None:
    count = len(rows)
    went = data.draw(st.lists(st.integers(0, count - 1), unique=True))
    orders = data.draw(st.lists(st.integers(0, 2), min_size=len(went), max_size=len(went)))
    changed = data.draw(st.lists(st.tuples(TEXTS, TEXTS), min_size=count, max_size=count))
    cells = frame(rows)
    sent = SentRows().with_delivery(delivered(ids(*went), ids(*orders)), cells[went])
    order_of = dict(zip(went, orders, strict=True))
    now = [row if data.draw(st.booleans()) else other for row, other in zip(rows, changed, strict=True)]
    edited = {order_of[row] for row in went if now[row] != rows[row]}
    expected = [row in order_of and order_of[row] not in edited for row in range(count)]
    assert sent.among(ids(*range(count)), frame(now)).to_list() == expected


def test_orders_of_different_deliveries_are_told_apart_and_rows_added_later_were_not_sent() -> None:
    cells = frame([("a",), ("b",), ("c",), ("d",)])
    sent = SentRows().with_delivery(delivered(ids(0), ids(1)), cells[[0]])
    sent = sent.with_delivery(delivered(ids(2), ids(1)), cells[[2]])
    assert sent.with_orders_of(ids(0, 3)).sort().to_list() == [0, 3]
    edited = frame([("x",), ("b",), ("c",), ("d",)])
    assert sent.among(ids(0, 1, 2, 3), edited).to_list() == [False, False, True, False]
    assert sent.among(ids(9), frame([("a",)])).to_list() == [False]


def test_what_was_edited_is_gathered_with_the_rest_of_its_order() -> None:
    cells = frame([("a",), ("b",), ("c",)])
    sent = SentRows().with_delivery(delivered(ids(0, 1, 2), ids(1, 2, 1)), cells)
    assert sent.with_orders_of(ids(2)).sort().to_list() == [0, 2]
    assert sent.with_orders_of(ids(7)).to_list() == [7]


def test_a_column_that_typing_made_and_undo_emptied_changes_no_row() -> None:
    cells = frame([("a", "b")])
    more = cells.with_columns(pl.Series("f:Reason", [None], dtype=pl.String))
    assert row_hashes(cells).to_list() == row_hashes(more).to_list()
    # which column holds a text matters
    assert row_hashes(frame([("a", "b")])).to_list() != row_hashes(frame([("b", "a")])).to_list()
