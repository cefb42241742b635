"""Tells a person who works elsewhere that an upload is over."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from courier.messages import text
from gui.style.plain import notify
from gui.window.placement import come_to_front


class Notifier(QObject):
    """Says nothing while a window of the app is in front: it shows the outcome itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._icon: QSystemTrayIcon | None = None

    def tell(self, words: str, *, wrong: bool = False) -> None:
        """A sentence, as a notification of the system where there are some, and by the window's entry in the list of
        windows everywhere."""
        if not words or QApplication.activeWindow() is not None:
            return
        QApplication.alert(self._window.window())
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._icon is None:
            self._icon = QSystemTrayIcon(QApplication.windowIcon(), self)
            self._icon.messageClicked.connect(self._come)
            self._icon.activated.connect(self._come)
        # only an icon that is shown may say something
        self._icon.show()
        sign = QSystemTrayIcon.MessageIcon.Warning if wrong else QSystemTrayIcon.MessageIcon.Information
        notify(self._icon, text("app-name"), words, sign)

    def _come(self) -> None:
        come_to_front(self._window.window())
        if self._icon is not None:
            self._icon.hide()
