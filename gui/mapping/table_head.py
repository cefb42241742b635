"""The head of the table of columns, with the legend of its marks."""

from __future__ import annotations

from typing import get_args

from PySide6.QtWidgets import QSizePolicy, QWidget

from courier.messages import text
from gui.mapping.column_content import Confidence
from gui.mapping.column_row import ROW_MARGINS, STRETCHES
from gui.mapping.confidence_mark import ConfidenceMark
from gui.style.layouts import hbox
from gui.style.parts import ElidedLabel, label, named, styled


def table_head() -> QWidget:
    """The names of the three columns, as wide as these are, and what the marks of the last one mean."""
    head = named(QWidget(), "columnsHead")
    styled(head)
    line = hbox(head, margins=ROW_MARGINS, spacing=16)
    evidence = hbox(margins=(0, 0, 0, 0), spacing=4)
    evidence.addWidget(label(text("columns-evidence"), title=True))
    evidence.addStretch(1)
    for confidence in get_args(Confidence):
        evidence.addWidget(ConfidenceMark(confidence))
        evidence.addWidget(label(text(f"columns-{confidence}"), muted=True))
        evidence.addSpacing(8)
    last = QWidget()
    last.setLayout(evidence)
    last.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    for part, stretch in zip((_title("columns-in-sheet"), _title("columns-goes-to"), last), STRETCHES, strict=True):
        line.addWidget(part, stretch)
    return head


def _title(key: str) -> ElidedLabel:
    title = ElidedLabel(text(key), muted=False)
    title.setProperty("title", True)
    return title
