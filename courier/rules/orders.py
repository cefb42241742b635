"""Rows gathered by order, so that rules can compare a row with the order's first row without window functions."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import polars as pl

from courier.catalogue.fields import ORDER_LEVEL
from courier.rules.damaged_ids import trusted
from courier.rules.field_view import FieldView

BY_ORDER = "@order"
BY_EVENT_AND_ORDER = "@event_order"
BY_CUSTOMER = "@customer"
NAMELESS = "@nameless"
GATHERED_BY = {BY_ORDER: BY_ORDER, BY_EVENT_AND_ORDER: BY_ORDER, BY_CUSTOMER: BY_CUSTOMER}
"""Per kind of group the kind whose rows must be gathered to complete it."""

AGREEING = ("CampaignId", "ActionTrackerId", "EventTypeCode", "CurrencyCode")
"""Fields besides the order-level ones that are the same in every row of an order (rule GRP-SAME)."""
SURE = "@sure"
"""Whether a row is surely of its order: it has an order ID, or contradicts nothing that is said of the order. One with
another date or another customer than the order above may be an order of its own."""

_ALONE = pl.col("@row").hash(seed=1)
"""The key of a row that is a group by itself."""

PARENT, CHILD = 1, 2
"""Bits of a row's role in a chain of events."""


def order_keys(frame: pl.DataFrame, view: FieldView) -> pl.DataFrame:
    """Per row its own `BY_ORDER` key (UInt64) and whether it is `NAMELESS` (Boolean).

    The key is equal for rows of one OrderId, in a modification sheet of one ActionId if there is one. A row without
    either is nameless: it belongs to the order above it. A damaged ID is no key, so its row is an order by itself.
    """
    names = ("ActionId", "OrderId") if view.context.template == "modification" else ("OrderId",)
    present = view.present(names)
    keys = [*(_hash(view, name) for name in present), _ALONE]
    nameless = pl.all_horizontal([~view.filled(name) for name in present]) if present else pl.lit(False)
    return frame.select_seq(
        pl.coalesce(keys).alias(BY_ORDER), (nameless & pl.col("@row").is_not_null()).alias(NAMELESS)
    )


def carried_keys(rows: pl.Series, keys: pl.Series, nameless: pl.Series) -> pl.Series:
    """The order keys of rows (ids, UInt32) in sheet order, in which a nameless row has the key of the order above it,
    and is an order by itself if there is none."""
    own = pl.when(~pl.col(NAMELESS)).then(pl.col(BY_ORDER))
    frame = pl.DataFrame([rows.alias("@row"), keys.alias(BY_ORDER), nameless.alias(NAMELESS)])
    return frame.select_seq(pl.coalesce(own.forward_fill(), _ALONE).alias(BY_ORDER))[BY_ORDER]


def customer_keys(frame: pl.DataFrame, view: FieldView) -> pl.Series:
    """A 64-bit key per row (UInt64): equal for rows of one CustomerId; a row without one, or with a damaged one, is a
    group by itself."""
    own = [_hash(view, "CustomerId")] if view.has("CustomerId") else []
    key = pl.coalesce([*own, _ALONE])
    return frame.select_seq(key.alias(BY_CUSTOMER))[BY_CUSTOMER]


def event_of(view: FieldView) -> pl.Expr:
    """The event type of a row by its ID, or by its code where it has no ID; null where it has neither."""
    return pl.coalesce(view.value("ActionTrackerId"), view.value("EventTypeCode"))


def _hash(view: FieldView, name: str) -> pl.Expr:
    """The hash of a field's text, null where that is no key."""
    text = trusted(view.value(name), view.context.reading(name))
    return pl.when(text.is_not_null()).then(text.hash())


