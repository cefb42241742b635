"""The actions of problem cards: repairs at once, after a preview, or after one question."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from courier.draft import Draft
from courier.draft_edits import (
    delete_child_lines,
    fill_field,
    kinds_apart,
    leave_out,
    set_date_order,
    set_exclusions,
    set_short_years,
    set_zone,
)
from courier.exclusions import ExclusionPreview, preview_exclusions, shop_exclusions
from courier.messages import text
from courier.recipe import Step, edit_of, in_effect
from courier.rules.fill_prompts import fill_prompt
from courier.rules.phrases import title
from courier.rules.repairs import Plan
from courier.rules.rule import Problem
from courier.sheet.edit import Edit
from courier.sheet.exclusions import Exclusion
from gui.problems.changes_sheet import ChangesSheet
from gui.problems.fix_preview import show_fix_preview
from gui.problems.plan_model import PlanGroup, plan_groups
from gui.problems.returns_sheet import ReturnsSheet
from gui.session.questions import Question, ask_zone
from gui.session.session import Session
from gui.session.sheet_queries import Progress, SheetQueries
from gui.style.parts import named
from gui.style.suggestion_bar import SuggestionBar
from gui.work import quick


class RepairActions(QObject):
    """``progress``: a sentence about what was done. ``busy``: progress of the plan of repairs, None at its end.
    ``repaired``: how many changes the safe repairs of a rule, or of all ("") made.
    ``other_kind``: a file to open in a second window with a condition for rows left out: the same file, or changes made
    of its rows; ``exclusions_asked``: exclusions that a person has to decide on."""

    told = Signal(str)
    busy = Signal(object)
    repaired = Signal(str, int)
    other_kind = Signal(Path, object)
    exclusions_asked = Signal(object)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._queries = SheetQueries(session, self)
        self._queries.busy.connect(lambda _, done: self.busy.emit(done))
        self._waiting: Callable[[Plan], None] | None = None
        # an edit may leave nothing to count
        for known in (session.counted, session.changed):
            known.connect(self._plan_counted)
        self.changes_sheet = ChangesSheet(session, window)
        self.changes_sheet.told.connect(self.told)
        self.changes_sheet.made.connect(lambda path: self.other_kind.emit(path, None))
        self.returns_sheet = ReturnsSheet(session, window)
        self.returns_sheet.told.connect(self.told)
        self.returns_sheet.made.connect(lambda path: self.other_kind.emit(path, None))
        self.suggestion = SuggestionBar("recipeSuggestion", text("recipe-name"), text("recipe-repeat"), window)
        self.suggestion.accepted.connect(self._repeat)
        session.opened_sheet.connect(self.stop)
        session.opened_sheet.connect(self._offer_recipe)

    # ------------------------------------------------------------------ repairs

    def fix_or_review(self) -> None:
        """All repairs with one answer, after a look at each kind of them in this sheet."""
        if self._session.safe.reviewed:
            self.fix_all()
        else:
            self.preview_all()

    def fix_all(self) -> None:
        """All repairs with one answer that the person wants, as one undo step."""
        self._with_safe_plan(lambda plan: self._carry_out(plan.without(self._session.safe.left_out)))

    def preview_all(self) -> None:
        """The same after a review."""
        self._with_safe_plan(self._review)

    def fix_rule(self, rule: str) -> None:
        """The safe repairs of one rule."""
        self._plan(lambda plan: self._carry_out(plan, rule), [rule], safe=True)

    def review_rule(self, rule: str) -> None:
        """The same after a preview."""
        self._plan(lambda plan: self._show(plan, rule), [rule], safe=True)

    def look_at_rule(self, rule: str) -> None:
        """All repairs of one rule, unsafe ones included, after a preview."""
        self._plan(self._show, [rule], safe=False)

    def remove_surplus(self) -> None:
        """Remove the cells beyond the header, after a look at them."""
        self._queries.ask(
            "surplus", lambda draft, _: draft.plan_without_surplus(), self._show, again=True, checked=True
        )

    def delete_child_lines(self) -> None:
        """Delete the lines that repeat another one of their order without its price."""

        def take(edit: Edit | None) -> None:
            if edit is not None:
                self._session.do(edit)

        self._queries.ask("child-lines", lambda draft, _: delete_child_lines(draft), take, again=True, checked=True)

    def fix_rows(self, rows: list[int]) -> None:
        """The safe repairs within some rows that the person wants."""
        self._plan(lambda plan: self._carry_out(plan.without(self._session.safe.left_out)), rows=rows, safe=True)

    def stop(self) -> None:
        """Stop planning; nothing was changed yet."""
        if self._waiting is not None:
            self._waiting = None
            self.busy.emit(None)
        for name in ("plan", "preview", "recipe"):
            self._queries.forget(name)

    def _with_safe_plan(self, then: Callable[[Plan], None]) -> None:
        """Call ``then`` with the plan of all safe repairs: the one that was counted, or is being counted."""
        safe = self._session.safe
        if safe.plan is not None:
            then(safe.plan)
        elif safe.pending and not quick(self._session.draft.sheet.row_count):
            self._waiting = then
            self.busy.emit(0.0)
        else:
            self._plan(then, safe=True)

    def _plan_counted(self) -> None:
        then, safe = self._waiting, self._session.safe
        if then is None or safe.pending:
            return
        self._waiting = None
        self.busy.emit(None)
        if safe.plan is not None:
            then(safe.plan)

    def _plan(
        self,
        then: Callable[[Plan], None],
        rules: list[str] | None = None,
        rows: list[int] | None = None,
        *,
        safe: bool,
    ) -> None:
        some = None if rows is None else pl.Series(rows, dtype=pl.UInt32)

        def work(draft: Draft, report: Progress) -> Plan:
            return draft.plan(rules, some, safe_only=safe, progress=report)

        self._queries.ask("plan", work, then, again=True, checked=True)

    def _review(self, plan: Plan) -> None:
        self._preview(plan, self._carry_out, all_safe=True)

    def _show(self, plan: Plan, rule: str = "") -> None:
        self._preview(plan, lambda wanted: self._carry_out(wanted, rule))

    def _preview(self, plan: Plan, take: Callable[[Plan], None], *, all_safe: bool = False) -> None:
        def show(groups: list[PlanGroup]) -> None:
            show_fix_preview(self._window, self._session, plan, groups, take, all_safe=all_safe)

        self._queries.ask("preview", lambda draft, _: plan_groups(draft, plan), show)

    def _carry_out(self, plan: Plan, rule: str = "") -> None:
        self.told.emit(self._session.carry_out(plan))
        self.repaired.emit(rule, plan.total)

    # ------------------------------------------------------------------ recipe

    def _offer_recipe(self) -> None:
        steps = len(self._steps_left())
        self.suggestion.offer(text("recipe-offer", steps=steps) if steps else "")

    def _repeat(self) -> None:
        self._repeat_from(self._steps_left(), 0)

    def _steps_left(self) -> list[Step]:
        """The steps of last time, without decisions that were remembered and hold already."""
        recalled = self._session.opened.recalled if self._session.sheet_open else None
        return [step for step in recalled.recipe if not in_effect(self._session.draft, step)] if recalled else []

    def _repeat_from(self, left: list[Step], done: int) -> None:
        """Repeat the steps one by one, because each needs the verdict after the one before."""
        if not left:
            self.told.emit(text("recipe-repeated", steps=done))
            return

        def take(edit: Edit | None) -> None:
            changed = edit is not None and self._session.do(edit)
            self._repeat_from(left[1:], done + changed)

        unwanted = self._session.safe.left_out
        self._queries.ask("recipe", lambda draft, _: edit_of(draft, left[0], unwanted), take, again=True, checked=True)

    # ------------------------------------------------------------------ questions

    def ask_value(self, problem: Problem) -> None:
        """Ask for one value for the field that solves all problems of a rule."""
        ask = fill_prompt(problem, self._session.draft.choices.facts)
        if ask is None:
            return
        rule, field = problem.rule, ask.field
        rows = self._session.draft.rows_with(rule).len()
        about = text("ask-about", title=title(rule), rows=rows, field=field)
        question = Question("askValueQuestion", text("ask-title", field=field), about, self._window)
        value = named(QComboBox(), "askValue", field)
        value.setEditable(True)
        value.addItems(list(ask.choices))
        value.setCurrentText(ask.choices[0] if ask.choices else "")
        question.body.addWidget(value)

        def take() -> None:
            if value.currentText().strip():
                self._session.do(fill_field(self._session.draft, rule, field, value.currentText().strip()))

        question.offer(text("button-ok"), take, primary=True, name="askValueOk")
        question.ask_or_cancel()

    def ask_zone(self) -> None:
        """Ask for the time zone of dates without one."""
        ask_zone(self._window, lambda zone: self._session.do(set_zone(self._session.draft, zone)))

    def ask_date_order(self, name: str) -> None:
        """Ask whether the day or the month comes first in a column that does not prove it."""
        sample = self._session.draft.undecided_date(name) or ""
        words = text("date-order-question", field=name, sample=sample)
        question = Question("dateOrderQuestion", text("date-order-title"), words, self._window)
        for key, label, day_first in (("date-order-day", "dayFirst", True), ("date-order-month", "monthFirst", False)):
            question.offer(text(key), partial(self._set_date_order, name, day_first=day_first), name=label)
        question.ask_or_cancel()

    def _set_date_order(self, name: str, *, day_first: bool) -> None:
        self._session.do(set_date_order(self._session.draft, name, day_first=day_first))

    def ask_short_years(self, name: str, sample: str) -> None:
        """Ask whether years of two digits begin with 20."""
        words = text("short-years-question", field=name, sample=sample)
        question = Question("shortYearsQuestion", text("short-years-title"), words, self._window)
        for key, label, agreed in (
            ("short-years-yes", "shortYearsYes", True),
            ("short-years-no", "shortYearsNo", False),
        ):
            question.offer(text(key), partial(self._set_short_years, name, agreed=agreed), name=label)
        question.ask_or_cancel()

    def _set_short_years(self, name: str, *, agreed: bool) -> None:
        self._session.do(set_short_years(self._session.draft, name, agreed=agreed))

    def exclude(self, exclusions: tuple[Exclusion, ...]) -> None:
        """Let exactly these exclusions hold, as one undo step."""

        def take(edit: Edit) -> None:
            self._session.do(edit)

        self._queries.ask("exclude", lambda draft, _: set_exclusions(draft, exclusions), take, again=True, checked=True)

    def exclude_called_off(self) -> None:
        """Exclude the orders that the shop says were called off; ask first where that would cut orders."""

        def work(draft: Draft, _: object) -> tuple[ExclusionPreview, tuple[Exclusion, ...], Edit]:
            exclusions = shop_exclusions(draft)
            return preview_exclusions(draft, exclusions), exclusions, leave_out(draft, *exclusions)

        def take(answer: tuple[ExclusionPreview, tuple[Exclusion, ...], Edit]) -> None:
            preview, exclusions, edit = answer
            if preview.cut:
                self.exclusions_asked.emit(exclusions)
            elif self._session.do(edit):
                self.told.emit(text("excluded-orders", orders=preview.orders))

        self._queries.ask("called-off", work, take, again=True, checked=True)

    def ask_split(self) -> None:
        """Ask which of two kinds of rows stays in this sheet."""
        apart = kinds_apart(self._session.draft.choices.mapping)
        if apart is None:
            return
        changes_out, fresh_out = apart
        path = self._session.opened.path if self._session.sheet_open else None
        question = Question("splitQuestion", text("split-title"), text("split-question"), self._window)
        question.offer(text("split-new-here"), lambda: self._session.leave_out(changes_out), name="splitNew")
        question.offer(text("split-change-here"), lambda: self._session.leave_out(fresh_out), name="splitChanges")
        if path is not None:

            def both() -> None:
                self._session.leave_out(changes_out)
                self.other_kind.emit(path, fresh_out)

            question.offer(text("split-both"), both, primary=True, name="splitBoth")
        question.ask_or_cancel()
