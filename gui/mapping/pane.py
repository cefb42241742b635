"""The mapping page: what each column feeds and why, what is missing, and which rows are left out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from courier.catalogue.fields import FIELDS, file_order
from courier.catalogue.headers import Match, fit_words
from courier.draft_edits import change_mapping, translate_values
from courier.messages import text
from courier.rules.evidence import evidence
from courier.rules.file_rules import missing_fields
from courier.rules.frames import FieldFrames
from courier.sheet import exclusions
from courier.sheet.choices import ColumnReading
from courier.sheet.errors import MappingError
from courier.sheet.mapping import Column, Constant, Mapping, columns_of, describe, parse_feed
from courier.verdict_json import template_reason
from gui.mapping.value_translation import MOST, Pairs, ask_translations
from gui.session.session import Session
from gui.style.layouts import hbox, scrolling, vbox
from gui.style.parts import SeverityMark, button, card, empty, label, named, tag

_NOT_SENT = ""
_EXTRA = "\0extra"
_WHY = {"name": ("columns-why-name", "good"), "alias": ("columns-why-alias", "good"),
        "likeness": ("columns-why-likeness", "warning")}  # fmt: skip
_SAMPLES = 3
_WITH_WORDS = ("CustomerStatus", "Reason", "GiftPurchase", "TrackingConsent", "CurrencyCode", "EventCode", "Category")
"""Fields whose values may be called differently by a shop."""


class MappingPane(QWidget):
    """Every choice is an edit of the session, with its undo step."""

    finished = Signal()
    forget_asked = Signal()
    leave_out_asked = Signal(str)
    show_left_out = Signal()
    date_order_asked = Signal(str, str)
    short_years_asked = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mappingPane")
        self._session = session
        outer = vbox(self, margins=(40, 20, 40, 16), spacing=10)
        head = QHBoxLayout()
        head.addWidget(label(text("columns-title"), title=True, size=4))
        self._about = label(muted=True)
        head.addWidget(self._about, 1)
        self._forget = button(text("columns-forget"), name="forgetMapping", clicked=self.forget_asked)
        head.addWidget(self._forget)
        done = button(text("columns-done"), primary=True, name="mappingDone", clicked=self.finished)
        head.addWidget(done)
        outer.addLayout(head)
        self._needed = QVBoxLayout()
        outer.addLayout(self._needed)
        inside = named(QWidget(), "mappingRows")
        self._rows = vbox(inside, margins=(0, 0, 0, 0))
        outer.addWidget(scrolling(inside), 1)
        self._bottom = QVBoxLayout()
        outer.addLayout(self._bottom)
        session.changed.connect(self._refresh_if_shown)

    def show_now(self) -> None:
        """Show the session's mapping."""
        self._refresh()

    def _refresh_if_shown(self) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        if not self._session.sheet_open:
            return
        opened = self._session.opened
        draft = opened.draft
        self._about.setText(
            text("columns-about", name=opened.name, count=len(draft.sheet.columns), reason=template_reason(opened))
        )
        self._forget.setVisible(opened.recalled is not None)
        empty(self._needed)
        for note in opened.notes[len(opened.table.notes) :]:
            self._needed.addWidget(label(str(note), muted=True, wrap=True))
        for name in missing_fields(draft.choices.template, {name for name, _ in draft.choices.mapping.feeds}):
            self._needed.addWidget(self._needed_box(name))
        empty(self._rows)
        self._rows.addWidget(self._table())
        self._rows.addWidget(self._calculation())
        self._rows.addStretch(1)
        empty(self._bottom)
        self._bottom.addWidget(self._left_out_box())

    def _change(self, mapping: Mapping) -> None:
        self._session.do(change_mapping(self._session.draft, mapping))

    def _mapping(self) -> Mapping:
        return self._session.draft.choices.mapping

    def _needed_box(self, name: str) -> QWidget:
        box = QFrame()
        box.setProperty("alert", True)
        line = QHBoxLayout(box)
        line.addWidget(SeverityMark("error"))
        line.addWidget(label(text("columns-needed", field=name), title=True), 1)
        value = named(QLineEdit(), f"valueFor{name}", f"{name}: {text('columns-value')}")
        value.setPlaceholderText(text("columns-value"))
        value.setFixedWidth(190)
        use = button(text("columns-use"), name=f"use{name}")

        def take() -> None:
            if value.text().strip():
                self._change(self._mapping().with_feed(name, Constant(value.text().strip())))

        use.clicked.connect(take)
        value.returnPressed.connect(take)
        line.addWidget(value)
        line.addWidget(use)
        return box

    def _table(self) -> QWidget:
        opened = self._session.opened
        draft, mapping = opened.draft, opened.draft.choices.mapping
        box = card()
        grid = QGridLayout(box)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        for place, key in enumerate(("columns-in-sheet", "columns-goes-to", "columns-why")):
            grid.addWidget(label(text(key), title=True), 0, place)
        row = 1
        for name, feed in mapping.feeds:
            if isinstance(feed, Column):
                continue
            words = (
                text("columns-for-all", value=feed.value)
                if isinstance(feed, Constant)
                else describe(feed, draft.sheet.header)
            )
            self._add(grid, row, words, "", name, partial(self._change_computed, name), ("columns-why-chosen", "good"))
            self._add_details(grid, row, name, None)
            row += 1
        sample = draft.sheet.frame(draft.sheet.row_order.head(40))
        deciding = exclusions.columns_read(mapping.left_out)
        parts = {column for _, feed in mapping.feeds if not isinstance(feed, Column) for column in columns_of(feed)}
        for place, column in enumerate(draft.sheet.named):
            field = mapping.field_of(column)
            filled = [value for value in sample[column].to_list() if value and value.strip()]
            shown = ", ".join(dict.fromkeys(value[:30] for value in filled[:_SAMPLES]))
            why = self._why(place, field, column in deciding, column in parts)
            target = field or (_EXTRA if column in mapping.extra else _NOT_SENT)
            self._add(grid, row, draft.sheet.header(column), shown, target, partial(self._change_column, column), why)
            self._add_details(grid, row, field, opened.matches[place] if place < len(opened.matches) else None)
            row += 1
        for place, stretch in enumerate((3, 2, 1, 3)):
            grid.setColumnStretch(place, stretch)
        return box

    def _why(self, place: int, field: str | None, deciding: bool, part: bool) -> tuple[str, str]:
        matches = self._session.opened.matches
        match = matches[place] if place < len(matches) else None
        if field and [name for name, _ in self._mapping().feeds].count(field) > 1:
            return "columns-why-twice", "error"
        if field and match and match.field == field:
            return _WHY[match.how]
        if field:
            return "columns-why-chosen", "good"
        if part:
            return "columns-why-calculated", "good"
        if deciding:
            return "columns-why-left-out", "note"
        return "columns-why-none", "note"

    def _add(
        self,
        grid: QGridLayout,
        row: int,
        upper: str,
        lower: str,
        target: str,
        change: Callable[[str], None],
        why: tuple[str, str],
    ) -> None:
        words = vbox(spacing=1)
        words.addWidget(label(upper, title=True))
        if lower:
            words.addWidget(label(lower, muted=True))
        grid.addLayout(words, row, 0, Qt.AlignmentFlag.AlignVCenter)
        choice = named(QComboBox(), f"field{row - 1}", f"{upper}: {text('columns-goes-to')}")
        choice.addItem(text("columns-not-sent"), _NOT_SENT)
        choice.addItem(text("columns-extra"), _EXTRA)
        for name in file_order(list(FIELDS)):
            choice.addItem(name, name)
        choice.setCurrentIndex(max(0, choice.findData(target)))
        choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        choice.activated.connect(lambda _: change(choice.currentData()))
        grid.addWidget(choice, row, 1)
        beside = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(tag(text(why[0]), why[1]), row, 2, beside)

    def _add_details(self, grid: QGridLayout, row: int, name: str | None, match: Match | None) -> None:
        """Add the evidence in the values, and the button to translate them."""
        draft = self._session.draft
        if name is None:
            return
        said = [text(key, **facts) for key, facts in evidence(name, draft.choices.readings.get(name, ColumnReading()))]
        fit = fit_words(match, name) if match and match.field == name else None
        if fit is not None:
            said.insert(0, text(fit[0], **fit[1]))
        line = hbox(spacing=8)
        line.addWidget(label(" · ".join(sentence.removesuffix(".") for sentence in said), muted=True, wrap=True), 1)
        for key, sample, signal in (
            ("card-date-order", draft.undecided_date(name), self.date_order_asked),
            ("card-short-years", draft.undecided_years(name), self.short_years_asked),
        ):
            if sample:
                ask = button(text(key))
                ask.clicked.connect(lambda _=False, signal=signal, sample=sample: signal.emit(name, sample))
                line.addWidget(ask)
        if name in _WITH_WORDS:
            count = len(draft.choices.mapping.words_of(name))
            words = text("columns-words", count=count)
            line.addWidget(button(words, name=f"words{name}", clicked=lambda: self._ask_words(name)))
        grid.addLayout(line, row, 3)

    def _ask_words(self, name: str) -> None:
        draft = self._session.draft
        bare = draft.choices.mapping.with_words(name, ())
        texts = FieldFrames(bare, None, {}).raw(draft.sheet.frame(draft.sheet.row_order))[name].str.strip_chars()
        values = texts.filter(texts != "").unique(maintain_order=True).head(MOST).to_list()
        choices = (*FIELDS[name].allowed_values, *self._known_words(name))
        ask_translations(
            self,
            name,
            values,
            draft.choices.mapping.words_of(name),
            choices,
            partial(self._translate, name),
        )

    def _translate(self, name: str, pairs: Pairs) -> None:
        self._session.do(translate_values(self._session.draft, name, pairs))

    def _known_words(self, name: str) -> tuple[str, ...]:
        program = self._session.opened.options.program
        if program is None:
            return ()
        return {"Reason": program.reasons, "CustomerStatus": program.statuses}.get(name, ())

    def _change_column(self, column: str, target: str) -> None:
        mapping = self._mapping()
        self._change(mapping.as_extra(column) if target == _EXTRA else mapping.sent_to(column, target))

    def _change_computed(self, name: str, target: str) -> None:
        feed = self._mapping().feed(name)
        mapping = self._mapping().with_feed(name, None)
        self._change(mapping.with_feed(target, feed) if target in FIELDS else mapping)

    def _calculation(self) -> QWidget:
        box = card()
        line = QHBoxLayout(box)
        line.addWidget(label(text("columns-calculate"), title=True))
        written = named(QLineEdit(), "calculation", text("columns-calculate"))
        written.setPlaceholderText(text("columns-calculate-hint"))
        target = named(QComboBox(), "calculationField")
        for name in file_order(list(FIELDS)):
            target.addItem(name, name)
        problem = label(wrap=True)
        add = button(text("columns-calculate-add"), name="calculationAdd")

        def take() -> None:
            joins = FIELDS[target.currentData()].type not in ("decimal", "integer")
            try:
                feed = parse_feed(written.text(), self._session.draft.sheet.headers, joins=joins)
            except MappingError as refused:
                problem.setText(str(refused))
                return
            self._change(self._mapping().with_feed(target.currentData(), feed))

        add.clicked.connect(take)
        line.addWidget(written, 2)
        line.addWidget(target, 1)
        line.addWidget(add)
        line.addWidget(problem, 1)
        return box

    def _left_out_box(self) -> QWidget:
        draft, standing = self._session.draft, self._session.standing
        box = card()
        line = QHBoxLayout(box)
        words = QVBoxLayout()
        out = standing.left_out if standing else 0
        words.addWidget(label(text("columns-left-out", out=out, rows=draft.sheet.row_count), title=True))
        said = [exclusions.describe(exclusion, draft.sheet.header) for exclusion in draft.choices.mapping.left_out]
        words.addWidget(label("; ".join(said) or text("columns-left-out-none"), muted=True))
        line.addLayout(words, 1)
        show = button(text("columns-show-left-out"), clicked=self.show_left_out)
        show.setEnabled(out > 0)
        change = button(text("columns-change-left-out"), name="changeLeftOut")
        change.clicked.connect(lambda: self.leave_out_asked.emit(""))
        line.addWidget(show)
        line.addWidget(change)
        return box
