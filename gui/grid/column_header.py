"""Column headers with the field and what feeds it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionHeader, QWidget

from gui.grid.frozen_header import MENU_SIGN, FrozenHeader
from gui.grid.header_mouse import HeaderMouse
from gui.grid.model import SheetModel
from gui.grid.palette import grid_palette
from gui.style.bidi import isolated
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
                size = self.sectionSize(place)
                rect = QRect(self.mirrored(self.left_of(place), size), 0, size, self.height())
                self.paintSection(painter, rect, place)
            if self.frozen:
                painter.fillRect(self.mirrored(self.edge - 1), 0, 1, self.height(), grid_palette().muted)
            if self.mouse and self.mouse.gap is not None:
                place = self.mouse.gap
                last = self.count() - 1
                x = self.left_of(place) if place <= last else self.left_of(last) + self.sectionSize(last)
                painter.fillRect(self.mirrored(x - 1, 3), 0, 3, self.height(), grid_palette().accent)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, SheetModel) or logicalIndex >= model.columnCount():
            return
        colours = grid_palette()
        head = model.column_at(logicalIndex)
        plain, bold, small = self._fonts
        painter.fillRect(rect, colours.header)
        painter.setPen(QPen(colours.line, 1))
        rtl = self.isRightToLeft()
        end = rect.left() if rtl else rect.right()
        painter.drawLine(end, rect.top(), end, rect.bottom())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(_PAD, 4, -_PAD, -4)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        painter.setFont(bold if head.name else plain)
        painter.setPen(colours.text if head.name else colours.muted)
        over = logicalIndex == self._over
        # Qt mirrors it
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        width = inner.width() - (MENU_SIGN - _PAD + 4 if over else 0)
        painter.drawText(upper, side, _fitted(painter, isolated(head.title), width))
        painter.setFont(small)
        painter.setPen(colours.muted)
        lower = upper.translated(0, inner.height() // 2)
        painter.drawText(lower, side, _fitted(painter, isolated(head.subtitle), inner.width()))
        if over:
            x = 4 + MENU_SIGN / 2
            self._draw_sign(painter, QPointF(rect.left() + x if rtl else rect.right() - x, upper.center().y() + 1))

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
            self.mouse.press(self._as_read(event), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._as_read(event)
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
            self.mouse.double_click(self._as_read(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = self.place_at(self.mirrored(event.pos().x()))
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
        left = self.mirrored(self.left_of(place), self.sectionSize(place))
        return self.viewport().mapToGlobal(QPoint(left, self.height()))

    def _as_read(self, event: QMouseEvent) -> QPoint:
        """Where the mouse is, counted from where reading begins."""
        at = event.position().toPoint()
        return QPoint(self.mirrored(at.x()), at.y())


def _fitted(painter: QPainter, words: str, width: int) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
