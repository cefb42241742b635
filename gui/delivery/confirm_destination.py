"""The question before a program's file is sent to the destination of another program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from courier.messages import text
from gui.session.questions import Question


def confirm_destination(parent: QWidget, words: str | None, go: Callable[[], None]) -> None:
    """Ask in these words before ``go`` is called; without words call it at once."""
    if words is None:
        go()
        return
    question = Question("belongingQuestion", text("belonging-title"), words, parent)
    question.offer(text("belonging-go"), go, name="belongingGo")
    question.ask_or_cancel(name="belongingCancel", primary=True)
