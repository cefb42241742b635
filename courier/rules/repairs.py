"""Carrying out repairs: one rule after the other in a fixed order until nothing changes, gathered into one edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from courier.rules.checker import Checker
from courier.rules.orders import BY_EVENT_AND_ORDER, regroup
from courier.rules.verdict import Verdict
from courier.sheet.edit import Cells, Change, Rows

FIX_ORDER = (
    "ROW-MOJIBAKE",
    "ROW-SPACE",
    "ROW-TRAILING-ZERO",
    "ROW-TRAILING-ZERO-MAYBE",
    "ROW-ZEROS",
    "ROW-CLICK-ESCAPED",
    "ROW-CAMPAIGN",
    "ROW-EVENT-ID",
    "ROW-DATE-FMT",
    "ROW-DATE-TZ",
    "ROW-CURRENCY",
    "ROW-CURRENCY-MOD",
    "ROW-ATTR",
    "ROW-ATTR-PROMO",
    "ROW-AMOUNT-NUM",
    "ROW-AMOUNT-MOD",
    "ITEM-QTY",
    "MOD-REASON",
    "ROW-TYPE",
    "ROW-FORMAT",
    "ROW-EMAIL",
    "ROW-CUSTID-EMAIL",
    "ROW-PLAIN-EMAIL",
    "GRP-CONSECUTIVE",
)
"""Rules with repairs. What cleans a value comes before what reads it, and rows move last."""

_PASSES = 5
_SAMPLES = 200


@dataclass(frozen=True)
class Sample:
    """One cell before and after, to show what a plan does."""

    rule: str
    row: int
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Plan:
    """What a round of repairs would change: the changes, how many cells per rule, and some of them to look at.
    ``step``: how to plan the like for another sheet, None for repairs of some rows only. ``verdict``: the one after
    all changes, None where it is not known."""

    changes: tuple[Change, ...]
    cells: dict[str, int] = field(default_factory=dict)
    moved: int = 0
    samples: tuple[Sample, ...] = ()
    step: Mapping[str, Any] | None = None
    verdict: Verdict | None = None

    @property
    def total(self) -> int:
        """Cells changed plus rows moved."""
        return sum(self.cells.values()) + self.moved


def plan_repairs(
    checker: Checker,
    verdict: Verdict,
    rules: Iterable[str] | None = None,
    rows: pl.Series | None = None,
    *,
    safe_only: bool | None = None,
    told: Callable[[float], None] | None = None,
) -> Plan:
    """Plan the safe repairs of all rules, or the repairs of the named ``rules``, within ``rows`` if given.

    ``safe_only`` None: safe ones unless rules are named. ``told`` hears about how much is done and may raise. Nothing
    is changed: the plan's changes are for an edit.
    """
    only_safe = rules is None if safe_only is None else safe_only
    wanted = FIX_ORDER if rules is None else [rule for rule in FIX_ORDER if rule in set(rules)]
    trial = checker.on(checker.sheet.copy())
    state = verdict.twin()
    written: dict[str, list[tuple[str, pl.Series]]] = {}
    counts: dict[str, int] = {}
    samples: list[Sample] = []
    for turn in range(_PASSES):
        changed = False
        for done, rule in enumerate(wanted):
            if told:
                # the first turn finds nearly all there is to do
                told(0.9 * done / len(wanted) if turn == 0 else 0.9)
            texts = trial.repairs(state, rule, rows, safe_only=only_safe)
            columns: set[str] = set()
            for name, (ids, new) in texts.items():
                changed = True
                column = trial.frames.column_of(name)
                assert column is not None, name
                where = ids.to_list()
                change = Cells(column, where, trial.sheet.cells(where, column), new.to_list())
                written.setdefault(column, []).append((rule, ids))
                counts[rule] = counts.get(rule, 0) + ids.len()
                shown = zip(where[:_SAMPLES], change.before, change.after, strict=False)
                samples += [Sample(rule, row, name, before, after) for row, before, after in shown]
                trial.sheet.apply(change)
                columns.add(column)
            if texts:
                touched = pl.concat([ids for ids, _ in texts.values()]).unique().sort().to_list()
                trial.recheck(state, touched, columns)
        if not changed:
            break
    changes: list[Change] = _merged(checker, trial, written)
    move = _bring_together(trial, state) if "GRP-CONSECUTIVE" in wanted and rows is None else None
    moved = 0
    if move is not None:
        moved = sum(state.count(key) for key in state.masks if key[0] == "GRP-CONSECUTIVE")
        changes.append(move)
    step = {"fix": None if rules is None else wanted, "safe": only_safe} if rows is None else None
    return Plan(tuple(changes), counts, moved, tuple(samples), step, None if moved else state)


def count_repairable(checker: Checker, verdict: Verdict) -> dict[str, int]:
    """Per rule: how many problems have a safe repair."""
    counts = checker.count_safe(verdict)
    moving = sum(verdict.count(key) for key in verdict.masks if key[0] == "GRP-CONSECUTIVE")
    return {**counts, "GRP-CONSECUTIVE": moving} if moving else counts


def _merged(checker: Checker, trial: Checker, written: Mapping[str, list[tuple[str, pl.Series]]]) -> list[Change]:
    """Each cell once, from what was there first to what is there now, by the rule that wrote last. ``written``: per
    column the rules that wrote in it one after the other, and the row ids."""
    merged: list[Change] = []
    for column, turns in written.items():
        later = pl.Series([], dtype=pl.UInt32)
        of_rules: dict[str, list[pl.Series]] = {}
        for rule, ids in reversed(turns):
            own = ids.filter(~ids.is_in(later.implode())) if later.len() else ids
            later = later.append(own) if later.len() else own.clone()
            of_rules.setdefault(rule, []).append(own)
        for rule, parts in reversed(of_rules.items()):
            rows = pl.concat(parts).to_list()
            if rows:
                merged.append(
                    Cells(column, rows, checker.sheet.cells(rows, column), trial.sheet.cells(rows, column), rule)
                )
    return merged


def _bring_together(trial: Checker, verdict: Verdict) -> Rows | None:
    """The stable move that puts the rows of each split order behind its first row."""
    if not any(key[0] == "GRP-CONSECUTIVE" and mask.any() for key, mask in verdict.masks.items()):
        return None
    sheet = trial.sheet
    many = verdict.included.arg_true().cast(pl.UInt32)
    many = many.filter(verdict.orders.gather(many).is_duplicated())
    frame = regroup(trial.explain_frame(verdict, many), BY_EVENT_AND_ORDER)
    positions = sheet.positions
    starts = frame["@row"].gather(frame["@start"])
    anchors = pl.int_range(0, sheet.row_count, dtype=pl.UInt32, eager=True)
    anchors = anchors.scatter(positions.gather(frame["@row"]), positions.gather(starts))
    places = pl.DataFrame({"anchor": anchors, "id": sheet.order}).with_row_index("place").sort("anchor", "place")
    moved = places["id"]
    differing = (moved != sheet.order).arg_true()
    first, last = differing[0], differing[-1]
    length = last - first + 1
    return Rows(first, sheet.order.slice(first, length), moved.slice(first, length))
