"""How many rows there are of one kind: a sign, the number, its name, and a click that shows only these rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QToolButton

from courier.messages import text
from gui.style.measures import scaled
from gui.style.parts import named
from gui.style.plain import set_tip
from gui.style.severity_marks import mark_icon


class StatusChip(QToolButton):
    """``kind``: ready, repair, hold, out or sent. It stays pressed while only its rows are shown."""

    def __init__(self, kind: str, mark: str) -> None:
        super().__init__()
        self.kind, self._mark = kind, mark
        named(self, f"status{kind.capitalize()}")
        self.setProperty("chip", True)
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(scaled(14), scaled(14)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._rows, self._brief = 0, False
        self._show_mark()

    def show_rows(self, rows: int) -> None:
        """Show how many rows there are."""
        self._rows = rows
        self._refresh()

    def show_brief(self, brief: bool) -> None:
        """Show the number without its name, or with it."""
        self._brief = brief
        self._refresh()

    def _refresh(self) -> None:
        words = text(f"status-{self.kind}", rows=self._rows)
        self.setText(text("status-number", rows=self._rows) if self._brief else words)
        self.setAccessibleName(words)
        set_tip(self, text("status-chip-tip", what=words))

    def _show_mark(self) -> None:
        self.setIcon(mark_icon(self._mark, self.devicePixelRatio()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._show_mark()
        super().changeEvent(event)
