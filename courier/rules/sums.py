"""The rule about sums: the lines of an order add up to the subtotal that the sheet has for it.

Source: inferred from the order exports of the common shops, which differ in whether a price is for one piece or for the
line, and in whether a subtotal is before or after discount and tax.
"""

from collections.abc import Iterator, Mapping
from itertools import product

import polars as pl

from courier.catalogue.currencies import MINOR_UNITS
from courier.catalogue.fields import ITEM_AMOUNTS
from courier.rules.amounts import as_decimal, less_line_discount, plain_amount, row_amount
from courier.rules.field_view import FieldView
from courier.rules.numbers import plain_money, plain_number
from courier.rules.orders import BY_ORDER
from courier.rules.rule import Mark, Rule

_DECIMAL = pl.Decimal(38, 4)
_SUMS = pl.Struct({"wrong": pl.Boolean, **dict.fromkeys(("lines", "subtotal", "compared", "reading"), pl.String)})
_WHOLE = [code for code, digits in MINOR_UNITS.items() if digits == 0]
SUM_FIELDS = (*ITEM_AMOUNTS, "Quantity", "ItemDiscount", "ItemTotalDiscount")
"""The fields that make up the amount of a line."""
_ASIDE = ("OrderDiscount", "OrderTax", "OrderShipping")
"""What a subtotal may or may not hold besides the lines."""


def _sum(view: FieldView) -> Iterator[Mark]:
    amount = next((name for name in ITEM_AMOUNTS if view.has(name)), None)
    per_line = amount is not None and view.context.reading(amount).per_line
    if amount is None or not (view.has("OrderSubtotal") or per_line):
        return
    names = view.present((*SUM_FIELDS, *_ASIDE, "OrderSubtotal"))
    comma = {name: view.context.reading(name).decimal_comma for name in names}
    columns = [pl.col("@start"), view.first("CurrencyCode").alias("currency"), *map(view.value, names)]
    # one step for the numbers and one for what follows: a single expression would read each number many times
    sums = pl.map_batches(
        columns, lambda series: _added_up(pl.DataFrame(series), comma, amount, per_line=per_line), return_dtype=_SUMS
    )
    wrong = (pl.col("@rank") == 0) & view.filled("OrderId") & sums.struct.field("wrong")
    yield Mark(amount, wrong, {name: sums.struct.field(name) for name in ("lines", "subtotal", "compared", "reading")})


def _added_up(texts: pl.DataFrame, comma: Mapping[str, bool | None], amount: str, *, per_line: bool) -> pl.Series:
    """Per row the sums of its order (`_SUMS`). ``texts``: ``@start``, ``currency``, and the fields with numbers."""
    currency = pl.col("currency")
    parsed = {
        name: as_decimal(
            plain_number(pl.col(name), comma[name])
            if name == "Quantity"
            else plain_money(pl.col(name), currency, comma[name])
        )
        for name in comma
    }
    frame = texts.select_seq("@start", currency, *(number.alias(name) for name, number in parsed.items()))
    numbers = {name: pl.col(name) for name in comma}
    subtotal = _first(numbers["OrderSubtotal"]) if "OrderSubtotal" in numbers else pl.lit(None, dtype=_DECIMAL)
    step = pl.when(currency.is_in(_WHOLE).fill_null(False)).then(pl.lit("1")).otherwise(pl.lit("0.01"))
    pieces = numbers.get("Quantity", pl.lit(1))
    frame = frame.select_seq(
        _of_order(row_amount(list(numbers), numbers)).alias("lines"),
        row_amount(list(numbers), numbers).is_null().any().over("@start").alias("unknown"),
        _of_order(less_line_discount(numbers[amount], numbers)).alias("for_lines"),
        (pieces > 1).any().over("@start").fill_null(False).alias("several"),
        subtotal.alias("subtotal"),
        # a cent of rounding per line
        (step.cast(_DECIMAL) * pl.len().over("@start").cast(_DECIMAL)).alias("allowed"),
        *(_first(numbers[name]).fill_null(0).alias(name) for name in _ASIDE if name in numbers),
    )
    aside = [name for name in _ASIDE if name in frame.columns]

    def adds_up(total: str) -> pl.Expr:
        readings = []
        for signs in product((-1, 0, 1), repeat=len(aside)):
            target = pl.col("subtotal")
            for sign, other in zip(signs, aside, strict=True):
                target = target + pl.col(other) if sign > 0 else target - pl.col(other) if sign < 0 else target
            readings.append((pl.col(total) - target).abs() <= pl.col("allowed"))
        return pl.any_horizontal(readings)

    nothing = pl.col("subtotal").is_null()
    # without a subtotal only prices that grow with the quantity tell
    wrong = pl.when(nothing).then(pl.col("several") & per_line).otherwise(~adds_up("lines"))
    for_lines = (
        pl.when(nothing).then(True).otherwise(adds_up("for_lines")) & pl.col("several") & (amount == "ItemPrice")
    )
    return frame.select_seq(
        pl.struct(
            (wrong & ~pl.col("unknown")).alias("wrong"),
            plain_amount(pl.col("lines")).alias("lines"),
            plain_amount(pl.col("subtotal")).fill_null("").alias("subtotal"),
            pl.when(nothing).then(pl.lit("no")).otherwise(pl.lit("yes")).alias("compared"),
            pl.when(for_lines).then(pl.lit("line")).otherwise(pl.lit("other")).alias("reading"),
        ).alias("sums")
    )["sums"]


def _first(number: pl.Expr) -> pl.Expr:
    """The first number of the row's order."""
    return number.drop_nulls().first().over("@start")


def _of_order(number: pl.Expr) -> pl.Expr:
    """The sum over the row's order."""
    return number.sum().over("@start")


RULES = (Rule("GRP-SUM", _sum, ("OrderId",), BY_ORDER, alone=True),)
