"""A card of lines, one for each column; lines are added and changed, and nothing moves while somebody works in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QFrame, QWidget

from gui.mapping.column_content import ColumnContent
from gui.mapping.column_row import ColumnRow
from gui.style.layouts import vbox
from gui.style.parts import empty


class RowsCard(QFrame):
    """``make``: a new line, connected to the page."""

    def __init__(self, name: str, make: Callable[[str, ColumnContent], ColumnRow], head: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("card", True)
        self._make, self._headed = make, head is not None
        self.rows: dict[str, ColumnRow] = {}
        outer = vbox(self, margins=(0, 0, 0, 0), spacing=0)
        if head is not None:
            outer.addWidget(head)
        self._lines = vbox(margins=(0, 0, 0, 0), spacing=0)
        outer.addLayout(self._lines)

    def begin(self, contents: Mapping[str, ColumnContent]) -> None:
        """Show exactly these lines, in this order."""
        empty(self._lines)
        self.rows = {}
        for key, content in contents.items():
            self.add(key, content)

    def add(self, key: str, content: ColumnContent, *, first: bool = False) -> None:
        """Show a further line, at the end or as the first."""
        box = QWidget()
        lines = vbox(box, margins=(0, 0, 0, 0), spacing=0)
        row = self._make(key, content)
        if self._headed or self.rows:
            lines.addWidget(_separator())
        lines.addWidget(row)
        self._lines.insertWidget(0 if first else self._lines.count(), box)
        self.rows = {key: row, **self.rows} if first else {**self.rows, key: row}

    def remove(self, key: str) -> None:
        """Take a line away."""
        box = self.rows.pop(key).parentWidget()
        assert box is not None
        self._lines.removeWidget(box)
        box.hide()
        box.deleteLater()


def _separator() -> QFrame:
    line = QFrame()
    line.setProperty("line", True)
    line.setFixedHeight(1)
    return line
