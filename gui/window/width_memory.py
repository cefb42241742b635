"""Keeps the widths that a person gives columns, for sheets with the same headers on the same screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from gui.grid.view import Grid
from gui.session.session import Session
from gui.session.view_memory import ViewMemory, headers_mark
from gui.window.placement import screen_mark

_PAUSE = 500
"""Milliseconds after the last change until it is written: an edge is dragged in many small steps."""


class WidthMemory(QObject):
    """Follows one grid."""

    def __init__(self, session: Session, grid: Grid, memory: ViewMemory, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._grid, self._memory = session, grid, memory
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self.write)
        session.opened_sheet.connect(self._begin)
        grid.widths.given.connect(self._soon.start)

    def _begin(self) -> None:
        self._soon.stop()
        self._grid.widths.begin(self._memory.widths("columns", *self._where()))

    def write(self) -> None:
        """Keep the widths now."""
        self._soon.stop()
        if self._session.sheet_open:
            self._memory.keep(self._grid.widths.by_hand, "columns", *self._where())

    def _where(self) -> tuple[str, str]:
        headers = headers_mark(self._session.opened.table.named_headers)
        return headers, screen_mark(self._grid.screen())
