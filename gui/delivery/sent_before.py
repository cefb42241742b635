"""Asks why orders that were sent before are sent again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from courier.messages import text
from gui.session.questions import Question
from gui.style.parts import named


def ask_reason(parent: QWidget, what: str, go: Callable[[str], None]) -> None:
    """Show what was sent before; ``go`` is called with the reason when the person gives one."""
    question = Question("sentBeforeQuestion", text("sent-before-title"), what, parent)
    reason = named(QLineEdit(), "sentBeforeReason", text("sent-before-reason"))
    reason.setPlaceholderText(text("sent-before-reason"))
    question.body.addWidget(reason)
    again = question.offer(text("sent-before-go"), lambda: go(reason.text().strip()), name="sentBeforeGo")
    question.ask_or_cancel(name="sentBeforeCancel", primary=True)
    again.setEnabled(False)
    reason.textChanged.connect(lambda typed: again.setEnabled(bool(typed.strip())))
