"""Rules about amounts and currencies.

Sources: Item-Level Data; Order-Level Data; Conversions, Brand and Partner API.
"""

from collections.abc import Iterator

import polars as pl

from courier.catalogue.currencies import MINOR_UNITS
from courier.catalogue.fields import ITEM_AMOUNTS, MONEY_FIELDS
from courier.rules.field_view import FieldView
from courier.rules.fill import whole_row
from courier.rules.numbers import currency_code, kind_of_amount, not_money, plain_money
from courier.rules.rule import Mark, Repair, Rule

_WHOLE_DIGITS = {"Amount": 6, "OrderDiscount": 10, "OrderShipping": 12, "OrderTax": 12, "ItemSubtotal": 12}


def _number(view: FieldView) -> Iterator[Mark]:
    currency = view.value("CurrencyCode")
    for name in view.present(MONEY_FIELDS):
        value = view.value(name)
        comma = view.context.reading(name).decimal_comma
        text = plain_money(value, currency, comma)
        facts = amount_facts(name, value, currency, comma, text)
        yield Mark(name, not_money(value, currency), facts, Repair({name: text}))


def amount_facts(
    name: str, value: pl.Expr, currency: pl.Expr, decimal_comma: bool | None, text: pl.Expr
) -> dict[str, pl.Expr]:
    """The facts about a value that is no plain amount of the field ``name``, and its `plain_money` ``text``: its
    ``kind`` (see `kind_of_amount`), with ``discount`` or ``minus`` where a negative one is no return and ``comma`` for
    a decimal comma, and the ``currency`` if it is known."""
    negative = "discount" if "Discount" in name else "negative" if name in ITEM_AMOUNTS else "minus"
    readable = text.str.contains(".", literal=True) & value.str.contains(r"^\d+,\d+$")
    unread = kind_of_amount(value, currency, decimal_comma).replace({"negative": negative})
    kind = pl.when(readable).then(pl.lit("comma")).otherwise(unread)
    known = pl.when(currency.is_null()).then(pl.lit("no")).otherwise(pl.lit("yes"))
    return {"kind": kind, "currency": currency, "known": known}


def _size(view: FieldView) -> Iterator[Mark]:
    for name, digits in _WHOLE_DIGITS.items():
        if view.has(name):
            too_long = rf"^0*[1-9]\d{{{digits},}}(?:\.|$)"
            yield Mark(name, view.value(name).str.contains(too_long), {"limit": pl.lit("9" * digits + ".99")})


def _currency(view: FieldView) -> Iterator[Mark]:
    money = view.present(MONEY_FIELDS)
    if money:
        value = view.value("CurrencyCode")
        bad = view.any_filled(money) & (value.is_null() | ~value.is_in(list(MINOR_UNITS)))
        others = whole_row(view, value.is_null())
        first = others.pop("CurrencyCode", pl.lit(None, dtype=pl.String))
        code = pl.coalesce(currency_code(value), first)
        yield Mark("CurrencyCode", bad, repair=Repair({"CurrencyCode": code, **others}))


def _discount_twice(view: FieldView) -> Iterator[Mark]:
    # a discount of zero cannot be subtracted twice
    discount = view.value("OrderDiscount").str.contains(r"[1-9]")
    yield Mark("OrderDiscount", view.filled("Amount") & discount)


def _one_amount(view: FieldView) -> Iterator[Mark]:
    present = view.present(ITEM_AMOUNTS)
    if not present:
        return
    filled = {name: view.filled(name) for name in present}
    none = ~pl.any_horizontal(list(filled.values()))
    for index, name in enumerate(present):
        before = [filled[earlier].cast(pl.UInt8) for earlier in present[:index]]
        second = filled[name] & (pl.sum_horizontal(before) == 1) if before else pl.lit(False)
        yield Mark(name, none if index == 0 else second, {"filled": pl.sum_horizontal(filled.values())})


RULES = (
    Rule("ROW-AMOUNT-NUM", _number),
    Rule("ROW-AMOUNT-SIZE", _size),
    Rule("ROW-CURRENCY", _currency, ("CurrencyCode",)),
    Rule("ROW-DISCOUNT-TWICE", _discount_twice, ("Amount", "OrderDiscount")),
    Rule("ITEM-PRICE-ONE", _one_amount),
)
