"""What will be sent: the very rows of the file, and whether the rules of changes have something against them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from courier.messages import text
from courier.programs import Program
from courier.reversing.known_states import KnownHistory
from courier.reversing.modifications import Change, checked, table_of
from courier.rules.history import History
from courier.rules.phrases import phrase
from courier.rules.rule import Severity
from gui.session.error_text import error_text
from gui.session.services import AppServices
from gui.style.layouts import hbox, vbox
from gui.style.parts import SeverityMark, label, named
from gui.work import Job

_TYPING = 250
"""Milliseconds after the last change before the rows are checked."""


@dataclass(frozen=True)
class Check:
    """What the rules say. ``severity``: of the worst problem, None without one; ``words``: of the problems, the worst
    first."""

    severity: str | None
    words: tuple[str, ...]


class Preview(QWidget):
    """``judged`` with whether the rows may be sent."""

    judged = Signal(bool)

    def __init__(self, services: AppServices, known: KnownHistory, parent: QWidget) -> None:
        """``known``: what impact.com has of programs."""
        super().__init__(parent)
        self._services, self._known = services, known
        self._job: Job | None = None
        self._changes: Sequence[Change] = ()
        self._program: Program | None = None
        outer = vbox(self, margins=(0, 0, 0, 0), spacing=6)
        outer.addWidget(label(text("reversals-preview"), muted=True, wrap=True))
        self.table = named(QTableWidget(0, 0), "reversalPreview", text("reversals-preview"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        outer.addWidget(self.table)
        line = hbox(spacing=6)
        self._mark = SeverityMark(None)
        self._said = named(label(wrap=True), "reversalCheck")
        line.addWidget(self._mark)
        line.addWidget(self._said, 1)
        outer.addLayout(line)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING)
        self._typing.timeout.connect(self._check)

    def show_changes(self, changes: Sequence[Change], program: Program | None, unclear: str) -> None:
        """Show the rows and have them checked. ``unclear``: an order with an unreadable amount, "" for none."""
        self._changes, self._program = changes, program
        rows = table_of(changes)
        names = rows.columns if changes else []
        self.table.setColumnCount(len(names))
        self.table.setHorizontalHeaderLabels(names)
        self.table.setRowCount(len(changes))
        for place, row in enumerate(rows.iter_rows() if changes else ()):
            for column, value in enumerate(row):
                self.table.setItem(place, column, QTableWidgetItem(value or ""))
        self.judged.emit(False)
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if unclear:
            self._typing.stop()
            self._say("error", text("reversals-unclear", order=unclear))
        elif changes:
            self._say(None, text("reversals-checking"))
            self._typing.start()
        else:
            self._typing.stop()
            self._say(None, text("reversals-none"))

    def _say(self, severity: str | None, words: str) -> None:
        self._mark.show_severity(severity)
        self._said.setText(words)

    def _check(self) -> None:
        changes, program, now = self._changes, self._program, self._services.clock()
        history = (self._known(program.name) if program else None) or self._services.ledger.history
        self._job = Job(lambda _: check(changes, program, history, now), self)
        self._job.start(self._take, lambda problem: self._say("error", error_text(problem)), waits=True)

    def _take(self, found: Check) -> None:
        self._job = None
        self._say(found.severity or "good", " ".join(found.words) or text("reversals-checked"))
        self.judged.emit(found.severity != "error")


def check(changes: Sequence[Change], program: Program | None, history: History, now: datetime) -> Check:
    """What the rules of changes say of these. Raises UserError."""
    with tempfile.TemporaryDirectory() as folder:
        draft = checked(changes, Path(folder) / "changes.csv", program, history, now).draft
        problems = sorted(draft.problems(), key=lambda problem: _RANKS.index(problem.severity))
        words = tuple(dict.fromkeys(phrase(problem, draft.sheet.header) for problem in problems))
        return Check(str(problems[0].severity) if problems else None, words)


_RANKS = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
