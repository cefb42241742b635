"""The problems beside the grid: how many, the safe repairs in one click, and a card for each rule."""

from __future__ import annotations

import polars as pl
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from courier.messages import text
from courier.rules.asking import ask_for
from courier.rules.rule import Problem, Severity
from courier.rules.wording import phrase, title
from gui.style.flow import FlowLayout
from gui.style.parts import Mark, button, card, empty, label, make_primary, visible
from gui.window.session import Session

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_LOOKED_AT = 40
"""Problems of a rule that a card looks at for its example."""


class ProblemsPane(QWidget):
    """Asks for what it cannot do itself: ``go_to`` (row id, column), ``show_rule``, ``ask_date_order``, ``ask_zone``,
    ``ask_columns``, ``preview_asked``, ``fix_rule``, ``look_asked`` (rule), ``value_asked`` (a problem),
    ``split_asked``, ``short_years_asked`` (field, sample)."""

    go_to = Signal(int, str)
    show_rule = Signal(str)
    fix_all = Signal()
    preview_asked = Signal()
    ask_date_order = Signal(str)
    ask_zone = Signal()
    ask_columns = Signal()
    fix_rule = Signal(str)
    look_asked = Signal(str)
    value_asked = Signal(object)
    split_asked = Signal()
    short_years_asked = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("problems")
        self.setAccessibleName(text("problems-name"))
        self._session = session
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 14, 12, 0)
        outer.setSpacing(6)
        self._heading = label(title=True, size=2)
        self._heading.setObjectName("problemsHeading")
        self._detail = label(muted=True, wrap=True)
        self._fix = button("", primary=True, name="fixSafelyButton")
        self._fix.clicked.connect(self.fix_all)
        outer.addWidget(self._heading)
        outer.addWidget(self._detail)
        outer.addWidget(self._fix)
        self._preview = button(text("fix-preview"), name="fixPreviewButton")
        self._preview.clicked.connect(self.preview_asked)
        outer.addWidget(self._preview)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("cards")
        self._cards = QVBoxLayout(inside)
        self._cards.setContentsMargins(0, 4, 4, 12)
        self._cards.setSpacing(8)
        scroll.setWidget(inside)
        outer.addWidget(scroll, 1)
        session.changed.connect(self.refresh)
        session.checking.connect(self._say_checking)

    def _say_checking(self, checking: bool) -> None:
        if checking:
            self._heading.setText(text("problems-checking"))

    def refresh(self) -> None:
        """Show the session's verdict."""
        opened, standing = self._session.opened, self._session.standing
        if opened is None or standing is None:
            return
        counts = opened.draft.verdict.counts()
        some = sum(counts.values()) > 0
        words = {str(severity): found for severity, found in counts.items()}
        self._heading.setText(text("problems-count", **words) if some else text("problems-none"))
        self._detail.setText(
            text("problems-detail", ready=standing.ready, rows=standing.rows - standing.left_out)
            if some
            else text("problems-none-detail", rows=standing.ready)
        )
        safe = sum(self._session.safe_counts.values())
        self._fix.setText(text("fix-safely", count=safe))
        for part in (self._fix, self._preview):
            part.setVisible(safe > 0)
        make_primary(self._fix, safe > 0)
        empty(self._cards)
        for rule, found in sorted(opened.draft.verdict.counts_by_rule().items(), key=self._rank):
            self._cards.addWidget(self._card(rule, found))
        self._cards.addStretch(1)

    def _rank(self, one: tuple[str, int]) -> tuple[int, bool, str]:
        return _ORDER[self._severity(one[0])], one[0] not in self._session.safe_counts, one[0]

    def _severity(self, rule: str) -> Severity:
        assert self._session.opened
        return self._session.opened.draft.verdict.severity(rule)

    def _card(self, rule: str, found: int) -> QWidget:
        box = card()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(12, 10, 12, 10)
        rows.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Mark(self._severity(rule)))
        head.addWidget(label(title(rule), title=True, wrap=True), 1)
        head.addWidget(label(f"{found:,}", muted=True), 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(head)
        examples = self._examples(rule)
        if examples:
            words = label(phrase(examples[0], self._session.header), muted=True, wrap=True)
            words.setContentsMargins(22, 0, 0, 0)
            rows.addWidget(words)
        self._add_buttons(rows, rule, examples)
        return box

    def _examples(self, rule: str) -> list[Problem]:
        assert self._session.opened
        draft = self._session.opened.draft
        of_file = [one for one in draft.verdict.file if one.rule == rule]
        marked = [
            mask.arg_true().head(_LOOKED_AT).cast(pl.UInt32)
            for (name, _), mask in draft.verdict.masks.items()
            if name == rule and mask.any()
        ]
        some = pl.concat(marked).unique().sort() if marked else None
        return of_file + (draft.problems(some, [rule]) if some is not None else [])

    def _add_buttons(self, rows: QVBoxLayout, rule: str, examples: list[Problem]) -> None:
        assert self._session.opened
        line = FlowLayout()
        line.setContentsMargins(22, 0, 0, 0)
        line.setSpacing(8)
        first = next((one for one in examples if one.row is not None), None)
        safe = self._session.safe_counts.get(rule, 0)
        if safe:
            words = text("card-bring-together") if rule == "GRP-CONSECUTIVE" else text("card-fix", count=safe)
            fix = button(words)
            fix.clicked.connect(lambda: self.fix_rule.emit(rule))
            line.addWidget(fix)
            shown = next((one for one in examples if one.fix and one.fix.safe), None)
            if shown and shown.fix:
                change = text("card-change", before=_short(shown.value), after=_short(shown.fix.value))
                words = label(change, muted=True)
                words.setMinimumWidth(1)  # it may be cut, the pane is not widened
                line.addWidget(words)
        elif first is not None and first.row is not None:
            row, column = first.row, first.column or ""
            number = self._number(row)
            go = button(text("card-go-to", row=number))
            go.clicked.connect(lambda: self.go_to.emit(row, column))
            line.addWidget(go)
        if first is not None and not safe and any(one.fix for one in examples):
            look = button(text("fix-look"), name=f"look{rule}")
            look.clicked.connect(lambda: self.look_asked.emit(rule))
            line.addWidget(look)
        ask = ask_for(first, self._session.opened.draft.choices.facts) if first is not None and not safe else None
        if ask is not None:
            value = button(text("card-ask", field=ask.field), name=f"ask{rule}")
            value.clicked.connect(lambda: self.value_asked.emit(first))
            line.addWidget(value)
        if rule == "FILE-KIND" and self._session.opened.draft.kinds_apart():
            split = button(text("card-split"), name="splitKinds")
            split.clicked.connect(self.split_asked)
            line.addWidget(split)
        if rule == "ROW-DATE-FMT" and self._session.opened.draft.undecided_date("EventDate"):
            order = button(text("card-date-order"))
            order.clicked.connect(lambda: self.ask_date_order.emit("EventDate"))
            line.addWidget(order)
        short = self._session.opened.draft.undecided_years("EventDate") if rule == "ROW-DATE-FMT" else None
        if short:
            years = button(text("card-short-years"))
            years.clicked.connect(lambda: self.short_years_asked.emit("EventDate", short))
            line.addWidget(years)
        if rule == "ROW-DATE-TZ" and not safe:
            zone = button(text("card-zone"))
            zone.clicked.connect(self.ask_zone)
            line.addWidget(zone)
        if rule.startswith("HDR-"):
            columns = button(text("card-columns"))
            columns.clicked.connect(self.ask_columns)
            line.addWidget(columns)
        if first is not None and not safe and self._severity(rule) == Severity.ERROR:
            found = self._session.opened.draft.verdict.counts_by_rule()[rule]
            aside = button(text("card-set-aside"))
            aside.setToolTip(text("card-set-aside-tip", count=found))
            aside.clicked.connect(lambda: self._session.set_aside_rule(rule))
            line.addWidget(aside)
        if first is not None and not safe and len(examples) > 1:
            show = button(text("card-show"))
            show.clicked.connect(lambda: self.show_rule.emit(rule))
            line.addWidget(show)
        rows.addLayout(line)

    def _number(self, row: int) -> str:
        assert self._session.opened
        return str(self._session.opened.draft.sheet.number(row) or text("grid-new-row"))


def _short(value: str | None) -> str:
    if not value:
        return text("card-empty")
    return visible(value if len(value) <= 18 else value[:17] + "…")
