"""The way home from a sheet: the start page, with the guide and the files that were opened last."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

from gui.session.services import AppServices
from gui.session.session import Session
from gui.window.start_page import StartPage


class Home(QObject):
    """Shows the start page among ``pages``; an open sheet stays, and is one click away."""

    def __init__(self, session: Session, services: AppServices, start: StartPage, pages: QStackedWidget) -> None:
        super().__init__(pages)
        self._session, self._services, self._start, self._pages = session, services, start, pages
        self._list_files()

    def show(self, *, guide: bool = False) -> None:
        """Show it. ``guide``: with the steps for beginners, whatever was sent before."""
        self._start.show_open_sheet(self._session.opened.name if self._session.sheet_open else "")
        self._list_files()
        self._pages.setCurrentWidget(self._start)
        if guide:
            self._start.guide.show()

    def _list_files(self) -> None:
        self._start.recent_files.show_files(self._services.recent_files.paths())
