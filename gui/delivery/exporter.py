"""Writes the batch into a folder that the person chooses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.batches.batch import WrittenBatch
from courier.messages import text
from courier.shipping.dispatch import write_batches
from gui.session.error_text import error_text
from gui.session.file_dialogs import ask_for_folder, ask_where_to_save
from gui.session.services import AppServices
from gui.session.session import Session
from gui.work import Job


class Exporter(QObject):
    """``progressed`` with the fraction written; ``ended`` with a sentence about how it went, and one of the files that
    were written, None if none was."""

    progressed = Signal(float)
    ended = Signal(str, object)

    def __init__(self, session: Session, services: AppServices, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._services, self._window = session, services, window

    def ask_for_folder(self) -> None:
        """Ask for the folder, then write."""
        start = str(self._services.export_folder(self._session.suggested_folder()))
        ask_for_folder(self._window, "exportDialog", text("export-title"), start, self.write)

    def ask_for_report(self) -> None:
        """Ask where the report of all problems goes, then write it: a workbook, or a CSV by the name's ending."""
        filters = [f"{text('new-kind-xlsx')} (*.xlsx)", f"{text('new-kind-csv')} (*.csv)"]
        start = str(self._services.export_folder(self._session.suggested_folder()))
        title = text("report-where")
        ask_where_to_save(
            self._window, "reportDialog", title, self.write_report, suffix="xlsx", filters=filters, start=start
        )

    def write_report(self, path: Path) -> None:
        """Write the report of all problems."""
        if path == self._session.opened.path:
            self.ended.emit(text("report-not-the-source"), None)
            return
        draft, label = self._session.draft.snapshot(), self._session.opened.label

        def work(_job: Job) -> None:
            # the library that writes workbooks takes a while to load
            from courier.report import write_report

            write_report(draft, label, path)

        Job(work, self).start(lambda _: self.ended.emit(text("report-done", path=str(path)), path), self._failed)

    def write(self, folder: Path) -> None:
        """Write parts, manifests and what is set aside into ``folder``, a batch for each program."""
        draft, label = self._session.draft.snapshot(), self._session.opened.label
        programs = self._services.known_programs()

        def work(job: Job) -> list[WrittenBatch]:
            result = write_batches(draft, label, folder, programs, progress=job.report)
            return [outcome.written for outcome in result.batches if outcome.written]

        job = Job(work, self)
        job.progressed.connect(lambda done: self.progressed.emit(float(done)))
        job.start(lambda written: self._written(written, folder), self._failed)

    def _written(self, written: Sequence[WrittenBatch], folder: Path) -> None:
        self._session.kept = True
        words = [text("export-done", parts=sum(len(batch.parts) for batch in written), folder=str(folder))]
        if len(written) > 1:
            words.append(text("export-done-several", batches=len(written)))
        set_aside = [batch.set_aside for batch in written if batch.set_aside is not None]
        if set_aside:
            words.append(text("export-done-aside", folder=str(set_aside[0].parent)))
        parts = [path for batch in written for path in batch.paths]
        self.ended.emit(" ".join(words), parts[0] if parts else folder)

    def _failed(self, problem: object) -> None:
        self.ended.emit(error_text(problem, "export-defect"), None)
