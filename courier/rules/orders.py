"""Rows gathered by order, so that rules can compare a row with its order's first row without window functions."""

from __future__ import annotations

import polars as pl

from courier.rules.view import View

BY_ORDER = "@order"
BY_EVENT_AND_ORDER = "@event_order"


def order_keys(frame: pl.DataFrame, view: View) -> pl.Series:
    """A 64-bit key per row (UInt64): equal for rows of one OrderId; a row without OrderId is an order of its own."""
    alone = pl.col("@row").hash(seed=1)
    key = (
        pl.when(view.filled("OrderId")).then(pl.col("OrderId").hash()).otherwise(alone)
        if view.has("OrderId")
        else alone
    )
    return frame.select_seq(key.alias(BY_ORDER))[BY_ORDER]


def gather_orders(frame: pl.DataFrame, view: View) -> pl.DataFrame:
    """The rows sorted by ``@order`` and ``@position`` (both must be there), with the helper columns of order rules.

    ``F@first`` is the order's first filled text of a field, ``@event`` the event type, taken from the order's other
    rows where a row has none, ``@event_order`` the key of rows of one event type and order.
    """
    frame = _ranked(frame.sort(BY_ORDER, "@position"), BY_ORDER)
    moments = ["EventDate@time"] if view.has("EventDate") else []
    frame = frame.with_columns_seq([_first_filled(name) for name in (*view.names, *moments)])
    event = pl.coalesce(
        view.value("ActionTrackerId"),
        view.value("EventTypeCode"),
        view.first("ActionTrackerId"),
        view.first("EventTypeCode"),
        pl.lit(""),
    )
    frame = frame.with_columns_seq(event.alias("@event"))
    seed = pl.col("@event").hash(seed=2)
    return frame.with_columns_seq((pl.col(BY_ORDER) ^ seed).alias(BY_EVENT_AND_ORDER))


def regroup(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """Gathered rows sorted by another key, with ``@start`` and ``@rank`` of that key."""
    return frame if key == BY_ORDER else _ranked(frame.sort(key, "@position"), key)


def at_start(expression: pl.Expr) -> pl.Expr:
    """The value of an expression in the first row of the row's group."""
    return expression.gather(pl.col("@start"))


def _ranked(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    index = pl.int_range(0, pl.len(), dtype=pl.UInt32)
    begins = (pl.col(key) != pl.col(key).shift(1)).fill_null(True)
    frame = frame.with_columns_seq(pl.when(begins).then(index).forward_fill().alias("@start"))
    return frame.with_columns_seq((index - pl.col("@start")).alias("@rank"))


def _first_filled(name: str) -> pl.Expr:
    # In sorted rows the first filled text at or after an order's first row is the order's, if its row still is.
    value = pl.col(name)
    owner = pl.when(value.is_not_null()).then(pl.col("@start")).backward_fill()
    return (
        pl.when(owner.gather(pl.col("@start")) == pl.col("@start"))
        .then(value.backward_fill().gather(pl.col("@start")))
        .alias(f"{name}@first")
    )
