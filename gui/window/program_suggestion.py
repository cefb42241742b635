"""Says over the grid which saved program a sheet seems to belong to; a person decides."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from courier.messages import text
from courier.programs import Program
from gui.style.parts import Elided, button, styled


class ProgramSuggestion(QWidget):
    """``accepted`` with the program's name; ``refused`` when it is not wanted. Hidden while nothing is suggested."""

    accepted = Signal(str)
    refused = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("programSuggestion")
        self.setAccessibleName(text("suggestion-name"))
        styled(self)
        self._name = ""
        self._words = Elided("", muted=False)
        self._words.setObjectName("programSuggestionWords")
        use = button(text("suggestion-use"), name="programSuggestionUse")
        use.clicked.connect(lambda: self.accepted.emit(self._name))
        no = button(text("suggestion-no"), name="programSuggestionNo")
        no.clicked.connect(self.refused)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 4, 8, 4)
        line.addWidget(self._words, 1)
        line.addWidget(use)
        line.addWidget(no)
        self.hide()

    def offer(self, program: Program | None) -> None:
        """Suggest a program; None for none."""
        self.setVisible(program is not None)
        if program is None:
            return
        self._name = program.name
        if program.campaign_id:
            self._words.say(text("suggestion-campaign", name=program.name, campaign=program.campaign_id))
        else:
            self._words.say(text("suggestion-plain", name=program.name))
