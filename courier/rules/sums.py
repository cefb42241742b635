"""The rule about sums: the lines of an order add up to the subtotal that the sheet has for it.

Source: inferred from the order exports of the common shops, which differ in whether a price is for one piece or for the
line, and in whether a subtotal is before or after discount and tax.
"""

from collections.abc import Iterator
from itertools import product

import polars as pl

from courier.catalogue.currencies import MINOR_UNITS
from courier.catalogue.fields import ITEM_AMOUNTS
from courier.rules.amounts import as_decimal, less_line_discount, plain_amount, row_amount
from courier.rules.field_view import FieldView
from courier.rules.numbers import plain_money, plain_number
from courier.rules.orders import BY_ORDER
from courier.rules.rule import Mark, Rule

_WHOLE = [code for code, digits in MINOR_UNITS.items() if digits == 0]
SUM_FIELDS = (*ITEM_AMOUNTS, "Quantity", "ItemDiscount", "ItemTotalDiscount")
"""The fields that make up the amount of a line."""
_ASIDE = ("OrderDiscount", "OrderTax", "OrderShipping")
"""What a subtotal may or may not hold besides the lines."""


def _sum(view: FieldView) -> Iterator[Mark]:
    amount = next((name for name in ITEM_AMOUNTS if view.has(name)), None)
    if amount is None or not (view.has("OrderSubtotal") or view.context.reading(amount).per_line):
        return
    numbers = {name: _number(view, name) for name in view.present((*SUM_FIELDS, *_ASIDE, "OrderSubtotal"))}
    amounts = row_amount(view.names, numbers)
    lines = _of_order(amounts)
    known = ~amounts.is_null().any().over("@start")
    subtotal = _first(numbers["OrderSubtotal"]) if "OrderSubtotal" in numbers else pl.lit(None, dtype=pl.Decimal(38, 4))
    # a cent of rounding per line
    step = pl.when(view.first("CurrencyCode").is_in(_WHOLE).fill_null(False)).then(1).otherwise(pl.lit("0.01"))
    allowed = step.cast(pl.Decimal(38, 4)) * pl.len().over("@start").cast(pl.Decimal(38, 4))
    aside = [_first(numbers[name]).fill_null(0) for name in _ASIDE if name in numbers]

    def adds_up(total: pl.Expr) -> pl.Expr:
        readings = []
        for signs in product((-1, 0, 1), repeat=len(aside)):
            target = subtotal
            for sign, other in zip(signs, aside, strict=True):
                target = target + other if sign > 0 else target - other if sign < 0 else target
            readings.append((total - target).abs() <= allowed)
        return pl.any_horizontal(readings)

    per_line = _of_order(less_line_discount(numbers[amount], numbers))
    wrong = ~adds_up(lines)
    several = (_of_order(pl.when(numbers.get("Quantity", pl.lit(1)) > 1).then(1)) > 0).fill_null(False)
    if view.context.reading(amount).per_line:
        # nothing to compare with, but the same item has its price times its quantity in other rows
        wrong = pl.when(subtotal.is_null()).then(several).otherwise(wrong)
    fits = (
        pl.when(subtotal.is_null()).then(True).otherwise(adds_up(per_line)) if amount == "ItemPrice" else pl.lit(False)
    )
    facts = {
        "lines": plain_amount(lines),
        "subtotal": plain_amount(subtotal).fill_null(""),
        "compared": pl.when(subtotal.is_null()).then(pl.lit("no")).otherwise(pl.lit("yes")),
        "reading": pl.when(fits & several).then(pl.lit("line")).otherwise(pl.lit("other")),
    }
    yield Mark(amount, (pl.col("@rank") == 0) & view.filled("OrderId") & known & wrong, facts)


def _number(view: FieldView, name: str) -> pl.Expr:
    comma = view.context.reading(name).decimal_comma
    if name == "Quantity":
        return as_decimal(plain_number(view.value(name), comma))
    return as_decimal(plain_money(view.value(name), view.first("CurrencyCode"), comma))


def _first(number: pl.Expr) -> pl.Expr:
    """The first number of the row's order."""
    return number.drop_nulls().first().over("@start")


def _of_order(number: pl.Expr) -> pl.Expr:
    """The sum over the row's order."""
    return number.sum().over("@start")


RULES = (Rule("GRP-SUM", _sum, ("OrderId",), BY_ORDER, alone=True),)
