"""The totals of a batch: exact sums of amounts per currency."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from courier.catalogue.currencies import MINOR_UNITS
from courier.catalogue.fields import ITEM_AMOUNTS
from courier.rules.amounts import as_decimal, row_amount
from courier.rules.numbers import currency_code, plain_money
from courier.sheet.choices import ColumnReading

_MONEY = pl.Decimal(38, 4)


def totals(fields: pl.DataFrame) -> dict[str, Decimal]:
    """The exact sum of amounts per currency ("" for rows without one); rows without Amount count price x quantity."""
    return sums(amounts(fields))


def amounts(fields: pl.DataFrame) -> pl.DataFrame:
    """Per row ``currency`` ("" for none) and ``amount`` (Decimal, null where it is none that can be read)."""
    if not fields.height or not any(name in fields.columns for name in ITEM_AMOUNTS):
        currency = pl.Series("currency", [""]).new_from_index(0, fields.height)
        return pl.DataFrame([currency, pl.Series("amount", [None], dtype=_MONEY).new_from_index(0, fields.height)])
    amount = row_amount(fields.columns).alias("amount")
    code = (
        pl.col("CurrencyCode").str.strip_chars() if "CurrencyCode" in fields.columns else pl.lit(None, dtype=pl.String)
    )
    return fields.select_seq([code.fill_null("").alias("currency"), amount])


def sums(amounts: pl.DataFrame) -> dict[str, Decimal]:
    """The sum per currency of what `amounts` gives, or of some of its rows; currencies without an amount are left
    away."""
    amounts = amounts.drop_nulls("amount")
    # there is nearly always only one: grouping would take longer than summing
    currencies = sorted(amounts["currency"].unique().to_list())
    found: dict[str, Decimal] = {}
    for currency in currencies:
        rows = amounts if len(currencies) == 1 else amounts.filter(pl.col("currency") == currency)
        total = rows["amount"].sum()
        assert isinstance(total, Decimal)
        found[currency] = total
    return found


def unrepaired_totals(
    fields: pl.DataFrame, readings: Mapping[str, ColumnReading], orders: pl.Series
) -> dict[str, Decimal]:
    """The totals of `unrepaired_amounts`."""
    return sums(unrepaired_amounts(fields, readings, orders))


def unrepaired_amounts(fields: pl.DataFrame, readings: Mapping[str, ColumnReading], orders: pl.Series) -> pl.DataFrame:
    """The amounts of rows that are not repaired yet: amounts and currencies that a repair would make plain count too,
    currencies that do not exist count as none, and a row without one has that of its order. ``orders``: the order key
    per row."""
    plain = _made_plain(fields, readings)
    if "CurrencyCode" in plain.columns and plain["CurrencyCode"].null_count():
        code = pl.col("CurrencyCode")
        of_order = code.drop_nulls().first().over("@order")
        plain = plain.with_columns_seq(orders.alias("@order")).with_columns_seq(code.fill_null(of_order)).drop("@order")
    return amounts(plain)


def totals_json(sums: Mapping[str, Decimal]) -> dict[str, str]:
    """Totals as text with the decimals of each currency."""
    return {code: f"{amount:.{MINOR_UNITS.get(code, 2)}f}" for code, amount in sums.items()}


def _made_plain(fields: pl.DataFrame, readings: Mapping[str, ColumnReading]) -> pl.DataFrame:
    names = [name for name in ITEM_AMOUNTS if name in fields.columns]
    code = "CurrencyCode" if "CurrencyCode" in fields.columns else None
    texts = fields.select_seq([pl.col(name).str.strip_chars() for name in (*names, *([code] if code else []))])
    currency = pl.lit(None, dtype=pl.String)
    if code:
        codes = pl.coalesce(currency_code(pl.col(code)), pl.col(code))
        currency = pl.when(codes.is_in(list(MINOR_UNITS))).then(codes)
    texts = texts.with_columns_seq(currency.alias("CurrencyCode"))
    plain = texts.select_seq(
        [_plain_amounts(texts, name, readings.get(name, ColumnReading()).decimal_comma) for name in names]
    )
    return fields.with_columns_seq(*plain.get_columns(), *([texts[code]] if code else []))


def _plain_amounts(texts: pl.DataFrame, name: str, decimal_comma: bool | None) -> pl.Series:
    """Amounts as repairs would write them; each different text is read once, because that is slow."""
    unread = texts.select_seq((as_decimal(pl.col(name)).is_null() & (pl.col(name) != "")).fill_null(False))[name]
    if not unread.any():
        return texts[name]
    key, read = [name, "CurrencyCode"], plain_money(pl.col(name), pl.col("CurrencyCode"), decimal_comma)
    found = texts.filter(unread).unique(key).select(*key, read.alias("@plain"))
    plain = texts.join(found, on=key, how="left", nulls_equal=True, maintain_order="left")
    return plain.select_seq(pl.coalesce("@plain", name).alias(name))[name]
