"""One need: a field, what it is, a box for a column or a value, a suggestion, and where to find it in impact.com."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from courier.catalogue import field_words
from courier.formats import listing
from courier.messages import text
from courier.sheet.mapping import Column
from gui.mapping.needs import Need
from gui.mapping.value_box import Answer, Entry, ValueBox
from gui.mapping.where_to_find import WhereToFind
from gui.style.layouts import hbox, vbox
from gui.style.parts import ElidedLabel, SeverityMark, button, label
from gui.style.plain import literal

_NARROW_BOX, _BOX = 150, 360


class NeedRow(QWidget):
    """``answered`` with a field and its `Answer`."""

    answered = Signal(str, object)

    def __init__(self, need: Need) -> None:
        super().__init__()
        self.setObjectName(f"need{need.name}")
        self.need = need
        words = vbox(margins=(0, 0, 0, 0), spacing=0)
        words.addWidget(label(need.name, title=True))
        words.addWidget(ElidedLabel(_about(need)))
        self.box = ValueBox(f"valueFor{need.name}", f"{need.name}: {text('columns-choose-or-type')}")
        self.box.setMinimumWidth(_NARROW_BOX)
        self.box.setMaximumWidth(_BOX)
        self.box.kept.connect(self._keep)
        self._use = button("", name=f"use{need.name}")
        self._use.setMaximumWidth(_BOX)
        self._use.clicked.connect(self._take_suggestion)
        self._where = QToolButton()
        self._where.setObjectName(f"where{need.name}")
        self._where.setText(text("columns-where"))
        self._where.setAccessibleName(f"{need.name}: {text('columns-where')}")
        self._where.setCheckable(True)
        self._where.setProperty("plain", True)
        self._where.setCursor(Qt.CursorShape.PointingHandCursor)
        self._where.toggled.connect(self._show_where)
        self._lines: WhereToFind | None = None
        first = hbox(spacing=10)
        first.addWidget(SeverityMark("error"))
        first.addLayout(words, 1)
        first.addWidget(self.box)
        first.addWidget(self._use)
        first.addStretch(0)
        first.addWidget(self._where)
        self._column = vbox(self, margins=(16, 6, 16, 6), spacing=6)
        self._column.addLayout(first)
        self._shown: Need | None = None

    def show_need(self, need: Need, entries: list[Entry], headers: dict[str, Answer], used: str) -> None:
        """Show what can be chosen now; what is typed stays. ``used``: the header of the suggested column."""
        self.need = need
        self.box.offer(entries, headers)
        self._use.setVisible(need.suggestion is not None)
        if need.suggestion is not None:
            _, field = need.suggestion
            key = "columns-use" if field == need.name else "columns-use-as"
            self._use.setText(literal(text(key, column=used, field=field)))

    @property
    def pending(self) -> tuple[str, Answer] | None:
        """What is typed and not kept yet."""
        answer = self.box.answer
        return (self.need.name, answer) if answer else None

    def _keep(self) -> None:
        if self.pending is not None:
            self.answered.emit(*self.pending)

    def _take_suggestion(self) -> None:
        if self.need.suggestion is not None:
            column, field = self.need.suggestion
            self.answered.emit(field, Answer(Column(column)))

    def _show_where(self, shown: bool) -> None:
        if self._lines is None:
            self._lines = WhereToFind(self.need.name, short=True)
            self._lines.setContentsMargins(24, 0, 0, 0)
            self._column.addWidget(self._lines)
        self._lines.setVisible(shown)


def _about(need: Need) -> str:
    """What the field is; of several that would do, that others would do too."""
    note = field_words.note(need.name)
    return text("columns-need-others", note=note, fields=listing(need.fields[1:])) if need.fields[1:] else note
