"""The rule about cells beyond the header: a separator too many moved every value behind it into the wrong column.

Source: inferred from files in which a decimal comma was taken for a separator.
"""

from collections.abc import Iterator

import polars as pl

from courier.rules.field_view import FieldView
from courier.rules.frames import FieldFrames
from courier.rules.orders import BY_ORDER, NAMELESS, order_keys
from courier.rules.rule import Mark, Rule

_MOST_MOVED = 20
"""Columns by which an ID is thought to have moved at most: more amounts than any record has."""
_MOST = 60
"""Characters of the surplus cells that a message quotes."""


def _ragged(view: FieldView) -> Iterator[Mark]:
    if view.has_surplus:
        # what a split amount is, if there is one, is only found out when the problem is shown
        facts = {"cells": view.surplus().str.slice(0, _MOST), "split": pl.lit("no")}
        yield Mark(None, view.surplus().is_not_null(), facts)


SURPLUS_RULE = "READ-RAGGED"


def claimed_orders(frames: FieldFrames, view: FieldView, cells: pl.DataFrame, rows: pl.Series) -> pl.Series:
    """The keys (UInt64) of orders to which rows with surplus cells may belong if their IDs moved to the right with what
    stands behind the surplus. ``cells``: of ``rows`` (ids, UInt32), in the sheet's columns."""
    names = view.present(("OrderId", "ActionId"))
    keys = pl.Series([], dtype=pl.UInt64)
    for step in range(1, min(len(frames.surplus), _MOST_MOVED) + 1):
        moved = [cells.to_series(place + step).alias(name) for place, name in enumerate(cells.columns[:-step])]
        blank = [cells[name].clear(cells.height) for name in cells.columns[-step:]]
        own = order_keys(frames.build(pl.DataFrame([*moved, *blank]), rows, names).frame, view)
        keys = keys.clone().append(own.filter(~own[NAMELESS])[BY_ORDER])
    return keys.unique()


RULES = (Rule(SURPLUS_RULE, _ragged),)
