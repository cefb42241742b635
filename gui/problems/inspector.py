"""Two lines under the grid that explain the current cell: what is wrong, by which rule, and what can be done."""

from __future__ import annotations

import polars as pl
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from courier.draft_edits import set_aside, type_cells
from courier.messages import text
from courier.rules.phrases import origin, phrase, request
from courier.rules.ranking import rank
from courier.rules.rule import Problem
from courier.sheet.cell_history import revert_edit
from gui.problems.cell_history import cell_history
from gui.session.session import Session
from gui.style.folding_row import FoldingRow
from gui.style.layouts import hbox, vbox
from gui.style.measures import scaled
from gui.style.parts import ElidedLabel, SeverityMark, TwoLines, button, label, named, styled
from gui.style.plain import literal, set_tip

_WORDS_WIDTH = 400
"""Pixels that the words keep where there is little room; buttons go into a menu then."""


class Inspector(QWidget):
    """Shows the worst problem of a cell and its changes since the source, and while typing the verdict of the text so
    far."""

    step = Signal(int)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        styled(self)
        self.setAccessibleName(text("inspector-name"))
        self._session = session
        self._shown: Problem | None = None
        self._cell = (0, "")
        self._title = self._value = ""
        line = self._line = FoldingRow(self, margins=(14, 7, 12, 7), spacing=8)
        vbox(self, margins=(0, 0, 0, 0)).addWidget(line)
        self._mark = SeverityMark(None)
        self._place = named(label(title=True), "inspectorPlace")
        self._message = named(TwoLines(), "inspectorMessage")
        self._origin = named(ElidedLabel(""), "inspectorOrigin")
        self._words = QWidget()
        words = vbox(self._words, margins=(0, 0, 0, 0), spacing=1)
        upper = hbox(spacing=8)
        upper.addWidget(self._place, 0, Qt.AlignmentFlag.AlignTop)
        upper.addWidget(self._message, 1)
        words.addStretch(1)
        words.addLayout(upper)
        words.addWidget(self._origin)
        words.addStretch(1)
        self._words.setMinimumWidth(scaled(_WORDS_WIDTH))
        line.add(self._mark)
        line.add(self._words, stretch=1)
        self._fix = button("", name="inspectorFix", clicked=self.repair)
        self._aside = button(text("inspector-aside"), name="inspectorSetAside", clicked=self._set_aside)
        self._revert = button(text("inspector-revert"), name="inspectorRevert", clicked=self._go_back)
        self._request = button(text("inspector-request"), name="inspectorRequest", clicked=self._copy_request)
        self._actions = (self._fix, self._aside, self._revert, self._request)
        line.add(*self._actions)
        line.add_overflow("inspectorMore", text("inspector-more"))
        for action in (self._request, self._revert, self._aside):
            line.add_hiding(action)
        line.add_step(self._shorten_fix)
        line.add_hiding(self._fix)
        for sign, by, tip in (("‹", -1, "inspector-previous"), ("›", 1, "inspector-next")):
            arrow = QToolButton()
            arrow.setText(sign)
            set_tip(arrow, text(tip))
            arrow.setAccessibleName(text(tip))
            arrow.clicked.connect(lambda _=False, by=by: self.step.emit(by))
            line.add(arrow)
        self.setFixedHeight(max(scaled(56), 2 * self.fontMetrics().lineSpacing() + 20))
        self.show_nothing()

    def show_cell(self, row: int, column: str, title: str) -> None:
        """Explain a cell of the sheet."""
        problems, answers = self._session.problems_of(row, column), self._session.answers
        refusal = answers.refused.get(row)
        if refusal is not None and not (problems and problems[0].severity == "error"):
            self._show(row, title, None, refusal.words)
            self._mark.show_severity("refused")
            self._say(self._title, refusal.words, text("inspector-answer", part=refusal.part))
        else:
            self._show(row, title, problems[0] if problems else None, self._about_fine(row))
        self._show_past(row, column)

    def _about_fine(self, row: int) -> str:
        if self._session.answers.took(row, self._session.draft):
            return text("inspector-accepted")
        return text("inspector-sent") if self._session.draft.verdict.sent[row] else ""

    def show_typing(self, row: int, column: str, title: str, typed: str) -> str | None:
        """Explain the text being typed into a cell. Returns the severity of its worst problem, or None."""
        problems = self._session.preview(row, column, typed)
        worst = min(problems, key=lambda problem: rank(problem.rule, problem.severity), default=None)
        self._show(row, title, worst, text("inspector-typing-fine"))
        self._hide_buttons()
        return str(worst.severity) if worst else None

    def show_nothing(self) -> None:
        """Show that no cell is current."""
        self._shown = None
        self._mark.show_severity(None)
        self._say("", "", "")
        self._hide_buttons()

    def _say(self, place: str, message: str, origin: str) -> None:
        """Two lines at most: a long message takes the room of where its rule comes from."""
        self._place.setText(place if message or origin else "")
        self._message.say(message)
        self._origin.say(origin)
        self._fit_words()

    def _fit_words(self) -> None:
        self._message.setVisible(bool(self._message.words))
        self._origin.setVisible(bool(self._origin.words) and self._message.one_line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _hide_buttons(self) -> None:
        for action in self._actions:
            self._line.show_part(action, False)
        self._line.refit()

    def _show(self, row: int, title: str, problem: Problem | None, fine: str) -> None:
        number = self._session.draft.sheet.number(row)
        self._shown = problem
        self._mark.show_severity(str(problem.severity) if problem else None)
        place = text("inspector-place", column=title, row=str(number or text("grid-new-row")))
        message = phrase(problem, self._session.header) if problem else fine
        self._title = place
        self._say(place, message, origin(problem.rule) if problem else "")
        value = problem.fix.value if problem and problem.fix else None
        self._value = value or ""
        self._shorten_fix(False)
        wanted = request(problem, self._session.header) if problem else None
        set_tip(self._request, wanted or "")
        for action, shown in (
            (self._fix, value is not None and problem is not None and problem.column is not None),
            (self._request, wanted is not None),
            (self._aside, problem is not None and problem.severity == "error" and problem.row is not None),
        ):
            self._line.show_part(action, shown)
        self._line.refit()

    def _shorten_fix(self, short: bool) -> None:
        words = text("inspector-fix", value=_short(self._value))
        self._fix.setText(literal(text("inspector-fix-brief") if short else words))
        self._fix.setAccessibleName(words)
        set_tip(self._fix, text("inspector-fix", value=self._value))

    def _show_past(self, row: int, column: str) -> None:
        draft = self._session.draft
        words, turns = cell_history(draft, column, row)
        self._cell = (row, column)
        self._line.show_part(self._revert, not revert_edit(draft.sheet, {column: self._rows()}).empty)
        self._line.refit()
        if words:
            origin = "   ".join(part for part in (self._origin.words, words) if part)
            self._say(self._title, self._message.words, origin)
            set_tip(self._origin, turns)

    def _rows(self) -> pl.Series:
        return pl.Series([self._cell[0]], dtype=pl.UInt32)

    def _go_back(self) -> None:
        self._session.do(revert_edit(self._session.draft.sheet, {self._cell[1]: self._rows()}))

    def repair(self) -> None:
        """Write what the problem of the cell suggests, if it suggests something."""
        problem = self._shown
        if problem and problem.row is not None and problem.column and problem.fix and problem.fix.value is not None:
            cell = [(problem.row, problem.column, problem.fix.value)]
            self._session.do(type_cells(self._session.draft, cell, "edit-fix"))

    def _copy_request(self) -> None:
        wanted = request(self._shown, self._session.header) if self._shown else None
        if wanted is not None:
            QGuiApplication.clipboard().setText(wanted)
            self._session.told.emit(text("inspector-request-copied"))

    def _set_aside(self) -> None:
        if self._shown and self._shown.row is not None:
            self._session.do(set_aside(self._session.draft, [self._shown.row]))

    @property
    def message(self) -> ElidedLabel:
        """The label with the sentence."""
        return self._message


def _short(value: str) -> str:
    return value if len(value) <= 26 else value[:25] + "…"
