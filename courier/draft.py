"""A sheet being edited with its choices, verdict and undo stack; window and command both work on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

import polars as pl

from courier.batch_summary import BatchSummary
from courier.rules.background_check import BackgroundCheck
from courier.rules.checker import Checker
from courier.rules.context import Context
from courier.rules.date_parts import SHORT_YEAR, orders_contradict, undecided_form
from courier.rules.expiry import Expiring, expiring_rows
from courier.rules.explanation import explain
from courier.rules.history import History
from courier.rules.orders import BY_CUSTOMER
from courier.rules.repairs import Plan, plan_repairs, plan_without_surplus
from courier.rules.rule import Problem
from courier.rules.template_choice import TemplateChoice, detect_template
from courier.rules.totals import totals, unrepaired_totals
from courier.rules.verdict import Verdict
from courier.sheet.choices import Choices
from courier.sheet.edit import Cells, Choice, Edit, Rows
from courier.sheet.exclusions import columns_read
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping import columns_of
from courier.sheet.program_facts import ProgramFacts
from courier.sheet.sent_rows import DeliveredRows, SentRows
from courier.sheet.sheet import OVERRIDE, Sheet
from courier.sheet.undo import UndoHistory

_SMALL = 20_000
"""Rows up to which file rules are checked again after every edit."""
_AT_ONCE = 2_000
"""Touched rows up to which they are checked at once even when the others are checked in the background."""


class Draft:
    """One sheet being edited. Not thread-safe; long work takes copies of it."""

    def __init__(
        self,
        sheet: Sheet,
        choices: Choices,
        now: datetime,
        *,
        detected: TemplateChoice,
        sent_history: History | None = None,
        steps: Iterable[Edit | DeliveredRows | Literal["undo", "redo"]] = (),
    ) -> None:
        """``choices``: those before the first edit; ``detected``: the template that the columns suggest. ``steps``: the
        edits, undos, redos and deliveries since. Nothing is checked yet."""
        self.sheet = sheet
        self.choices = choices
        self.detected = detected
        self.sent_history = sent_history
        self.now = now
        self.wait = timedelta()
        self.deliveries: tuple[DeliveredRows, ...] = ()
        self.sent = SentRows()
        self.undo_stack = UndoHistory()
        self._unchecked: set[int] | None = None
        """Row ids that are not checked yet; None for all."""
        self._since: frozenset[int] | None = None
        """Row ids checked since the background check began, None if there is none."""
        self.round = 0
        """Incremented by each change after which a running background check is obsolete."""
        for step in steps:
            if isinstance(step, Edit):
                self._carry_out(step)
                self.undo_stack.add(step)
            elif isinstance(step, DeliveredRows):
                self._take_delivery(step)
            elif edit := self.undo_stack.undo() if step == "undo" else self.undo_stack.redo():
                self._carry_out(edit)
        self.checker = self._new_checker()
        self.verdict = self.checker.new_verdict()

    def _new_checker(self) -> Checker:
        choices, history = self.choices, self.sent_history
        context = Context(self.now, choices.template, choices.zone, choices.readings, choices.facts, history, self.wait)
        return Checker(self.sheet, choices.mapping, context, self.sent)

    @property
    def stale(self) -> bool:
        """Whether some rows are not checked yet."""
        return self._unchecked is None or bool(self._unchecked)

    def check(self, progress: Callable[[float], None] | None = None) -> Verdict:
        """Check every row. See `Checker.check`."""
        self.verdict = self.checker.check(progress)
        self._unchecked = set()
        return self.verdict

    def check_first(self, rows: int) -> None:
        """Check the first ``rows`` for display; they still count as unchecked."""
        self.checker.recheck(self.verdict, self.sheet.row_order.head(rows).to_list())

    def begin_background_check(self) -> BackgroundCheck:
        """What has to be checked, as copies for another thread; `merge_background_check` takes the verdict."""
        self._since = frozenset()
        rows = None if self._unchecked is None else sorted(self._unchecked)
        return BackgroundCheck(self.checker_copy(), self.verdict.shared_copy(), rows, self.round)

    def merge_background_check(self, check: BackgroundCheck, verdict: Verdict) -> bool:
        """Take over the verdict of a background check; False if a later change made it obsolete. Rows edited since it
        began are checked again."""
        if check.round != self.round:
            return False
        verdict.grow(self.sheet.id_count)
        self.checker.know_division_of(check.checker)
        self.verdict, self._unchecked = verdict, set()
        if self._since:
            self.checker.recheck(verdict, sorted(self._since))
        else:
            self.sheet.adopt_compacted(check.checker.sheet)
        self._since = None
        return True

    def at(self, now: datetime, *, wait: timedelta | None = None, check: bool = True) -> None:
        """Set the moment from which ages are counted and check again; with ``check`` False the draft is only `stale`.
        ``wait``: how long files usually wait at the destination; None leaves it unchanged."""
        self.now = now
        self.wait = self.wait if wait is None else wait
        self._forget_verdict()
        if check:
            self.check()

    def mark_sent(self, delivered: DeliveredRows, sent: SentRows | None = None, *, check: bool = True) -> None:
        """Note that rows were delivered as they are now: they count as sent until they are edited. ``sent``: all sent
        rows with them, if that is known; ``check``: as in `at`."""
        self._take_delivery(delivered, sent)
        self._forget_verdict()
        if check:
            self.check()

    def deliveries_in_force(self) -> list[DeliveredRows]:
        """The deliveries with those of their rows that still count as sent; others are left away."""
        unchanged = [self.sent.unchanged(delivered, self.sheet.frame(delivered.rows)) for delivered in self.deliveries]
        return [delivered for delivered in unchanged if delivered.rows.len()]

    def _take_delivery(self, delivered: DeliveredRows, sent: SentRows | None = None) -> None:
        self.deliveries += (delivered,)
        self.sent = sent or self.sent.with_delivery(delivered, self.sheet.frame(delivered.rows))

    def look_up_in(self, history: History | None) -> None:
        """Ask another history from here on; the draft is only `stale`."""
        self.sent_history = history
        self._forget_verdict()

    def _forget_verdict(self) -> None:
        self.checker = self._new_checker()
        self._unchecked = None
        self.round += 1

    def problems(
        self, rows: pl.Series | None = None, rules: Iterable[str] | None = None, *, proposing: bool = True
    ) -> list[Problem]:
        """See `explain`."""
        return explain(self.checker, self.verdict, rows, rules, proposing=proposing)

    def do(self, edit: Edit, *, check: bool = True, known: Verdict | None = None) -> bool:
        """Apply an edit and push it on the undo stack. False if it changes nothing.

        Checking an edit of many rows is slow; with ``check`` False it leaves the draft `stale` for a background check
        (`begin_background_check`). ``known``: the verdict after the edit, if it is known.
        """
        if edit.empty:
            return False
        self._apply(edit, check, known)
        self.undo_stack.add(edit)
        return True

    def undo(self, *, check: bool = True) -> Edit | None:
        """Undo the newest edit; the inverse edit that was applied, or None."""
        return self._step(self.undo_stack.undo(), check)

    def redo(self, *, check: bool = True) -> Edit | None:
        """Redo the newest undone edit; the edit that was applied, or None."""
        return self._step(self.undo_stack.redo(), check)

    def _step(self, edit: Edit | None, check: bool) -> Edit | None:
        if edit:
            self._apply(edit, check)
        return edit

    def checker_copy(self) -> Checker:
        """A checker on a copy of the sheet, for a full check in another thread."""
        return self.checker.on(self.sheet.copy())

    def snapshot(self) -> Draft:
        """An independent draft with the same cells, choices, verdict and undo stack, for work in another thread."""
        twin = copy(self)
        twin.sheet = self.sheet.copy()
        twin.checker = self.checker.on(twin.sheet)
        twin.verdict = self.verdict.shared_copy()
        twin.undo_stack = self.undo_stack.copy()
        return twin

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
        elif not check and (len(touched) > _AT_ONCE or (self.stale and not self.checker.division_known)):
            self._unchecked = None if self._unchecked is None else self._unchecked | touched
            self.round += 1
        elif touched:
            columns = {change.column for change in edit.changes if isinstance(change, Cells)}
            # while rows are unchecked the verdict may lack more than the changed columns
            self.checker.recheck(self.verdict, sorted(touched), None if self.stale else columns)
            if self._since is not None:
                self._since |= touched
            if self.sheet.row_count <= _SMALL:
                self.checker.refresh_file_problems(self.verdict)

    def _carry_out(self, edit: Edit) -> tuple[set[int], bool]:
        """Apply the changes to sheet and choices. Returns the rows to check again, and whether all have to be."""
        touched: set[int] = set()
        everything = False
        deciding = self._deciding_columns()
        for change in edit.changes:
            match change:
                case Choice():
                    self.choices = replace(self.choices, **{change.name: change.after})
                    everything |= change.name not in ("set_aside", "chosen", "sign_off")
                case Rows():
                    self.sheet.apply(change)
                    everything = True
                case Cells():
                    self.sheet.apply(change)
                    touched.update(change.rows)
                    everything |= change.column in deciding
        return touched, everything

    def _deciding_columns(self) -> frozenset[str]:
        """The columns of which a change may leave out other rows: those that exclusions read, and with them those that
        say which order a row belongs to."""
        mapping = self.choices.mapping
        if not mapping.left_out:
            return frozenset()
        feeds = [(name, mapping.feed(name)) for name in ("OrderId", "ActionId")]
        keys = {column for name, feed in feeds if feed for column in (*columns_of(feed), OVERRIDE + name)}
        return columns_read(mapping.left_out) | keys

    def plan(
        self,
        rules: Iterable[str] | None = None,
        rows: pl.Series | None = None,
        *,
        safe_only: bool | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Plan:
        """See `plan_repairs`."""
        return plan_repairs(self.checker, self.verdict, rules, rows, safe_only=safe_only, progress=progress)

    def plan_without_surplus(self) -> Plan:
        """See `courier.rules.repairs.plan_without_surplus`."""
        return plan_without_surplus(self.checker, self.verdict)

    def failing_rows(self) -> pl.Series:
        """Row ids of orders with errors, in sheet order."""
        return self._in_order(self.verdict.failing() & self.verdict.included)

    def ready_rows(self) -> pl.Series:
        """Row ids that would be sent now, in sheet order."""
        return self._in_order(self._ready())

    def aside_rows(self) -> pl.Series:
        """Row ids that are neither left out nor sent nor would be sent now, in sheet order."""
        return self._in_order(self.verdict.included & ~self._ready())

    def on_hold_rows(self) -> pl.Series:
        """Row ids of orders that a person put on hold, in sheet order, whether or not they have errors."""
        return self._in_order(self._on_hold() & self.verdict.included)

    def needs_repair_rows(self) -> pl.Series:
        """Row ids of the other orders that are not ready because of errors, in sheet order."""
        return self._in_order(self.verdict.included & self.verdict.failing() & ~self._on_hold())

    def held_among(self, rows: pl.Series) -> pl.Series:
        """Per row (ids, UInt32) whether a person put its order on hold."""
        if BY_CUSTOMER in self.verdict.keys:
            # what follows in a chain waits too
            return (self._on_hold() & self.verdict.included).gather(rows)
        held = self.verdict.orders.gather(sorted(self.choices.set_aside)).unique()
        return self.verdict.orders.gather(rows).is_in(held.implode()) & self.verdict.included.gather(rows)

    def left_out_rows(self) -> pl.Series:
        """Row ids left out by a condition, in sheet order."""
        return self._in_order(~self.verdict.included & ~self.verdict.sent)

    def sent_rows(self) -> pl.Series:
        """Row ids that were delivered from this sheet and are unchanged since, in sheet order."""
        return self._in_order(self.verdict.sent)

    def rows_with(self, rule: str, fields: Collection[str | None] | None = None) -> pl.Series:
        """Row ids that a rule marks, in sheet order. ``fields``: only where it marks one of these, None for the whole
        row."""
        marked = self.verdict.included & False
        for (name, field_name), mask in self.verdict.masks.items():
            if name == rule and (fields is None or field_name in fields):
                marked = marked | mask
        return self._in_order(marked)

    def in_orders_of(self, rows: pl.Series) -> pl.Series:
        """Per row id whether it is in an order of these rows (ids, UInt32)."""
        return self.verdict.held_back((self.verdict.included & False).scatter(rows, True))

    def undecided_date(self, name: str) -> str | None:
        """A date of a field for which it is undecided whether day or month comes first, or None; also None where rows
        contradict each other, as one answer for all of them would be wrong for some."""
        feed = self.choices.mapping.feed(name)
        reading = self.choices.readings.get(name)
        if feed is None or reading is None or reading.day_first is not None or orders_contradict(reading):
            return None
        return self._sample(name, undecided_form(reading))

    def undecided_years(self, name: str) -> str | None:
        """A date of a field with a two-digit year while the user has not said what it means, or None."""
        reading = self.choices.readings.get(name)
        if reading is None or reading.short_years is not None or not reading.proofs.get("short_years"):
            return None
        return self._sample(name, SHORT_YEAR)

    def fitting_template(
        self, mapping: FieldMapping | None = None, facts: ProgramFacts | None = None
    ) -> TemplateChoice:
        """The template that the rows suggest which are not left out. ``mapping`` and ``facts`` of a program: None for
        those in force."""
        mapping, facts = mapping or self.choices.mapping, facts or self.choices.facts
        checker = self.checker_copy().with_mapping(mapping)
        texts = checker.frames.raw(self.sheet.frame(checker.kept_rows()))
        return detect_template(texts, facts.parents)

    def _sample(self, name: str, pattern: str) -> str | None:
        """The first text of a field that matches a pattern, searched in rows with wrong dates if there are any."""
        wrong = self.rows_with("ROW-DATE-FMT")
        rows = wrong if wrong.len() else self.sheet.row_order
        for start in range(0, rows.len(), _SMALL):
            texts = self.fields(rows.slice(start, _SMALL))[name]
            matches = texts.filter(texts.str.strip_chars().str.contains(pattern).fill_null(False))
            if matches.len():
                return str(matches[0])
        return None

    def _in_order(self, mask: pl.Series) -> pl.Series:
        order = self.sheet.row_order
        return order.filter(mask.gather(order)) if order.len() else order

    def _ready(self) -> pl.Series:
        return self.verdict.included & ~self.verdict.failing() & ~self._on_hold()

    def _on_hold(self) -> pl.Series:
        if not self.choices.set_aside:
            return self.verdict.included & False
        # rows that joined an order after it was put on hold are held back too
        return self.in_orders_of(pl.Series(sorted(self.choices.set_aside), dtype=pl.UInt32))

    def summary(self) -> BatchSummary:
        """The figures shown beside the Upload button."""
        ready, aside, on_hold = self.ready_rows(), self.aside_rows(), self.on_hold_rows()
        rows, sent = self.sheet.row_count, int(self.verdict.sent.sum())
        moments = self.verdict.moments.gather(ready)
        first, last = moments.min(), moments.max()
        return BatchSummary(
            rows=rows,
            ready=ready.len(),
            set_aside=aside.len(),
            needs_repair=aside.len() - on_hold.len(),
            on_hold=on_hold.len(),
            left_out=rows - sent - int(self.verdict.included.sum()),
            chosen=len(self.choices.set_aside),
            orders=self.verdict.orders.gather(ready).n_unique(),
            totals=totals(self.fields(ready)),
            first_event=first if isinstance(first, datetime) else None,
            last_event=last if isinstance(last, datetime) else None,
            sent=sent,
            held=unrepaired_totals(self.fields(aside), self.choices.readings, self.verdict.orders.gather(aside)),
            expiring=self._expiring(),
        )

    def _expiring(self) -> Expiring:
        if self.choices.template == "modification":
            return {}
        return expiring_rows(self.verdict.moments, self.verdict.included, self.fields, self.now, self.wait)

    def fields(self, rows: pl.Series) -> pl.DataFrame:
        """The fields' texts of some rows as the grid shows them, a column per field and per extra column sent."""
        return self.checker.frames.raw(self.sheet.frame(rows))
