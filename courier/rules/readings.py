"""The reading of a column, from all its rows: forms of dates, decimal separator, usual width."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import polars as pl

from courier.catalogue.click_ids import LABELLED_CLICK
from courier.catalogue.fields import FIELDS, IDENTIFIERS, MONEY_FIELDS
from courier.rules.damaged_ids import DATE_LIKE, ROUNDED
from courier.rules.date_readings import decided, read_dates
from courier.rules.look_alikes import other_spellings
from courier.rules.numbers import COMMA_PROOF, POINT_PROOF, plain_number
from courier.sheet.choices import ColumnReading
from courier.threads import parallel_map

READ_TOGETHER = frozenset(("ClickId", "CustomerId", "CustomerEmail", "ItemPrice", "Quantity", "Sku"))
"""The fields of which one may be read by what stands in another."""
_WIDTH_IDS = ("OrderId", "CustomerId", "CustomProfileId", "Sku")
_USUAL = 0.9
"""Share of a column that must have one width before a shorter identifier is suspicious."""
_ENOUGH = 10
_CENT = 0.011
"""A cent, and the rounding of a price that was divided."""
_TWO_WAYS = r",|^[0-9]{1,3}\.[0-9]{3}$"
"""Numbers that need to be decided, because their mark may be a decimal or a thousands mark."""
_LONG_ID = 16
"""Digits of a number from which a spreadsheet, which keeps 15, loses some."""
_MANY_CUSTOMERS = 3
_SPREAD = 1_000
_CHANCE = 3
"""Zeros behind the fifteenth digit that are no chance any more if nearly all long identifiers have them, and how many
times as many identifiers as expected must have them otherwise."""


def read_columns(fields: pl.DataFrame, now: datetime) -> dict[str, ColumnReading]:
    """A reading per field, from a frame of the fields' texts (all rows of `FieldFrames.raw`).

    ``now``: an aware datetime; a number in a date column is a date only if that date is plausible at this time.
    """
    readings = dict(
        zip(fields.columns, parallel_map(lambda name: _read(name, fields[name], now), fields.columns), strict=True)
    )
    customer = next((name for name in ("CustomerId", "CustomerEmail") if name in fields.columns), None)
    if customer and "ClickId" in readings:
        shared = _shared_click(fields["ClickId"], fields[customer])
        readings["ClickId"] = replace(readings["ClickId"], shared_click=shared)
    if {"ItemPrice", "Quantity", "Sku"} <= readings.keys():
        readings["ItemPrice"] = replace(readings["ItemPrice"], per_line=_per_line(fields, readings["ItemPrice"]))
    return readings


def _per_line(fields: pl.DataFrame, price: ColumnReading) -> bool:
    """Whether the items that were sold in different quantities cost the same per piece only if each price is that of
    the whole line."""
    numbers = fields.select_seq(
        pl.col("Sku").str.strip_chars().alias("sku"),
        plain_number(pl.col("Quantity").str.strip_chars(), None).cast(pl.Float64, strict=False).alias("pieces"),
        plain_number(pl.col("ItemPrice").str.strip_chars(), price.decimal_comma).cast(pl.Float64, strict=False),
    ).filter((pl.col("sku") != "") & (pl.col("pieces") > 0) & (pl.col("ItemPrice") > 0))
    each = pl.col("ItemPrice") / pl.col("pieces")
    items = (
        numbers.group_by("sku")
        .agg(
            several=pl.col("pieces").n_unique() > 1,
            same_price=pl.col("ItemPrice").max() - pl.col("ItemPrice").min() < _CENT,
            same_each=(each.max() - each.min()) < _CENT,
        )
        .filter("several")
    )
    return items.height > 0 and int((items["same_each"] & ~items["same_price"]).sum()) >= _USUAL * items.height


def _read(name: str, texts: pl.Series, now: datetime) -> ColumnReading:
    reading = ColumnReading()
    kind = FIELDS[name].type if name in FIELDS else "string"
    if kind == "datetime":
        reading = read_dates(texts, now)
    elif (name in MONEY_FIELDS or kind == "decimal" or name == "Quantity") and texts.str.contains(_TWO_WAYS).any():
        proofs = _count(texts, comma=COMMA_PROOF, point=POINT_PROOF)
        reading = ColumnReading(decimal_comma=decided(proofs["comma"], proofs["point"]), proofs=proofs)
    return read_ids(name, texts, reading)


def read_ids(name: str, texts: pl.Series, reading: ColumnReading) -> ColumnReading:
    """A reading with what is usual in the field's column as identifiers, and what a spreadsheet did to them."""
    longest = _longest(texts)
    return replace(
        reading,
        usual_width=_usual_width(texts) if name in _WIDTH_IDS else None,
        longest=longest,
        few_dates=name in ("OrderId", "Sku") and _few_dates(texts),
        spellings=other_spellings(texts) if name == "OrderId" else {},
        labelled_clicks=name == "ClickId" and bool(texts.str.contains(LABELLED_CLICK).any()),
        rounded_ids=name in IDENTIFIERS and longest >= _LONG_ID and _rounded_ids(texts),
    )


