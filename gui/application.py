"""The application object: its name, icon and look, and the files that the system hands to it."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from courier.messages import text
from courier.resources import resource
from gui.style import theme
from gui.style.language import apply_language
from gui.style.wheel_over_choices import WheelOverChoices

SWITCH_INTERVAL = 0.001
"""Seconds after which a computing thread yields to the window's thread."""
_STYLE = ("-style", "fusion")
"""Said like this, it needs no list of Qt's styles, which takes a while to load."""


class CourierApplication(QApplication):
    """``file_asked``: the system wants a file to be opened, as macOS does for a double click or a drop on the icon."""

    file_asked = Signal(Path)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_asked.emit(Path(event.file()))
            return True
        return super().event(event)


def make_app() -> QApplication:
    """The application object, made at the first call."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else CourierApplication([*sys.argv[:1], *_STYLE])
    sys.setswitchinterval(SWITCH_INTERVAL)
    app.setApplicationName("conversion-courier")
    app.setApplicationDisplayName(text("app-name"))
    app.setWindowIcon(QIcon(str(resource("icons", "conversion-courier-256.png"))))
    apply_language(app)
    theme.apply_theme(app)
    WheelOverChoices(app)
    return app
