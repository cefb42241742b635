"""Ctrl+G: to the row with a number, as it stands in the row header."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from courier.messages import text
from courier.sheet.sheet import Sheet
from gui.session.questions import Question
from gui.session.session import Session

_HIGHEST = 2_000_000_000


def nearest_row(sheet: Sheet, number: int) -> int | None:
    """The row id of the row with a number in the source, or of the next one that is still in the sheet; after the last
    one, that one. None in an empty sheet."""
    # rows of the source have ascending numbers, and inserted ones, which have none, come after them
    numbered = range(bisect_left(range(sheet.id_count), True, key=lambda row: sheet.number(row) is None))
    start = bisect_left(numbered, number, key=lambda row: sheet.number(row) or 0)
    there = sheet.positions[: len(numbered)].is_not_null()
    after = there[start:].arg_max() if start < len(numbered) and there[start:].any() else None
    if after is not None:
        return start + after
    before = there[:start].arg_true()
    return int(before[-1]) if before.len() else None


class GoToRow:
    """Asks for the number. ``go``: shows a row id; ``parent``: what the question stands over."""

    def __init__(self, session: Session, parent: QWidget, go: Callable[[int], object]) -> None:
        self._session, self._parent, self._go = session, parent, go

    def ask(self) -> None:
        """Ask which row, and go there."""
        if not self._session.sheet_open:
            return
        question = Question("goToRowQuestion", text("goto-title"), text("goto-question"), self._parent)
        number = QLineEdit()
        number.setObjectName("goToRowNumber")
        number.setAccessibleName(text("goto-number"))
        number.setValidator(QIntValidator(1, _HIGHEST, number))
        question.body.addWidget(number)
        question.offer(text("goto-go"), lambda: self.to(number.text()), primary=True, name="goToRowGo")
        question.offer(text("button-cancel"), None)
        question.ask()
        number.setFocus()

    def to(self, typed: str) -> None:
        """Go to the row with this number, or to the next one, and say so."""
        if not typed or not self._session.sheet_open:
            return
        sheet = self._session.draft.sheet
        row = nearest_row(sheet, int(typed))
        if row is None:
            self._session.told.emit(text("goto-nowhere", row=typed))
            return
        self._go(row)
        if sheet.number(row) != int(typed):
            self._session.told.emit(text("goto-nearest", wanted=typed, row=str(sheet.number(row))))
