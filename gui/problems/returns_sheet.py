"""Moves returned lines out of a sheet of conversions into a sheet of changes."""

from __future__ import annotations

from pathlib import Path

from courier.messages import text
from courier.reversals import Reversals, reversals_of
from courier.sheet.row_edits import delete_rows
from gui.problems.sheet_of_changes import SheetOfChanges
from gui.session.questions import Question


class ReturnsSheet(SheetOfChanges):
    """The returned lines go into the changes, and out of the sheet."""

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
        name = text("returns-file", source=Path(self._session.opened.name).stem)

        def go() -> None:
            self._ask_where("returnsDialog", text("returns-where"), name, self.write)

        question.offer(text("returns-go"), go, primary=True, name="returnsGo")
        question.ask_or_cancel(name="returnsCancel")

    def write(self, path: Path) -> None:
        """Write the changes, take the returned lines out of the sheet, and have the changes opened."""

        def take_out(reversals: Reversals) -> None:
            positions = self._session.draft.sheet.positions.gather(reversals.rows).drop_nulls()
            self._session.do(delete_rows(self._session.draft.sheet, positions.to_list()))

        def words(reversals: Reversals) -> str:
            return text("returns-made", rows=reversals.rows.len(), path=str(path))

        self._write(path, reversals_of, take_out, words)