def _count(texts: pl.Series, **patterns: str) -> dict[str, int]:
    return {label: int(texts.str.strip_chars().str.contains(pattern).sum()) for label, pattern in patterns.items()}


def _longest(texts: pl.Series) -> int:
    longest = texts.str.len_chars().max()
    return longest if isinstance(longest, int) else 0


def _few_dates(texts: pl.Series) -> bool:
    filled = texts.len() - texts.null_count()
    dates = int(texts.str.contains(DATE_LIKE).sum() or 0)
    return 0 < dates < filled / 2


def _shared_click(clicks: pl.Series, customers: pl.Series) -> str | None:
    """The click ID that nearly all rows have although it cannot have brought so many different customers."""
    filled = clicks.filter(clicks.str.strip_chars() != "")
    if filled.len() < _MANY_CUSTOMERS:
        return None
    # a value of nearly all rows is the most frequent one of some rows spread over the sheet
    usual = filled.gather_every(max(1, filled.len() // _SPREAD)).mode().sort()[0]
    having = clicks == usual
    if int(having.sum()) < _USUAL * filled.len():
        return None
    return (
        usual.strip() if customers.filter(having.fill_null(False)).drop_nulls().n_unique() >= _MANY_CUSTOMERS else None
    )


def _rounded_ids(texts: pl.Series) -> bool:
    """Whether more long identifiers of digits end in zeros behind the fifteenth digit than chance can explain."""
    long = texts.filter(texts.str.contains(rf"^\s*[1-9]\d{{{_LONG_ID - 1},}}\s*$").fill_null(False))
    long = long.str.strip_chars().unique()
    surplus = long.str.len_chars().cast(pl.Int32) - (_LONG_ID - 1)
    is_rounded = long.str.contains(ROUNDED)
    by_chance = sum(count * 10.0**-digits for digits, count in surplus.value_counts().iter_rows())
    rounded, zeros = int(is_rounded.sum()), int(surplus.filter(is_rounded).sum())
    return zeros >= _CHANCE and (rounded >= _USUAL * long.len() or rounded >= _CHANCE * (1 + by_chance))


def _usual_width(texts: pl.Series) -> int | None:
    """The width of nearly all identifiers of digits, if lost leading zeros are the only reason for shorter ones.

    Numbers that count up across a power of ten (998, 999, 1000) are not.
    """
    digits = texts.filter(texts.str.contains(r"^\d+$").fill_null(False))
    if digits.len() < _ENOUGH or digits.len() < _USUAL * (texts.len() - texts.null_count()):
        return None
    widths = digits.str.len_chars()
    usual = widths.mode().max()
    if not isinstance(usual, int) or usual > 18 or int((widths == usual).sum()) < _USUAL * digits.len():
        return None
    short = digits.filter(widths < usual)
    if not short.len() or widths.max() != usual:
        return None
    step = 10 ** (usual - 1)
    largest_short, smallest_long = short.cast(pl.Int64).max(), digits.filter(widths == usual).cast(pl.Int64).min()
    counting_up = largest_short >= 0.9 * step and step <= smallest_long <= 1.1 * step
    return None if counting_up else usual
