"""Figures of a sheet: how its rows are divided, what can be repaired safely, how many files it makes."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from courier.batches.split import split
from courier.draft import BatchSummary, Draft
from courier.exclusions import SHOP_STATUS, preview_shop
from courier.rules.repairs import count_repairable


@dataclass(frozen=True)
class Figures:
    """``safe``: problems with a safe repair, per rule; ``parts``: files the ready rows would make; ``ages``: rows per
    age of their event in days, of those not left out; ``called_off``: orders that would go if those were excluded which
    the shop itself says were called off."""

    standing: BatchSummary
    safe: dict[str, int]
    parts: int
    ages: dict[int, int]
    called_off: int


def figures_of(draft: Draft) -> Figures:
    """The figures of a checked draft. At a million rows this takes seconds: not for the window's thread."""
    parts = len(list(split(draft.verdict.orders[draft.ready_rows()]))) if draft.sheet.row_count else 0
    safe = count_repairable(draft.checker, draft.verdict)
    called_off = preview_shop(draft).orders if draft.verdict.counts_by_rule().get(SHOP_STATUS) else 0
    return Figures(draft.summary(), safe, parts, _ages(draft), called_off)


def _ages(draft: Draft) -> dict[int, int]:
    moments = draft.verdict.moments.filter(draft.verdict.included).drop_nulls().alias("moment")
    days = (pl.lit(draft.now) - pl.col("moment")).dt.total_days().clip(lower_bound=0).alias("days")
    return dict(pl.DataFrame([moments]).select_seq(days).group_by("days").len().iter_rows())
