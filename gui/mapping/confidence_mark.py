"""How sure it is that a column belongs to its field: a disc, half a disc, or a ring."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from courier.messages import text
from gui.mapping.column_content import Confidence
from gui.style.plain import set_tip
from gui.style.theme import current

_SIZE = 8.0
_HALF_TURN = 180 * 16


class ConfidenceMark(QWidget):
    """Its shape differs, not only its colour; its tooltip says it in a word."""

    def __init__(self, confidence: Confidence) -> None:
        super().__init__()
        self.setFixedSize(QSize(14, 18))
        self.show_confidence(confidence)

    def show_confidence(self, confidence: Confidence) -> None:
        """Show another one."""
        self._confidence = confidence
        words = text(f"columns-{confidence}")
        self.setAccessibleName(words)
        set_tip(self, words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(current().good if self._confidence == "proven" else current().muted)
        disc = QRectF((self.width() - _SIZE) / 2, (self.height() - _SIZE) / 2, _SIZE, _SIZE)
        painter.setPen(QPen(colour, 1.5))
        if self._confidence == "proven":
            painter.setBrush(colour)
        painter.drawEllipse(disc)
        if self._confidence == "likely":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPie(disc, _HALF_TURN // 2, _HALF_TURN)
