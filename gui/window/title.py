"""The window's title. While something is sent it begins with how far that is, and so does the window's entry in the
system's list of windows: Qt has no other way to say it there on every system."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from courier.messages import text
from gui.delivery.sending import SendingPane


class WindowTitle(QObject):
    """Follows an upload."""

    def __init__(self, pane: SendingPane, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._name, self._percent = "", -1
        pane.progressed.connect(self._show_progress)
        pane.ended.connect(lambda: self._show_progress(-1))

    def name_sheet(self, name: str) -> None:
        """Show the name of the sheet."""
        self._name = name
        self._show()

    def _show_progress(self, fraction: float) -> None:
        percent = -1 if fraction < 0 else int(100 * fraction)
        if percent != self._percent:
            self._percent = percent
            self._show()

    def _show(self) -> None:
        words = text("window-title", name=self._name) if self._name else text("window-title-start")
        sending = text("window-title-sending", percent=self._percent, title=words)
        self._window.window().setWindowTitle(sending if self._percent >= 0 else words)
