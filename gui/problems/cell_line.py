"""Paints a cell of a card's list: the number of its row, its order, and what it is and becomes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from courier.messages import text
from gui.problems.change_label import draw_change
from gui.style.theme import current

LINE_ROLE = Qt.ItemDataRole.UserRole
"""A `CellLine`."""
_LEFT, _GAP = 12, 8


@dataclass
class CellLine:
    """What is painted of a cell: the number of its row, its order, and its text before and after a repair; ``after``
    None where none is known, ``before`` None for a whole row."""

    number: str
    order: str
    before: str | None
    after: str | None = None


def line_height(metrics: QFontMetrics) -> int:
    """The height of a line."""
    return max(24, metrics.height() + 6)


class CellLineDelegate(QStyledItemDelegate):
    """The numbers stand in a column of their own, the orders in the next one."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, line_height(option.fontMetrics))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line, theme = index.data(LINE_ROLE), current()
        rect, metrics, state = option.rect, option.fontMetrics, option.state
        if not isinstance(line, CellLine):
            return
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.selection))
        painter.setPen(QColor(theme.line))
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.setPen(QColor(theme.muted))
        numbers = metrics.horizontalAdvance("0000000")
        at = QRectF(rect).adjusted(_LEFT, 0, -_GAP, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(at.left(), at.top(), numbers, at.height()), middle, line.number)
        at.setLeft(at.left() + numbers + _GAP)
        orders = at.width() if line.before is None else min(at.width() * 0.4, metrics.horizontalAdvance("0" * 13))
        painter.setPen(QColor(theme.text))
        order = metrics.elidedText(line.order, Qt.TextElideMode.ElideRight, int(orders))
        painter.drawText(QRectF(at.left(), at.top(), orders, at.height()), middle, order)
        if line.before is not None:
            at.setLeft(at.left() + orders + _GAP)
            draw_change(painter, at, line.before, line.after, text("card-empty"))
        painter.restore()
