"""Questions: named dialogs that open without blocking and answer through a function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from courier.draft_edits import change_choices
from courier.messages import text
from courier.sheet.exclusions import TESTS, Exclusion, exclude_where
from gui.session.session import Session
from gui.style.layouts import vbox
from gui.style.parts import button, label, named
from gui.style.zone_box import ZoneBox


class Question(QDialog):
    """A title, a sentence and buttons; each button closes the dialog and calls its answer."""

    def __init__(self, name: str, title: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.body = vbox(self, margins=(24, 20, 24, 18), spacing=14)
        self.body.addWidget(label(title, title=True, size=2))
        words = label(sentence, wrap=True)
        words.setMinimumWidth(400)
        self.body.addWidget(words)
        self._buttons = QDialogButtonBox()

    def offer(
        self, words: str, answer: Callable[[], object] | None, *, primary: bool = False, name: str = ""
    ) -> QPushButton:
        """Add a button. ``answer`` None: it only closes."""
        push = button(words, primary=primary, name=name)
        role = QDialogButtonBox.ButtonRole.RejectRole if answer is None else QDialogButtonBox.ButtonRole.ActionRole
        self._buttons.addButton(push, role)
        push.setDefault(primary)

        def press() -> None:
            self.done(QDialog.DialogCode.Rejected if answer is None else QDialog.DialogCode.Accepted)
            if answer is not None:
                answer()

        push.clicked.connect(press)
        return push

    def ask(self) -> None:
        """Show it."""
        self.body.addWidget(self._buttons)
        self.open()

    def ask_or_cancel(self, *, name: str = "", primary: bool = False) -> None:
        """Show it with a last button that only closes it."""
        self.offer(text("button-cancel"), None, primary=primary, name=name)
        self.ask()


def ask_zone(parent: QWidget, answer: Callable[[str], object]) -> None:
    """Ask for the time zone of dates without one."""
    question = Question("zoneQuestion", text("zone-title"), text("zone-question"), parent)
    zones = named(ZoneBox(), "zoneChoice", text("zone-title"))
    zones.setEditText("UTC")
    question.body.addWidget(zones)
    unclear = named(label(muted=True, wrap=True), "zoneUnclear")
    question.body.addWidget(unclear)
    take = question.offer(text("button-ok"), lambda: answer(zones.currentText()), primary=True, name="zoneOk")

    def judge(typed: str) -> None:
        take.setEnabled(zones.zone is not None)
        unclear.setText("" if zones.zone or not typed.strip() else text("zone-unclear", typed=typed.strip()))

    zones.editTextChanged.connect(judge)
    question.ask_or_cancel()


def ask_left_out(parent: QWidget, session: Session, column: str) -> None:
    """Ask which rows belong in no batch, and leave them out. ``column``: the id of the column to begin with, or ""."""
    mapping = session.draft.choices.mapping
    before = mapping.left_out
    question = Question("leaveOutQuestion", text("leave-out-title"), text("leave-out-about"), parent)
    form = QFormLayout()
    columns = named(QComboBox(), "leaveOutColumn")
    for column_id in session.draft.sheet.columns:
        columns.addItem(session.header(column_id), column_id)
    tests = named(QComboBox(), "leaveOutTest")
    for test in TESTS:
        tests.addItem(text(f"test-{test}"), test)
    values = named(QLineEdit(), "leaveOutValues")
    if before:
        columns.setCurrentIndex(columns.findData(before[0].conditions[0].column))
        tests.setCurrentIndex(tests.findData(before[0].conditions[0].test))
        values.setText(", ".join(before[0].conditions[0].values))
    if column:
        columns.setCurrentIndex(columns.findData(column))
    form.addRow(text("leave-out-column"), columns)
    form.addRow(text("leave-out-test"), tests)
    form.addRow(text("leave-out-values"), values)
    question.body.addLayout(form)

    def change(exclusions: tuple[Exclusion, ...]) -> None:
        changed = replace(mapping, left_out=exclusions)
        session.do(change_choices(session.draft, "edit-left-out", mapping=changed))

    def take() -> None:
        wanted = tuple(value.strip() for value in values.text().split(",") if value.strip())
        if wanted or "empty" in tests.currentData():
            change((exclude_where(columns.currentData(), tests.currentData(), *wanted), *before[1:]))

    question.offer(text("button-ok"), take, primary=True, name="leaveOutOk")
    question.offer(text("leave-out-none"), lambda: change(()), name="leaveOutNone")
    question.ask_or_cancel()
