"""Tries a destination beside the window and asks the person what the server wants to know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.credentials import Secret
from courier.delivery.opening import Door
from courier.delivery.trial import Trial, walk
from courier.destinations import Destination
from gui.delivery.one_time_code import OneTimeCodes
from gui.delivery.server_questions import ask_about_server
from gui.work import Job


class Trying(QObject):
    """``tried`` with the trial; ``failed`` with what kept it from beginning; ``trusted`` with the destination when the
    person has accepted who its server is: then it should be tried again."""

    tried = Signal(object)
    failed = Signal(object)
    trusted = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._codes: OneTimeCodes | None = None
        self.wanted = False
        """Whether the server wanted an answer from a person when it was tried last."""

    def begin(self, destination: Destination, secret: Callable[[], Secret | None]) -> None:
        """Walk through all steps. ``secret`` may wait for the keychain: it is called beside the window."""
        codes = self._codes = OneTimeCodes(destination.host, self._window)

        def work(_job: Job) -> Trial:
            word = secret() if destination.takes_password else None
            return walk(Door(destination, word, lambda: datetime.now(UTC), ask=codes.ask))

        job = Job(work, self)
        job.done.connect(self._done)
        job.failed.connect(self._not_done)
        job.start()

    def stop(self) -> None:
        """Nobody is there to answer any more."""
        if self._codes is not None:
            self._codes.close()
            self._codes = None

    def _done(self, trial: object) -> None:
        assert isinstance(trial, Trial)
        self.wanted = self._codes is not None and self._codes.wanted
        self.stop()
        self.tried.emit(trial)
        ask_about_server(self._window, trial.destination, trial.problem, self.trusted.emit)

    def _not_done(self, problem: object) -> None:
        self.stop()
        self.failed.emit(problem)
