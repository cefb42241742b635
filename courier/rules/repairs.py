"""Repairs of a sheet: their number, their texts, and all of them applied in a fixed order as one edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from courier.rules.checker import SLICE, Checker
from courier.rules.evaluation import KeyedMark
from courier.rules.orders import BY_EVENT_AND_ORDER, GATHERED_BY, orders_with, regroup
from courier.rules.proposals import new_texts, proposals
from courier.rules.ranking import rank
from courier.rules.reasons import Write, by_reason
from courier.rules.rule import Repair
from courier.rules.split_amounts import joined_amounts
from courier.rules.surplus import SURPLUS_RULE
from courier.rules.verdict import Key, Verdict
from courier.sheet.edit import Cells, Change, Edit, Rows
from courier.threads import parallel_map

MOVING = "GRP-CONSECUTIVE"
"""The rule whose repair moves rows."""

FIX_ORDER = (
    SURPLUS_RULE,
    "ROW-MOJIBAKE",
    "ROW-SPACE",
    "ROW-LOOKALIKE",
    "ROW-TRAILING-ZERO",
    "ROW-TRAILING-ZERO-MAYBE",
    "ROW-ZEROS",
    "ROW-CLICK-SHAPE",
    "ROW-BREAK",
    "ROW-CLICK-ESCAPED",
    "ROW-OID",
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
    MOVING,
)
"""Rules with repairs. A repair that cleans a value comes before one that reads it; rows move last."""

_PASSES = 5
_NO_ROWS = pl.Series([], dtype=pl.UInt32)


@dataclass(frozen=True, eq=False)
class Plan:
    """The planned repairs. ``changes``: each cell that gets another text once, in `Cells` with the rule that explains
    it. ``moved_rows``: ids of the rows that move to the rest of their orders (UInt32). ``step``: how to plan the same
    for another sheet, None for repairs of some rows only. ``verdict``: after all changes, None if unknown."""

    changes: tuple[Change, ...]
    moved_rows: pl.Series = field(default_factory=lambda: _NO_ROWS)
    step: Mapping[str, Any] | None = None
    verdict: Verdict | None = None

    @cached_property
    def cells(self) -> dict[str, int]:
        """The number of cells that change per rule that explains it, in the order in which problems are shown."""
        counts: Counter[str] = Counter()
        for change in self.changes:
            if isinstance(change, Cells):
                counts[change.rule] += len(change.rows)
        return dict(sorted(counts.items(), key=lambda item: (rank(item[0]), item[0])))

    @property
    def groups(self) -> dict[str, int]:
        """The number of changes per rule: cells, and last the rows that move."""
        return {**self.cells, MOVING: self.moved} if self.moved else self.cells

    def without(self, rules: Collection[str]) -> Plan:
        """The plan without the changes of some rules."""
        if not set(rules) & set(self.groups):
            return self
        changes = [
            change for change in self.changes if (change.rule if isinstance(change, Cells) else MOVING) not in rules
        ]
        step = self.step and {**self.step, "fix": [rule for rule in self.step["fix"] or FIX_ORDER if rule not in rules]}
        return Plan(tuple(changes), _NO_ROWS if MOVING in rules else self.moved_rows, step)

    @property
    def moved(self) -> int:
        """The number of rows that move."""
        return self.moved_rows.len()

    @property
    def total(self) -> int:
        """Cells changed plus rows moved."""
        return sum(self.cells.values()) + self.moved

    @property
    def edit(self) -> Edit:
        """The edit that applies the plan."""
        return Edit("edit-fix", self.changes, {"cells": self.total}, self.step)


@dataclass
class _Column:
    """What repairs wrote in one column of the sheet: into which fields, by which rules in which rows."""

    names: set[str] = field(default_factory=set)
    writes: list[Write] = field(default_factory=list)

    def add(self, name: str, rule: str, ids: pl.Series) -> None:
        """A repair wrote these cells."""
        self.names.add(name)
        self.writes.append((rule, ids))


def plan_repairs(
    checker: Checker,
    verdict: Verdict,
    rules: Iterable[str] | None = None,
    rows: pl.Series | None = None,
    *,
    safe_only: bool | None = None,
    progress: Callable[[float], None] | None = None,
) -> Plan:
    """Plan the safe repairs of all rules, or the repairs of the named ``rules``, within ``rows`` if given.

    ``safe_only`` None: safe ones unless rules are named. ``progress`` receives about the fraction done and may raise.
    The sheet is not changed: the plan has the changes of an edit.
    """
    only_safe = rules is None if safe_only is None else safe_only
    wanted = FIX_ORDER if rules is None else [rule for rule in FIX_ORDER if rule in set(rules)]
    trial = checker.on(checker.sheet.copy())
    state = verdict.shared_copy()
    written: dict[str, _Column] = {}
    for turn in range(_PASSES):
        changed = False
        for done, rule in enumerate(wanted):
            if progress:
                # the first pass does nearly all the work
                progress(0.9 * done / len(wanted) if turn == 0 else 0.9)
            texts = repaired_texts(trial, state, rule, rows, safe_only=only_safe)
            columns: set[str] = set()
            for name, (ids, new) in texts.items():
                changed = True
                column = name if name in trial.sheet.columns else trial.frames.column_of(name)
                assert column is not None, name
                row_ids = ids.to_list()
                written.setdefault(column, _Column()).add(name, rule, ids)
                trial.sheet.apply(Cells(column, row_ids, trial.sheet.cells(row_ids, column), new.to_list()))
                columns.add(column)
            if texts:
                touched = pl.concat([ids for ids, _ in texts.values()]).unique().sort().to_list()
                trial.recheck(state, touched, columns)
        if not changed:
            break
    changes: list[Change] = []
    for column, writes in written.items():
        changes += _merged(checker, trial, verdict, state, column, writes)
    moved = _split_rows(state) if MOVING in wanted and rows is None else _NO_ROWS
    if moved.len():
        changes.append(_bring_together(trial, state))
    step = {"fix": None if rules is None else wanted, "safe": only_safe} if rows is None else None
    return Plan(tuple(changes), moved, step, None if moved.len() else state)


def plan_without_surplus(checker: Checker, verdict: Verdict) -> Plan:
    """The removal of all surplus cells except where they are the rest of an amount, which can be put together again."""
    mask = verdict.masks.get((SURPLUS_RULE, None))
    marked = mask.arg_true().cast(pl.UInt32) if mask is not None else _NO_ROWS
    for alike in joined_amounts(checker.sheet, checker.mapping, marked, checker.frames.split):
        marked = marked.filter(~marked.is_in(alike.rows.implode()))
    changes: list[Change] = []
    for column in checker.sheet.surplus:
        texts = zip(marked.to_list(), checker.sheet.cells(marked.to_list(), column), strict=True)
        filled = {row: text for row, text in texts if text is not None}
        if filled:
            changes.append(Cells(column, [*filled], [*filled.values()], [None] * len(filled), SURPLUS_RULE))
    return Plan(tuple(changes))


def count_repairable(checker: Checker, verdict: Verdict) -> dict[str, int]:
    """Per rule: how many problems have a safe repair."""
    marks: dict[str | None, list[tuple[Key, Repair, pl.Series]]] = {}
    for key, mask in verdict.masks.items():
        keyed = checker.marks[key]
        if keyed.mark.repair and mask.any():
            marks.setdefault(keyed.compared_group, []).append((key, keyed.mark.repair, mask))
    counts: Counter[str] = Counter()
    for group, repairs in marks.items():
        marked = verdict.included & False
        for _, _, mask in repairs:
            marked = marked | mask
        # the rows are gathered once for all rules
        frame = _repair_frame(checker, verdict, group, marked.arg_true().cast(pl.UInt32))
        for key, repair, mask in repairs:
            in_frame = mask[frame["@row"]]
            # whole orders if the repair compares their rows
            some = frame.filter(in_frame) if group is None else orders_with(frame, group, in_frame)
            answers = proposals(some, repair)
            safe = answers["@safe"] & answers["@new"].is_not_null()
            if count := int((safe & mask[some["@row"]]).sum()):
                counts[key[0]] += count
    if moving := _split_rows(verdict).len():
        counts[MOVING] = moving
    return dict(counts)


def repaired_texts(
    checker: Checker, verdict: Verdict, rule: str, rows: pl.Series | None = None, *, safe_only: bool
) -> dict[str, tuple[pl.Series, pl.Series]]:
    """New texts of a rule's repairs: per field that they write, or per sheet column where they move cells, the row ids
    and their texts."""
    if rule == SURPLUS_RULE:
        return {} if safe_only else _moved_texts(checker, verdict, rows)
    texts: dict[str, tuple[pl.Series, pl.Series]] = {}
    for key, mask in verdict.masks.items():
        keyed = checker.marks[key]
        if key[0] != rule or keyed.mark.repair is None:
            continue
        marked = mask.arg_true().cast(pl.UInt32) if rows is None else rows.filter(mask.gather(rows))
        if not marked.len():
            continue
        for name, (ids, new) in _texts_of(checker, verdict, keyed, keyed.mark.repair, marked, safe_only):
            texts[name] = (texts[name][0].append(ids), texts[name][1].append(new)) if name in texts else (ids, new)
    return texts


def _moved_texts(checker: Checker, verdict: Verdict, rows: pl.Series | None) -> dict[str, tuple[pl.Series, pl.Series]]:
    """The new texts of rows whose surplus cells belong to amounts, by their columns."""
    mask = verdict.masks.get((SURPLUS_RULE, None))
    if mask is None:
        return {}
    marked = mask.arg_true().cast(pl.UInt32) if rows is None else rows.filter(mask.gather(rows))
    texts: dict[str, tuple[pl.Series, pl.Series]] = {}
    for alike in joined_amounts(checker.sheet, checker.mapping, marked, checker.frames.split):
        for column, new in alike.texts.items():
            ids, before = texts.get(column, (_NO_ROWS, pl.Series([], dtype=pl.String)))
            texts[column] = ids.clone().append(alike.rows), before.clone().append(new)
    return texts


def _texts_of(
    checker: Checker, verdict: Verdict, keyed: KeyedMark, repair: Repair, marked: pl.Series, safe_only: bool
) -> Iterator[tuple[str, tuple[pl.Series, pl.Series]]]:
    """The new texts of a mark's marked rows: per field the row ids and their texts."""
    if keyed.compared_group is not None:
        parts = [new_texts(_repair_frame(checker, verdict, keyed.compared_group, marked), repair, marked, safe_only)]
    else:
        cells, names = checker.sheet.frame(marked), checker.view.present(keyed.repaired_by)

        def work(start: int) -> dict[str, pl.DataFrame]:
            ids = marked.slice(start, SLICE)
            frame = checker.frames.build(cells.slice(start, SLICE), ids, names).frame
            return new_texts(frame, repair, ids, safe_only)

        starts = range(0, marked.len(), SLICE)
        parts = list(parallel_map(work, starts) if len(starts) > 1 else map(work, starts))
    for name in repair.texts:
        answers = pl.concat([part[name] for part in parts])
        if answers.height:
            yield name, (answers["@row"].rechunk(), answers["new"].rechunk())


