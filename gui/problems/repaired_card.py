"""Says for a while that the problems of a card were repaired, and offers the way back."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from courier.messages import text
from courier.rules.phrases import title
from gui.style.layouts import hbox, vbox
from gui.style.parts import ElidedLabel, button, label

STAYS = 10_000
"""Milliseconds for which a repaired card stays."""


class RepairedCard(QFrame):
    """Stands for a while where a card was: how many repairs were made, and the way back. ``undo_asked``; ``gone``: its
    time is over."""

    undo_asked = Signal()
    gone = Signal()

    def __init__(self, rule: str, changes: int) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setObjectName(f"repaired{rule}")
        line = hbox(margins=(12, 8, 12, 8), spacing=8)
        # it may be as high as an open card that it stands for
        rows = vbox(self, margins=(0, 0, 0, 0), spacing=0)
        rows.addLayout(line)
        rows.addStretch(1)
        tick = label("✓")
        tick.setProperty("good", True)
        line.addWidget(tick)
        made, name = text("card-repaired", count=changes), title(rule) if rule else ""
        self.setAccessibleName(f"{made}: {name}" if name else made)
        words = vbox(spacing=0)
        words.addWidget(label(made, title=True))
        if name:
            words.addWidget(ElidedLabel(name))
        line.addLayout(words, 1)
        undo = button(text("card-undo"), name=f"undo{rule}", clicked=self.undo_asked)
        undo.setProperty("small", True)
        line.addWidget(undo)
        self._timer = QTimer(self, singleShot=True, interval=STAYS)
        self._timer.timeout.connect(self._go)
        self._timer.start()

    def _go(self) -> None:
        # not under the hands of somebody who is about to take it back
        focus = self.focusWidget()
        if self.underMouse() or (focus is not None and focus.hasFocus()):
            self._timer.start()
        else:
            self.gone.emit()
