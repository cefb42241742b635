"""Rules about the rows of one order. Sources: Batch Submit Conversion Data; OrderId is unique per event type."""

from collections.abc import Iterator

import polars as pl

from courier.catalogue.fields import ORDER_LEVEL
from courier.rules.field_view import FieldView
from courier.rules.fill import AGREEING
from courier.rules.orders import BY_EVENT_AND_ORDER, BY_ORDER, at_start
from courier.rules.rule import Mark, Rule


def _together(view: FieldView) -> Iterator[Mark]:
    if view.has("OrderId"):
        apart = pl.col("@position") - at_start(pl.col("@position")) != pl.col("@rank")
        yield Mark("OrderId", view.filled("OrderId") & apart, _first_row())


def _same(view: FieldView) -> Iterator[Mark]:
    yield from _agreeing(view, view.present(AGREEING))


def _same_detail(view: FieldView) -> Iterator[Mark]:
    yield from _agreeing(view, view.present(ORDER_LEVEL))


def _agreeing(view: FieldView, names: list[str]) -> Iterator[Mark]:
    if not view.has("OrderId"):
        return
    for name in names:
        differs = view.value(name) != view.first(name)
        if name == "EventDate":
            # one moment may be written with Z, with +00:00 or in another zone
            # the first date may be one that cannot be read
            own = pl.when(view.filled(name)).then(pl.int_range(0, pl.len(), dtype=pl.UInt32))
            first = view.time().gather(own.backward_fill().gather(pl.col("@start")))
            differs = differs & (view.time() != first).fill_null(True)
        yield Mark(name, view.filled("OrderId") & differs, {"first": view.first(name), **_first_row()})


def _sku_once(view: FieldView) -> Iterator[Mark]:
    if view.has("OrderId", "Sku"):
        known = pl.struct(BY_EVENT_AND_ORDER, view.value("Sku"))
        again = view.filled("OrderId") & view.filled("Sku") & ~known.is_first_distinct()
        yield Mark("Sku", again, _first_row())


def _order_once(view: FieldView) -> Iterator[Mark]:
    keys = ["OrderId", "EventCode"] if view.context.template == "mobile" else ["OrderId"]
    if not view.has(*keys) or not view.present(("ActionTrackerId", "EventTypeCode")):
        # what tells the events of an order apart is missing, which is told once, of the file
        return
    again = pl.col("@rank") > 0
    # an app reports several events of one order, and a chained file may report an order's items
    apart = {"mobile": "EventCode", "chained": "Sku"}.get(view.context.template)
    if apart is not None and view.has(apart):
        again = ~pl.struct(BY_EVENT_AND_ORDER, view.value(apart).fill_null("")).is_first_distinct()
    yield Mark("OrderId", view.filled("OrderId") & again, _first_row())


def _first_row() -> dict[str, pl.Expr]:
    # "@number" is there only where facts are asked for
    return {"first_row": at_start(pl.col("@number")).cast(pl.String)}


RULES = (
    Rule("GRP-CONSECUTIVE", _together, BY_EVENT_AND_ORDER),
    Rule("GRP-SAME", _same, BY_ORDER),
    Rule("GRP-SAME-DETAIL", _same_detail, BY_ORDER),
    Rule("GRP-SKU-ONCE", _sku_once, BY_EVENT_AND_ORDER),
    Rule("GRP-ORDER-ONCE", _order_once, BY_EVENT_AND_ORDER),
)
