"""The signs of what is wrong and of what becomes of rows: they differ by their shapes, not only by their colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from gui.style.measures import scaled
from gui.style.theme import current

_SIZE = 14


def draw_scaled_mark(painter: QPainter, centre: QPointF, mark: str | None) -> None:
    """A mark as large as the texts beside it."""
    factor = scaled(100) / 100
    painter.save()
    painter.translate(centre)
    painter.scale(factor, factor)
    draw_mark(painter, QPointF(0, 0), mark)
    painter.restore()


def draw_mark(painter: QPainter, centre: QPointF, mark: str | None) -> None:
    """Disc: error. Triangle: warning. Ring: note. Tick: good or sent. Two bars: on hold. Dash: excluded.
    Cross: refused by impact.com."""
    theme = current()
    x, y = centre.x(), centre.y()
    painter.setPen(Qt.PenStyle.NoPen)
    if mark == "error":
        painter.setBrush(QColor(theme.error))
        painter.drawEllipse(centre, 4, 4)
    elif mark == "warning":
        painter.setBrush(QColor(theme.warning))
        painter.drawPolygon(QPolygonF([QPointF(x, y - 4.5), QPointF(x + 4.8, y + 3.8), QPointF(x - 4.8, y + 3.8)]))
    elif mark == "note":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.note), 1.5))
        painter.drawEllipse(centre, 3.5, 3.5)
    elif mark in ("good", "sent"):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.good), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([QPointF(x - 4, y), QPointF(x - 1, y + 3), QPointF(x + 4, y - 3.5)])
    elif mark == "refused":
        painter.setPen(QPen(QColor(theme.error), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(x - 3.5, y - 3.5), QPointF(x + 3.5, y + 3.5))
        painter.drawLine(QPointF(x - 3.5, y + 3.5), QPointF(x + 3.5, y - 3.5))
    elif mark == "hold":
        for left in (x - 3.5, x + 1.5):
            painter.fillRect(QRectF(left, y - 4.5, 2, 9), QColor(theme.muted))
    elif mark == "excluded":
        painter.fillRect(QRectF(x - 5, y - 1, 10, 2), QColor(theme.muted))


def mark_icon(mark: str, ratio: float = 1) -> QIcon:
    """A mark for a button, in the colours shown now. ``ratio``: of the screen's pixels."""
    size = scaled(_SIZE)
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_scaled_mark(painter, QPointF(size / 2, size / 2), mark)
    return QIcon(picture)
