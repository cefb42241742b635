"""Figures of a sheet: how its rows are divided, what can be repaired safely, how many files it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from courier.batch_summary import BatchSummary
from courier.batches.part_files import parts_of
from courier.blocking import Blocked, blocked_by_errors
from courier.draft import Draft
from courier.draft_edits import delete_child_lines
from courier.exclusions import SHOP_STATUS, orders_excluded, shop_exclusions
from courier.reversals import AMOUNT_RULE, QUANTITY_RULE, returned_rows
from courier.rules.order_rules import SKU_TWICE
from courier.rules.repairs import count_repairable
from courier.rules.surplus import SURPLUS_RULE

Possible = Literal["returns", "child-lines", "surplus"]
"""Moving returned lines into a sheet of changes, deleting lines that repeat a product, removing surplus cells."""


@dataclass(frozen=True)
class Figures:
    """``safe``: problems with a safe repair, per rule; ``parts``: files the ready rows would make; ``ages``: rows per
    age of their event in days, of those not left out; ``called_off``: orders that would go if those were excluded which
    the shop itself says were called off; ``possible``: what else can be done with whole rows;
    ``blocked``: what errors hold back."""

    standing: BatchSummary
    safe: dict[str, int]
    parts: int
    ages: dict[int, int]
    called_off: int
    possible: frozenset[Possible]
    blocked: Blocked


def figures_of(draft: Draft) -> Figures:
    """The figures of a checked draft. At a million rows this takes seconds: not for the window's thread."""
    parts = len(parts_of(draft, draft.ready_rows())) if draft.sheet.row_count else 0
    safe, counts = count_repairable(draft.checker, draft.verdict), draft.verdict.counts_by_rule()
    called_off = orders_excluded(draft, shop_exclusions(draft)) if counts.get(SHOP_STATUS) else 0
    blocked = blocked_by_errors(draft)
    return Figures(draft.summary(), safe, parts, _ages(draft), called_off, _possible(draft, counts), blocked)


def _possible(draft: Draft, counts: dict[str, int]) -> frozenset[Possible]:
    """Looked for in all rows that the rules mark, because a single one is enough."""
    tests: dict[Possible, tuple[tuple[str, ...], Callable[[], object]]] = {
        "returns": ((AMOUNT_RULE, QUANTITY_RULE), lambda: returned_rows(draft).len()),
        "child-lines": ((SKU_TWICE,), lambda: delete_child_lines(draft)),
        "surplus": ((SURPLUS_RULE,), lambda: draft.plan_without_surplus().total),
    }
    return frozenset(name for name, (rules, test) in tests.items() if any(map(counts.get, rules)) and test())


def _ages(draft: Draft) -> dict[int, int]:
    moments = draft.verdict.moments.filter(draft.verdict.included).drop_nulls().alias("moment")
    days = (pl.lit(draft.now) - pl.col("moment")).dt.total_days().clip(lower_bound=0).alias("days")
    return dict(pl.DataFrame([moments]).select_seq(days).group_by("days").len().iter_rows())
