"""Cells that a shop leaves blank on an order's later rows, filled from its first row."""

import polars as pl

from courier.catalogue.fields import ORDER_LEVEL
from courier.rules.field_view import FieldView
from courier.rules.orders import AGREEING, SURE, at_start


def from_first_row(view: FieldView, name: str) -> pl.Expr:
    """The text of the order's first row for a blank cell of a later row that is surely of this order; null
    elsewhere."""
    if view.context.template != "item" or not view.has(name):
        return pl.lit(None, dtype=pl.String)
    return pl.when((pl.col("@rank") > 0) & view.value(name).is_null() & pl.col(SURE)).then(at_start(view.value(name)))


def whole_row(view: FieldView, blank: pl.Expr) -> dict[str, pl.Expr]:
    """Texts for the blank cells of the rows that ``blank`` selects, from the first row of the order.

    A shop that leaves one order-level cell blank on later rows leaves them all blank.
    """
    names = [*AGREEING, *ORDER_LEVEL]
    return {name: pl.when(blank).then(from_first_row(view, name)) for name in view.present(names)}
