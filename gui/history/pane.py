"""The history: everything that was sent from this machine or is queued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSplitter, QWidget

from courier.ledger.ledger import Ledger
from courier.ledger.records import Submission
from courier.messages import text
from courier.people import is_mine, names_person
from courier.results.answered import AnsweredCounts, answered_counts
from gui.history.details import Details
from gui.history.lost_notice import LostNotice
from gui.history.table import SubmissionTable
from gui.history.whose_choice import WhoseChoice
from gui.session.ledger_queries import LedgerQueries
from gui.style.flow_layout import FlowLayout
from gui.style.layouts import vbox
from gui.style.parts import ElidedLabel, button, label, named

_TYPING = 250
"""Milliseconds after the last key before an order is searched."""
_NARROW = 380

_Rows = Sequence[Mapping[str, Any]]


class HistoryPane(QWidget):
    """Shows the ledger, all of it or one order or program. Signals ask for everything else; ``reversals_asked`` with
    the program and the order that are shown, "" for all."""

    finished = Signal()
    export_asked = Signal()
    merge_asked = Signal()
    kept_asked = Signal()
    delete_asked = Signal()
    reversals_asked = Signal(str, str)

    def __init__(self, queries: LedgerQueries, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("historyPane")
        self._queries = queries
        self._submissions: list[Submission] = []
        self._waiting: frozenset[str] = frozenset()
        self._answered: Mapping[str, AnsweredCounts] = {}
        self._wanted = ""
        self._of_team = False
        self._order_rows: _Rows | None = None
        outer = vbox(self, margins=(40, 20, 40, 16), spacing=10)
        outer.addLayout(self._head())
        self._about = label(text("history-about"), muted=True, wrap=True)
        outer.addWidget(self._about)
        self.lost = LostNotice(self)
        outer.addWidget(self.lost)
        outer.addLayout(self._filters())
        self._said = named(label(wrap=True), "historySaid")
        self._said.hide()
        outer.addWidget(self._said)
        self.table = SubmissionTable(self)
        self.details = Details(self)
        self.details.setMinimumWidth(340)
        self.details.hide()
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.details)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([980, _NARROW])
        outer.addWidget(splitter, 1)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.table.submissions.modelReset.connect(self._show_chosen)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING)
        self._typing.timeout.connect(self._find_order)
        self._order.textChanged.connect(lambda _: self._typing.start())
        self._order.returnPressed.connect(self._find_order)
        self._program.activated.connect(lambda _: self._show())

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(label(text("history-title"), title=True, size=4))
        # with large texts they go on in a second line
        ways = FlowLayout()
        for key, name, signal in (
            ("history-export-it", "historyExport", self.export_asked),
            ("history-merge-it", "historyMerge", self.merge_asked),
            ("history-kept-it", "historyKept", self.kept_asked),
            ("history-delete-it", "historyDelete", self.delete_asked),
        ):
            ways.addWidget(button(text(key), name=name, clicked=signal))
        ways.addWidget(button(text("menu-reversals"), name="historyReversals", clicked=self._ask_for_reversals))
        head.addLayout(ways, 1)
        back = button(text("history-back"), primary=True, name="historyBack", clicked=self.finished)
        head.addWidget(back)
        return head

    def _filters(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self._order = named(QLineEdit(), "historyOrder", text("history-order-hint"))
        self._order.setPlaceholderText(text("history-order-hint"))
        self._order.setClearButtonEnabled(True)
        self._order.setMaximumWidth(280)
        self._program = named(QComboBox(), "historyProgram", text("label-program"))
        self._program.setMinimumContentsLength(16)
        self._program.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._count = named(ElidedLabel(""), "historyCount")
        line.addWidget(self._order, 2)
        self._whose = WhoseChoice("historyWhose")
        self._whose.hide()
        self._whose.activated.connect(lambda _: self._show())
        line.addWidget(self._program)
        line.addWidget(self._whose)
        line.addWidget(self._count, 3)
        return line

    def show_team(self, of_team: bool) -> None:
        """Say whether several people send, so that it is shown who did."""
        self._of_team = of_team
        self._whose.setVisible(of_team)
        self.table.show_team(of_team)
        self.details.of_team = of_team
        hint = text("history-order-hint-team" if of_team else "history-order-hint")
        self._order.setPlaceholderText(hint)
        self._order.setAccessibleName(hint)
        self._about.setText(text("history-about-team" if of_team else "history-about"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finished.emit()
            return
        super().keyPressEvent(event)

    def _ask_for_reversals(self) -> None:
        self.reversals_asked.emit(self._program.currentData() or "", self._order.text().strip())

    def say(self, words: str) -> None:
        """Show a sentence about what was done, or why it was not."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def open_at(self, program: str | None) -> None:
        """Show the submissions of one program, None for all."""
        self.say("")
        with QSignalBlocker(self._order):
            self._order.clear()
        self._order_rows = None
        self.refresh(program)
        self.table.setFocus()

    def refresh(self, program: str | None = None) -> None:
        """Read the ledger again and show the same selection, or this program's."""
        chosen = program if program is not None else self._program.currentData()
        self._queries.ask(_read, lambda content: self._take(content, chosen))

    def choose(self, uuid: str) -> None:
        """Choose a batch as soon as what is being read is shown."""
        self._wanted = uuid

    def _take(self, content: _Content, program: str | None) -> None:
        self.lost.setVisible(content.lost)
        self._submissions, self._answered = content.submissions, content.answered
        self._waiting = frozenset(submission.uuid for submission in content.waiting)
        names = {submission.program for submission in content.submissions if submission.program}
        sorted_names = sorted(names | ({program} if program else set()))
        with QSignalBlocker(self._program):
            self._program.clear()
            self._program.addItem(text("history-all-programs"), None)
            for name in sorted_names:
                self._program.addItem(name, name)
            self._program.setCurrentIndex(max(0, self._program.findData(program)) if program else 0)
        self._show()

    def _find_order(self) -> None:
        self._typing.stop()
        order = self._order.text().strip()
        if not order:
            self._order_rows = None
            self._show()
            return

        def take(rows: _Rows) -> None:
            if order == self._order.text().strip():
                self._order_rows = rows
                self._show()

        self._queries.ask(lambda ledger: ledger.rows_of_order(order), take)

    def _show(self) -> None:
        chosen, program = self.table.chosen, self._program.currentData()
        shown = [submission for submission in self._submissions if not program or submission.program == program]
        if self._of_team and self._whose.mine:
            shown = [submission for submission in shown if is_mine(submission)]
        if self._order_rows is not None:
            fitting, typed = {row["submission"] for row in self._order_rows}, self._order.text().strip()
            shown = [
                submission
                for submission in shown
                if submission.uuid in fitting or (self._of_team and names_person(submission, typed))
            ]
        if not self._submissions:
            nothing = "history-empty-team" if self._of_team else "history-empty"
            self._count.say(text(nothing) if self.lost.isHidden() else "")
        elif self._order_rows is not None and not shown:
            none = "history-no-order-team" if self._of_team else "history-no-order"
            self._count.say(text(none, order=self._order.text().strip()))
        else:
            self._count.say(text("history-count", shown=len(shown)))
        self.table.submissions.show_all(shown, self._waiting, self._answered)
        self.table.choose(self._wanted or (chosen.uuid if chosen else ""))
        self._wanted = ""

    def _show_chosen(self) -> None:
        chosen = self.table.chosen
        if chosen is None:
            self.details.show_nothing()
            return
        rows = [row for row in self._order_rows or () if row["submission"] == chosen.uuid]
        answered = self._answered.get(chosen.uuid)
        self.details.show_submission(chosen, chosen.uuid in self._waiting, answered.words if answered else "", rows)


@dataclass(frozen=True)
class _Content:
    """What was sent, what waits, how it was answered, and whether the record of it is lost."""

    submissions: list[Submission]
    waiting: list[Submission]
    answered: Mapping[str, AnsweredCounts]
    lost: bool


def _read(ledger: Ledger) -> _Content:
    submissions = ledger.submissions()
    return _Content(submissions, ledger.waiting(), answered_counts(ledger, submissions), ledger.lost)
