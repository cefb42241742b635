"""The signs of severities, and of what was sent."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.style.theme import current


def draw_mark(painter: QPainter, centre: QPointF, severity: str | None) -> None:
    """A disc for errors, a triangle for warnings, a ring for notes."""
    theme = current()
    painter.setPen(Qt.PenStyle.NoPen)
    if severity == "error":
        painter.setBrush(QColor(theme.error))
        painter.drawEllipse(centre, 4, 4)
    elif severity == "warning":
        painter.setBrush(QColor(theme.warning))
        x, y = centre.x(), centre.y()
        painter.drawPolygon(QPolygonF([QPointF(x, y - 4.5), QPointF(x + 4.8, y + 3.8), QPointF(x - 4.8, y + 3.8)]))
    elif severity == "note":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.note), 1.5))
        painter.drawEllipse(centre, 3.5, 3.5)


def draw_sent(painter: QPainter, centre: QPointF) -> None:
    """A tick for rows that were sent."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(current().good), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    x, y = centre.x(), centre.y()
    painter.drawPolyline([QPointF(x - 4, y), QPointF(x - 1, y + 3), QPointF(x + 4, y - 3.5)])
