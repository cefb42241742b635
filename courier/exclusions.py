"""What excluding rows of a draft would do: the values to choose from, what goes, and what a shop's statuses suggest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from courier.catalogue.noticed import NoticedColumn
from courier.draft import Draft
from courier.rules import left_out
from courier.rules.shop_status import PARTLY, dates_a_refund, status_kind
from courier.rules.totals import totals
from courier.sheet.exclusions import Condition, Exclusion, compared, exclude_where

SHOP_STATUS = "ROW-SHOP-STATUS"


@dataclass(frozen=True)
class ColumnValue:
    """A value that occurs in a column, as it is first written, with the rows and orders that have it; "" where the
    cells are blank."""

    value: str
    rows: int
    orders: int


@dataclass(frozen=True)
class ExclusionPreview:
    """What exclusions leave out: ``rows`` in sheet order.

    ``whole_orders``: their columns speak for the order, so that whole orders go. ``orders``: those of which any row
    goes, ``cut`` those of which other rows stay. ``totals``: the amounts that go, per currency.
    """

    rows: pl.Series
    whole_orders: bool
    orders: int
    cut: int
    totals: Mapping[str, Decimal]


def values_of(draft: Draft, column: str) -> list[ColumnValue]:
    """The values of a column, the most frequent first; upper and lower case and outer blanks do not count."""
    rows = draft.sheet.row_order
    cells, orders = draft.sheet.frame(rows), draft.verdict.orders.gather(rows)
    counted = (
        cells.select_seq(pl.col(column).str.strip_chars().fill_null("").alias("value"), compared(column).alias("key"))
        .with_columns_seq(orders.alias("order"))
        .group_by("key", maintain_order=True)
        .agg(pl.col("value").first(), pl.len().alias("rows"), pl.col("order").n_unique().alias("orders"))
        .sort("rows", descending=True, maintain_order=True)
    )
    return [ColumnValue(*counts) for counts in counted.select("value", "rows", "orders").iter_rows()]


def speaks_for_orders(draft: Draft, column: str) -> bool:
    """Whether a column speaks for the order, so that its values exclude whole orders."""
    rows = draft.sheet.row_order
    cells, orders = draft.sheet.frame(rows), draft.verdict.orders.gather(rows)
    return left_out.speaks_for_orders(exclude_where(column, "not_empty"), cells, orders)


def preview_exclusions(draft: Draft, exclusions: Sequence[Exclusion]) -> ExclusionPreview:
    """What leaving out what some exclusions name too would do to a checked draft."""
    return _preview(draft, exclusions, draft.verdict.included)


def preview_all(draft: Draft, exclusions: Sequence[Exclusion]) -> ExclusionPreview:
    """What exclusions would leave out of a checked draft if they were all there are: of all rows that were not sent,
    also of those that are left out now."""
    return _preview(draft, exclusions, ~draft.verdict.sent)


def _preview(draft: Draft, exclusions: Sequence[Exclusion], among: pl.Series) -> ExclusionPreview:
    """``among``: per row id whether it counts."""
    rows = draft.sheet.row_order
    cells, orders = draft.sheet.frame(rows), draft.verdict.orders.gather(rows)
    out = left_out.left_out_rows(exclusions, cells, orders)
    going = out & among.gather(rows)
    gone = rows.filter(going)
    return ExclusionPreview(
        gone,
        all(left_out.speaks_for_orders(exclusion, cells, orders) for exclusion in exclusions),
        orders.filter(going).n_unique(),
        left_out.cut_orders(out, orders),
        totals(draft.fields(gone)),
    )


def orders_excluded(draft: Draft, exclusions: Sequence[Exclusion]) -> int:
    """The number of orders of which leaving out what some exclusions name too would take any row of a checked draft."""
    rows = draft.sheet.row_order
    orders = draft.verdict.orders.gather(rows)
    out = left_out.left_out_rows(exclusions, draft.sheet.frame(rows), orders)
    return orders.filter(out & draft.verdict.included.gather(rows)).n_unique()


def orders_cut(draft: Draft) -> int:
    """The number of orders of which the exclusions of a checked draft leave out some rows and keep others."""
    if not draft.choices.mapping.left_out:
        return 0
    rows = draft.sheet.row_order
    out = ~(draft.verdict.included | draft.verdict.sent).gather(rows)
    return left_out.cut_orders(out, draft.verdict.orders.gather(rows))


def shop_exclusions(draft: Draft) -> tuple[Exclusion, ...]:
    """What leaves out the orders that the shop itself says were refunded, cancelled, not paid or tests, but not those
    refunded in part."""
    found = []
    for name, column in draft.checker.view.noticed.items():
        marked = draft.rows_with(SHOP_STATUS, (name,))
        conditions = _of_status(draft, column, marked) if marked.len() else ()
        if conditions:
            found.append(Exclusion(conditions))
    return tuple(found)


def _of_status(draft: Draft, column: NoticedColumn, marked: pl.Series) -> tuple[Condition, ...]:
    if column.form == "filled":
        partly = _not_partly(draft) if dates_a_refund(column) else ()
        return (Condition(column.column, "not_empty"), *partly)
    called_off, _ = _values(draft, column, marked)
    return (Condition(column.column, "is", called_off),) if called_off else ()


def _not_partly(draft: Draft) -> Iterator[Condition]:
    """Conditions that keep the orders of which another column says that only a part was refunded."""
    for column in draft.checker.view.noticed.values():
        _, partly = _values(draft, column, draft.sheet.row_order) if column.form == "words" else ((), ())
        if partly:
            yield Condition(column.column, "is_not", partly)


def _values(draft: Draft, column: NoticedColumn, rows: pl.Series) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The values in some rows that say that an order was called off, and those of orders refunded in part."""
    text = pl.col(column.column).str.strip_chars()
    cells = draft.sheet.frame(rows).select_seq(text.alias("text"), status_kind(text, column).alias("kind"))
    called_off, partly = (
        tuple(cells.filter(test)["text"].unique(maintain_order=True).to_list())
        for test in (pl.col("kind") != PARTLY, pl.col("kind") == PARTLY)
    )
    return called_off, partly
