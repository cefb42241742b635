"""What errors hold back: per rule the rows of whole orders and their money. Nothing holds back what is on hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from courier.catalogue.rules import RULE_FACTS
from courier.draft import Draft
from courier.rules.rule import Severity
from courier.rules.surplus import SURPLUS_RULE
from courier.rules.totals import sums, unrepaired_amounts


@dataclass(frozen=True)
class HeldBack:
    """Rows that are not sent, and their amounts per currency as repairs would write them ("" for none)."""

    rows: int = 0
    totals: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Blocked:
    """``all``: what all errors hold back together; ``by_rule``: what each rule holds back, also if others do too."""

    all: HeldBack = field(default_factory=HeldBack)
    by_rule: Mapping[str, HeldBack] = field(default_factory=dict)


def blocked_by_errors(draft: Draft) -> Blocked:
    """What the errors of a checked draft hold back. At a million rows this takes seconds."""
    rows = draft.needs_repair_rows()
    verdict = draft.verdict
    amounts = unrepaired_amounts(draft.fields(rows), draft.choices.readings, verdict.orders.gather(rows))
    everything = HeldBack(rows.len(), sums(amounts))
    by_rule = {problem.rule: everything for problem in verdict.file if problem.severity == Severity.ERROR}
    marked: dict[str, pl.Series] = {}
    for (rule, _), mask in verdict.masks.items():
        if rule not in by_rule and RULE_FACTS[rule].severity == Severity.ERROR and mask.any():
            marked[rule] = marked[rule] | mask if rule in marked else mask
    for rule, mask in marked.items():
        if rule == SURPLUS_RULE:
            mask = mask | verdict.in_claimed_orders()
        held = verdict.held_back(mask).gather(rows)
        by_rule[rule] = everything if held.all() else HeldBack(int(held.sum()), sums(amounts.filter(held)))
    return Blocked(everything, by_rule)
