"""Sets orders aside that were sent before, and saves their differences as a sheet of changes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from courier.changes import RULE, Changes, changes_of, reasons, write_changes
from courier.draft import Draft
from courier.messages import text
from gui.session.error_text import error_text
from gui.session.file_dialogs import ask_where_to_save
from gui.session.questions import Question
from gui.session.session import Session
from gui.session.sheet_queries import Progress, SheetQueries
from gui.style.parts import label_of, named
from gui.work import Job


class ChangesSheet(QObject):
    """``told``: a sentence; ``made``: the file of changes, to be opened."""

    told = Signal(str)
    made = Signal(Path)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._queries = SheetQueries(session, self)

    def ask(self) -> None:
        """Say what would happen to the orders, and go on if the person agrees."""
        codes = reasons(self._session.draft.choices.facts)

        def work(draft: Draft, _report: Progress) -> Changes:
            return changes_of(draft, codes[0])

        self._queries.ask("changes", work, lambda changes: self._question(changes, codes), again=True, checked=True)

    def _question(self, changes: Changes, codes: tuple[str, ...]) -> None:
        rows = changes.table.height
        words = [text("changes-question", rows=rows) if rows else text("changes-none")]
        words += [text("changes-same", rows=changes.same)] if changes.same else []
        words += [text("changes-unsure", rows=changes.unsure)] if changes.unsure else []
        words.append(text("changes-aside"))
        question = Question("changesQuestion", text("changes-title"), " ".join(words), self._window)
        if rows:
            reason = named(QComboBox(), "changesReason", text("changes-reason"))
            reason.setEditable(True)
            reason.addItems(list(codes))
            form = QFormLayout()
            form.addRow(label_of(reason, text("changes-reason")), reason)
            question.body.addLayout(form)

            def go() -> None:
                self._ask_where(reason.currentText().strip() or codes[0])

            question.offer(text("changes-go"), go, primary=True, name="changesGo")
        else:
            aside = text("changes-only-aside")
            question.offer(aside, lambda: self._session.set_aside_rule(RULE), primary=True, name="changesAside")
        question.ask_or_cancel(name="changesCancel")

    def _ask_where(self, reason: str) -> None:
        opened = self._session.opened
        program = opened.draft.choices.program or ""
        name = text("changes-file", program=program, source=Path(opened.name).stem).strip()
        ask_where_to_save(
            self._window, "changesDialog", text("changes-where"), lambda path: self.write(path, reason), suffix="csv",
            filters=[f"{text('new-kind-csv')} (*.csv)"], start=str(self._session.suggested_folder()),
            suggested=f"{name}.csv",
        )  # fmt: skip

    def write(self, path: Path, reason: str) -> None:
        """Write the changes, set the orders aside, and have the changes opened."""
        opened = self._session.opened
        if path == opened.path:
            self.told.emit(text("changes-not-the-source"))
            return
        draft = opened.draft.snapshot()

        def work(_job: Job) -> Changes:
            changes = changes_of(draft, reason)
            write_changes(changes.table, path)
            return changes

        def done(changes: Changes) -> None:
            if self._session.opened is opened:
                self._session.set_aside_rule(RULE)
            self.told.emit(text("changes-made", rows=changes.table.height, path=str(path)))
            self.made.emit(path)

        Job(work, self).start(done, self._failed)

    def _failed(self, problem: object) -> None:
        self.told.emit(error_text(problem, "export-defect"))
