"""The rule about sums: the lines of an order add up to the subtotal that the sheet has for it.

Source: inferred from the order exports of the common shops, which differ in whether a price is for one piece or for the
line, and in whether a subtotal is before or after discount and tax.
"""

from collections.abc import Iterator, Mapping
from itertools import product

import polars as pl

from courier.catalogue.currencies import MINOR_UNITS
from courier.catalogue.fields import ITEM_AMOUNTS
from courier.rules.amounts import SUM_FIELDS, as_decimal, less_line_discount, plain_amount, row_amount
from courier.rules.field_view import FieldView
from courier.rules.numbers import plain_money, plain_number
from courier.rules.orders import BY_ORDER
from courier.rules.rule import Mark, Rule

_UNIT = 10_000
_SUMS = pl.Struct({"wrong": pl.Boolean, **dict.fromkeys(("lines", "subtotal", "compared", "reading"), pl.String)})
_WHOLE = [code for code, digits in MINOR_UNITS.items() if digits == 0]
_ASIDE = ("OrderDiscount", "OrderTax", "OrderShipping")
"""What a subtotal may or may not hold besides the lines."""


def _sum(view: FieldView) -> Iterator[Mark]:
    amount = next((name for name in ITEM_AMOUNTS if view.has(name)), None)
    per_line = amount is not None and view.context.reading(amount).per_line
    if amount is None or not (view.has("OrderSubtotal") or per_line):
        return
    lines = view.present(SUM_FIELDS)
    of_order = view.present((*_ASIDE, "OrderSubtotal"))
    comma = {name: view.context.reading(name).decimal_comma for name in (*lines, *of_order)}
    texts = [*(view.value(name).alias(name) for name in lines), *(view.first(name).alias(name) for name in of_order)]
    currency = [view.first(name).alias("currency") for name in view.present(("CurrencyCode",))]
    columns = [pl.col("@start"), pl.col("@rank"), *currency, *texts]
    # one step for the numbers and one for what follows: a single expression would read each number many times
    sums = pl.map_batches(
        columns, lambda series: _added_up(pl.DataFrame(series), comma, amount, per_line=per_line), return_dtype=_SUMS
    )
    wrong = (pl.col("@rank") == 0) & view.filled("OrderId") & sums.struct.field("wrong")
    yield Mark(amount, wrong, {name: sums.struct.field(name) for name in ("lines", "subtotal", "compared", "reading")})


def _added_up(texts: pl.DataFrame, comma: Mapping[str, bool | None], amount: str, *, per_line: bool) -> pl.Series:
    """Per row the sums of its order (`_SUMS`), meant for its first one. ``texts``: ``@start``, ``@rank``, ``currency``
    if there is one, and the texts of fields, those of the whole order in each row.

    Sums are differences of running sums, because window functions would wait for a full check in the background.
    """
    currency = pl.col("currency") if "currency" in texts.columns else pl.lit(None, dtype=pl.String).alias("currency")
    parsed = {
        name: as_decimal(
            plain_number(pl.col(name), comma[name])
            if name == "Quantity"
            else plain_money(pl.col(name), currency, comma[name])
        )
        for name in comma
    }
    frame = texts.select_seq("@start", "@rank", currency, *(number.alias(name) for name, number in parsed.items()))
    numbers = {name: pl.col(name) for name in comma if name in SUM_FIELDS}
    pieces = numbers.get("Quantity", pl.lit(1))
    # a cent of rounding per line
    step = pl.when(currency.is_in(_WHOLE).fill_null(False)).then(_UNIT).otherwise(_UNIT // 100)
    frame = frame.select_seq(
        "@start",
        "@rank",
        _units(row_amount(list(numbers), numbers)).alias("lines"),
        _units(less_line_discount(numbers[amount], numbers)).alias("for_lines"),
        (pieces > 1).fill_null(False).cast(pl.Int64).alias("several"),
        step.alias("step"),
        *(_units(pl.col(name)).alias(name) for name in comma if name not in numbers),
    )
    index = pl.int_range(pl.len(), dtype=pl.UInt32)
    ends = (pl.col("@start") != pl.col("@start").shift(-1)).fill_null(True)
    frame = frame.with_columns_seq(pl.when(ends).then(index).backward_fill().alias("end"))
    unknown = pl.col("lines").is_null().cast(pl.Int64)
    count = pl.col("@rank").gather(pl.col("end")).cast(pl.Int64) + 1
    frame = frame.with_columns_seq(
        _of_order(pl.col("lines")).alias("lines"),
        _of_order(pl.col("for_lines")).alias("for_lines"),
        (_of_order(pl.col("several")) > 0).alias("several"),
        (_of_order(unknown) > 0).alias("unknown"),
        (pl.col("step") * count).alias("allowed"),
        (pl.col("OrderSubtotal") if "OrderSubtotal" in comma else pl.lit(None, dtype=pl.Int64)).alias("subtotal"),
    )
    nothing = pl.col("subtotal").is_null()
    # without a subtotal only prices that grow with the quantity tell
    wrong = pl.when(nothing).then(pl.col("several") & per_line).otherwise(~_adds_up(frame, "lines"))
    for_lines = pl.when(nothing).then(True).otherwise(_adds_up(frame, "for_lines"))
    for_lines = for_lines & pl.col("several") & (amount == "ItemPrice")
    return frame.select_seq(
        pl.struct(
            (wrong & ~pl.col("unknown")).alias("wrong"),
            _written(pl.col("lines")).alias("lines"),
            _written(pl.col("subtotal")).fill_null("").alias("subtotal"),
            pl.when(nothing).then(pl.lit("no")).otherwise(pl.lit("yes")).alias("compared"),
            pl.when(for_lines).then(pl.lit("line")).otherwise(pl.lit("other")).alias("reading"),
        ).alias("sums")
    )["sums"]


def _adds_up(frame: pl.DataFrame, total: str) -> pl.Expr:
    """Whether a sum is the subtotal under any of the usual readings."""
    aside = [pl.col(name).fill_null(0) for name in _ASIDE if name in frame.columns]
    readings = []
    for signs in product((-1, 0, 1), repeat=len(aside)):
        target = pl.col("subtotal")
        for sign, other in zip(signs, aside, strict=True):
            target = target + other if sign > 0 else target - other if sign < 0 else target
        readings.append((pl.col(total) - target).abs() <= pl.col("allowed"))
    return pl.any_horizontal(readings)


def _of_order(number: pl.Expr) -> pl.Expr:
    """In an order's first row the sum over the order."""
    filled = number.fill_null(0)
    running = filled.cum_sum()
    return running.gather(pl.col("end")) - running + filled


def _units(number: pl.Expr) -> pl.Expr:
    """A number in ten-thousandths, which running sums can be made of exactly."""
    return (number.cast(pl.Float64) * _UNIT).round().cast(pl.Int64, strict=False)


def _written(units: pl.Expr) -> pl.Expr:
    return plain_amount((units.cast(pl.Float64) / _UNIT).round(4))


RULES = (Rule("GRP-SUM", _sum, ("OrderId",), BY_ORDER, alone=True),)
