"""The row header: row numbers of the source with a mark for the worst problem of the row, and whole rows by the
mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QTableView

from gui.grid.auto_scroll import AutoScroll
from gui.grid.model import SheetModel
from gui.grid.palette import grid_palette
from gui.grid.selection import Selection
from gui.style.measures import scaled
from gui.style.severity_marks import draw_scaled_mark

_ROW_HEIGHT, _WIDTH = 24, 72
_PAD = 8


class RowHeader(QHeaderView):
    """The mark shows by its shape what is wrong with a row, or why it is not sent."""

    def __init__(self, grid: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, grid)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self._fit()
        self.selection: Selection | None = None
        self._auto_scroll = AutoScroll(grid, self._reach, right=False)
        self._dragging = False

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        option.section = logicalIndex

    def sizeHint(self) -> QSize:
        # the view would ask the model for two hundred headers each time rows come or go
        return QSize(scaled(_WIDTH), 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        """Be as large as the texts need."""
        self.setDefaultSectionSize(max(scaled(_ROW_HEIGHT), self.fontMetrics().height() + 8))
        self.setFixedWidth(scaled(_WIDTH))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, SheetModel) or logicalIndex >= model.rowCount():
            return
        colours = grid_palette()
        block, row = model.block(logicalIndex)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, colours.header)
        painter.setPen(QPen(colours.line, 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        rtl = self.isRightToLeft()
        end = rect.left() if rtl else rect.right()
        painter.drawLine(end, rect.top(), end, rect.bottom())
        painter.setPen(colours.muted)
        # Qt mirrors it
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(_PAD, 0, -_PAD, 0), side, block.number(row))
        x = rect.right() - scaled(13) if rtl else rect.left() + scaled(14)
        draw_scaled_mark(painter, QPointF(x, rect.center().y() + 0.5), block.standing(row))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # ------------------------------------------------------------------ the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.logicalIndexAt(event.position().toPoint())
        if self.selection is None or row < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        self._dragging = True
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.selection.reach_rows(row)
        else:
            more = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.selection.take_rows(row, row, more=more)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._auto_scroll.move(event.position().toPoint())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._dragging = False
        self._auto_scroll.stop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def _reach(self, at: QPoint) -> None:
        row = self.logicalIndexAt(at)
        if self.selection is not None:
            self.selection.reach_rows(row if row >= 0 else self.count() - 1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.logicalIndexAt(event.pos())
        if self.selection is not None and row >= 0:
            inside = self.selection.whole_rows and any(a <= row <= b for a, b in self.selection.rows)
            if not inside:
                self.selection.take_rows(row, row)
        # the grid shows its menu
        event.ignore()

    def viewportEvent(self, event: QEvent) -> bool:
        # the view would highlight sections by itself
        if event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            return True
        return super().viewportEvent(event)
