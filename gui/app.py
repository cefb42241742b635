"""Starts the program: one process, a window for each sheet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from courier.messages import text
from courier.resources import resource
from gui.session.services import AppServices
from gui.style import theme
from gui.window.main_window import MainWindow
from gui.window.system_quit import SystemQuit
from gui.work import wait_for_all

if TYPE_CHECKING:
    from courier.sheet.exclusions import Exclusion


class Windows:
    """Keeps the windows; a file goes to an empty one, or to a new one."""

    def __init__(self) -> None:
        self.services = AppServices()
        self.all: list[MainWindow] = []

    def open(self, path: Path | None = None, left_out: Exclusion | None = None) -> MainWindow:
        """A new window, with a file if there is one, without the rows that ``left_out`` names."""
        window = MainWindow(self.services, self.open)
        window.elsewhere.connect(lambda do: do(self.open()))
        self.all.append(window)
        window.show()
        if path is not None:
            window.open_file(path, left_out)
        return window


SWITCH_INTERVAL = 0.001
"""Seconds after which a computing thread yields to the window's thread."""


def make_app() -> QApplication:
    """The application object with its name, icon and look."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    sys.setswitchinterval(SWITCH_INTERVAL)
    app.setApplicationName("conversion-courier")
    app.setApplicationDisplayName(text("app-name"))
    app.setWindowIcon(QIcon(str(resource("icons", "conversion-courier-256.png"))))
    theme.apply_theme(app)
    return app


def run(paths: list[Path]) -> int:
    """Show the windows and wait until the last one is closed."""
    app = make_app()
    windows = Windows()
    for path in paths:
        windows.open(path)
    if not paths:
        windows.open()
    system_quit = SystemQuit(app, windows.all)
    code = app.exec()
    system_quit.close()
    wait_for_all()
    return code
