"""Paints a cell of a card's list: the number of its row, its order, and what it is and becomes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from courier.messages import text
from gui.problems.change_label import change_width, draw_change
from gui.style.theme import current

LINE_ROLE = Qt.ItemDataRole.UserRole
"""A `CellLine`."""
_LEFT, _GAP, _NARROWEST = 12, 8, 48


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
        numbers = metrics.horizontalAdvance("00000")
        inner = rect.adjusted(_LEFT, 0, -_GAP, 0)
        room = inner.width() - numbers - _GAP
        orders = room if line.before is None else min(int(room * 0.4), metrics.horizontalAdvance("0" * 13))
        if line.before is not None and line.after is not None:
            # the order gives way to the texts, which say more
            orders = min(orders, room - _GAP - change_width(metrics, line.before, line.after))
            orders = orders if orders >= _NARROWEST else 0

        def place(left: int, width: int) -> QRectF:
            at = QRect(inner.left() + left, inner.top(), width, inner.height())
            return QRectF(QStyle.visualRect(option.direction, inner, at))

        middle = Qt.AlignmentFlag.AlignVCenter | QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        painter.drawText(place(0, numbers), middle, line.number)
        painter.setPen(QColor(theme.text))
        order = metrics.elidedText(line.order, Qt.TextElideMode.ElideRight, orders)
        painter.drawText(place(numbers + _GAP, orders), middle, order)
        if line.before is not None:
            used = numbers + _GAP + (orders + _GAP if orders else 0)
            draw_change(painter, place(used, inner.width() - used), line.before, line.after, text("card-empty"))
        painter.restore()