def _repair_frame(checker: Checker, verdict: Verdict, group: str | None, marked: pl.Series) -> pl.DataFrame:
    """The frame that repairs of marked rows read: these rows, or their whole groups if a repair compares them."""
    if group is None:
        return checker.frame_of(marked)
    return regroup(checker.groups_of(verdict, marked, GATHERED_BY[group]), group)


def _split_rows(verdict: Verdict) -> pl.Series:
    """The ids of the rows that are separated from the other rows of their order."""
    mask = verdict.masks.get((MOVING, "OrderId"))
    return _NO_ROWS if mask is None else mask.arg_true().cast(pl.UInt32)


def _merged(
    checker: Checker, trial: Checker, before: Verdict, after: Verdict, column: str, written: _Column
) -> Iterator[Cells]:
    """The cells of a column whose text changed, each once, from its first to its current text, by the rule that
    explains them."""
    rows = pl.concat([ids for _, ids in written.writes]).unique().sort()
    first, last = (
        pl.Series(sheet.cells(rows.to_list(), column), dtype=pl.String) for sheet in (checker.sheet, trial.sheet)
    )
    rows = rows.filter(first.ne_missing(last))
    for rule, ids in by_reason(checker.marks, before, after, written.names, written.writes, rows).items():
        row_ids = ids.to_list()
        yield Cells(column, row_ids, checker.sheet.cells(row_ids, column), trial.sheet.cells(row_ids, column), rule)


def _bring_together(trial: Checker, verdict: Verdict) -> Rows:
    """The stable move that puts the rows of each split order behind its first row. At least one order is split."""
    sheet = trial.sheet
    many = verdict.included.arg_true().cast(pl.UInt32)
    many = many.filter(verdict.orders.gather(many).is_duplicated())
    frame = _repair_frame(trial, verdict, BY_EVENT_AND_ORDER, many)
    positions = sheet.positions
    starts = frame["@row"].gather(frame["@start"])
    anchors = pl.int_range(0, sheet.row_count, dtype=pl.UInt32, eager=True)
    anchors = anchors.scatter(positions.gather(frame["@row"]), positions.gather(starts))
    order = pl.DataFrame({"anchor": anchors, "id": sheet.row_order}).with_row_index("place").sort("anchor", "place")
    moved = order["id"]
    differing = (moved != sheet.row_order).arg_true()
    first, last = differing[0], differing[-1]
    length = last - first + 1
    return Rows(first, sheet.row_order.slice(first, length), moved.slice(first, length))
