"""Starts the program: one process, a window for each sheet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from courier.messages import UserError, text
from courier.portable import refuse_unwritable
from gui.application import CourierApplication, make_app
from gui.session.services import AppServices
from gui.single_instance import SingleInstance
from gui.soon import soon
from gui.style import theme
from gui.window.defects import Defects
from gui.window.main_window import MainWindow
from gui.window.placement import come_to_front
from gui.window.system_quit import SystemQuit
from gui.work import jobs_running, wait_for_all

if TYPE_CHECKING:
    from courier.sheet.exclusions import Exclusion


_PATIENCE = 5_000
"""Milliseconds that the end of the app waits for a team's database."""
_LOOK_AGAIN = 500
"""Milliseconds until a closed window is looked at again that still has work to end."""


class Windows:
    """Keeps the windows that are open, in ``all``; a file goes to an empty one, or to a new one."""

    def __init__(self) -> None:
        self.services = AppServices()
        self.all: list[MainWindow] = []

    def open(self, path: Path | None = None, left_out: Exclusion | None = None) -> MainWindow:
        """A new window, with a file if there is one, without the rows that ``left_out`` names."""
        window = MainWindow(self.services, self.open)
        window.elsewhere.connect(lambda do: do(self.open()))
        window.closed.connect(partial(self._forget, window))
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
        come_to_front(shown)

    def _forget(self, window: MainWindow) -> None:
        if window in self.all:
            self.all.remove(window)
            self._let_go(window)

    def _let_go(self, window: MainWindow) -> None:
        if jobs_running():
            # a thread that works for the window says so by an object of it
            QTimer.singleShot(_LOOK_AGAIN, window, partial(self._let_go, window))
        else:
            window.deleteLater()


def run(paths: list[Path]) -> int:
    """Show the windows and wait until the last one is closed. Where the app runs already, that one gets the files."""
    app = make_app()
    try:
        refuse_unwritable()
    except UserError as problem:
        return _refuse(app, problem)
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
    soon(app, defects.begin_log)
    code = app.exec()
    instance.close()
    system_quit.close()
    if not wait_for_all(_PATIENCE):
        windows.services.hang_up()
        wait_for_all()
    windows.services.close()
    defects.close()
    return code


def _refuse(app: QApplication, problem: UserError) -> int:
    """Say why the app cannot start, in the middle of the screen, and end."""
    from gui.session.questions import Question

    place = QWidget()
    place.setGeometry(app.primaryScreen().availableGeometry())
    question = Question("startRefused", text("portable-refused"), str(problem), place)
    question.finished.connect(app.quit)
    question.tell()
    app.exec()
    return 1
