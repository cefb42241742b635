"""Turns conversions that were sent before with another amount into modifications, which impact.com accepts instead.

Source: Submit Batch Modifications & Reversals.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from courier.catalogue.fields import FIELDS
from courier.draft import Draft
from courier.rules.amounts import as_decimal, plain_amount, row_amount
from courier.rules.frames import trimmed_fields
from courier.sheet.program_facts import ProgramFacts
from courier.whole_files import whole_file

RULE = "GRP-SENT-BEFORE"
"""The rule that marks conversions sent before."""

_HEADERS = (
    "ActionTrackerId", "OrderId", "Sku", "Category", "Quantity", "Amount", "CurrencyCode", "CustomerStatus", "Reason",
)  # fmt: skip
_ALWAYS = ("ActionTrackerId", "OrderId", "Amount", "Reason")
_SHARED = ("ActionTrackerId", "CurrencyCode", "CustomerStatus")
"""Fields that shops often leave blank on the later rows of an order."""


@dataclass(frozen=True)
class Changes:
    """``table``: a row per change, in sheet order, under impact.com's names; ``same``: rows equal to what was sent;
    ``unsure``: other rows of these orders, which have nothing to compare with, such as items that were not sent
    then."""

    table: pl.DataFrame
    same: int
    unsure: int


def changes_of(draft: Draft, reason: str) -> Changes:
    """The changes in the rows of a checked draft whose orders were sent before. ``reason``: a code for all changes."""
    marked = draft.rows_with(RULE)
    kinds = {problem.row: problem.facts.get("repeat") for problem in draft.problems(marked, [RULE])}
    same = sum(kind == "same" for kind in kinds.values())
    table = _table(draft, marked, reason)
    changed = pl.Series([kinds.get(row) == "changed" for row in marked.to_list()], dtype=pl.Boolean)
    comparable = table.filter(changed & table["Amount"].is_not_null())
    orders = draft.in_orders_of(marked) & draft.verdict.included
    return Changes(comparable, same, int(orders.sum()) - same - comparable.height)


def reasons(facts: ProgramFacts) -> tuple[str, ...]:
    """The reason codes to choose from: the usual one first, the program's own last."""
    usual = "ORDER_UPDATE"
    return (usual, *(code for code in FIELDS["Reason"].allowed_values if code != usual), *sorted(facts.reasons))


def write_changes(table: pl.DataFrame, path: Path) -> None:
    """Write changes as a CSV file. Raises UserError."""
    with whole_file(path) as beside:
        table.write_csv(beside, line_terminator="\r\n")


def _table(draft: Draft, rows: pl.Series, reason: str) -> pl.DataFrame:
    fields = draft.fields(rows)
    trimmed = trimmed_fields(fields)
    if not trimmed.height:
        return pl.DataFrame(schema=dict.fromkeys(_ALWAYS, pl.String))
    amount = pl.col("Amount") if "Amount" in trimmed.columns else pl.lit(None, dtype=pl.String)
    worth = pl.coalesce(amount, plain_amount(row_amount(trimmed.columns)))
    filled = whole_orders(trimmed).with_columns([worth.alias("Amount"), pl.lit(reason).alias("Reason")])
    if "CustomerStatus" in filled.columns:
        # a reversal has no status
        reversal = as_decimal(pl.col("Amount")) == 0
        filled = filled.with_columns(pl.when(~reversal).then(pl.col("CustomerStatus")).alias("CustomerStatus"))
    return change_columns(filled)


def whole_orders(fields: pl.DataFrame) -> pl.DataFrame:
    """Trimmed fields in which rows have what their order says only once."""
    shared = [name for name in _SHARED if name in fields.columns]
    return fields.with_columns(
        pl.coalesce(pl.col(name), pl.col(name).drop_nulls().first().over("OrderId")) for name in shared
    )


def change_columns(fields: pl.DataFrame) -> pl.DataFrame:
    """The columns of a file of changes, in impact.com's order; those that it needs are there in any case."""
    missing = [pl.lit(None, dtype=pl.String).alias(name) for name in _ALWAYS if name not in fields.columns]
    fields = fields.with_columns(missing)
    return fields.select([name for name in _HEADERS if name in fields.columns])
