"""The choice between all batches of a team and one's own."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from courier.messages import text
from gui.style.parts import named


class WhoseChoice(QComboBox):
    """All of the team, or mine."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name, text("whose"))
        for key in ("whose-all", "whose-mine"):
            self.addItem(text(key))

    @property
    def mine(self) -> bool:
        """Whether only one's own are to be shown."""
        return self.currentIndex() == 1
