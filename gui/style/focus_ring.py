"""The ring around whatever has the focus: 2 pixels wide, and apart from the control where there is room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMenuBar, QTabBar, QWidget
from shiboken6 import isValid

WIDTH = 2
_APART = 2
_ROUND = 8
_MOVING = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.ZOrderChange,
}


class FocusRing(QObject):
    """Follows the focus of the app. Lies over the window, so that no control needs room of its own for it. A widget
    with the property ``ownRing`` shows itself where the focus is. ``colour``: of the theme shown now."""

    def __init__(self, app: QApplication, colour: Callable[[], str]) -> None:
        super().__init__(app)
        self._colour = colour
        self.setObjectName("focusRing")
        self._around: QWidget | None = None
        self._watched: list[QWidget] = []
        self._frame: _Frame | None = None
        app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        for widget in filter(isValid, self._watched):
            widget.removeEventFilter(self)
        self._watched = []
        if isinstance(self._around, QTabBar) and isValid(self._around):
            self._around.currentChanged.disconnect(self._place)
        self._around = now if now is not None and _wants_ring(now) else None
        if self._around is None:
            if self._frame is not None and isValid(self._frame):
                self._frame.hide()
            return
        self._watched = [self._around, *_around(self._around)]
        for widget in self._watched:
            widget.installEventFilter(self)
        if isinstance(self._around, QTabBar):
            self._around.currentChanged.connect(self._place)
        window = self._around.window()
        kept = self._frame is not None and isValid(self._frame)
        if self._frame is None or not kept or self._frame.parentWidget() is not window:
            if self._frame is not None and kept:
                self._frame.deleteLater()
            self._frame = _Frame(window, self._colour)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVING and watched is not self._frame:
            self._place()
        return False

    def _place(self) -> None:
        if self._frame is None or self._around is None or not isValid(self._frame) or not isValid(self._around):
            return
        seen = _seen(self._around)
        if seen.isEmpty():
            self._frame.hide()
            return
        self._frame.setGeometry(seen)
        self._frame.setMask(QRegion(QRect(QPoint(), seen.size())) - _hole(seen.size().width(), seen.size().height()))
        self._frame.raise_()
        self._frame.show()


def _hole(width: int, height: int) -> QRegion:
    inside = WIDTH + 1
    return QRegion(inside, inside, max(0, width - 2 * inside), max(0, height - 2 * inside))


def _wants_ring(widget: QWidget) -> bool:
    """The grid frames its current cell, and a cell's editor the cell; lists of choices and the menu bar show what is
    chosen."""
    if isinstance(widget, QMenuBar) or widget.window().windowType() == Qt.WindowType.Popup or widget.isWindow():
        return False
    return not any(one.property("ownRing") for one in (widget, *_around(widget)))


def _around(widget: QWidget) -> list[QWidget]:
    """What the widget is in, from its parent to its window."""
    parent = None if widget.isWindow() else widget.parentWidget()
    return [] if parent is None else [parent, *_around(parent)]


def _seen(widget: QWidget) -> QRect:
    """Where the ring is, in the window: around the widget, within what scrolls with it and the window."""
    if not widget.isVisible():
        return QRect()
    window = widget.window()
    inner = widget.tabRect(widget.currentIndex()) if isinstance(widget, QTabBar) else widget.rect()
    rect = QRect(widget.mapTo(window, inner.topLeft()), inner.size())
    apart = WIDTH if isinstance(widget, QAbstractScrollArea) else WIDTH + _APART
    ring = rect.marginsAdded(QMargins(apart, apart, apart, apart)).intersected(window.rect())
    for one in _around(widget):
        area = one.parentWidget()
        if isinstance(area, QAbstractScrollArea) and one is area.viewport():
            ring = ring.intersected(QRect(one.mapTo(window, QPoint()), one.size()))
    return ring


class _Frame(QWidget):
    def __init__(self, window: QWidget, colour: Callable[[], str]) -> None:
        super().__init__(window)
        self._colour = colour
        self.setObjectName("focusFrame")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._colour()), WIDTH))
        half = WIDTH // 2
        painter.drawRoundedRect(self.rect().adjusted(half, half, -half, -half), _ROUND, _ROUND)
