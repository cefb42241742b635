"""Rules about chains of events: a trial and the purchase that follows, linked by the customer.

Source: Track Your Conversion Funnel Using Chained Actions.
"""

from collections.abc import Iterator

import polars as pl

from courier.rules.field_view import FieldView
from courier.rules.orders import BY_CUSTOMER, CHILD, PARENT, event_of
from courier.rules.rule import Mark, Rule


def chain_roles(frame: pl.DataFrame, view: FieldView) -> pl.Series:
    """Per row the bits `PARENT` and `CHILD` (UInt8). Each row has both where the program does not say which event
    comes first."""
    parents = view.context.program.parents
    if not parents:
        return pl.Series([PARENT | CHILD], dtype=pl.UInt8).new_from_index(0, frame.height)
    event = event_of(view)
    roles = event.is_in(list(parents.values())).cast(pl.UInt8) * PARENT
    roles = roles + event.is_in(list(parents)).cast(pl.UInt8) * CHILD
    # selected with a column, because an expression of literals alone has a single row
    return frame.select_seq([pl.col("@row"), roles.fill_null(0).alias("roles")])["roles"]


def _customer(view: FieldView) -> Iterator[Mark]:
    yield Mark("CustomerId", ~view.filled("CustomerId"))


def _parent_first(view: FieldView) -> Iterator[Mark]:
    parents = view.context.program.parents
    if not parents:
        return
    event, time = event_of(view), view.time()
    bad = pl.lit(False)
    for child, parent in parents.items():
        is_parent = event == parent
        in_file = is_parent.any().over(BY_CUSTOMER)
        above = is_parent.cum_sum().over(BY_CUSTOMER) > 0
        earliest = pl.when(is_parent).then(time).cum_min().forward_fill().over(BY_CUSTOMER)
        bad = bad | ((event == child) & in_file & (~above | (earliest > time).fill_null(False)))
    yield Mark("EventDate", view.filled("CustomerId") & bad, {"customer": view.value("CustomerId")})


RULES = (
    Rule("CHAIN-CUSTOMER", _customer, ("CustomerId",)),
    Rule("CHAIN-ORDER", _parent_first, ("EventDate", "CustomerId"), BY_CUSTOMER),
)
