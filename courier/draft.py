"""A sheet in hand with its decisions, its verdict and its past: what both the window and the command work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

import polars as pl

from courier.catalogue.fields import Template
from courier.rules.check_beside import CheckBeside
from courier.rules.checker import Checker
from courier.rules.context import Context
from courier.rules.dates import YEAR_LAST
from courier.rules.file_rules import CHANGE_SIGNS
from courier.rules.frames import FieldFrames
from courier.rules.history import History
from courier.rules.readings import read_columns
from courier.rules.repairs import Plan, plan_repairs
from courier.rules.rule import Problem
from courier.rules.template_choice import TemplateChoice, detect_template
from courier.rules.totals import totals
from courier.rules.verdict import Verdict
from courier.sheet.choices import Choices, Reading
from courier.sheet.edit import Cells, Change, Choice, Edit, Rows
from courier.sheet.mapping import Column, Condition, Typed, left_out_expression
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.program_facts import ProgramFacts
from courier.sheet.sheet import OVERRIDE, Sheet
from courier.sheet.undo import UndoHistory

_MARKED_INSTEAD = {"MediaId": ("EventDate",)}
"""What a rule marks when another field would mend it: old orders need a partner."""

_SHORT_YEAR = r"^[0-9]{1,2}[-/. ]+(?:[0-9]{1,2}|[A-Za-z]{3,9})\.?[-/., ]+[0-9]{2}(?:[^0-9]|$)"

_SMALL = 20_000
"""Rows up to which file rules are looked at again after every edit."""
_AT_ONCE = 2_000
"""Touched rows up to which they are checked at once though somebody checks beside."""


@dataclass(frozen=True)
class Standing:
    """How the rows are divided: ``ready + set_aside + left_out == rows``, always.

    ``set_aside`` holds the orders set aside by choice (``chosen`` of them) and those with errors, which stay behind
    until they are repaired. ``orders`` counts the orders that are ready.
    """

    rows: int
    ready: int
    set_aside: int
    left_out: int
    chosen: int
    orders: int
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    first_event: datetime | None = None
    last_event: datetime | None = None


class Draft:
    """One sheet being worked on. Not safe for several threads; long work takes `Checker` copies of it."""

    def __init__(
        self,
        sheet: Sheet,
        mapping: FieldMapping,
        now: datetime,
        *,
        template: Template | None = None,
        zone: str | None = None,
        day_first: bool | None = None,
        ragged: int = 0,
        facts: ProgramFacts | None = None,
        history: History | None = None,
    ) -> None:
        """``template`` None: detected. ``day_first`` overrides what the columns prove. ``history``: what was sent
        before."""
        self.sheet = sheet
        self.ragged = ragged
        self.known = history
        self.now = now
        self.wait = timedelta()
        self.history = UndoHistory()
        self._unchecked: set[int] | None = None
        """Row ids whose problems are not known; None for all of them."""
        self._since: set[int] | None = None
        """Row ids checked since a check beside was taken up, None while there is none."""
        self.round = 0
        """Goes up with each change that a check under way beside does not know of."""
        texts = FieldFrames(mapping, zone, sheet.damaged).raw(sheet.frame())
        self.detected: TemplateChoice = detect_template(texts, facts.parents if facts else None)
        readings = {name: _with_day_first(one, day_first) for name, one in read_columns(texts, now).items()}
        self.choices = Choices(
            mapping, template or self.detected.template, zone=zone, readings=readings, facts=facts or ProgramFacts()
        )
        self.checker = self._new_checker()
        self.verdict = self.checker.new_verdict()

    # ------------------------------------------------------------------ checking

    def _new_checker(self) -> Checker:
        chosen = self.choices
        context = Context(self.now, chosen.template, chosen.zone, chosen.readings, chosen.facts, self.known, self.wait)
        return Checker(self.sheet, chosen.mapping, context, self.ragged)

    def begin_with(self, mapping: FieldMapping) -> None:
        """Another mapping before the first check, with no undo step."""
        self.choices = replace(self.choices, mapping=mapping, readings=self._read_anew(mapping))
        self.checker = self._new_checker()

    def answer_dates(self, day_first: Mapping[str, bool]) -> None:
        """Answers from before, per field, for columns that do not prove whether the day comes first; before the first
        check, with no undo step."""
        readings = dict(self.choices.readings)
        for name, answer in day_first.items():
            if name in readings and readings[name].day_first is None:
                readings[name] = replace(readings[name], day_first=answer)
        self.choices = replace(self.choices, readings=readings)
        self.checker = self._new_checker()

    @property
    def stale(self) -> bool:
        """Whether there are rows whose problems are not known."""
        return self._unchecked is None or bool(self._unchecked)

    def check(self, progress: Callable[[float], None] | None = None) -> Verdict:
        """Check every row again. See `Checker.check`."""
        self.verdict = self.checker.check(progress)
        self._unchecked = set()
        return self.verdict

    def check_first(self, rows: int) -> None:
        """Check the first ``rows`` for a first look; all of them stay to be checked."""
        self.checker.recheck(self.verdict, self.sheet.order.head(rows).to_list())

    def take_up_check(self) -> CheckBeside:
        """What has to be checked, on copies of its own for another thread. `adopt` takes its verdict."""
        self._since = set()
        rows = None if self._unchecked is None else sorted(self._unchecked)
        return CheckBeside(self.checker_copy(), self.verdict.twin(), rows, self.round)

    def adopt(self, check: CheckBeside, verdict: Verdict) -> bool:
        """Take over the verdict of a check made beside; False if too much was changed since. What was typed since is
        checked once more: the check did not know of it."""
        if check.round != self.round:
            return False
        verdict.grow(self.sheet.id_count)
        self.verdict, self._unchecked = verdict, set()
        if self._since:
            self.checker.recheck(verdict, sorted(self._since))
        else:
            self.sheet.take_folded(check.checker.sheet)
        self._since = None
        return True

    def at(self, now: datetime, *, wait: timedelta | None = None, check: bool = True) -> None:
        """Move the moment that ages are counted from, and check again; with ``check`` False only be `stale`. ``wait``:
        how long files usually lie at the destination, as before unless said."""
        self.now = now
        self.wait = self.wait if wait is None else wait
        self._forget_verdict()
        if check:
            self.check()

    def _forget_verdict(self) -> None:
        self.checker = self._new_checker()
        self._unchecked = None
        self.round += 1

    def problems(
        self, rows: pl.Series | None = None, rules: Iterable[str] | None = None, *, proposing: bool = True
    ) -> list[Problem]:
        """See `Checker.problems`."""
        return self.checker.problems(self.verdict, rows, rules, proposing=proposing)

    # ------------------------------------------------------------------ edits

    def do(self, edit: Edit, *, check: bool = True, known: Verdict | None = None) -> bool:
        """Apply an edit and remember it for undo. False if it changes nothing.

        An edit that concerns many rows takes its time to check; with ``check`` False it only leaves the draft `stale`,
        for somebody who checks beside (`take_up_check`, `adopt`). ``known``: the verdict after the edit.
        """
        if edit.empty:
            return False
        self._apply(edit, check, known)
        self.history.add(edit)
        return True

    def undo(self, *, check: bool = True) -> Edit | None:
        """Take the newest step back; the edit that was applied, or None."""
        edit = self.history.undo()
        if edit:
            self._apply(edit, check)
        return edit

    def redo(self, *, check: bool = True) -> Edit | None:
        """Do the newest step taken back again; the edit that was applied, or None."""
        edit = self.history.redo()
        if edit:
            self._apply(edit, check)
        return edit

    def checker_copy(self) -> Checker:
        """A checker on a copy of the sheet, for a full check in another thread."""
        return self.checker.on(self.sheet.copy())

    def snapshot(self) -> Draft:
        """A draft of its own with the same cells, decisions and verdict, for work in another thread."""
        twin = copy(self)
        twin.sheet = self.sheet.copy()
        twin.checker = self.checker.on(twin.sheet)
        twin.verdict = self.verdict.twin()
        return twin

    def replay(self, choices: Choices, steps: Iterable[Edit | Literal["undo", "redo"]]) -> None:
        """Make the choices from before the first edit those of the draft, and go through all that was done since:
        edits, and steps taken back or done again. Nothing is checked; `check` has to follow."""
        self.choices = choices
        for step in steps:
            if isinstance(step, Edit):
                self._carry_out(step)
                self.history.add(step)
            elif edit := self.history.undo() if step == "undo" else self.history.redo():
                self._carry_out(edit)
        self._forget_verdict()
        self.verdict = self.checker.new_verdict()

    def _apply(self, edit: Edit, check: bool, known: Verdict | None = None) -> None:
        touched, everything = self._carry_out(edit)
        self.verdict.grow(self.sheet.id_count)
        if everything:
            self._forget_verdict()
            if check:
                self.check()
        elif known is not None and not self.stale:
            self.verdict = known
            self.round += 1
        elif not check and len(touched) > _AT_ONCE:
            self._unchecked = None if self._unchecked is None else self._unchecked | touched
            self.round += 1
        elif touched:
            columns = {change.column for change in edit.changes if isinstance(change, Cells)}
            # of a row that nobody has looked at yet all is unknown
            self.checker.recheck(self.verdict, sorted(touched), None if self.stale else columns)
            if self._since is not None:
                self._since |= touched
            if self.sheet.row_count <= _SMALL:
                self.checker.refresh_file_problems(self.verdict)

    def _carry_out(self, edit: Edit) -> tuple[set[int], bool]:
        """Change cells, rows and choices; the rows to check again, and whether all are."""
        touched: set[int] = set()
        everything = False
        deciding = {condition.column for condition in self.choices.mapping.left_out}
        for change in edit.changes:
            match change:
                case Choice():
                    self.choices = replace(self.choices, **{change.name: change.after})
                    everything |= change.name != "set_aside"
                case Rows():
                    self.sheet.apply(change)
                    everything = True
                case Cells():
                    self.sheet.apply(change)
                    touched.update(change.rows)
                    everything |= change.column in deciding
        return touched, everything

    def typed(self, cells: Sequence[tuple[int, str, str]], what: str = "edit-type") -> Edit:
        """The edit that writes texts into cells given as (row id, column, text). ``what``: its message key."""
        by_column: dict[str, tuple[list[int], list[str]]] = {}
        for row, column, text in cells:
            rows, texts = by_column.setdefault(column, ([], []))
            rows.append(row)
            texts.append(text)
        changes = [
            Cells(column, rows, self.sheet.cells(rows, column), texts) for column, (rows, texts) in by_column.items()
        ]
        return Edit(what, tuple(changes), {"cells": len(cells)})

    def choose(self, what: str, **choices: object) -> Edit:
        """The edit that changes decisions, e.g. ``choose("edit-template", template="order")``."""
        changes: list[Change] = [Choice(name, getattr(self.choices, name), value) for name, value in choices.items()]
        return Edit(what, tuple(changes))

    def map(self, mapping: FieldMapping) -> Edit:
        """The edit that changes what feeds the fields; columns fed anew are read anew."""
        return self.choose("edit-mapping", mapping=mapping, readings=self._read_anew(mapping))

    def _read_anew(self, mapping: FieldMapping) -> dict[str, Reading]:
        texts = FieldFrames(mapping, self.choices.zone, self.sheet.damaged).raw(self.sheet.frame())
        before = dict(self.choices.mapping.feeds)
        known = self.choices.readings
        words = self.choices.mapping.words_of
        fresh = {
            name
            for name, feed in mapping.feeds
            if before.get(name) != feed or name not in known or mapping.words_of(name) != words(name)
        }
        kept = {name: reading for name, reading in known.items() if name in texts.columns}
        return {**kept, **read_columns(texts.select(sorted(fresh)), self.now)}

    def date_order(self, name: str, *, day_first: bool) -> Edit:
        """The edit that says how the dates of one field are to be read."""
        readings = dict(self.choices.readings)
        readings[name] = replace(readings.get(name, Reading()), day_first=day_first)
        step = {"day_first": name, "value": day_first}
        return replace(self.choose("edit-date-order", readings=readings), step=step)

    def short_years(self, name: str, *, agreed: bool) -> Edit:
        """The edit that says whether years of two digits in one field's dates are those from 2000 on."""
        readings = dict(self.choices.readings)
        readings[name] = replace(readings.get(name, Reading()), short_years=agreed)
        step = {"short_years": name, "value": agreed}
        return replace(self.choose("edit-short-years", readings=readings), step=step)

    def say_zone(self, zone: str) -> Edit:
        """The edit that says in which time zone dates without one are."""
        return replace(self.choose("edit-zone", zone=zone), step={"zone": zone})

    def fill(self, rule: str, name: str, value: str, rows: pl.Series | None = None) -> Edit:
        """The edit that writes one value into a field wherever a rule marks the field, or the row for its sake; within
        ``rows`` if given. A field that nothing feeds gets a column of its own."""
        marked = self.verdict.included & False
        for (marking, at), mask in self.verdict.masks.items():
            if marking == rule and at in (name, None, *_MARKED_INSTEAD.get(name, ())):
                marked = marked | mask
        found = self._in_order(marked)
        if rows is not None:
            found = found.filter(found.is_in(rows.implode()))
        changes: list[Change] = []
        mapping = self.choices.mapping
        feed = mapping.feed(name)
        if feed is None:
            changes.append(Choice("mapping", mapping, mapping.with_feed(name, Typed())))
        column = feed.column if isinstance(feed, Column) else OVERRIDE + name
        ids = found.to_list()
        changes.append(Cells(column, ids, self.sheet.cells(ids, column), [value] * len(ids)))
        step = {"fill": rule, "field": name, "value": value} if rows is None else None
        return Edit("edit-fill", tuple(changes), {"cells": len(ids)}, step)

    def set_aside(self, rows: Iterable[int], *, aside: bool = True) -> Edit:
        """The edit that sets the whole orders of these rows aside, or takes them back."""
        wanted = pl.Series(list(rows), dtype=pl.UInt32)
        mask = (self.verdict.included & False).scatter(wanted, True)
        whole = frozenset(self.verdict.held_back(mask).arg_true().to_list())
        chosen = self.choices.set_aside | whole if aside else self.choices.set_aside - whole
        return self.choose("edit-set-aside" if aside else "edit-take-back", set_aside=chosen)

    def plan(
        self,
        rules: Iterable[str] | None = None,
        rows: pl.Series | None = None,
        *,
        safe_only: bool | None = None,
        told: Callable[[float], None] | None = None,
    ) -> Plan:
        """See `plan_repairs`."""
        return plan_repairs(self.checker, self.verdict, rules, rows, safe_only=safe_only, told=told)

    def repair(self, plan: Plan) -> Edit:
        """The edit that carries out a plan."""
        return Edit("edit-fix", plan.changes, {"cells": plan.total}, plan.step)

    def template_without(self, mapping: FieldMapping) -> str:
        """The template that fits the rows a mapping does not leave out."""
        cells = self.sheet.frame(self.sheet.order)
        kept = cells.filter(~left_out_expression(mapping.left_out).fill_null(False)) if mapping.left_out else cells
        texts = FieldFrames(mapping, self.choices.zone, self.sheet.damaged).raw(kept)
        return detect_template(texts, self.choices.facts.parents).template

    def kinds_apart(self) -> tuple[Condition, Condition] | None:
        """Where changes and new conversions are mixed: the conditions that leave out the one kind and the other. None
        where no single column tells them apart."""
        feeds = [self.choices.mapping.feed(name) for name in CHANGE_SIGNS]
        columns = [feed.column for feed in feeds if isinstance(feed, Column)]
        if len(columns) != 1:
            return None
        return Condition(columns[0], "not_empty"), Condition(columns[0], "empty")

    # ------------------------------------------------------------------ standing

    def failing_rows(self) -> pl.Series:
        """Row ids of the orders that have errors, in sheet order."""
        return self._in_order(self.verdict.failing() & self.verdict.included)

    def ready_rows(self) -> pl.Series:
        """Row ids of the rows that would be sent now, in sheet order."""
        return self._in_order(self._ready())

    def aside_rows(self) -> pl.Series:
        """Row ids of the rows that are not left out and would not be sent now, in sheet order."""
        return self._in_order(self.verdict.included & ~self._ready())

    def left_out_rows(self) -> pl.Series:
        """Row ids of the rows left out by a condition, in sheet order."""
        return self._in_order(~self.verdict.included)

    def rows_with(self, rule: str) -> pl.Series:
        """Row ids of the rows that a rule marks, in sheet order."""
        found = [mask for (name, _), mask in self.verdict.masks.items() if name == rule]
        marked = self.verdict.included & False
        for mask in found:
            marked = marked | mask
        return self._in_order(marked)

    def undecided_date(self, name: str) -> str | None:
        """A date of a field that could be read day first or month first while nothing decides it, or None."""
        feed = self.choices.mapping.feed(name)
        reading = self.choices.readings.get(name)
        if feed is None or reading is None or reading.day_first is not None:
            return None
        return self._sample(name, YEAR_LAST)

    def undecided_years(self, name: str) -> str | None:
        """A date of a field whose year has two digits while nobody said what they mean, or None."""
        reading = self.choices.readings.get(name)
        if reading is None or reading.short_years is not None or not reading.proofs.get("short_years"):
            return None
        return self._sample(name, _SHORT_YEAR)

    def _sample(self, name: str, shape: str) -> str | None:
        """The first text of a field that has a shape, looked for where dates were found wrong if that is known."""
        wrong = self.rows_with("ROW-DATE-FMT")
        rows = wrong if wrong.len() else self.sheet.order
        for start in range(0, rows.len(), _SMALL):
            texts = self.fields(rows.slice(start, _SMALL))[name]
            found = texts.filter(texts.str.strip_chars().str.contains(shape).fill_null(False))
            if found.len():
                return str(found[0])
        return None

    def _in_order(self, mask: pl.Series) -> pl.Series:
        order = self.sheet.order
        return order.filter(mask.gather(order)) if order.len() else order

    def _ready(self) -> pl.Series:
        ready = self.verdict.included & ~self.verdict.failing()
        if self.choices.set_aside:
            rows = pl.Series(sorted(self.choices.set_aside), dtype=pl.UInt32)
            # an order that grew after it was set aside stays whole
            ready = ready & ~self.verdict.held_back((ready & False).scatter(rows, True))
        return ready

    def standing(self) -> Standing:
        """The numbers beside the Upload button."""
        ready = self.ready_rows()
        rows = self.sheet.row_count
        left_out = rows - int(self.verdict.included.sum())
        moments = self.verdict.moments.gather(ready)
        first, last = moments.min(), moments.max()
        return Standing(
            rows=rows,
            ready=ready.len(),
            set_aside=rows - left_out - ready.len(),
            left_out=left_out,
            chosen=len(self.choices.set_aside),
            orders=self.verdict.orders.gather(ready).n_unique(),
            totals=totals(self.fields(ready)),
            first_event=first if isinstance(first, datetime) else None,
            last_event=last if isinstance(last, datetime) else None,
        )

    def fields(self, rows: pl.Series) -> pl.DataFrame:
        """The fields' texts of some rows as the grid shows them, one column per field or extra column sent."""
        return self.checker.frames.raw(self.sheet.frame(rows))


def _with_day_first(reading: Reading, day_first: bool | None) -> Reading:
    return reading if day_first is None else replace(reading, day_first=day_first)
