"""Looks for a newer version once a week, where a person wants that."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject

from courier import version
from courier.messages import UserError, text
from courier.updates import Announcement, announced, is_due, update_source
from gui.session.services import AppServices
from gui.window.start_page import StartPage
from gui.work import Job


def look_weekly(services: AppServices, start: StartPage, owner: QObject) -> None:
    """Look, if it is time, and offer what is newer on the start page. A look that fails is made again at the next
    start, and says nothing: nobody asked."""
    preferences, now = services.preferences, services.clock()
    source = update_source() if preferences.now.look_for_updates else None
    if source is None or not is_due(preferences.now.looked_for_updates, now):
        return

    def take(found: Announcement) -> None:
        with suppress(UserError):
            preferences.change(looked_for_updates=now.isoformat())
        start.newer.offer(text("update-there", version=found.version, own=version()) if found.newer else "")

    Job(lambda _: announced(source, now), owner).start(take, lambda _: None)
