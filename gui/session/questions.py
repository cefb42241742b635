"""Questions: named dialogs that open without blocking and answer through a function."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from courier.messages import text
from courier.sheet.mapping import TESTS, Condition
from gui.style.parts import button, label


class Question(QDialog):
    """A title, a sentence and buttons; each button closes the dialog and calls its answer."""

    def __init__(self, name: str, title: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 18)
        self.body.setSpacing(14)
        self.body.addWidget(label(title, title=True, size=2))
        words = label(sentence, wrap=True)
        words.setMinimumWidth(400)
        self.body.addWidget(words)
        self._buttons = QDialogButtonBox()

    def offer(
        self, words: str, answer: Callable[[], object] | None, *, primary: bool = False, name: str = ""
    ) -> QPushButton:
        """Add a button. ``answer`` None: it only closes."""
        made = button(words, primary=primary, name=name)
        role = QDialogButtonBox.ButtonRole.RejectRole if answer is None else QDialogButtonBox.ButtonRole.ActionRole
        self._buttons.addButton(made, role)
        made.setDefault(primary)

        def press() -> None:
            self.done(QDialog.DialogCode.Rejected if answer is None else QDialog.DialogCode.Accepted)
            if answer is not None:
                answer()

        made.clicked.connect(press)
        return made

    def ask(self) -> None:
        """Show it."""
        self.body.addWidget(self._buttons)
        self.open()


def ask_zone(parent: QWidget, answer: Callable[[str], object]) -> None:
    """Ask for the time zone of dates without one."""
    question = Question("zoneQuestion", text("zone-title"), text("zone-question"), parent)
    zones = QComboBox()
    zones.setObjectName("zoneChoice")
    zones.setEditable(True)
    zones.setAccessibleName(text("zone-title"))
    zones.addItems(sorted(available_timezones()))
    zones.setCurrentText("UTC")
    question.body.addWidget(zones)
    question.offer(text("button-ok"), lambda: answer(zones.currentText()), primary=True, name="zoneOk")
    question.offer(text("button-cancel"), None)
    question.ask()


def ask_left_out(
    parent: QWidget,
    headers: list[tuple[str, str]],
    before: tuple[Condition, ...],
    column: str,
    answer: Callable[[tuple[Condition, ...]], None],
) -> None:
    """Ask which rows belong in no batch. ``headers``: column ids with their headers; ``column``: the one to begin
    with."""
    question = Question("leaveOutQuestion", text("leave-out-title"), text("leave-out-about"), parent)
    form = QFormLayout()
    columns = QComboBox()
    columns.setObjectName("leaveOutColumn")
    for one, header in headers:
        columns.addItem(header, one)
    tests = QComboBox()
    tests.setObjectName("leaveOutTest")
    for test in TESTS:
        tests.addItem(text(f"test-{test}"), test)
    values = QLineEdit()
    values.setObjectName("leaveOutValues")
    if before:
        columns.setCurrentIndex(columns.findData(before[0].column))
        tests.setCurrentIndex(tests.findData(before[0].test))
        values.setText(", ".join(before[0].values))
    if column:
        columns.setCurrentIndex(columns.findData(column))
    form.addRow(text("leave-out-column"), columns)
    form.addRow(text("leave-out-test"), tests)
    form.addRow(text("leave-out-values"), values)
    question.body.addLayout(form)

    def take() -> None:
        wanted = tuple(value.strip() for value in values.text().split(",") if value.strip())
        if wanted or "empty" in tests.currentData():
            answer((Condition(columns.currentData(), tests.currentData(), wanted), *before[1:]))

    question.offer(text("button-ok"), take, primary=True, name="leaveOutOk")
    question.offer(text("leave-out-none"), lambda: answer(()), name="leaveOutNone")
    question.offer(text("button-cancel"), None)
    question.ask()
