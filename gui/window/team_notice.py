"""Says in a window that a team's record cannot be reached, and shows what became known of what was sent before."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from courier.messages import text
from gui.session.draft_presence import DraftPresence
from gui.session.services import AppServices
from gui.session.session import Session
from gui.style.suggestion_bar import SuggestionBar
from gui.window.actions import WindowActions
from gui.window.start_page import StartPage


class TeamNotice(QObject):
    """One bar over the sheet and one over the start page, each until the record can be read again or a person puts it
    away; the same trouble is not said twice."""

    def __init__(
        self, session: Session, services: AppServices, start: StartPage, actions: WindowActions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._services, self._actions = session, services, actions
        actions.today.triggered.connect(self._try_again)
        spoken, again, close = text("team-unknown-name"), text("team-try-again"), text("button-close")
        self.suggestion = SuggestionBar("teamTrouble", spoken, again, window, no=close)
        self._bars = (self.suggestion, start.team)
        for bar in self._bars:
            bar.accepted.connect(self._try_again)
        session.opened_sheet.connect(self._compare_opened)
        self.presence = DraftPresence(session, services, self)
        services.ledger_moves.moved.connect(self._take_moved)
        self._follow()

    def _take_moved(self) -> None:
        self._follow()
        if self._session.sheet_open and self._session.draft.sent_history is not None:
            self._session.look_up_in(self._services.history)

    def _follow(self) -> None:
        team = self._services.team
        # nobody else writes to the file of this machine
        self._actions.refresh.setVisible(team is not None)
        if team is None:
            self._offer(text("team-left") if self._services.without_team else "")
        else:
            team.failed.connect(self._say)
            team.found.connect(self._check_again)
            self._say(team.trouble)

    def _try_again(self) -> None:
        if self._services.team is not None:
            self._services.team.look()
        elif self._services.without_team:
            self._services.move_ledger()

    def _say(self, trouble: str) -> None:
        self._offer(f"{text('team-unknown')} {trouble}" if trouble else "")

    def _offer(self, words: str) -> None:
        for bar in self._bars:
            bar.offer(words)

    def _compare_opened(self) -> None:
        # what was found out while it was read and checked
        team = self._services.team
        if team is not None and team.history.knows:
            self._check_again()

    def _check_again(self) -> None:
        session = self._session
        if session.sheet_open and session.draft.sent_history is not None:
            session.look_up_in(session.draft.sent_history)
