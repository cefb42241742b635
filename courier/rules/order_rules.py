"""Rules about the rows of one order. Sources: Batch Submit Conversion Data; OrderId is unique per event type."""

from collections.abc import Iterator

import polars as pl

from courier.catalogue.fields import ORDER_LEVEL
from courier.rules.amounts import as_decimal, row_amount
from courier.rules.field_view import FieldView
from courier.rules.orders import AGREEING, BY_EVENT_AND_ORDER, BY_ORDER, at_start, differs
from courier.rules.rule import Mark, Rule

SKU_TWICE = "GRP-SKU-ONCE"


def _together(view: FieldView) -> Iterator[Mark]:
    apart = pl.col("@position") - at_start(pl.col("@position")) != pl.col("@rank")
    yield Mark("OrderId", view.filled("OrderId") & apart, _first_row())


def _same(view: FieldView, names: tuple[str, ...] = AGREEING) -> Iterator[Mark]:
    for name in view.present(names):
        yield Mark(name, view.filled("OrderId") & differs(view, name), {"first": view.first(name), **_first_row()})


def _same_detail(view: FieldView) -> Iterator[Mark]:
    return _same(view, ORDER_LEVEL)


def _sku_once(view: FieldView) -> Iterator[Mark]:
    item = pl.struct(BY_EVENT_AND_ORDER, view.value("Sku"))
    again = view.filled("OrderId") & view.filled("Sku") & ~item.is_first_distinct()
    child = is_child_line(view)
    alone = (~child).sum().over(BY_EVENT_AND_ORDER, view.value("Sku")) == 1
    kind = pl.when(child).then(pl.lit("child")).when(alone).then(pl.lit("parent")).otherwise(pl.lit("again"))
    yield Mark("Sku", again, {"kind": kind, **_first_row()})


def is_child_line(view: FieldView) -> pl.Expr:
    """Whether a row repeats another one of its order without the price: some shops list a product and, as a second
    line with the same SKU and quantity, the variant that was bought. Over a gathered frame."""
    amount, of_item = row_amount(view.names), (BY_EVENT_AND_ORDER, view.value("Sku"))
    one_quantity = as_decimal(view.value("Quantity")).n_unique().over(of_item) == 1
    return ((amount == 0) & (amount.max().over(of_item) > 0) & one_quantity).fill_null(False)


def _order_once(view: FieldView) -> Iterator[Mark]:
    mobile = view.context.template == "mobile"
    if (mobile and not view.has("EventCode")) or not view.present(("ActionTrackerId", "EventTypeCode")):
        # the events of an order cannot be told apart; a rule of the file reports the missing column once
        return
    again = pl.col("@rank") > 0
    # an app reports several events of one order, and a chained file may report an order's items
    apart = {"mobile": "EventCode", "chained": "Sku"}.get(view.context.template)
    if apart is not None and view.has(apart):
        again = ~pl.struct(BY_EVENT_AND_ORDER, view.value(apart).fill_null("")).is_first_distinct()
    yield Mark("OrderId", view.filled("OrderId") & again, _first_row())


def _first_row() -> dict[str, pl.Expr]:
    # only the frames that facts are computed from have "@number"
    return {"first_row": at_start(pl.col("@number")).cast(pl.String)}


RULES = (
    Rule("GRP-CONSECUTIVE", _together, ("OrderId",), BY_EVENT_AND_ORDER),
    Rule("GRP-SAME", _same, ("OrderId",), BY_ORDER),
    Rule("GRP-SAME-DETAIL", _same_detail, ("OrderId",), BY_ORDER),
    Rule(SKU_TWICE, _sku_once, ("OrderId", "Sku"), BY_EVENT_AND_ORDER),
    Rule("GRP-ORDER-ONCE", _order_once, ("OrderId",), BY_EVENT_AND_ORDER),
)
