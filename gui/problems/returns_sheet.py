"""Moves returned lines out of a sheet of conversions into a sheet of changes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.changes import write_changes
from courier.messages import text
from courier.reversals import Reversals, reversals_of
from courier.sheet.row_edits import delete_rows
from gui.session.error_text import error_text
from gui.session.file_dialogs import ask_where_to_save
from gui.session.questions import Question
from gui.session.session import Session
from gui.session.sheet_queries import SheetQueries
from gui.work import Job


class ReturnsSheet(QObject):
    """``told``: a sentence; ``made``: the file of changes, to be opened."""

    told = Signal(str)
    made = Signal(Path)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._queries = SheetQueries(session, self)

    def ask(self) -> None:
        """Say what would happen to the returned lines, and go on if the person agrees."""
        self._queries.ask("returns", lambda draft, _: reversals_of(draft), self._question, again=True, checked=True)

    def _question(self, reversals: Reversals) -> None:
        if not reversals.rows.len():
            self.told.emit(text("returns-none"))
            return
        words = [text("returns-question", rows=reversals.rows.len())]
        words += [text("returns-unsure", count=reversals.unsure)] if reversals.unsure else []
        question = Question("returnsQuestion", text("returns-title"), " ".join(words), self._window)
        question.offer(text("returns-go"), self._ask_where, primary=True, name="returnsGo")
        question.ask_or_cancel(name="returnsCancel")

    def _ask_where(self) -> None:
        name = text("returns-file", source=Path(self._session.opened.name).stem)
        ask_where_to_save(
            self._window, "returnsDialog", text("returns-where"), self.write, suffix="csv",
            filters=[f"{text('new-kind-csv')} (*.csv)"], start=str(self._session.suggested_folder()),
            suggested=f"{name}.csv",
        )  # fmt: skip

    def write(self, path: Path) -> None:
        """Write the changes, take the returned lines out of the sheet, and have the changes opened."""
        opened = self._session.opened
        if path == opened.path:
            self.told.emit(text("changes-not-the-source"))
            return
        draft = opened.draft.snapshot()

        def work(_job: Job) -> Reversals:
            reversals = reversals_of(draft)
            write_changes(reversals.table, path)
            return reversals

        def done(reversals: Reversals) -> None:
            sheet = self._session.draft.sheet
            if self._session.opened is opened:
                positions = sheet.positions.gather(reversals.rows).drop_nulls()
                self._session.do(delete_rows(sheet, positions.to_list()))
            self.told.emit(text("returns-made", rows=reversals.rows.len(), path=str(path)))
            self.made.emit(path)

        Job(work, self).start(done, self._failed)

    def _failed(self, problem: object) -> None:
        self.told.emit(error_text(problem, "export-defect"))
