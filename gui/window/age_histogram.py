"""How old the orders of a sheet are, as a small picture."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from courier.rules.event_dates import DROPPED_AFTER
from gui.style.theme import current

_BARS = 24
_LIMIT = DROPPED_AFTER.days


class AgeHistogram(QWidget):
    """How old the orders are, oldest on the left, those beyond 88 days in another colour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._counts: list[tuple[int, int]] = []
        self.setFixedSize(QSize(130, 18))

    def show_ages(self, ages: Mapping[int, int]) -> None:
        """``ages``: rows per age in days."""
        top = max([*ages, 1])
        width = max(1, -(-(top + 1) // _BARS))
        counts = [0] * (top // width + 1)
        for age, rows in ages.items():
            counts[age // width] += rows
        self._counts = [(index * width, count) for index, count in enumerate(counts)][::-1]
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._counts:
            return
        theme = current()
        painter = QPainter(self)
        step = self.width() / len(self._counts)
        highest = max(count for _, count in self._counts)
        for place, (age, count) in enumerate(self._counts):
            if count:
                height = max(2.0, count / highest * self.height())
                colour = theme.error if age > _LIMIT else theme.accent
                wide = max(1.0, step - 1)
                left = self.width() - place * step - wide if self.isRightToLeft() else place * step
                painter.fillRect(QRectF(left, self.height() - height, wide, height), QColor(colour))
