"""Answers that a person brings: files, drops and pasted tables, told apart from sheets that are to be sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from courier.ledger.ledger import Ledger
from courier.messages import text
from courier.results.answer_tables import read_answers
from courier.results.matching import Matched, match
from courier.results.recognition import Recognised, recognise_file, recognise_text
from courier.results.submissions import FoundSubmission
from gui.session.file_dialogs import new_file_dialog
from gui.session.ledger_queries import LedgerQueries
from gui.session.questions import Question
from gui.session.services import AppServices
from gui.work import Job


@dataclass(frozen=True)
class Brought:
    """``batch``: the UUID of the newest batch that was answered, None if nothing fits; ``words``: what was done."""

    matched: Matched
    batch: str | None
    words: str


class Bringing(QObject):
    """``brought``: what was taken over, with what fits nothing."""

    brought = Signal(object)

    def __init__(self, services: AppServices, queries: LedgerQueries, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._queries, self._window = services, queries, window
        self.matched: Matched | None = None
        """What the last table said, as far as it fits, and what does not."""

    @property
    def _zone(self) -> str:
        return self._services.preferences.now.zone or "UTC"

    def ask_for_files(self) -> None:
        """Let the person choose tables, and take them over."""
        dialog = new_file_dialog(self._window, "answersDialog", text("answers-title"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()

    def take(self, paths: Sequence[Path]) -> None:
        """Take over tables of answers, whatever they look like; one that is none is refused with a sentence."""
        zone = self._zone

        def work(ledger: Ledger) -> Brought:
            now = datetime.now(UTC)
            return _recorded(ledger, [found for path in paths for found in read_answers(path, zone, now)], now)

        self._queries.ask(work, self._done)

    def sort_out(self, paths: Sequence[Path], rest: Callable[[Sequence[Path]], None]) -> None:
        """Take over those files that are answers, and hand on the others; what is not sure is asked."""
        zone, now = self._zone, datetime.now(UTC)
        if not self._anything_sent:
            rest(paths)
            return
        job = Job(lambda _: [recognise_file(path, zone, now) for path in paths], self)
        job.start(lambda known: self._sort(paths, known, rest), lambda _: rest(paths))

    def sort_out_text(self, content: str, rest: Callable[[], None]) -> None:
        """Take over a pasted table if it is one of answers."""
        zone, now = self._zone, datetime.now(UTC)
        if not self._anything_sent:
            rest()
            return
        job = Job(lambda _: recognise_text(content, zone, now), self)
        job.start(lambda known: self._decide(known, rest), lambda _: rest())

    @property
    def _anything_sent(self) -> bool:
        return self._services.ledger.store.exists and not self._services.ledger_trouble

    def _sort(self, paths: Sequence[Path], known: Sequence[Recognised], rest: Callable[[Sequence[Path]], None]) -> None:
        sheets = [path for path, one in zip(paths, known, strict=True) if one.likeness == "no"]
        if sheets:
            rest(sheets)
        sure = [found for one in known if one.likeness == "sure" for found in one.found]
        if sure:
            self._record(sure)
        for path, one in zip(paths, known, strict=True):
            if one.likeness == "likely":
                self._decide(one, partial(rest, [path]))

    def _decide(self, known: Recognised, rest: Callable[[], None]) -> None:
        if known.likeness == "no":
            rest()
        elif known.likeness == "sure":
            self._record(known.found)
        else:
            question = Question("answersQuestion", text("answers-question-title"), text("answers-question"),
                                self._window)  # fmt: skip
            question.offer(text("answers-take"), lambda: self._record(known.found), primary=True, name="answersTake")
            question.offer(text("answers-open"), rest, name="answersOpen")
            question.ask_or_cancel(name="answersCancel")

    def _record(self, found: Sequence[FoundSubmission]) -> None:
        self._queries.ask(lambda ledger: _recorded(ledger, found, datetime.now(UTC)), self._done)

    def _done(self, brought: Brought) -> None:
        self.matched = brought.matched
        self.brought.emit(brought)


def _recorded(ledger: Ledger, found: Sequence[FoundSubmission], now: datetime) -> Brought:
    """Match what was found, and record it."""
    matched = match(ledger, found, now)
    ledger.answers.record(matched.answers)
    answered = {answer.part for answer in matched.answers}
    batches = [
        batch.uuid for batch in ledger.submissions() if answered and any(part.uuid in answered for part in batch.parts)
    ]
    key = "answers-taken" if batches else "answers-nothing"
    words = text(
        key,
        batches=len(batches),
        rows=matched.unmatched_rows.height,
        files=len(matched.unmatched_submissions),
    )
    return Brought(matched, batches[0] if batches else None, words)
