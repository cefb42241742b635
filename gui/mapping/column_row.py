"""The line of one column, or of one value for all rows, on the page of columns."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from courier.messages import text
from gui.mapping.column_content import ColumnContent
from gui.mapping.confidence_mark import ConfidenceMark
from gui.mapping.field_choice import FieldChoice, Offered
from gui.style.layouts import hbox, vbox
from gui.style.parts import ElidedLabel, button, label, named

STRETCHES = (3, 3, 7)
"""How the width is shared by column, field and evidence; the head of the table has the same."""
ROW_MARGINS = (16, 5, 16, 5)


class ColumnRow(QFrame):
    """``target_chosen``: another field or none; ``value_typed``: another value for all rows, "" for none;
    ``date_order_asked`` and ``short_years_asked`` with an example; ``words_asked``: values are to be translated."""

    target_chosen = Signal(str)
    value_typed = Signal(str)
    date_order_asked = Signal(str, str)
    short_years_asked = Signal(str, str)
    words_asked = Signal(str)

    def __init__(self, key: str, content: ColumnContent, offered: Offered) -> None:
        """``key``: the column's id, or the field of a value."""
        super().__init__()
        self.setObjectName(f"row-{key}")
        self._shown: ColumnContent | None = None
        self._title = ElidedLabel("", muted=False)
        self._title.setProperty("title", True)
        self._samples: ElidedLabel | None = None
        self._value: QLineEdit | None = None
        self.choice = named(FieldChoice(offered), f"field-{key}")
        self.choice.chosen.connect(self.target_chosen)
        self._mark = ConfidenceMark(content.confidence)
        self._why = label()
        self._facts = ElidedLabel("")
        self._asks: list[QPushButton] = []
        about = vbox(margins=(0, 0, 0, 0), spacing=0)
        about.addWidget(self._title)
        if content.value is None:
            self._samples = ElidedLabel("")
            about.addWidget(self._samples)
        else:
            self._value = named(QLineEdit(), f"value-{key}", f"{content.target}: {text('columns-for-all')}")
            self._value.editingFinished.connect(self._keep_value)
            about.addWidget(self._value)
        evidence = hbox(margins=(0, 0, 0, 0), spacing=8)
        evidence.addWidget(self._mark)
        evidence.addWidget(self._why)
        evidence.addWidget(self._facts, 1)
        for name, key_, signal in (
            ("askDates", "card-date-order", self.date_order_asked),
            ("askYears", "card-short-years", self.short_years_asked),
        ):
            ask = button(text(key_), name=f"{name}-{key}")
            ask.clicked.connect(lambda _=False, signal=signal, name=name: signal.emit(*self._question(name)))
            evidence.addWidget(ask)
            self._asks.append(ask)
        self._words = button("", clicked=lambda: self.words_asked.emit(self.content.target))
        evidence.addWidget(self._words)
        line = hbox(self, margins=ROW_MARGINS, spacing=16)
        for part, stretch in zip((_holding(about), self.choice, _holding(evidence)), STRETCHES, strict=True):
            # only the stretches say how wide it is, so that the lines are alike
            part.setSizePolicy(QSizePolicy.Policy.Ignored, part.sizePolicy().verticalPolicy())
            line.addWidget(part, stretch)
        self.show_content(content)

    @property
    def first(self) -> QWidget:
        """What the tabulator reaches first."""
        return self._value or self.choice

    @property
    def content(self) -> ColumnContent:
        """What is shown."""
        assert self._shown is not None
        return self._shown

    def show_content(self, content: ColumnContent) -> None:
        """Show other content of the same column; what has the focus keeps it."""
        if content == self._shown:
            return
        self._shown = content
        self._title.say(content.title)
        if self._samples is not None:
            self._samples.say(content.samples)
        if self._value is not None and not self._value.hasFocus():
            self._value.setText(content.value or "")
        self.choice.show_target(content.target)
        self.choice.setAccessibleName(f"{content.title}: {text('columns-goes-to')}")
        self._mark.show_confidence(content.confidence)
        self._why.setText(content.why)
        self._facts.say(content.facts)
        for ask, example in zip(self._asks, (content.date_order, content.short_years), strict=True):
            ask.setVisible(bool(example))
        self._words.setObjectName(f"words{content.target}")
        self._words.setVisible(content.words is not None)
        self._words.setText(text("columns-words", count=content.words or 0))

    def _question(self, name: str) -> tuple[str, str]:
        return self.content.target, self.content.date_order if name == "askDates" else self.content.short_years

    def _keep_value(self) -> None:
        assert self._value is not None
        typed = self._value.text().strip()
        if typed != self.content.value:
            self.value_typed.emit(typed)


def _holding(layout: QLayout) -> QWidget:
    part = QWidget()
    part.setLayout(layout)
    return part
