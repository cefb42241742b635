"""The box of all that is still needed, a row for each need."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame

from courier.formats import listing
from courier.messages import text
from courier.sheet.mapping import Column, Constant
from gui.mapping.need_row import NeedRow
from gui.mapping.needs import Need, ProgramValue
from gui.mapping.value_box import Answer, Entry
from gui.session.session import Session
from gui.style.layouts import hbox, vbox
from gui.style.parts import ElidedLabel, SeverityMark, label, named

_SAMPLE_LENGTH = 24
_MOST_LISTED = 300
"""Columns in a list; those beyond are found by typing their header."""


class NeedsBox(QFrame):
    """``answered``: a field and its `Answer`; ``complete``: the last need in hand was met, by the keyboard. Rows come
    and go one by one, so that nothing typed in the others is lost."""

    answered = Signal(str, object)
    complete = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("needs")
        self.setProperty("card", True)
        self._session = session
        self._rows: dict[str, NeedRow] = {}
        self._title = named(label(title=True), "needsTitle")
        head = hbox(margins=(16, 8, 16, 8), spacing=10)
        head.addWidget(SeverityMark("error"))
        head.addWidget(self._title)
        head.addWidget(ElidedLabel(text("columns-needs-about")), 1)
        self._lines = vbox(self, margins=(0, 0, 0, 4), spacing=0)
        self._lines.addLayout(head)

    def show_needs(self, needs: Sequence[Need], samples: dict[str, list[str]]) -> None:
        """Show these needs; the row of one that was met goes, and the focus in it moves on to the next."""
        names = [need.name for need in needs]
        places = list(self._rows)
        gone = [name for name in places if name not in names]
        focus = QApplication.focusWidget()
        at = next((place for place, name in enumerate(places) if focus and self._rows[name].isAncestorOf(focus)), None)
        left = at is not None and places[at] in gone
        for name in gone:
            row = self._rows.pop(name)
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        draft = self._session.draft
        headers = {column: draft.sheet.header(column) for column in samples}
        by_header = {header.strip().casefold(): Answer(Column(column)) for column, header in headers.items()}
        listed = _column_entries(headers, samples) if needs else []
        for place, need in enumerate(needs):
            if need.name not in self._rows:
                made = self._rows[need.name] = NeedRow(need)
                made.answered.connect(self.answered)
                self._lines.insertWidget(place + 1, made)
            row = self._rows[need.name]
            used = headers.get(need.suggestion[0], "") if need.suggestion else ""
            row.show_need(need, [*_program_entries(need), *listed], by_header, used)
        self._rows = {name: self._rows[name] for name in names}
        self._title.setText(text("columns-needs", count=len(needs)))
        self.setVisible(bool(needs))
        if left and at is not None:
            following = [name for name in (*places[at:], *places[:at]) if name in self._rows]
            if following:
                self._rows[following[0]].box.written.setFocus()
            else:
                self.complete.emit()

    def clear(self) -> None:
        """Forget all rows, with what is typed in them."""
        for row in self._rows.values():
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}

    def enter(self) -> bool:
        """Focus the first need; False if there is none."""
        first = next(iter(self._rows.values()), None)
        if first is not None:
            first.box.written.setFocus()
        return first is not None

    @property
    def pending(self) -> list[tuple[str, Answer]]:
        """What is typed and not kept yet, by field."""
        return [row.pending for row in self._rows.values() if row.pending is not None]


def _program_entries(need: Need) -> list[Entry]:
    return [
        Entry(
            _value_words(value),
            Answer(Constant(value.value), value.program),
        )
        for value in need.values
    ]


def _value_words(value: ProgramValue) -> str:
    if value.about:
        return text("columns-of-program-event", value=value.value, name=value.about, program=value.program)
    return text("columns-of-program", value=value.value, program=value.program)


def _column_entries(headers: dict[str, str], samples: dict[str, list[str]]) -> list[Entry]:
    entries = []
    for column, header in islice(headers.items(), _MOST_LISTED):
        shown = listing(dict.fromkeys(value.strip()[:_SAMPLE_LENGTH] for value in samples[column][:2]))
        words = text("columns-entry", column=header, samples=shown) if shown else header
        entries.append(Entry(words, Answer(Column(column))))
    return entries
