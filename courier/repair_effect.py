"""What repairs would do to the batch, before they are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from courier.batches.part_files import parts_of
from courier.draft import Draft
from courier.rules.repairs import Plan
from courier.rules.totals import totals
from courier.sheet.edit import Cells


@dataclass(frozen=True)
class BatchFigures:
    """``ready``: rows that would be sent; ``totals``: their amounts per currency; ``parts``: the files they make."""

    ready: int
    totals: Mapping[str, Decimal]
    parts: int


@dataclass(frozen=True)
class RepairEffect:
    """``rows``: how many rows the repairs change or move."""

    rows: int
    before: BatchFigures
    after: BatchFigures


def effect_of(draft: Draft, plan: Plan, before: BatchFigures) -> RepairEffect:
    """The effect of a plan on a checked draft, which is not changed. ``before``: its figures as it is. At a million
    rows this takes seconds."""
    trial = draft.snapshot()
    trial.do(plan.edit, known=plan.verdict.shared_copy() if plan.verdict else None)
    changed = [pl.Series(change.rows, dtype=pl.UInt32) for change in plan.changes if isinstance(change, Cells)]
    rows = pl.concat([plan.moved_rows, *changed]).n_unique()
    return RepairEffect(rows, before, batch_figures(trial))


def batch_figures(draft: Draft) -> BatchFigures:
    """The figures of a checked draft."""
    ready = draft.ready_rows()
    parts = len(parts_of(draft, ready)) if ready.len() else 0
    return BatchFigures(ready.len(), totals(draft.fields(ready)), parts)
