"""The cards of all rules with problems, those first that hold back most, one of them open at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from courier.blocking import HeldBack
from courier.draft import Draft
from courier.rules.ranking import weighed_rank
from courier.rules.rule import Problem
from courier.sheet.edit import Edit
from gui.problems.card import RuleCard
from gui.problems.card_content import CardFigures, Request, card_content, examples
from gui.problems.repaired_card import RepairedCard
from gui.session.session import Session
from gui.session.sheet_queries import Progress, SheetQueries
from gui.style.layouts import vbox
from gui.work import quick

_AT_LEAST, _LONGEST = 6, 0.06
"""Rules whose examples are found at once, and seconds after which the others wait."""
PAUSE = 400
"""Milliseconds without a change before all examples are searched again."""


class RuleCards(QWidget):
    """``ask`` is called with the request of a card and its argument; ``undo_asked``: a repair is to be taken back;
    ``opened``: a card was opened."""

    undo_asked = Signal()
    opened = Signal(QWidget)

    def __init__(self, session: Session, ask: Callable[[Request, tuple[object, ...]], None]) -> None:
        super().__init__()
        self.setObjectName("cards")
        self._session, self._ask = session, ask
        self._queries = SheetQueries(session, self)
        self.cards: dict[str, RuleCard] = {}
        self.examples: dict[str, list[Problem]] = {}
        self._order: list[str] = []
        self._order_before: list[str] = []
        self._repaired: RepairedCard | None = None
        self._repair: Edit | None = None
        self._repaired_at = 0
        self._steady: list[str] = []
        self._heights: dict[str, int] = {}
        self._cell: tuple[int, str] | None = None
        self._examples_timer = QTimer(self, singleShot=True)
        self._examples_timer.timeout.connect(self._look_for_examples)
        self.column = vbox(self, margins=(0, 4, 4, 8), spacing=6)
        self.column.addStretch(1)

    def begin_anew(self) -> None:
        """Forget the cards of the sheet before."""
        self.examples, self._cell = {}, None
        self._order = self._order_before = []
        self._forget_repaired()
        for rule in list(self.cards):
            self._drop(rule)

    def close_up(self) -> None:
        """Show two lines of each card only."""
        for card in self.cards.values():
            card.close_up()

    def mark_cell(self, cell: tuple[int, str] | None) -> None:
        """Mark the row of the grid's current cell (row id, column) in the open card."""
        self._cell = cell
        for card in self.cards.values():
            card.mark_cell(cell)

    def show_repaired(self, rule: str, changes: int) -> None:
        """Say for a while in the place of a rule's card that its problems were repaired. ``rule``: "" for all rules.
        That place and the order of the cards stay for so long, that a second click does not hit another rule."""
        self._forget_repaired()
        repair = self._session.draft.undo_stack.next_undo
        if not changes or repair is None:
            return
        card = self._repaired = RepairedCard(rule, changes)
        card.undo_asked.connect(self.undo_asked)
        card.gone.connect(self._end_repaired)
        card.setMinimumHeight(self._heights.get(rule, 0))
        self._repair = repair
        self._steady = self._order if rule in self.cards else self._order_before
        self._repaired_at = self._steady.index(rule) if rule in self._steady else 0
        self._arrange(self._order)

    def _end_repaired(self) -> None:
        self._forget_repaired()
        draft = self._session.draft
        if not draft.stale:
            self._arrange(self._ranked(draft, self.cards))

    def _forget_repaired(self) -> None:
        if self._repaired is not None:
            self.column.removeWidget(self._repaired)
            self._repaired.hide()
            self._repaired.deleteLater()
            self._repaired = self._repair = None

    def _drop(self, rule: str) -> None:
        card = self.cards.pop(rule)
        self._heights[rule] = card.height()
        self.column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.examples.pop(rule, None)

    def refresh(self, draft: Draft) -> None:
        """Show the verdict of a checked draft. Cards without new content stay as they are."""
        if self._repair is not None and draft.undo_stack.next_undo is not self._repair:
            # one undo step would take back something else now
            self._forget_repaired()
        counts = draft.verdict.counts_by_rule()
        wanted = self._ranked(draft, counts)
        self._heights = {}
        for rule in [rule for rule in self.cards if rule not in counts]:
            self._drop(rule)
        begin, small = time.perf_counter(), quick(draft.sheet.row_count)
        for done, rule in enumerate(wanted):
            card = self.cards.get(rule)
            shown = card.shown if card else None
            if shown is None or shown.count != counts[rule]:
                soon = done < _AT_LEAST or time.perf_counter() - begin < _LONGEST
                if small and soon:
                    self.examples[rule] = examples(draft, rule)
            self._show(draft, rule, counts[rule])
        self._arrange(wanted)
        for card in self.cards.values():
            card.refresh_cells()
        self._examples_timer.start(PAUSE if all(rule in self.examples for rule in wanted) else 0)

    def _show(self, draft: Draft, rule: str, count: int) -> None:
        card, session = self.cards.get(rule), self._session
        if card is None:
            card = self.cards[rule] = RuleCard(session, self._queries, rule, self._ask)
            card.mark_cell(self._cell)
            card.opened.connect(lambda: self._close_others(rule))
        figures = CardFigures(session.safe_counts.get(rule, 0), self._held(rule), session.called_off, session.possible)
        card.show_content(card_content(draft, rule, count, figures, self.examples.get(rule, ())))

    def _close_others(self, opened: str) -> None:
        for rule, card in self.cards.items():
            if rule != opened:
                card.close_up()
        self.opened.emit(self.cards[opened])

    def _held(self, rule: str) -> HeldBack:
        return self._session.blocked.by_rule.get(rule, HeldBack())

    def _arrange(self, wanted: list[str]) -> None:
        repaired = self._repaired
        if repaired is not None:
            self.column.removeWidget(repaired)
            before = [rule for rule in self._steady if rule in wanted]
            wanted = before + [rule for rule in wanted if rule not in before]
        if wanted != self._order:
            self._order_before, self._order = self._order, wanted
        for place, rule in enumerate(wanted):
            card = self.cards[rule]
            if self.column.indexOf(card) != place:
                self.column.removeWidget(card)
                self.column.insertWidget(place, card)
        if repaired is not None:
            self.column.insertWidget(min(self._repaired_at, self.column.count() - 1), repaired)

    def _ranked(self, draft: Draft, rules: Iterable[str]) -> list[str]:
        return sorted(rules, key=lambda rule: self._rank(draft, rule))

    def _rank(self, draft: Draft, rule: str) -> tuple[object, ...]:
        severity, held = draft.verdict.severity(rule), self._held(rule)
        return weighed_rank(rule, severity, held.rows, held.totals)

    # ------------------------------------------------------------------ examples

    def _look_for_examples(self) -> None:
        """Search all examples again in the background: a change elsewhere may concern them."""
        if not self._session.sheet_open or self._session.draft.stale:
            return
        rules = list(self.cards)

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
        self.examples.update(examples_of)
        counts = self._session.draft.verdict.counts_by_rule()
        for rule in examples_of:
            if rule in counts and rule in self.cards:
                self._show(self._session.draft, rule, counts[rule])
