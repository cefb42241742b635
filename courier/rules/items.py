"""Rules about item rows. Source: Item-Level Data; Conversions, Brand API v14."""

from collections.abc import Iterator

import polars as pl

from courier.rules.field_view import FieldView
from courier.rules.numbers import negative, plain_number
from courier.rules.rule import Mark, Repair, Rule

_UNIT = (
    r"(?i)(?:\s*[x×]|\s*(?:stk|stück|st|pcs?|pieces?|items?|units?|ea|pi[èe]ces?|p[çc]s?|uds?|unidad(?:es)?|unidades?|pz|pezz[oi]"
    r"|stuks?|un|個|点|枚|本)\.?)$"
)
_TIMES = r"(?i)^[x×]\s*"


def _required(view: FieldView) -> Iterator[Mark]:
    for name in view.present(("Sku", "Category", "Quantity")):
        yield Mark(name, ~view.filled(name))


def _quantity(view: FieldView) -> Iterator[Mark]:
    value = view.value("Quantity")
    bare = value.str.strip_prefix("+").str.replace(_UNIT, "").str.replace(_TIMES, "")
    number = plain_number(bare, view.context.reading("Quantity").decimal_comma)
    whole = number.str.replace(r"\.0*$", "")
    right = r"^0*[1-9][0-9]*$"
    text = pl.when(whole.str.contains(right)).then(whole)
    two_ways = whole.is_null() & value.str.contains(r"^[0-9]{1,3}[.,]000$")
    kind = pl.when(negative(value)).then(pl.lit("negative")).when(two_ways).then(pl.lit("open"))
    facts = {"kind": kind.otherwise(pl.lit("other"))}
    yield Mark("Quantity", ~value.str.contains(right), facts, Repair({"Quantity": text}))


def _no_subtotal(view: FieldView) -> Iterator[Mark]:
    yield Mark("OrderSubTotalPostDiscount", view.filled("OrderSubTotalPostDiscount"))


RULES = (
    Rule("ITEM-REQ", _required),
    Rule("ITEM-QTY", _quantity, ("Quantity",)),
    Rule("ITEM-NO-ORDER-SUBTOTAL", _no_subtotal, ("OrderSubTotalPostDiscount",)),
)
