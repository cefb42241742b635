"""Column headers with the field and what feeds it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionHeader, QWidget

from gui.grid.frozen_header import MENU_SIGN, FrozenHeader
from gui.grid.header_mouse import HeaderMouse
from gui.grid.model import SheetModel
from gui.grid.palette import grid_palette
from gui.style.measures import scaled

_HEAD_HEIGHT = 44
_PAD = 8


class ColumnHeader(FrozenHeader):
    """Two lines per header. Paints itself and never asks whether whole columns are selected. ``menu_asked``: for the
    column at a place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(48)
        self.setMouseTracking(True)
        self.mouse: HeaderMouse | None = None
        self._over = -1
        self._fonts = self._make_fonts()

    # ------------------------------------------------------------------ painting

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), scaled(_HEAD_HEIGHT))

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        option.section = logicalIndex

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._fonts = self._make_fonts()
        super().changeEvent(event)

    def _make_fonts(self) -> tuple[QFont, QFont, QFont]:
        plain, bold, small = QFont(self.font()), QFont(self.font()), QFont(self.font())
        plain.setBold(False)
        bold.setBold(True)
        small.setBold(False)
        small.setPointSizeF(small.pointSizeF() * 0.86)
        return plain, bold, small

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            for place in range(self.frozen):
                self.paintSection(painter, QRect(self.left_of(place), 0, self.sectionSize(place), self.height()), place)
            if self.frozen:
                painter.fillRect(self.edge - 1, 0, 1, self.height(), grid_palette().muted)
            if self.mouse and self.mouse.gap is not None:
                place = self.mouse.gap
                last = self.count() - 1
                x = self.left_of(place) if place <= last else self.left_of(last) + self.sectionSize(last)
                painter.fillRect(x - 1, 0, 3, self.height(), grid_palette().accent)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, SheetModel) or logicalIndex >= model.columnCount():
            return
        colours = grid_palette()
        head = model.column_at(logicalIndex)
        plain, bold, small = self._fonts
        painter.fillRect(rect, colours.header)
        painter.setPen(QPen(colours.line, 1))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(_PAD, 4, -_PAD, -4)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        painter.setFont(bold if head.name else plain)
        painter.setPen(colours.text if head.name else colours.muted)
        over = logicalIndex == self._over
        width = inner.width() - (MENU_SIGN - _PAD + 4 if over else 0)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, _fitted(painter, head.title, width))
        painter.setFont(small)
        painter.setPen(colours.muted)
        lower = upper.translated(0, inner.height() // 2)
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, _fitted(painter, head.subtitle, inner.width()))
        if over:
            self._draw_sign(painter, QPointF(rect.right() - 4 - MENU_SIGN / 2, upper.center().y() + 1))

    def _draw_sign(self, painter: QPainter, centre: QPointF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(grid_palette().text, 1.4))
        x, y = centre.x(), centre.y()
        painter.drawPolyline(QPolygonF([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)]))
        painter.restore()

    # ------------------------------------------------------------------ the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.mouse and event.button() == Qt.MouseButton.LeftButton:
            self.mouse.press(event.position().toPoint(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self._hover(self.place_at(at.x()))
        if self.mouse:
            self.mouse.move(at)
            on_edge = self.mouse.dragging_edge or self.mouse.edge_at(at.x()) is not None
            self.viewport().setCursor(Qt.CursorShape.SplitHCursor if on_edge else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.mouse and event.button() == Qt.MouseButton.LeftButton:
            self.mouse.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.mouse and event.button() == Qt.MouseButton.LeftButton:
            self.mouse.double_click(event.position().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = self.place_at(event.pos().x())
        if place >= 0 and self.mouse:
            self.mouse.right_click(place)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        # the view would highlight sections by itself
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            return True
        return super().viewportEvent(event)

    def _hover(self, place: int) -> None:
        if place != self._over:
            self._over = place
            self.viewport().update()

    def menu_corner(self, place: int) -> QPoint:
        """Where on the screen the menu of a column belongs."""
        return self.viewport().mapToGlobal(QPoint(self.left_of(place), self.height()))


def _fitted(painter: QPainter, words: str, width: int) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
