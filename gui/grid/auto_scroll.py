"""Scrolls while the mouse is held outside the viewport."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QTableView

_EVERY = 50
"""Milliseconds between two steps."""
_ACROSS = 30


class AutoScroll(QObject):
    """Tell it where the mouse is in the grid's viewport; ``then`` is called with the nearest point inside, again and
    again while the mouse stays outside."""

    def __init__(self, grid: QTableView, then: Callable[[QPoint], None], *, down: bool = True, right: bool = True):
        super().__init__(grid)
        self._grid, self._then, self._down, self._right = grid, then, down, right
        self._at = QPoint()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._go_on)

    def move(self, at: QPoint) -> None:
        """The mouse moved to this point."""
        self._at = at
        outside = self._beyond() != (0, 0)
        if outside != self._timer.isActive():
            (self._timer.start if outside else self._timer.stop)()
        self._tell()

    def stop(self) -> None:
        """The mouse button was released."""
        self._timer.stop()

    def _beyond(self) -> tuple[int, int]:
        area = self._grid.viewport().rect()
        right = (self._at.x() > area.right()) - (self._at.x() < area.left())
        down = (self._at.y() > area.bottom()) - (self._at.y() < area.top())
        return right if self._right else 0, down if self._down else 0

    def _go_on(self) -> None:
        right, down = self._beyond()
        across, along = self._grid.horizontalScrollBar(), self._grid.verticalScrollBar()
        across.setValue(across.value() + _ACROSS * (-right if self._grid.isRightToLeft() else right))
        along.setValue(along.value() + down)
        self._tell()

    def _tell(self) -> None:
        area = self._grid.viewport().rect()
        self._then(QPoint(max(0, min(self._at.x(), area.right())), max(0, min(self._at.y(), area.bottom()))))
