"""Tests a destination in a background job and passes the server's questions to the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.credentials import Secret
from courier.delivery.connecting import Connector
from courier.delivery.dialer import CancellableDialer
from courier.delivery.trial import Trial, run_trial, stopped
from courier.destinations import Destination
from gui.delivery.one_time_code import OneTimeCodes
from gui.delivery.server_questions import ask_about_server
from gui.work import Job


class ConnectionTest(QObject):
    """``reached``: the step that is running; ``tried``: the finished trial; ``failed``: why it could not begin;
    ``trusted``: the destination after the person accepted its server's identity, to be tested again."""

    reached = Signal(str)
    tried = Signal(object)
    failed = Signal(object)
    trusted = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._under_way: tuple[Destination, CancellableDialer, OneTimeCodes, Job] | None = None
        self.wanted = False
        """Whether the server asked for an answer from a person in the last test."""

    def begin(self, destination: Destination, secret: Callable[[], Secret | None]) -> None:
        """Start the test. ``secret`` may wait for the keychain: it is called in the background."""
        self.stop()
        codes = OneTimeCodes(destination.host, self._window)
        dialer = CancellableDialer(lambda step: job.report(step))

        def work(job: Job) -> Trial:
            password = secret() if destination.logs_in else None
            job.report(dialer.step)
            return run_trial(Connector(destination, password, lambda: datetime.now(UTC), ask=codes.ask, dialer=dialer))

        job = Job(work, self)
        self._under_way = destination, dialer, codes, job
        job.progressed.connect(lambda step: self._reached(job, step))
        job.start(self._done, lambda problem: self._failed(job, problem))

    def cancel(self) -> None:
        """Stop, and emit ``tried`` with the steps reached so far."""
        if self._under_way is not None:
            destination, dialer, *_ = self._under_way
            self.stop()
            self.tried.emit(stopped(destination, dialer))

    def stop(self) -> None:
        """Abort the connection; no signal follows."""
        if self._under_way is None:
            return
        _, dialer, codes, job = self._under_way
        self._under_way = None
        job.cancel()
        dialer.abort()
        codes.close()

    def _is_under_way(self, job: Job) -> bool:
        return self._under_way is not None and self._under_way[-1] is job

    def _done(self, trial: object) -> None:
        assert isinstance(trial, Trial)
        self.wanted = self._under_way is not None and self._under_way[2].was_asked
        self.stop()
        self.tried.emit(trial)
        ask_about_server(self._window, trial.destination, trial.problem, self.trusted.emit)

    def _reached(self, job: Job, step: object) -> None:
        if self._is_under_way(job):
            self.reached.emit(step)

    def _failed(self, job: Job, problem: object) -> None:
        if self._is_under_way(job):
            self.stop()
            self.failed.emit(problem)
