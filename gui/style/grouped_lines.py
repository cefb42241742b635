"""Sentences in groups, as high as they need to be, with a scroll bar where they are many."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.style.parts import label

_HIGHEST = 420
_WIDE = 560

Lines = list[tuple[str, bool]]
"""Sentences, and whether each is a heading."""


def grouped_lines(groups: Iterable[Lines]) -> QWidget:
    """The groups below each other, their words to be selected and copied."""
    inside = QWidget()
    inside.setObjectName("cards")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 8, 0)
    column.setSpacing(4)
    for place, lines in enumerate(groups):
        if place:
            column.addSpacing(8)
        for words, heading in lines:
            sentence = label(words, title=heading, muted=not heading, wrap=True)
            sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(sentence)
            # the widget has its font, and so its height, only once it is shown
            sentence.ensurePolished()
    column.addStretch(1)
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    scroll.setMinimumWidth(_WIDE)
    height = column.totalHeightForWidth(_WIDE - 24) + 4
    # for wrapped text the layout asks for the height it has in the narrowest width
    inside.setMinimumHeight(height)
    scroll.setFixedHeight(min(height, _HIGHEST))
    return scroll
