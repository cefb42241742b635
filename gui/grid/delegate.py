"""Paints a cell itself: fill and text by severity, a corner mark for problems and another one for repaired cells."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from gui.grid.model import ASIDE_ROLE, FIXED_ROLE, SEVERITY_ROLE
from gui.style.theme import Theme, current

_MARK = 7
_PAD = 8
Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """``typing`` tells what stands in the editor of which cell, before Enter."""

    typing = Signal(QModelIndex, str, QLineEdit)

    def __init__(self, grid: QTableView) -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current()
        rect = option.rect
        severity = index.data(SEVERITY_ROLE)
        if fill := _fill(theme, severity):
            painter.fillRect(rect, QColor(fill))
        if option.state & QStyle.StateFlag.State_Selected:
            veil = QColor(theme.selection)
            # what is wrong with a cell stays visible under the selection
            veil.setAlpha(120 if fill else 255)
            painter.fillRect(rect, veil)
        ink = _ink(theme, severity)
        painter.setPen(QColor(theme.muted if severity is None and index.data(ASIDE_ROLE) else ink))
        shown = str(index.data(Qt.ItemDataRole.DisplayRole)).replace("\n", "⏎")
        inner = rect.adjusted(_PAD, 0, -_PAD, 0)
        elided = option.fontMetrics.elidedText(shown, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), elided)
        if severity:
            _corner(painter, rect, ink, top=True)
        if index.data(FIXED_ROLE):
            _corner(painter, rect, theme.accent, top=False)
        if index == self._grid.currentIndex():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        shown = str(index.data(Qt.ItemDataRole.DisplayRole))
        return QSize(option.fontMetrics.horizontalAdvance(shown[:60]) + 3 * _PAD, 26)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("cellEditor")
        where = QModelIndex(index)
        editor.textChanged.connect(lambda typed: self.typing.emit(where, typed, editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect)


def _fill(theme: Theme, severity: str | None) -> str | None:
    return {"error": theme.error_fill, "warning": theme.warning_fill, "note": theme.note_fill}.get(severity or "")


def _ink(theme: Theme, severity: str | None) -> str:
    return {"error": theme.error, "warning": theme.warning, "note": theme.note}.get(severity or "", theme.text)


def _corner(painter: QPainter, rect: QRect, colour: str, *, top: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    if top:
        right, edge = rect.right() + 1, rect.top()
        points = [QPointF(right - _MARK, edge), QPointF(right, edge), QPointF(right, edge + _MARK)]
    else:
        left, edge = rect.left(), rect.bottom() + 1
        points = [QPointF(left, edge - _MARK), QPointF(left, edge), QPointF(left + _MARK, edge)]
    painter.drawPolygon(QPolygonF(points))
