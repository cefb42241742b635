"""Slow questions about the sheet, answered in the background, or at once for a small sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from courier.draft import Draft
from gui.session.session import Session
from gui.work import Job, quick

Progress = Callable[[float], None]


class SheetQueries(QObject):
    """One at a time, newest last. Answers that are outdated by a change of the sheet are dropped: ask again when the
    session changes, or with ``again``. Build this before connecting to the session, so that it hears first. ``busy``: a
    name and its progress, None at its end."""

    busy = Signal(str, object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: dict[str, _Question] = {}
        self._job: Job | None = None
        self._running: _Question | None = None
        self._name = ""
        self._snapshot: Draft | None = None
        session.opened_sheet.connect(self.drop)
        session.changed.connect(self._overtaken)

    def ask(
        self,
        name: str,
        work: Callable[[Draft, Progress], Any],
        then: Callable[[Any], None],
        *,
        at_once: bool | None = None,
        again: bool = False,
        checked: bool = False,
        waits: bool = False,
    ) -> None:
        """Run ``work`` on a draft of its own and call ``then`` with the answer in the window's thread. It replaces an
        unanswered question of the same name. ``at_once``: run here, or in the background, whatever the sheet's size.
        ``again``: repeat it whenever a change outdates it. ``checked``: wait until the sheet is checked;
        ``waits``: see `Job.start`."""
        draft = self._session.draft
        self.forget(name)
        small = quick(draft.sheet.row_count)
        if small if at_once is None else at_once:
            then(work(draft, lambda _: None))
            return
        self._waiting[name] = _Question(work, then, again, checked, waits)
        self._go_on()

    def forget(self, name: str) -> None:
        """Drop a question."""
        self._waiting.pop(name, None)
        if self._job is not None and self._name == name:
            self._end()

    def drop(self) -> None:
        """Drop all questions, because another sheet was opened."""
        self._waiting.clear()
        self._snapshot = None
        if self._job is not None:
            self._end()

    def _overtaken(self) -> None:
        """After a change of the sheet: repeat the questions with ``again`` and drop all others."""
        kept = {name: question for name, question in self._waiting.items() if question.again}
        if self._job is not None and self._running is not None and self._running.again:
            kept = {self._name: self._running} | kept
        self.drop()
        self._waiting = kept
        self._go_on()

    def _end(self) -> None:
        assert self._job
        self._job.cancel()
        self._job = None
        self.busy.emit(self._name, None)
        self._go_on()

    def _go_on(self) -> None:
        if self._job is not None or not self._waiting:
            return
        draft = self._session.draft
        name = next((key for key, query in self._waiting.items() if not (query.checked and draft.stale)), None)
        if name is None:
            return
        if self._snapshot is None:
            self._snapshot = draft.snapshot()
        snapshot, question = self._snapshot, self._waiting.pop(name)
        job = Job(lambda job: question.work(snapshot, job.report), self)

        def settle(answer: object) -> None:
            self._job = None
            self.busy.emit(name, None)
            question.then(answer)
            self._go_on()

        job.progressed.connect(lambda done: self._tell(job, done))
        job.done.connect(settle)
        job.failed.connect(lambda problem: self._fail(job, problem))
        self._job, self._name, self._running = job, name, question
        self.busy.emit(name, 0.0)
        job.start(waits=question.waits)

    def _tell(self, job: Job, done: object) -> None:
        if job is self._job:
            self.busy.emit(self._name, done)

    def _fail(self, job: Job, problem: BaseException) -> None:
        if job is not self._job:
            return
        self._job = None
        self.busy.emit(self._name, None)
        self._go_on()
        raise problem


@dataclass(frozen=True)
class _Question:
    work: Callable[[Draft, Progress], Any]
    then: Callable[[Any], None]
    again: bool
    checked: bool
    waits: bool
