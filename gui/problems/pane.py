"""The problems beside the grid: how many, the safe repairs in one click, and a card for each rule."""

from __future__ import annotations

import time

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QWidget

from courier.batch_words import expiring_words, held_words
from courier.draft import Draft
from courier.messages import text
from courier.rules.ranking import rank
from courier.rules.rule import Problem, Severity
from gui.problems.card import RuleCard
from gui.problems.card_content import Request, card_content, examples
from gui.session.session import Session
from gui.session.sheet_queries import Progress, SheetQueries
from gui.style.layouts import scrolling, vbox
from gui.style.parts import button, label, make_primary, named
from gui.work import quick

_AT_LEAST, _LONGEST = 6, 0.06
"""Rules whose examples are found at once, and seconds after which the others wait."""
_PAUSE = 400
"""Milliseconds without a change before all examples are searched again."""


class ProblemsPane(QWidget):
    """Asks for what it cannot do itself: ``go_to`` (row id, column), ``show_rule``, ``only_failing``,
    ``ask_date_order``, ``ask_zone``, ``ask_columns``, ``preview_asked``, ``fix_rule``, ``look_asked`` (rule),
    ``set_aside_asked`` (rule), ``value_asked`` (a problem), ``split_asked``, ``changes_asked``, ``called_off_asked``,
    ``short_years_asked`` (field, sample), ``surplus_asked``, ``child_lines_asked``, ``returns_asked``."""

    go_to = Signal(int, str)
    show_rule = Signal(str)
    only_failing = Signal(bool)
    fix_all = Signal()
    preview_asked = Signal()
    ask_date_order = Signal(str)
    ask_zone = Signal()
    ask_columns = Signal()
    fix_rule = Signal(str)
    look_asked = Signal(str)
    set_aside_asked = Signal(str)
    value_asked = Signal(object)
    split_asked = Signal()
    called_off_asked = Signal()
    changes_asked = Signal()
    short_years_asked = Signal(str, str)
    surplus_asked = Signal()
    child_lines_asked = Signal()
    returns_asked = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("problems")
        self.setAccessibleName(text("problems-name"))
        self._session = session
        self._queries = SheetQueries(session, self)
        self._request_signals: dict[Request, SignalInstance] = {
            "go_to": self.go_to, "show_rule": self.show_rule, "ask_date_order": self.ask_date_order,
            "ask_zone": self.ask_zone, "ask_columns": self.ask_columns, "fix_rule": self.fix_rule,
            "look_asked": self.look_asked, "set_aside_asked": self.set_aside_asked, "value_asked": self.value_asked,
            "split_asked": self.split_asked, "changes_asked": self.changes_asked,
            "called_off_asked": self.called_off_asked, "short_years_asked": self.short_years_asked,
            "surplus_asked": self.surplus_asked, "child_lines_asked": self.child_lines_asked,
            "returns_asked": self.returns_asked,
        }  # fmt: skip
        self._cards: dict[str, RuleCard] = {}
        self._examples: dict[str, list[Problem]] = {}
        self._examples_timer = QTimer(self, singleShot=True)
        self._examples_timer.timeout.connect(self._look_for_examples)
        outer = vbox(self, margins=(12, 14, 12, 0), spacing=6)
        self._heading = named(label(title=True, size=2), "problemsHeading")
        self._detail = named(label(muted=True, wrap=True), "problemsDetail")
        self._fix = button("", primary=True, name="fixSafelyButton", clicked=self.fix_all)
        self._preview = button(text("fix-preview"), name="fixPreviewButton", clicked=self.preview_asked)
        self._failing = named(QCheckBox(text("filter-only-failing")), "onlyFailing")
        self._failing.toggled.connect(self.only_failing)
        for part in (self._heading, self._detail, self._fix, self._preview, self._failing):
            outer.addWidget(part)
        inside = named(QWidget(), "cards")
        self._column = vbox(inside, margins=(0, 4, 4, 12), spacing=8)
        self._column.addStretch(1)
        outer.addWidget(scrolling(inside, sideways=False), 1)
        self.set_aside_asked.connect(session.set_aside_rule)
        session.opened_sheet.connect(self._begin_anew)
        session.changed.connect(self.refresh)
        session.counted.connect(self._show_fix)
        session.checking.connect(self._say_checking)

    def show_only_failing(self, only: bool) -> None:
        """Show whether the grid shows only rows with errors."""
        with QSignalBlocker(self._failing):
            self._failing.setChecked(only)

    def _begin_anew(self) -> None:
        self._examples = {}
        for rule in list(self._cards):
            self._drop(rule)

    def _drop(self, rule: str) -> None:
        card = self._cards.pop(rule)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._examples.pop(rule, None)

    # ------------------------------------------------------------------ counts

    def _say_checking(self, done: float | None) -> None:
        if done is not None:
            self._heading.setText(text("problems-checking"))
            self._detail.setText(text("problems-checking-detail") if self._cards else "")
            if self._session.standing is None:
                # the actions are not known yet
                for part in (self._fix, self._preview, self._failing):
                    part.hide()

    def refresh(self) -> None:
        """Show the session's verdict. Cards without new content stay as they are."""
        if not self._session.sheet_open:
            return
        draft, standing = self._session.draft, self._session.standing
        if draft.stale or standing is None:
            # the verdict is outdated, or covers the first rows only
            self._say_checking(0.0)
            return
        counts = draft.verdict.counts()
        some = sum(counts.values()) > 0
        words = {str(severity): count for severity, count in counts.items()}
        self._heading.setText(text("problems-count", **words) if some else text("problems-none"))
        detail = (
            text("problems-detail", ready=standing.ready, rows=standing.rows - standing.left_out - standing.sent)
            if some
            else text("problems-none-sent" if standing.sent else "problems-none-detail", rows=standing.ready)
        )
        costs = (held_words(standing), expiring_words(standing.expiring, draft.now))
        self._detail.setText("\n".join(words for words in (detail, *costs) if words))
        self._show_fix()
        self._failing.setVisible(counts[Severity.ERROR] > 0 or self._failing.isChecked())
        self._show_cards(draft)

    def _show_fix(self) -> None:
        some = self._session.safe_changes != 0
        self._fix.setText(self._session.fix_words)
        for part in (self._fix, self._preview):
            part.setVisible(some)
        make_primary(self._fix, some)

    def _show_cards(self, draft: Draft) -> None:
        counts = draft.verdict.counts_by_rule()
        wanted = sorted(counts, key=lambda rule: self._rank(draft, rule))
        for rule in [rule for rule in self._cards if rule not in counts]:
            self._drop(rule)
        begin, small = time.perf_counter(), quick(draft.sheet.row_count)
        for done, rule in enumerate(wanted):
            card = self._cards.get(rule)
            shown = card.shown if card else None
            if shown is None or shown.count != counts[rule]:
                soon = done < _AT_LEAST or time.perf_counter() - begin < _LONGEST
                if small and soon:
                    self._examples[rule] = examples(draft, rule)
            self._show(draft, rule, counts[rule])
        self._arrange(wanted)
        for card in self._cards.values():
            card.refresh_cells()
        self._examples_timer.start(_PAUSE if all(rule in self._examples for rule in wanted) else 0)

    def _show(self, draft: Draft, rule: str, count: int) -> None:
        card = self._cards.get(rule)
        if card is None:
            card = self._cards[rule] = RuleCard(self._session, self._queries, rule, self._ask)
        safe = self._session.safe_counts.get(rule, 0)
        samples, called_off = self._examples.get(rule, ()), self._session.called_off
        card.show_content(card_content(draft, rule, count, safe, samples, called_off, self._session.possible))

    def _arrange(self, wanted: list[str]) -> None:
        for place, rule in enumerate(wanted):
            card = self._cards[rule]
            at = self._column.itemAt(place)
            if at is None or at.widget() is not card:
                self._column.removeWidget(card)
                self._column.insertWidget(place, card)

    def _rank(self, draft: Draft, rule: str) -> tuple[object, ...]:
        return rank(rule, draft.verdict.severity(rule)), rule not in self._session.safe_counts, rule

    def _ask(self, request: Request, about: tuple[object, ...]) -> None:
        self._request_signals[request].emit(*about)

    # ------------------------------------------------------------------ examples

    def _look_for_examples(self) -> None:
        """Search all examples again in the background: a change elsewhere may concern them."""
        if not self._session.sheet_open or self._session.draft.stale:
            return
        rules = list(self._cards)

        def work(draft: Draft, report: Progress) -> dict[str, list[Problem]]:
            examples_of = {}
            for done, rule in enumerate(rules):
                report(done / len(rules))
                examples_of[rule] = examples(draft, rule)
            return examples_of

        self._queries.ask("examples", work, self._take_examples, at_once=False)

    def _take_examples(self, examples_of: dict[str, list[Problem]]) -> None:
        if not self._session.sheet_open or self._session.draft.stale:
            return
        self._examples.update(examples_of)
        counts = self._session.draft.verdict.counts_by_rule()
        for rule in examples_of:
            if rule in counts and rule in self._cards:
                self._show(self._session.draft, rule, counts[rule])
