"""The files that were opened last, on the start page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from courier.messages import text
from gui.style.layouts import hbox, vbox
from gui.style.parts import ElidedLabel, button, card, empty, label

_MOST = 5


class RecentList(QWidget):
    """``file_asked`` with the path of one. Hidden while there is none."""

    file_asked = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("recentFiles")
        self._lines = vbox(self, margins=(0, 0, 0, 0), spacing=8)

    def show_files(self, paths: Sequence[Path]) -> None:
        """Show the first of them."""
        empty(self._lines)
        self.setVisible(bool(paths))
        self._lines.addWidget(label(text("recent-menu"), title=True))
        for path in paths[:_MOST]:
            box = card()
            line = hbox(box, margins=(14, 6, 10, 6), spacing=8)
            words = vbox(spacing=0)
            words.addWidget(ElidedLabel(path.name, muted=False))
            words.addWidget(ElidedLabel(str(path.parent)))
            line.addLayout(words, 1)
            choose = button(text("recent-open"))
            choose.setAccessibleName(text("recent-open-spoken", name=path.name))
            choose.clicked.connect(lambda _=False, path=path: self.file_asked.emit(path))
            line.addWidget(choose)
            self._lines.addWidget(box)
