"""Background jobs: plain functions in threads, with their results as signals in the window's thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMetaMethod, QObject, QRunnable, QThreadPool, Signal

from courier.activity_log import ACTIVITY
from courier.crash_report import keep_details
from courier.messages import UserError

_WAITING = QThreadPool()
_WAITING.setMaxThreadCount(8)
"""For work that mostly waits for a team's database: while that is slow, other work goes on."""

AT_ONCE = 20_000
"""Rows up to which work on a whole sheet is fast enough for the window's thread."""


def quick(rows: int) -> bool:
    """Whether work on so many rows may run in the window's thread."""
    return rows <= AT_ONCE


class Stop(Exception):
    """Raised out of work that was cancelled."""


class Job(QObject):
    """One piece of work. Lives in the window's thread and owns the signals; `cancel` makes the next report raise."""

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    finished = Signal(object, object)

    def __init__(self, work: Callable[[Job], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.cancelled = False
        self.finished.connect(self._settle)

    def start(
        self,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[Any], object] | None = None,
        *,
        waits: bool = False,
    ) -> Job:
        """Begin. ``done`` gets the result, ``failed`` the exception; connect other signals first. ``waits``: it mostly
        waits for another machine, so that it takes no thread from other work."""
        if done is not None:
            self.done.connect(done)
        if failed is not None:
            self.failed.connect(failed)
        (_WAITING if waits else QThreadPool.globalInstance()).start(_Run(self._work, self))
        return self

    def cancel(self) -> None:
        """Ask the work to stop; none of its signals is emitted any more."""
        self.cancelled = True

    def report(self, progress: object) -> None:
        """Called by the work: emit its progress, or stop it here if it was cancelled."""
        if self.cancelled:
            raise Stop
        self.progressed.emit(progress)

    def _settle(self, result: object, problem: object) -> None:
        self.deleteLater()
        if self.cancelled or isinstance(problem, Stop):
            pass
        elif isinstance(problem, BaseException):
            self._fail(problem)
        else:
            self.done.emit(result)

    def _fail(self, problem: BaseException) -> None:
        defect = not isinstance(problem, UserError)
        if self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
            if defect:
                # who listens has a sentence for it, and the details are kept here for all of them
                keep_details(problem)
            self.failed.emit(problem)
        elif defect:
            # nobody listens: it is told like an exception anywhere else
            raise problem


class _Run(QRunnable):
    def __init__(self, work: Callable[[Job], Any], job: Job) -> None:
        super().__init__()
        self._work = work
        self._job = job

    def run(self) -> None:
        answer: tuple[object, BaseException | None]
        work, job = self._work, self._job
        # a run that is over before the pool's start() returns is never let go of by Qt's bindings; what it holds is
        del self._work, self._job
        began = time.perf_counter()
        try:
            answer = (work(job), None)
        except BaseException as problem:  # noqa: BLE001 (whatever it is, the window's thread must hear of it)
            answer = (None, problem)
        how = "done" if answer[1] is None else type(answer[1]).__name__
        name = getattr(work, "__qualname__", type(work).__name__).replace(".<locals>", "")
        ACTIVITY.info("job %s.%s %.3f s %s", work.__module__, name, time.perf_counter() - began, how)
        try:
            job.finished.emit(*answer)
        except RuntimeError:
            # the window and its jobs were deleted already
            return


def jobs_running() -> bool:
    """Whether a job is under way."""
    return bool(QThreadPool.globalInstance().activeThreadCount() + _WAITING.activeThreadCount())


def wait_for_all(patience: int = -1) -> bool:
    """Wait for all jobs before the program ends. ``patience``: milliseconds for those that wait for another machine,
    -1 for no end; False if they still do then."""
    QThreadPool.globalInstance().waitForDone()
    return _WAITING.waitForDone(patience)
