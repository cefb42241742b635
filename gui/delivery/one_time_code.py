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
from gui.style.parts import label, named

_CHECK_INTERVAL = 0.2
"""Seconds between two checks whether the window still exists."""


@dataclass
class _Prompt:
    words: str
    echo: bool
    answered: Event = field(default_factory=Event)
    answer: Secret | None = None


class OneTimeCodes(QObject):
    """For one connection to ``host``. Lives in the window's thread; only ``ask`` may be called from others."""

    _asked = Signal(object)

    def __init__(self, host: str, window: QWidget) -> None:
        super().__init__(window)
        self._host, self._window = host, window
        self._closed = False
        self.was_asked = False
        """Whether the server asked anything."""
        self._question: Question | None = None
        self._asked.connect(self._show)

    def ask(self, prompt: str, echo: bool) -> Secret | None:
        """Wait for the person's answer; None when there is none or the window is gone. See
        `courier.delivery.transport.Ask`."""
        self.was_asked = True
        request = _Prompt(prompt, echo)
        try:
            self._asked.emit(request)
        except RuntimeError:
            return None
        while not request.answered.wait(_CHECK_INTERVAL):
            if not isValid(self) or self._closed:
                return None
        return request.answer

    def close(self) -> None:
        """Answer nothing any more: the connection is over or was given up."""
        self._closed = True
        if self._question is not None and isValid(self._question):
            self._question.reject()

    def _show(self, prompt: _Prompt) -> None:
        if self._closed:
            prompt.answered.set()
            return
        words = text("one-time-code-question", host=self._host)
        question = Question("oneTimeCode", text("one-time-code-title"), words, self._window)
        question.body.addWidget(label(prompt.words, title=True, wrap=True))
        field = named(QLineEdit(), "oneTimeCodeAnswer", prompt.words or text("one-time-code-answer"))
        if not prompt.echo:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        question.body.addWidget(field)

        def give() -> None:
            prompt.answer = Secret(field.text())
            prompt.answered.set()

        def settle(result: int) -> None:
            # the accepting button gives the answer after this signal
            if result == Question.DialogCode.Rejected:
                prompt.answered.set()

        question.offer(text("one-time-code-go"), give, primary=True, name="oneTimeCodeOk")
        question.offer(text("button-cancel"), None, name="oneTimeCodeCancel")
        question.finished.connect(settle)
        self._question = question
        question.ask()
        field.setFocus()
