"""What is kept on this machine, as a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from courier.privacy import KeptThings
from gui.style.layouts import vbox
from gui.style.parts import label, named


def kept_list(things: Sequence[KeptThings]) -> QWidget:
    """A line for each kind: what, how much, how long, and where."""
    inside = QWidget()
    lines = vbox(inside, margins=(0, 0, 12, 0), spacing=4)
    for kept in things:
        lines.addWidget(named(label(kept.words, wrap=True), f"kept-{kept.name}"))
        lines.addWidget(label(str(kept.place), muted=True, wrap=True))
        lines.addSpacing(8)
    lines.addStretch(1)
    return inside
