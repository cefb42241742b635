"""A hint beside a cell that says why typing has no effect there. Part of the grid, so that it takes no focus."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QLabel, QWidget

_STAYS = 5_000
"""Milliseconds until it hides itself."""


class CellHint(QLabel):
    """Hidden until `say` is called."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._over = parent
        self.setObjectName("cellRemark")
        self.setFrameShape(QFrame.Shape.Box)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.setMargin(5)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, cell: QRect) -> None:
        """Show words under a cell, or over it where there is no room."""
        self.setText(words)
        self.adjustSize()
        room = self._over.rect()
        left = max(0, min(cell.left(), room.right() - self.width()))
        below = cell.bottom() + 3
        self.move(left, below if below + self.height() <= room.bottom() else cell.top() - 3 - self.height())
        self.show()
        self._timer.start(_STAYS)
