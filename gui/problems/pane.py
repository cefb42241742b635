"""The problems beside the grid: how many, what they hold back, the safe repairs, and a card for each rule."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QToolButton, QWidget

from courier.batch_summary import BatchSummary
from courier.batch_words import expiring_words
from courier.messages import text
from courier.rules.rule import Severity
from gui.problems.answer_cards import AnswerCards
from gui.problems.card_content import Request
from gui.problems.rule_cards import RuleCards
from gui.session.amounts import amounts_in_line
from gui.session.session import Session
from gui.style.flow_layout import FlowLayout
from gui.style.layouts import scrolling, vbox
from gui.style.parts import button, label, named

_LAID_OUT = 500
"""Milliseconds after which an opened card has its height."""


class ProblemsPane(QWidget):
    """Asks for what it cannot do itself: ``go_to`` and ``look_at`` (row id, column; with and without the keyboard),
    ``show_rule``, ``review_rule``, ``only_failing``, ``fix_or_review``, ``undo_asked``, ``ask_date_order``,
    ``ask_zone``, ``ask_columns``, ``preview_asked``, ``fix_rule``, ``look_asked`` (rule), ``set_aside_asked`` (rule),
    ``value_asked`` (a problem), ``split_asked``, ``changes_asked``, ``called_off_asked``, ``short_years_asked``
    (field, sample), ``surplus_asked``, ``child_lines_asked``, ``returns_asked``. ``reviewed``: whether the review of
    the batch is to be seen, for the sheet as it is now."""

    go_to = Signal(int, str)
    look_at = Signal(int, str)
    show_rule = Signal(str)
    review_rule = Signal(str)
    undo_asked = Signal()
    only_failing = Signal(bool)
    fix_or_review = Signal()
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
    reviewed = Signal(bool)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("problems")
        self.setAccessibleName(text("problems-name"))
        self._session = session
        self._outer = outer = vbox(self, margins=(12, 10, 8, 0), spacing=4)
        self._heading = named(label(title=True, size=1), "problemsHeading")
        self._detail = named(label(muted=True, wrap=True), "problemsDetail")
        self._fix = button("", name="fixSafelyButton", clicked=self.fix_or_review)
        self._preview = button(text("card-review"), name="fixPreviewButton", clicked=self.preview_asked)
        self._failing = named(QCheckBox(text("filter-only-failing")), "onlyFailing")
        self._failing.toggled.connect(self.only_failing)
        actions = FlowLayout()
        actions.setSpacing(8)
        for part in (self._fix, self._preview, self._failing):
            part.setProperty("small", True)
            actions.addWidget(part)
        outer.addWidget(self._heading)
        outer.addWidget(self._detail)
        outer.addLayout(actions)
        self.cards = RuleCards(session, self._ask)
        self.cards.undo_asked.connect(self.undo_asked)
        self.answers = AnswerCards(session)
        self.answers.opened.connect(self._follow_opened)
        self.answers.changed.connect(self.refresh)
        column = QWidget()
        rows = vbox(column, margins=(0, 0, 0, 0), spacing=0)
        rows.addWidget(self.answers)
        rows.addWidget(self.cards, 1)
        area = scrolling(column, sideways=False)
        self._area = area
        self._opened: QWidget | None = None
        self._laid_out = QTimer(self, singleShot=True, interval=_LAID_OUT)
        self._laid_out.timeout.connect(lambda: self._follow_opened(None))
        self.cards.opened.connect(self._follow_opened)
        area.verticalScrollBar().rangeChanged.connect(self._bring_in_view)
        self._review: QWidget | None = None
        self._wish: bool | None = None
        self._toggle = named(QToolButton(), "reviewToggle")
        self._toggle.setProperty("flat", True)
        self._toggle.clicked.connect(self._turn)
        actions.addWidget(self._toggle)
        self._stack = QStackedWidget()
        self._stack.addWidget(area)
        outer.addWidget(self._stack, 1)
        self.set_aside_asked.connect(session.set_aside_rule)
        session.opened_sheet.connect(self._begin_anew)
        session.changed.connect(self.refresh)
        session.counted.connect(self._show_fix)
        session.checking.connect(self._say_checking)

    def show_only_failing(self, only: bool) -> None:
        """Show whether the grid shows only rows with errors."""
        with QSignalBlocker(self._failing):
            self._failing.setChecked(only)

    def add_review(self, review: QWidget, rules: QWidget) -> None:
        """``review``: what stands in the place of the cards while nothing is wrong; ``rules``: what changed in them,
        shown above both."""
        self._outer.insertWidget(self._outer.indexOf(self._stack), rules)
        self._review = scrolling(review, sideways=False)
        self._stack.addWidget(self._review)

    def _follow_opened(self, card: QWidget | None) -> None:
        self._bring_in_view()
        self._opened = card
        if card in self.cards.cards.values():
            self.answers.close_up()
        elif card is not None:
            self.cards.close_up()
        if card is not None:
            self._laid_out.start()

    def _bring_in_view(self) -> None:
        """Show an opened card as a whole while it gets its height."""
        cards = (*self.cards.cards.values(), *self.answers.cards.values())
        if self._opened is not None and self._opened in cards:
            self._area.ensureWidgetVisible(self._opened, 0, 8)

    def _begin_anew(self) -> None:
        self._wish = self._opened = None
        self.cards.begin_anew()
        # the review is of the sheet before
        self._stack.setCurrentIndex(0)
        self.reviewed.emit(False)

    def _turn(self) -> None:
        self._wish = self._stack.currentIndex() == 0
        self.refresh()

    def _choose_page(self, counts: Mapping[Severity, int], standing: BatchSummary) -> None:
        """What needs repair leaves nothing to review; warnings and refused rows are shown first; notes, and errors of
        orders that are on hold, stand behind the review."""
        may = not standing.needs_repair and standing.ready > 0
        if not may:
            self._wish = None
        refused = bool(self.answers.cards)
        first = counts[Severity.WARNING] > 0 or refused
        wanted = may and (self._wish if self._wish is not None else not first)
        self._toggle.setVisible(may and (refused or any(counts.values())))
        self._toggle.setText(text("review-to-problems") if wanted else text("review-to-batch"))
        self._stack.setCurrentIndex(int(wanted))
        self.reviewed.emit(wanted)

    def _say_checking(self, done: float | None) -> None:
        if done is not None:
            self._heading.setText(text("problems-checking"))
            self._detail.setText(text("problems-checking-detail") if self.cards.cards else "")
            if self._session.standing is None:
                # the actions are not known yet
                for part in (self._fix, self._preview, self._failing, self._toggle):
                    part.hide()

    def refresh(self) -> None:
        """Show the session's verdict."""
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
        held = self._session.blocked.all
        if held.rows:
            money = amounts_in_line(held.totals)
            detail = text("problems-held", rows=held.rows, money=money, some="yes" if money else "no")
        elif some:
            detail = text(
                "problems-detail", ready=standing.ready, rows=standing.rows - standing.left_out - standing.sent
            )
        else:
            detail = text("problems-none-sent" if standing.sent else "problems-none-detail", rows=standing.ready)
        expiring = expiring_words(standing.expiring, draft.now)
        self._detail.setText("\n".join(words for words in (detail, expiring, self._session.compared) if words))
        self._show_fix()
        self._failing.setVisible(counts[Severity.ERROR] > 0 or self._failing.isChecked())
        self.cards.refresh(draft)
        self._choose_page(counts, standing)

    def _show_fix(self) -> None:
        safe = self._session.safe
        self._fix.setText(safe.words)
        self._fix.setVisible(safe.changes != 0)
        # before that the first button leads to the same review
        self._preview.setVisible(safe.some and not safe.to_review)

    def _ask(self, request: Request, about: tuple[object, ...]) -> None:
        signal: SignalInstance = getattr(self, request)
        signal.emit(*about)
