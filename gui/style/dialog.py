"""Dialogs that stand over the middle of their window, and wholly on its screen."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from gui.soon import soon

_EDGE, _TITLE_BAR = 4, 34
"""What the frame of a dialog takes at its sides and below, and above, while that is not known yet."""
_FINDS_ITS_SIZE = 1_000
"""Milliseconds in which a dialog may still get its size from what it shows; later it is only kept on the screen."""


class Dialog(QDialog):
    """A system that places dialogs by itself may put them somewhere else; then they are only kept on the screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._since.start()
        self._stand()
        # once more, as soon as its frame and the height of what it shows are known
        soon(self, self._stand)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible() and self._since.isValid():
            soon(self, self._stand)

    def _stand(self) -> None:
        room = self.screen().availableGeometry().adjusted(_EDGE, _TITLE_BAR, -_EDGE, -_EDGE)
        area = QRect(self.pos() + self._frame(), self.size())
        parent = self.parentWidget()
        if parent is not None and self._since.elapsed() < _FINDS_ITS_SIZE:
            room = parent.screen().availableGeometry().adjusted(_EDGE, _TITLE_BAR, -_EDGE, -_EDGE)
            area.moveCenter(parent.window().geometry().center())
        placed = moved_into(area, room)
        if placed.size() != self.size():
            self._allow(placed.size())
            self.resize(placed.size())
        if placed.topLeft() - self._frame() != self.pos():
            self.move(placed.topLeft() - self._frame())

    def _allow(self, size: QSize) -> None:
        """Let what it shows be squeezed where larger texts need more than the screen has: the highest parts give way,
        and the buttons stay in reach."""
        least = self.minimumSize()
        layout = self.layout()
        if layout is not None and (least.width() > size.width() or least.height() > size.height()):
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
            self.setMinimumSize(least.boundedTo(size))

    def _frame(self) -> QPoint:
        """How far the inside of the frame is from its corner."""
        return self.geometry().topLeft() - self.pos()


def moved_into(area: QRect, room: QRect) -> QRect:
    """An area no larger than another one, moved into it as little as possible."""
    fitting = QRect(area.topLeft(), area.size().boundedTo(QSize(room.width(), room.height())))
    fitting.moveLeft(max(room.left(), min(fitting.left(), room.right() - fitting.width() + 1)))
    fitting.moveTop(max(room.top(), min(fitting.top(), room.bottom() - fitting.height() + 1)))
    return fitting
