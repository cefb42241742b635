"""Rules about campaign, event type and order IDs and the damage that spreadsheets do to them.

Sources: Conversions, Brand API v14; Order-Level Data; Submit Batch Modifications & Reversals.
"""

from collections.abc import Iterator

import polars as pl

from courier.catalogue.fields import IDENTIFIERS, INTEGER_IDS
from courier.rules.damaged_ids import DATE_LIKE, ROUNDED, SCIENTIFIC
from courier.rules.field_view import FieldView
from courier.rules.fill import whole_row
from courier.rules.orders import agrees
from courier.rules.rule import Mark, Repair, Rule

WHOLE_ID = r"^[1-9][0-9]{0,9}$"
_SCIENTIFIC_MAYBE = r"^\d+[eE]\d+$"
_TRAILING_ZERO = r"^\d+\.0+$"


def _campaign(view: FieldView) -> Iterator[Mark]:
    value = view.value("CampaignId")
    bad = value.is_null() | ~value.str.contains(WHOLE_ID)
    yield Mark("CampaignId", bad, repair=Repair(_own_first(view, "CampaignId")))


def _event_id(view: FieldView) -> Iterator[Mark]:
    value, code = view.value("ActionTrackerId"), view.value("EventTypeCode")
    if view.has("ActionTrackerId"):
        bad = (value.is_null() & code.is_null()) | ~value.str.contains(WHOLE_ID)
        bad = bad.fill_null(value.is_null() & code.is_null())
        yield Mark("ActionTrackerId", bad, repair=Repair(_own_first(view, "ActionTrackerId")))
    elif view.has("EventTypeCode"):
        yield Mark("EventTypeCode", code.is_null(), repair=Repair(_own_first(view, "EventTypeCode")))


def _event_code(view: FieldView) -> Iterator[Mark]:
    yield Mark("EventCode", ~view.filled("EventCode"))


def _order_id(view: FieldView) -> Iterator[Mark]:
    value = view.value("OrderId")
    under = value.is_null() & (pl.col("@rank") > 0)
    facts = {
        "length": value.str.len_chars().fill_null(0),
        "fault": pl.when(under)
        .then(pl.lit("under"))
        .when(value.is_null())
        .then(pl.lit("empty"))
        .otherwise(pl.lit("long")),
        "above": view.first("OrderId").fill_null(""),
    }
    texts = _order_above(view)
    repair = Repair(texts, _is_item_of(view)) if texts else None
    yield Mark("OrderId", value.is_null() | (value.str.len_chars() > 64), facts, repair)


def _order_above(view: FieldView) -> dict[str, pl.Expr]:
    """The texts of the order above for a row without an order ID, which belongs to it."""
    if view.context.template not in ("item", "chained"):
        return {}
    nameless = view.value("OrderId").is_null()
    above = pl.when(nameless & (pl.col("@rank") > 0)).then(view.first("OrderId"))
    return {"OrderId": above, **whole_row(view, nameless)}


def _is_item_of(view: FieldView) -> pl.Expr:
    """Whether a row without an order ID can only be one more item of the order above: it has an item, and contradicts
    nothing that is said of the order."""
    items = [view.filled(name) for name in view.present(("Sku", "Name", "Category"))]
    return pl.all_horizontal([pl.any_horizontal(items) if items else pl.lit(False), agrees(view)])


def _scientific(view: FieldView) -> Iterator[Mark]:
    for name in view.present(IDENTIFIERS):
        bad = view.value(name).str.contains(SCIENTIFIC)
        if name in view.damaged:
            bad = bad & ~pl.col(f"{name}@damaged")
        yield Mark(name, bad, needs="+.,")


def _scientific_maybe(view: FieldView) -> Iterator[Mark]:
    for name in view.present(IDENTIFIERS):
        yield Mark(name, view.value(name).str.contains(_SCIENTIFIC_MAYBE), needs="eE")


def _trailing_zero(view: FieldView, names: tuple[str, ...] = INTEGER_IDS, *, safe: bool = True) -> Iterator[Mark]:
    for name in view.present(names):
        value = view.value(name)
        repair = Repair({name: value.str.replace(r"\.0+$", "")}, pl.lit(safe))
        yield Mark(name, value.str.contains(_TRAILING_ZERO), repair=repair, needs=".")


def _trailing_zero_maybe(view: FieldView) -> Iterator[Mark]:
    return _trailing_zero(view, ("OrderId", "CustomerId", "Sku"), safe=False)


def _lost_digits(view: FieldView) -> Iterator[Mark]:
    for name in view.present(IDENTIFIERS):
        if name in view.damaged:
            yield Mark(name, pl.col(f"{name}@damaged"))


def digits_maybe_lost(view: FieldView, name: str) -> pl.Expr:
    """Whether a field's text seems to be rounded to 15 digits; null when empty. All rows of the column decide whether
    zeros at the end mean that."""
    return view.value(name).str.contains(ROUNDED) if view.context.reading(name).rounded_ids else pl.lit(False)


def _maybe_lost_digits(view: FieldView) -> Iterator[Mark]:
    for name in view.present(IDENTIFIERS):
        if view.context.reading(name).rounded_ids:
            yield Mark(name, digits_maybe_lost(view, name))


def _lost_zeros(view: FieldView) -> Iterator[Mark]:
    for name in view.present(("OrderId", "CustomerId", "CustomProfileId", "Sku")):
        width = view.context.reading(name).usual_width
        if width:
            value = view.value(name)
            short = value.str.contains(r"^[1-9]\d*$") & (value.str.len_chars() < width)
            padded = value.str.zfill(width)
            yield Mark(name, short, {"width": pl.lit(width), "padded": padded}, Repair({name: padded}, pl.lit(False)))


def _looks_like_date(view: FieldView) -> Iterator[Mark]:
    for name in view.present(("OrderId", "Sku")):
        if view.context.reading(name).few_dates:
            yield Mark(name, view.value(name).str.contains(DATE_LIKE))


def _own_first(view: FieldView, name: str) -> dict[str, pl.Expr]:
    texts = whole_row(view, view.value(name).is_null())
    return {name: texts.pop(name), **texts} if name in texts else {}


RULES = (
    Rule("ROW-CAMPAIGN", _campaign, ("CampaignId",)),
    Rule("ROW-EVENT-ID", _event_id),
    Rule("ROW-OID", _order_id, ("OrderId",)),
    Rule("MOB-EVENTCODE", _event_code, ("EventCode",)),
    Rule("ROW-SCI", _scientific),
    Rule("ROW-SCI-MAYBE", _scientific_maybe),
    Rule("ROW-TRAILING-ZERO", _trailing_zero),
    Rule("ROW-TRAILING-ZERO-MAYBE", _trailing_zero_maybe),
    Rule("ROW-DIGITS", _lost_digits),
    Rule("ROW-DIGITS-MAYBE", _maybe_lost_digits),
    Rule("ROW-ZEROS", _lost_zeros),
    Rule("ROW-ID-DATE", _looks_like_date),
)
