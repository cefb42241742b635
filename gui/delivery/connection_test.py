"""Tries a destination beside the window and asks the person what the server wants to know."""

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
    """``reached`` with the step that is under way; ``tried`` with the trial; ``failed`` with what kept it from
    beginning; ``trusted`` with the destination when the person has accepted who its server is: then it should be tried
    again."""

    reached = Signal(str)
    tried = Signal(object)
    failed = Signal(object)
    trusted = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._under_way: tuple[Destination, CancellableDialer, OneTimeCodes, Job] | None = None
        self.wanted = False
        """Whether the server wanted an answer from a person when it was tried last."""

    def begin(self, destination: Destination, secret: Callable[[], Secret | None]) -> None:
        """Walk through all steps. ``secret`` may wait for the keychain: it is called beside the window."""
        self.stop()
        codes = OneTimeCodes(destination.host, self._window)
        dialer = CancellableDialer(lambda step: job.report(step))

        def work(job: Job) -> Trial:
            word = secret() if destination.takes_password else None
            job.report(dialer.step)
            return run_trial(Connector(destination, word, lambda: datetime.now(UTC), ask=codes.ask, dialer=dialer))

        job = Job(work, self)
        self._under_way = destination, dialer, codes, job
        job.progressed.connect(lambda step: self._reached(job, step))
        job.done.connect(self._done)
        job.failed.connect(lambda problem: self._not_done(job, problem))
        job.start()

    def cancel(self) -> None:
        """Stop here, and tell what was reached."""
        if self._under_way is not None:
            destination, dialer, *_ = self._under_way
            self.stop()
            self.tried.emit(stopped(destination, dialer))

    def stop(self) -> None:
        """End the connection; nobody waits for it any more."""
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
        self.wanted = self._under_way is not None and self._under_way[2].wanted
        self.stop()
        self.tried.emit(trial)
        ask_about_server(self._window, trial.destination, trial.problem, self.trusted.emit)

    def _reached(self, job: Job, step: object) -> None:
        if self._is_under_way(job):
            self.reached.emit(step)

    def _not_done(self, job: Job, problem: object) -> None:
        if self._is_under_way(job):
            self.stop()
            self.failed.emit(problem)
