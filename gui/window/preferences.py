"""The preferences in a window, and the word about an update."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from courier import version
from courier.messages import UserError, text
from courier.privacy import outlived
from gui.history.history_page import HistoryPage
from gui.session.services import AppServices
from gui.settings.preferences_dialog import PreferencesDialog
from gui.settings.record_page import RecordPage
from gui.style.theme import prefer
from gui.window.start_page import StartPage


class WindowPreferences(QObject):
    """Opens the dialog, and applies what is chosen there."""

    def __init__(self, services: AppServices, start: StartPage, history: HistoryPage, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._start, self._history, self._window = services, start, history, window
        self.tell_update()

    def show(self) -> None:
        """Open the dialog."""
        services = self._services

        def would_go(days: int) -> tuple[int, int]:
            return outlived(services.all_drafts, services.batches_folder, services.clock(), days)

        dialog = PreferencesDialog(services.preferences, would_go, RecordPage(services), self._window)
        dialog.changed.connect(self._apply)
        dialog.delete_asked.connect(self._history.ask_age)
        self._history.changed.connect(dialog.show_kept)
        dialog.open()

    def _apply(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            prefer(app, self._services.preferences.now.appearance)

    def tell_update(self) -> None:
        """After an update, offer what is new, once; and look for the next one where that is wished."""
        preferences, now = self._services.preferences, version()
        before = preferences.now.seen_version
        if before != now:
            self._start.updated.offer(text("updated", version=now) if before else "")
            # it is offered again where it cannot be kept
            with suppress(UserError):
                preferences.change(seen_version=now)
        if preferences.now.look_for_updates:
            from gui.window.weekly_look import look_weekly

            look_weekly(self._services, self._start, self)
