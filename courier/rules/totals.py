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


def totals(fields: pl.DataFrame) -> dict[str, Decimal]:
    """The exact sum of amounts per currency ("" for rows without one); rows without Amount count price x quantity."""
    if not fields.height or not any(name in fields.columns for name in ITEM_AMOUNTS):
        return {}
    amount = row_amount(fields.columns).alias("amount")
    code = (
        pl.col("CurrencyCode").str.strip_chars() if "CurrencyCode" in fields.columns else pl.lit(None, dtype=pl.String)
    )
    amounts = fields.select_seq([code.fill_null("").alias("currency"), amount]).drop_nulls("amount")
    # there is nearly always only one: grouping would take longer than summing
    currencies = sorted(amounts["currency"].unique().to_list())
    sums: dict[str, Decimal] = {}
    for currency in currencies:
        rows = amounts if len(currencies) == 1 else amounts.filter(pl.col("currency") == currency)
        total = rows["amount"].sum()
        assert isinstance(total, Decimal)
        sums[currency] = total
    return sums


def unrepaired_totals(
    fields: pl.DataFrame, readings: Mapping[str, ColumnReading], orders: pl.Series
) -> dict[str, Decimal]:
    """The totals of rows that are not repaired yet: amounts and currencies that a repair would make plain count too,
    currencies that do not exist count as none, and a row without one has that of its order. ``orders``: the order key
    per row."""
    plain = _made_plain(fields, readings)
    if "CurrencyCode" in plain.columns and plain["CurrencyCode"].null_count():
        code = pl.col("CurrencyCode")
        of_order = code.drop_nulls().first().over("@order")
        plain = plain.with_columns_seq(orders.alias("@order")).with_columns_seq(code.fill_null(of_order)).drop("@order")
    return totals(plain)


def totals_json(sums: Mapping[str, Decimal]) -> dict[str, str]:
    """Totals as text with the decimals of each currency."""
    return {code: f"{amount:.{MINOR_UNITS.get(code, 2)}f}" for code, amount in sums.items()}


def _made_plain(fields: pl.DataFrame, readings: Mapping[str, ColumnReading]) -> pl.DataFrame:
    present = set(fields.columns)
    code = pl.col("CurrencyCode").str.strip_chars() if "CurrencyCode" in present else pl.lit(None, dtype=pl.String)
    currency = pl.coalesce(currency_code(code), code)
    known = pl.when(currency.is_in(list(MINOR_UNITS))).then(currency)
    plain = [known.alias("CurrencyCode")] if "CurrencyCode" in present else []
    for name in present & {*ITEM_AMOUNTS}:
        text, comma = pl.col(name).str.strip_chars(), readings.get(name, ColumnReading()).decimal_comma
        unread = as_decimal(text).is_null()
        plain.append(pl.when(unread).then(plain_money(text, currency, comma)).otherwise(text).alias(name))
    return fields.with_columns_seq(plain)
