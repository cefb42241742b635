"""Tells a team which sheet is open in a window."""

from __future__ import annotations

import platform
import uuid
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from courier.ledger.open_drafts import HEARTBEAT, OpenDrafts
from courier.shipping.outgoing_parts import os_user
from gui.session.services import AppServices
from gui.session.session import Session
from gui.work import Job


class DraftPresence(QObject):
    """Announces the open sheet beside the window, and again while it stays open. Nobody is told where that fails: it is
    a courtesy, and whoever sends is told of what matters."""

    def __init__(self, session: Session, services: AppServices, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._services = session, services
        self._mark = self._program = ""
        self._announced: OpenDrafts | None = None
        """Where the sheet was announced, None where it is not."""
        self._again = QTimer(self, interval=HEARTBEAT * 1000)
        self._again.timeout.connect(self._announce)
        session.opened_sheet.connect(self._begin)
        session.changed.connect(self._follow)
        services.ledger_moves.moved.connect(self._begin)

    def end(self) -> None:
        """Say that the sheet is closed."""
        self._again.stop()
        drafts, mark, self._announced = self._announced, self._mark, None
        if drafts is not None:
            self._do(lambda: drafts.end(mark))

    def _begin(self) -> None:
        self.end()
        if self._session.sheet_open and not self._session.practice and self._services.team is not None:
            self._mark = uuid.uuid4().hex
            self._again.start()
            self._announce()

    def _follow(self) -> None:
        if self._again.isActive() and (self._session.draft.choices.program or "") != self._program:
            self._announce()

    def _announce(self) -> None:
        team, session, mark = self._services.team, self._session, self._mark
        self._program = session.draft.choices.program or ""
        if team is None or team.trouble:
            return
        drafts, program, source = OpenDrafts(self._services.ledger.store), self._program, session.opened.name

        def done() -> None:
            if mark == self._mark and self._again.isActive():
                self._announced = drafts
            else:
                # closed meanwhile
                self._do(lambda: drafts.end(mark))

        self._do(lambda: drafts.announce(mark, program, source, os_user(), platform.node()), done)

    def _do(self, work: Callable[[], None], done: Callable[[], object] = lambda: None) -> None:
        Job(lambda _: work(), self).start(lambda _: done(), lambda _: None, waits=True)
