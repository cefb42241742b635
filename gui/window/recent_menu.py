"""The menu of the files that were opened last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from courier.messages import shortened, text
from gui.session.services import AppServices
from gui.style.plain import literal, set_tip

_LONGEST = 60


class RecentMenu(QObject):
    """``open_file``: opens one of them."""

    def __init__(self, menu: QMenu, services: AppServices, open_file: Callable[[Path], object]) -> None:
        super().__init__(menu)
        self._menu, self._services, self._open = menu, services, open_file
        menu.setToolTipsVisible(True)
        # filled when it is looked at: another window may have opened files
        menu.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self._menu.clear()
        paths = self._services.recent_files.paths()
        for path in paths:
            # the sign for a mnemonic is part of some names
            entry = self._menu.addAction(literal(shortened(path.name, _LONGEST)))
            set_tip(entry, str(path))
            entry.triggered.connect(lambda _=False, path=path: self._open(path))
        if not paths:
            self._menu.addAction(text("recent-none")).setEnabled(False)
            return
        self._menu.addSeparator()
        self._menu.addAction(text("recent-clear")).triggered.connect(lambda: self._services.recent_files.clear())