class OrderHelpers:
    """The helper columns of order rules for one sheet, their expressions built once."""

    def __init__(self, view: FieldView, columns: Collection[str] | None = None) -> None:
        """``columns``: the columns of the gathered frame that are needed, None for all that repairs read."""
        moments = ["EventDate@time"] if view.has("EventDate") else []
        names = [name for name in (*view.readable, *moments) if columns is None or f"{name}@first" in columns]
        event = pl.coalesce(view.value("ActionTrackerId"), view.value("EventTypeCode"), pl.lit(""))
        if view.context.template == "item":
            # a shop leaves the event type blank on an order's later rows
            own = [view.value("ActionTrackerId"), view.value("EventTypeCode")]
            event = pl.coalesce(*own, view.first("ActionTrackerId"), view.first("EventTypeCode"), pl.lit(""))
        if view.context.template == "modification":
            # an action ID alone identifies the event
            event = pl.when(view.filled("ActionId")).then(pl.lit("")).otherwise(event)
        names += [root.removesuffix("@first") for root in event.meta.root_names() if root.endswith("@first")]
        self._first = [_first_filled(name) for name in dict.fromkeys(names)]
        self.roots = frozenset(event.meta.root_names())
        """The columns that determine a row's event type."""
        self._sure = None if columns is not None else view.filled("OrderId") | agrees(view)
        self._event = [event.alias("@event"), (pl.col(BY_ORDER) ^ event.hash(seed=2)).alias(BY_EVENT_AND_ORDER)]

    def gather(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows sorted by ``@order`` and ``@position`` (both must exist), with the helper columns.

        ``F@first`` is the order's first filled text of a field, ``@event`` the event type, taken from the order's other
        rows where a row has none, ``@event_order`` the key of rows of one event type and order; `SURE` for repairs.
        """
        frame = _ranked(frame.sort(BY_ORDER, "@position"), BY_ORDER).with_columns_seq(self._first)
        return frame.with_columns_seq(self._event if self._sure is None else [*self._event, self._sure.alias(SURE)])


def agrees(view: FieldView, but: str = "") -> pl.Expr:
    """Whether no filled cell of a row, that of the field ``but`` aside, contradicts what is said of its order. Over a
    gathered frame."""
    names = [name for name in view.present((*AGREEING, *ORDER_LEVEL)) if name != but]
    return pl.all_horizontal([~differs(view, name).fill_null(False) for name in names]) if names else pl.lit(True)


def differs(view: FieldView, name: str) -> pl.Expr:
    """Whether a field says something else than the first text of its order; null where it is empty. Over a gathered
    frame."""
    other = view.value(name) != view.first(name)
    if name != "EventDate":
        return other
    # one moment may be written with Z, with +00:00 or in another zone; the first date may be unreadable
    own = pl.when(view.filled(name)).then(pl.int_range(0, pl.len(), dtype=pl.UInt32))
    first = view.time().gather(own.backward_fill().gather(pl.col("@start")))
    return other & (view.time() != first).fill_null(True)


def regroup(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """Gathered rows sorted by another key, with ``@start`` and ``@rank`` of that key."""
    if key == BY_ORDER:
        return frame
    if key == BY_EVENT_AND_ORDER and not frame.select_seq((pl.col(key) != at_start(pl.col(key))).any()).item():
        # each order has one event type, so its rows are adjacent already
        return frame
    return _ranked(frame.sort(key, "@position"), key)


def orders_with(frame: pl.DataFrame, key: str, rows: pl.Series) -> pl.DataFrame:
    """The groups of a frame grouped by ``key`` that contain any of ``rows`` (Boolean per row of the frame)."""
    groups = frame[key].filter(rows).unique()
    return _ranked(frame.filter(frame[key].is_in(groups.implode())), key)


def at_start(expression: pl.Expr) -> pl.Expr:
    """The value of an expression in the first row of the row's group."""
    return expression.gather(pl.col("@start"))


def _ranked(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    return frame.with_columns_seq(_rank_expressions(key))


@cache
def _rank_expressions(key: str) -> list[pl.Expr]:
    index = pl.int_range(0, pl.len(), dtype=pl.UInt32)
    begins = (pl.col(key) != pl.col(key).shift(1)).fill_null(True)
    start = pl.when(begins).then(index).forward_fill()
    return [start.alias("@start"), (index - start).alias("@rank")]


def _first_filled(name: str) -> pl.Expr:
    # the first filled text at or after an order's first sorted row counts only if its row is in the order
    value = pl.col(name)
    owner = pl.when(value.is_not_null()).then(pl.col("@start")).backward_fill()
    return (
        pl.when(owner.gather(pl.col("@start")) == pl.col("@start"))
        .then(value.backward_fill().gather(pl.col("@start")))
        .alias(f"{name}@first")
    )
