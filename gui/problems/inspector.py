"""One line under the grid that explains the current cell: what is wrong, by which rule, and what can be done."""

from __future__ import annotations

import polars as pl
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from courier.draft_edits import set_aside, type_cells
from courier.messages import text
from courier.rules.phrases import origin, phrase, request
from courier.rules.ranking import rank
from courier.rules.rule import Problem
from courier.sheet.cell_history import revert_edit
from gui.problems.cell_history import cell_history
from gui.session.session import Session
from gui.style.layouts import hbox, vbox
from gui.style.parts import SeverityMark, button, label, named, styled
from gui.style.plain import set_tip


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
        line = hbox(self, margins=(14, 8, 12, 8), spacing=10)
        self._mark = SeverityMark(None)
        line.addWidget(self._mark)
        words = vbox(spacing=1)
        upper = hbox(spacing=8)
        self._place = label(title=True)
        self._message = named(label(wrap=True), "inspectorMessage")
        upper.addWidget(self._place)
        upper.addWidget(self._message, 1)
        words.addLayout(upper)
        self._origin = label(muted=True)
        words.addWidget(self._origin)
        line.addLayout(words, 1)
        self._fix = button("", name="inspectorFix", clicked=self.repair)
        self._aside = button(text("inspector-aside"), name="inspectorSetAside", clicked=self._set_aside)
        self._revert = button(text("inspector-revert"), name="inspectorRevert", clicked=self._go_back)
        self._request = button(text("inspector-request"), name="inspectorRequest", clicked=self._copy_request)
        self._actions = (self._fix, self._revert, self._request, self._aside)
        for action in self._actions:
            line.addWidget(action)
        for sign, by, tip in (("‹", -1, "inspector-previous"), ("›", 1, "inspector-next")):
            arrow = QToolButton()
            arrow.setText(sign)
            set_tip(arrow, text(tip))
            arrow.setAccessibleName(text(tip))
            arrow.clicked.connect(lambda _=False, by=by: self.step.emit(by))
            line.addWidget(arrow)
        self.setFixedHeight(66)

    def show_cell(self, row: int, column: str, title: str) -> None:
        """Explain a cell of the sheet."""
        problems = self._session.problems_of(row, column)
        fine = "inspector-sent" if self._session.draft.verdict.sent[row] else "inspector-fine"
        self._show(row, title, problems[0] if problems else None, text(fine))
        self._show_past(row, column)

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
        for part in (self._place, self._message, self._origin):
            part.setText("")
        self._hide_buttons()

    def _hide_buttons(self) -> None:
        for action in self._actions:
            action.hide()

    def _show(self, row: int, title: str, problem: Problem | None, fine: str) -> None:
        number = self._session.draft.sheet.number(row)
        self._shown = problem
        self._place.setText(text("inspector-place", column=title, row=str(number or text("grid-new-row"))))
        self._mark.show_severity(str(problem.severity) if problem else None)
        self._message.setText(phrase(problem, self._session.header) if problem else fine)
        set_tip(self._message, self._message.text())
        self._origin.setText(origin(problem.rule) if problem else "")
        value = problem.fix.value if problem and problem.fix else None
        self._fix.setVisible(value is not None and problem is not None and problem.column is not None)
        self._fix.setText(text("inspector-fix", value=_short(value or "")))
        wanted = request(problem, self._session.header) if problem else None
        self._request.setVisible(wanted is not None)
        set_tip(self._request, wanted or "")
        self._aside.setVisible(problem is not None and problem.severity == "error" and problem.row is not None)

    def _show_past(self, row: int, column: str) -> None:
        draft = self._session.draft
        words, turns = cell_history(draft, column, row)
        self._origin.setText("   ".join(part for part in (self._origin.text(), words) if part))
        set_tip(self._origin, turns)
        self._cell = (row, column)
        self._revert.setVisible(not revert_edit(draft.sheet, self._rows(), [column]).empty)

    def _rows(self) -> pl.Series:
        return pl.Series([self._cell[0]], dtype=pl.UInt32)

    def _go_back(self) -> None:
        self._session.do(revert_edit(self._session.draft.sheet, self._rows(), [self._cell[1]]))

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
    def message(self) -> QLabel:
        """The label with the sentence."""
        return self._message


def _short(value: str) -> str:
    return value if len(value) <= 26 else value[:25] + "…"
