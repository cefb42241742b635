"""Small charts: a bar for each day, and a bar for each share of a whole. Their figures are spoken as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.style.plain import set_tip
from gui.style.theme import current

_MOST = 62
"""Bars at most: more than there are pixels for would say nothing."""


@dataclass(frozen=True)
class Bar:
    """``size``: its length, of any unit; ``name`` and ``figure``: in words."""

    size: float
    name: str
    figure: str


class DayChart(QWidget):
    """Bars beside each other, with the names of the first and the last one below, and each in a tooltip."""

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self.setAccessibleName(spoken)
        self.bars: tuple[Bar, ...] = ()
        # the tooltip is that of the bar under the mouse
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars; of very many the last ones."""
        self.bars = tuple(bars)[-_MOST:]
        self.setAccessibleDescription("; ".join(f"{bar.name}: {bar.figure}" for bar in self.bars))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 56 + self.fontMetrics().height())

    def _columns(self) -> float:
        # few bars are no wider than many
        return self.width() / max(len(self.bars), 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.bars:
            return
        painter, theme, step = QPainter(self), current(), self._columns()
        ground = self.height() - self.fontMetrics().height() - 3
        highest = max(bar.size for bar in self.bars) or 1.0
        painter.fillRect(QRectF(0, ground, self.width(), 1), QColor(theme.line))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for place, bar in enumerate(self.bars):
            if bar.size > 0:
                height = max(2.0, bar.size / highest * (ground - 2))
                left = self.width() - (place + 1) * step if mirrored else place * step
                painter.fillRect(QRectF(left, ground - height, max(1.0, step - 2), height), QColor(theme.accent))
        painter.setPen(QColor(theme.muted))
        words = QRectF(0, ground + 3, self.width(), self.height() - ground - 3)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeading, self.bars[0].name)
        if len(self.bars) > 1:
            painter.drawText(words, Qt.AlignmentFlag.AlignTrailing, self.bars[-1].name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        x = self.width() - x if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else x
        place = int(x / self._columns())
        bar = self.bars[place] if 0 <= place < len(self.bars) else None
        set_tip(self, f"{bar.name}: {bar.figure}" if bar else "")


class ShareBars(QWidget):
    """A line for each share: its name, its figure, and a bar below them."""

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self.setAccessibleName(spoken)
        self.bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other shares."""
        self.bars = tuple(bars)
        self.setAccessibleDescription("; ".join(f"{bar.name}: {bar.figure}" for bar in self.bars))
        self.updateGeometry()
        self.update()

    def _line(self) -> int:
        return self.fontMetrics().height() + 10

    def sizeHint(self) -> QSize:
        return QSize(120, self._line() * len(self.bars))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, line = QPainter(self), current(), self._line()
        metrics, whole = self.fontMetrics(), max((bar.size for bar in self.bars), default=0) or 1.0
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for place, bar in enumerate(self.bars):
            words = QRectF(0, place * line, self.width(), metrics.height())
            figure = metrics.horizontalAdvance(bar.figure)
            room = max(0, int(self.width() - figure - 12))
            painter.setPen(QColor(theme.text))
            shown = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(words, Qt.AlignmentFlag.AlignLeading, shown)
            painter.setPen(QColor(theme.muted))
            painter.drawText(words, Qt.AlignmentFlag.AlignTrailing, bar.figure)
            width = max(2.0, bar.size / whole * self.width()) if bar.size > 0 else 0.0
            left = self.width() - width if mirrored else 0.0
            painter.fillRect(QRectF(left, words.bottom() + 2, width, 4), QColor(theme.accent))
