"""Which rows exclusions leave out: whole orders where the columns speak for the order, else single rows."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from courier.sheet.exclusions import Exclusion, compared, meets

_NEARLY_ALL = 0.9
"""Share of the orders of several rows in which a column must be blank or the same to speak for the order."""


def left_out_rows(exclusions: Sequence[Exclusion], cells: pl.DataFrame, orders: pl.Series) -> pl.Series:
    """Per row of ``cells`` (the sheet's columns) whether it is left out. ``orders``: the order key per row (UInt64)."""
    out = pl.Series("out", [False]).new_from_index(0, cells.height) if cells.height else orders.cast(pl.Boolean)
    for exclusion in exclusions:
        met = cells.select_seq(meets(exclusion).fill_null(False).alias("met"))["met"]
        if speaks_for_orders(exclusion, cells, orders):
            filled = _filled_in_order(cells.select(sorted(exclusion.columns)), orders)
            met = filled.select_seq(meets(exclusion).fill_null(False).alias("met"))["met"]
            met = orders.is_in(orders.filter(met).unique().implode())
        out = out | met
    return out


def speaks_for_orders(exclusion: Exclusion, cells: pl.DataFrame, orders: pl.Series) -> bool:
    """Whether an exclusion concerns whole orders: each of its columns is blank, or the same, in the other rows of
    nearly all orders, and of most orders that it meets."""
    several = orders.is_duplicated()
    if not several.any():
        return True
    met = cells.select_seq(meets(exclusion).fill_null(False).alias("met"))["met"]
    for column in exclusion.columns:
        texts = cells.select_seq(pl.when(compared(column) != "").then(compared(column)).alias("text"))["text"]
        agreeing = (
            pl.DataFrame([orders.alias("order"), texts, (met & texts.is_not_null()).alias("met")])
            .filter(several)
            .group_by("order")
            .agg(pl.col("text").drop_nulls().n_unique() <= 1, pl.col("met").any())
        )
        concerned = agreeing.filter("met")["text"]
        if _share(agreeing["text"]) < _NEARLY_ALL or (concerned.len() and _share(concerned) <= 0.5):
            return False
    return True


def cut_orders(out: pl.Series, orders: pl.Series) -> int:
    """The number of orders of which some rows are left out (Boolean per row) and others are not."""
    kept = orders.filter(~out).unique()
    return int(orders.filter(out).unique().is_in(kept.implode()).sum())


def _share(answers: pl.Series) -> float:
    return int(answers.sum()) / max(answers.len(), 1)


def _filled_in_order(cells: pl.DataFrame, orders: pl.Series) -> pl.DataFrame:
    """The cells, blank ones with the first filled text of their order."""
    filled = [pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)).alias(name) for name in cells.columns]
    rows = cells.select_seq(filled).with_columns_seq(orders.alias("@order"))
    first = rows.group_by("@order").agg(pl.all().drop_nulls().first())
    joined = rows.select_seq("@order").join(first, on="@order", how="left", maintain_order="left")
    return rows.select_seq([pl.coalesce(pl.col(name), joined[name]).alias(name) for name in cells.columns])
