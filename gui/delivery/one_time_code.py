"""Questions of a server during the login, such as a one-time code: asked in the window, answered in the thread of the
connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from courier.credentials import Secret
from courier.messages import text
from gui.session.questions import Question
from gui.style.parts import label

_LOOK = 0.2
"""Seconds between two checks whether the window still exists."""


@dataclass
class _Asked:
    prompt: str
    echo: bool
    answered: Event = field(default_factory=Event)
    answer: Secret | None = None


class OneTimeCodes(QObject):
    """For one connection to ``host``. Lives in the window's thread; only ``ask`` may be called from others."""

    _wanted = Signal(object)

    def __init__(self, host: str, window: QWidget) -> None:
        super().__init__(window)
        self._host, self._window = host, window
        self._closed = False
        self.wanted = False
        """Whether the server asked anything."""
        self._question: Question | None = None
        self._wanted.connect(self._show)

    def ask(self, prompt: str, echo: bool) -> Secret | None:
        """Wait for the person's answer; None when there is none or the window is gone. See
        `courier.delivery.transport.Ask`."""
        self.wanted = True
        asked = _Asked(prompt, echo)
        try:
            self._wanted.emit(asked)
        except RuntimeError:
            return None
        while not asked.answered.wait(_LOOK):
            if not isValid(self) or self._closed:
                return None
        return asked.answer

    def close(self) -> None:
        """Answer nothing any more: the connection is over or was given up."""
        self._closed = True
        if self._question is not None and isValid(self._question):
            self._question.reject()

    def _show(self, asked: _Asked) -> None:
        if self._closed:
            asked.answered.set()
            return
        words = text("one-time-code-question", host=self._host)
        question = Question("oneTimeCode", text("one-time-code-title"), words, self._window)
        question.body.addWidget(label(asked.prompt, title=True, wrap=True))
        typed = QLineEdit()
        typed.setObjectName("oneTimeCodeAnswer")
        typed.setAccessibleName(asked.prompt or text("one-time-code-answer"))
        if not asked.echo:
            typed.setEchoMode(QLineEdit.EchoMode.Password)
        question.body.addWidget(typed)

        def give() -> None:
            asked.answer = Secret(typed.text())
            asked.answered.set()

        def settle(result: int) -> None:
            # the accepting button gives the answer after this signal
            if result == Question.DialogCode.Rejected:
                asked.answered.set()

        question.offer(text("one-time-code-go"), give, primary=True, name="oneTimeCodeOk")
        question.offer(text("button-cancel"), None, name="oneTimeCodeCancel")
        question.finished.connect(settle)
        self._question = question
        question.ask()
        typed.setFocus()
