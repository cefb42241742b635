"""Says that the record of what was sent is lost, and offers the ways to go on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from courier.messages import text
from gui.style.layouts import hbox, vbox
from gui.style.parts import button, label


class LostNotice(QFrame):
    """A sentence with three buttons; hidden until something is lost. Each button only asks, by its signal."""

    rebuild_asked = Signal()
    merge_asked = Signal()
    anew_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("historyLost")
        box = vbox(self, margins=(0, 4, 0, 4), spacing=8)
        box.addWidget(label(text("history-lost"), wrap=True))
        buttons = hbox(spacing=8)
        for key, name, signal in (
            ("history-lost-rebuild", "historyRebuild", self.rebuild_asked),
            ("history-lost-merge", "historyMergeLost", self.merge_asked),
            ("history-lost-anew", "historyBeginAnew", self.anew_asked),
        ):
            buttons.addWidget(button(text(key), name=name, clicked=signal))
        buttons.addStretch(1)
        box.addLayout(buttons)
        self.hide()
