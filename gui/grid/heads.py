"""Column heads with the field and what feeds it, and the gutter with row numbers and marks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

from gui.grid.model import SEVERITY_ROLE, SheetModel
from gui.style.theme import current

_ROW_HEIGHT = 26
_HEAD_HEIGHT = 42
_PAD = 8


class ColumnHeads(QHeaderView):
    """Two lines a head. Paints itself and never asks whether whole columns are selected."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(48)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _HEAD_HEIGHT)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        option.section = logicalIndex  # type: ignore[attr-defined]

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, SheetModel) or logicalIndex >= model.columnCount():
            return
        theme = current()
        head = model.column_at(logicalIndex)
        painter.save()
        painter.fillRect(rect, QColor(theme.header))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(_PAD, 4, -_PAD, -4)
        font = self.font()
        font.setBold(head.name is not None)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if head.name else theme.muted))
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, _fitted(painter, head.title, inner.width()))
        font.setBold(False)
        font.setPointSizeF(font.pointSizeF() * 0.86)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        lower = upper.translated(0, inner.height() // 2)
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, _fitted(painter, head.subtitle, inner.width()))
        painter.restore()


class Gutter(QHeaderView):
    """Row numbers of the source, with a mark for the worst problem of the row: the shape tells it as well."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(_ROW_HEIGHT)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedWidth(72)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        option.section = logicalIndex  # type: ignore[attr-defined]

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if model is None or logicalIndex >= model.rowCount():
            return
        theme = current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(theme.header))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(QColor(theme.muted))
        number = str(model.headerData(logicalIndex, Qt.Orientation.Vertical))
        painter.drawText(
            rect.adjusted(0, 0, -_PAD, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number
        )
        severity = model.headerData(logicalIndex, Qt.Orientation.Vertical, SEVERITY_ROLE)
        draw_mark(painter, QPointF(rect.left() + 13, rect.center().y() + 0.5), severity)
        painter.restore()


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


def _fitted(painter: QPainter, words: str, width: int) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
