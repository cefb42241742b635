"""Catches what nobody else caught: the person is told in one sentence, and the details are kept without their data."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from contextlib import suppress
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from courier.activity_log import ACTIVITY, log_folder
from courier.crash_report import keep_details
from courier.messages import text
from courier.own_files import for_owner, make_folder


class Defects(QObject):
    """Takes the hooks of Python over until `close`. A fault that happens again at the same place, as one in painting
    does, is told and kept once."""

    _caught = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._told = set[tuple[object, ...]]()
        self._before = sys.excepthook, threading.excepthook
        self._crashes: TextIO | None = None
        self._log: logging.Handler | None = None
        self._caught.connect(self._tell)
        sys.excepthook = self._take
        threading.excepthook = lambda fault: self._take(fault.exc_type, fault.exc_value, fault.exc_traceback)

    def begin_log(self) -> None:
        """Write down what is done from now on, and where a library ends the process."""
        from courier.log_file import begin_log

        self._log = begin_log()
        if not faulthandler.is_enabled():
            self._crashes = _crash_file()
        if self._crashes is not None:
            faulthandler.enable(self._crashes)

    def close(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before
        if self._crashes is not None:
            faulthandler.disable()
            self._crashes.close()
        if self._log is not None:
            from courier.log_file import end_log

            end_log(self._log)

    def _take(self, kind: type[BaseException], problem: BaseException | None, trace: TracebackType | None, /) -> None:
        """Called in whatever thread it happened."""
        if issubclass(kind, KeyboardInterrupt | SystemExit) or problem is None:
            self._before[0](kind, problem or kind(), trace)
            return
        with suppress(RuntimeError):
            # after the end of the application nobody can be told
            self._caught.emit(problem)

    def _tell(self, problem: BaseException) -> None:
        frames = traceback.extract_tb(problem.__traceback__)
        place = type(problem), *((frame.filename, frame.lineno) for frame in frames[-1:])
        if place in self._told:
            return
        self._told.add(place)
        ACTIVITY.info("defect %s", type(problem).__name__)
        path, kept = keep_details(problem)
        windows = (one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible())
        window = QApplication.activeWindow() or next(windows, None)
        shown = (one for one in QApplication.topLevelWidgets() if one.objectName() == "defectNotice")
        if window is None or any(one.isVisible() for one in shown):
            return
        _say(window, text("defect-told" if kept else "defect-told-unkept", path=str(path)))


def _crash_file() -> TextIO | None:
    """Where the places in the code go when a fault in a library ends the process. It has to stay open."""
    with suppress(OSError):
        make_folder(log_folder(), private=True)
        return open(log_folder() / "activity.log.crash", "a", encoding="utf-8", opener=for_owner)
    return None


def _say(window: QWidget, words: str) -> None:
    # not needed for the first picture, and with luck never
    from gui.session.questions import Question
    from gui.window.support_dialog import SupportDialog

    question = Question("defectNotice", text("defect-title"), words, window)
    question.offer(text("support-open"), lambda: SupportDialog(window).open(), name="defectSupport")
    question.offer(text("button-close"), None, primary=True, name="defectClose")
    question.ask()
