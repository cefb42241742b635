"""A bar over the grid that suggests one thing, to accept or refuse."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QWidget

from courier.messages import text
from gui.style.parts import ElidedLabel, button, styled


class SuggestionBar(QWidget):
    """``accepted`` or ``refused``. Hidden while nothing is suggested, and from the answer on."""

    accepted = Signal()
    refused = Signal()

    def __init__(self, name: str, spoken: str, yes: str, parent: QWidget, *, no: str = "") -> None:
        """``name``: the object's; ``spoken``: what it is for; ``yes`` and ``no``: the words of the buttons that accept
        and refuse."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setProperty("suggestion", True)
        styled(self)
        self._words = ElidedLabel("", muted=False)
        self._words.setObjectName(f"{name}Words")
        use = button(yes, name=f"{name}Use")
        use.clicked.connect(lambda: self._answer(self.accepted))
        refuse = button(no or text("suggestion-no"), name=f"{name}No")
        refuse.clicked.connect(lambda: self._answer(self.refused))
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 4, 8, 4)
        line.addWidget(self._words, 1)
        line.addWidget(use)
        line.addWidget(refuse)
        self.hide()

    def offer(self, words: str) -> None:
        """Suggest something; "" for nothing."""
        self.setVisible(bool(words))
        self._words.say(words)

    def _answer(self, answer: SignalInstance) -> None:
        self.hide()
        answer.emit()
