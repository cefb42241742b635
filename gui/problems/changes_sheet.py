"""Sets orders aside that were sent before, and saves their differences as a sheet of changes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFormLayout

from courier.changes import RULE, Changes, changes_of, reasons
from courier.draft import Draft
from courier.messages import text
from gui.problems.sheet_of_changes import SheetOfChanges
from gui.session.questions import Question
from gui.session.sheet_queries import Progress
from gui.style.parts import label_of, named


class ChangesSheet(SheetOfChanges):
    """The differences of the orders go into the changes, and the orders stay behind."""

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
            form.addRow(label_of(reason, "changes-reason"), reason)
            question.body.addLayout(form)

            def go() -> None:
                self._ask_for_file(reason.currentText().strip() or codes[0])

            question.offer(text("changes-go"), go, primary=True, name="changesGo")
        else:
            aside = text("changes-only-aside")
            question.offer(aside, lambda: self._session.set_aside_rule(RULE), primary=True, name="changesAside")
        question.ask_or_cancel(name="changesCancel")

    def _ask_for_file(self, reason: str) -> None:
        opened = self._session.opened
        program = opened.draft.choices.program or ""
        name = text("changes-file", program=program, source=Path(opened.name).stem).strip()
        self._ask_where("changesDialog", text("changes-where"), name, lambda path: self.write(path, reason))

    def write(self, path: Path, reason: str) -> None:
        """Write the changes, set the orders aside, and have the changes opened."""

        def words(changes: Changes) -> str:
            return text("changes-made", rows=changes.table.height, path=str(path))

        self._write(path, lambda draft: changes_of(draft, reason), lambda _: self._session.set_aside_rule(RULE), words)
