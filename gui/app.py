"""Starts the program: one process, a window for each sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from gui.application import CourierApplication, make_app
from gui.session.services import AppServices
from gui.single_instance import SingleInstance
from gui.style import theme
from gui.window.defects import Defects
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

    def take(self, paths: Sequence[Path]) -> None:
        """Open what another start of the app or the system asks for, and come to the front."""
        there = [window for window in self.all if window.isVisible()]
        shown = there[-1] if there else self.open()
        for path in paths:
            empty = next((window for window in self.all if window.isVisible() and window.empty), None)
            shown = empty or self.open()
            shown.open_file(path)
        shown.come_to_front()


def run(paths: list[Path]) -> int:
    """Show the windows and wait until the last one is closed. Where the app runs already, that one gets the files."""
    app = make_app()
    instance = SingleInstance(app)
    if not instance.begin(paths):
        return 0
    defects = Defects(app)
    windows = Windows()
    theme.prefer(app, windows.services.preferences.now.appearance)
    instance.files_asked.connect(windows.take)
    if isinstance(app, CourierApplication):
        app.file_asked.connect(lambda path: windows.take([path]))
    for path in paths:
        windows.open(path)
    if not paths:
        windows.open()
    system_quit = SystemQuit(app, windows.all)
    # the first picture does not wait for it
    QTimer.singleShot(0, app, defects.begin_log)
    code = app.exec()
    instance.close()
    system_quit.close()
    wait_for_all()
    defects.close()
    return code
