"""The wheel over a closed choice, a number or a date scrolls what they stand in, and never changes them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWheelEvent, QWindow
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QApplication, QComboBox, QWidget


class WheelOverChoices(QObject):
    """Looks at the wheel in every window of the app, from when the window first has the focus.

    It stands at the windows, not at the application: there it would be asked about each event of each widget.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            # once, however often: Qt takes an earlier one away
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QWheelEvent):
            return False
        choice = _choice(QApplication.widgetAt(event.globalPosition().toPoint()))
        if choice is None:
            return False
        area = _area(choice)
        if area is not None:
            QApplication.sendEvent(area.viewport(), event.clone())
        return True


def _choice(widget: QWidget | None) -> QWidget | None:
    """The closed choice that a widget is or belongs to. The list of an open one is a window of its own."""
    while widget is not None and not isinstance(widget, QComboBox | QAbstractSpinBox):
        widget = None if widget.isWindow() else widget.parentWidget()
    return widget


def _area(widget: QWidget) -> QAbstractScrollArea | None:
    outer = widget.parentWidget()
    while outer is not None and not isinstance(outer, QAbstractScrollArea):
        outer = None if outer.isWindow() else outer.parentWidget()
    return outer
