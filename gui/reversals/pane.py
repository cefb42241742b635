"""Reversals: what was sent is searched, and changed or taken back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTemporaryDir, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from courier.changes import reasons, write_changes
from courier.formats import number_text
from courier.messages import UserError, text
from courier.programs import Program
from courier.reversing.known_states import with_states
from courier.reversing.modifications import Change, sheet_name, table_of
from courier.reversing.orders import SentOrder
from courier.reversing.search import FoundOrders, SentOrders
from courier.sheet.program_facts import ProgramFacts
from gui.reversals.impact_states import ImpactStates
from gui.reversals.order_form import OrderForm
from gui.reversals.order_list import OrderList
from gui.reversals.picks import Picks, key_of
from gui.reversals.preview import Preview
from gui.session.error_text import error_text
from gui.session.file_dialogs import ask_where_to_save
from gui.session.services import AppServices
from gui.style.layouts import hbox, scrolling, vbox
from gui.style.parts import ElidedLabel, button, label, named
from gui.work import Job

_TYPING = 250
"""Milliseconds after the last key before what was sent is searched."""


class ReversalPane(QWidget):
    """A page among ``pages``; ``asked``: with a program and an order to show. ``sheet_asked``: with the file of the
    changes and its program (or None), to be opened and sent like every other sheet, and what to call once it is
    open."""

    sheet_asked = Signal(object, object, object)

    def __init__(self, services: AppServices, pages: QStackedWidget, asked: SignalInstance) -> None:
        super().__init__(pages)
        self.setObjectName("reversalPane")
        self._services, self._pages = services, pages
        self._came_from: QWidget | None = None
        self._search: Job | None = None
        self._looking: Job | None = None
        self._picks = Picks()
        self._impact = ImpactStates(services, self)
        self._impact.changed.connect(self._look_at_states)
        # a sheet is opened from a file; the folder is removed with the window
        self._written = QTemporaryDir()
        outer = vbox(self, margins=(24, 16, 24, 12), spacing=10)
        self._lay_out_head(outer)
        self._said = named(label(wrap=True), "reversalsSaid")
        self._said.hide()
        outer.addWidget(self._said)
        self._lay_out_middle(outer)
        self._lay_out_foot(outer)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING)
        self._typing.timeout.connect(self.search)
        self._text.textChanged.connect(lambda _: self._typing.start())
        self._text.returnPressed.connect(self.search)
        self._program.activated.connect(lambda _: self.search())
        self.orders.chosen.connect(self._look_at)
        self.form.changed.connect(self._show_changes)
        self.preview.judged.connect(self._allow)
        asked.connect(self.open_at)
        pages.addWidget(self)

    def _lay_out_head(self, outer: QVBoxLayout) -> None:
        head = hbox(spacing=8)
        head.addWidget(label(text("reversals-title"), title=True, size=4))
        self._text = named(QLineEdit(), "reversalSearch", text("reversals-hint"))
        self._text.setPlaceholderText(text("reversals-hint"))
        self._text.setClearButtonEnabled(True)
        self._program = named(QComboBox(), "reversalProgram", text("label-program"))
        self._program.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._sum = named(ElidedLabel("", muted=False), "reversalSum")
        self._sum.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._text, 3)
        head.addWidget(self._program)
        head.addWidget(self._sum, 2)
        outer.addLayout(head)

    def _lay_out_middle(self, outer: QVBoxLayout) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        outer.addWidget(splitter, 1)
        left, right = QWidget(splitter), QWidget(splitter)
        lines = vbox(left, margins=(0, 0, 8, 0), spacing=6)
        self._count = named(ElidedLabel(""), "reversalCount")
        self.orders = OrderList(self._picks, self)
        lines.addWidget(self._count)
        lines.addWidget(self.orders, 1)
        self._compared = named(label(muted=True, wrap=True), "reversalCompared")
        self._compared.hide()
        lines.addWidget(self._compared)
        self.form, self.preview = OrderForm(self._picks, right), Preview(self._services, self._impact.of, right)
        within = vbox(right, margins=(8, 0, 0, 0), spacing=12)
        within.addWidget(scrolling(self.form, sideways=False, frame=False), 1)
        self.preview.table.setFixedHeight(4 * self.fontMetrics().height() + 40)
        within.addWidget(self.preview)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([320, 640])

    def _lay_out_foot(self, outer: QVBoxLayout) -> None:
        foot = hbox(spacing=8)
        foot.addWidget(button(text("reversals-close"), name="reversalsClose", clicked=self.leave))
        foot.addStretch(1)
        self._save = button(text("reversals-save"), name="reversalsSave", clicked=self._ask_where_to_save)
        self._send = button("", primary=True, name="reversalsSend", clicked=self._ask_to_send)
        foot.addWidget(self._save)
        foot.addWidget(self._send)
        outer.addLayout(foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    # ------------------------------------------------------------------ where it is shown

    def open_at(self, program: str = "", order: str = "") -> None:
        """Show the page, with what was sent for one program, or with one order."""
        if self._pages.currentWidget() is not self:
            self._came_from = self._pages.currentWidget()
        self._pages.setCurrentWidget(self)
        self._list_programs(program)
        with QSignalBlocker(self._text):
            self._text.setText(order)
        self._show_changes()
        self.search()
        self._text.setFocus()

    def leave(self) -> None:
        """Go back to where the person came from; what was chosen stays."""
        if self._pages.currentWidget() is self and self._came_from is not None:
            self._pages.setCurrentWidget(self._came_from)

    def _list_programs(self, chosen: str) -> None:
        with QSignalBlocker(self._program):
            self._program.clear()
            self._program.addItem(text("history-all-programs"), "")
            for program in self._services.known_programs():
                self._program.addItem(program.name, program.name)
            self._program.setCurrentIndex(max(0, self._program.findData(chosen)))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    # ------------------------------------------------------------------ what was sent

    def search(self) -> None:
        """Search what was sent, beside the window."""
        self._typing.stop()
        for outdated in (self._search, self._looking):
            if outdated is not None:
                outdated.cancel()
        wanted, program = self._text.text(), self._program.currentData() or ""
        programs, ledger, known = self._services.known_programs(), self._services.ledger, self._impact.of
        job = Job(
            lambda job: SentOrders(ledger, programs, known).search(wanted, program, lambda: job.cancelled), self
        )  # fmt: skip
        self._search = job.start(self._take_orders, lambda problem: self._say(error_text(problem)), waits=True)

    def _take_orders(self, found: FoundOrders) -> None:
        self._search = None
        self._say("")
        key = "reversals-found-some" if found.looked_at < found.sent else "reversals-found"
        words = text(key, orders=len(found.orders), rows=found.looked_at)
        self._count.say(text("reversals-found-many", orders=len(found.orders)) if found.more else words)
        self.form.hide()
        self.orders.show_orders(found.orders, self._services.clock())

    def _look_at(self, order: SentOrder) -> None:
        programs, ledger = self._services.known_programs(), self._services.ledger
        self._impact.ask(self._program_of(order))
        if self._looking is not None:
            # the order that was chosen last is shown, whichever is known first
            self._looking.cancel()
        job = Job(lambda _: SentOrders(ledger, programs).details(order), self)
        self._looking = job.start(self._show_order, lambda problem: self._say(error_text(problem)), waits=True)

    def _show_order(self, order: SentOrder) -> None:
        self._looking = None
        # what impact.com has may have become known meanwhile
        (order,) = with_states([order], self._impact.of)
        self.orders.replace(order)
        self._picks.take(order)
        self._say_compared(order.program)
        self._fill_form(order)

    def _fill_form(self, order: SentOrder) -> None:
        program = self._program_of(order)
        facts = program.facts() if program else ProgramFacts()
        own = sorted(facts.reasons)
        self.form.show_order(
            order, [*own, *(code for code in reasons(facts) if code not in own)], self._services.clock()
        )

    def _look_at_states(self) -> None:
        """Show what became known of the orders on the page, without touching what is typed."""
        shown = self.form.order
        for order in with_states(self.orders.orders, self._impact.of):
            self.orders.replace(order)
            self._picks.take(order)
            if shown is not None and key_of(order) == key_of(shown):
                self._say_compared(order.program)
                if (order.state, order.locks_at) != (shown.state, shown.locks_at):
                    self._fill_form(order)
        self._show_changes()

    def _say_compared(self, program: str) -> None:
        words = self._impact.words(program)
        self._compared.setText(words)
        self._compared.setVisible(bool(words))

    def stop(self) -> None:
        """Ask nothing more, because the window closes."""
        self._impact.stop()

    def _program_of(self, order: SentOrder) -> Program | None:
        known = self._services.known_programs()
        return next(
            (program for program in known if program.name == order.program),
            next((program for program in known if program.campaign_id == order.campaign), None),
        )

    # ------------------------------------------------------------------ what will be sent

    def _show_changes(self) -> None:
        changes = self._picks.changes()
        program = self._program_of(changes[0].order) if changes else None
        orders = len({change.order.order for change in changes})
        amounts = [
            f"{currency} {'+' if amount > 0 else ''}{number_text(amount)}"
            for currency, amount in self._picks.differences().items()
        ]
        self._sum.say(text("reversals-sum", changes=len(changes), orders=orders, amounts=", ".join(amounts) or "0"))
        self._send.setText(text("reversals-send", changes=len(changes)))
        self.preview.show_changes(changes, program, self._picks.unclear)
        self.orders.show_changes(self._services.clock())

    def _allow(self, right: bool) -> None:
        for action in (self._save, self._send):
            action.setEnabled(right)

    def _ask_where_to_save(self) -> None:
        filters = [f"{text('reversals-file-kind')} (*.csv)"]
        ask_where_to_save(
            self, "reversalsSaveDialog", text("reversals-save"), self.save, suffix="csv", filters=filters,
            start=str(Path.home()), suggested=self._file_name(),
        )  # fmt: skip

    def save(self, path: Path) -> None:
        """Write the changes as a file."""
        try:
            write_changes(table_of(self._picks.changes()), path)
        except UserError as problem:
            self._say(str(problem))
            return
        self._say(text("reversals-saved", path=str(path)))

    def _ask_to_send(self) -> None:
        """Hand the changes over as a sheet of their own; what was chosen goes here once that sheet is open."""
        changes = self._picks.changes()
        path = Path(self._written.path()) / self._file_name()
        try:
            write_changes(table_of(changes), path)
        except UserError as problem:
            self._say(str(problem))
            return
        self.leave()
        self.sheet_asked.emit(path, self._program_of(changes[0].order), partial(self._begin_anew, changes))

    def _begin_anew(self, handed_over: list[Change]) -> None:
        # this window may be closed by now, and what was chosen since stays
        if isValid(self) and self._picks.changes() == handed_over:
            self._picks.clear()
            self._show_changes()

    def _file_name(self) -> str:
        return sheet_name(self._services.clock().astimezone())
