"""Shows slow checks and repairs in the status line, and asks the question that follows a check."""

from __future__ import annotations

from PySide6.QtCore import QObject

from courier.messages import text
from gui.problems.repair_actions import RepairActions
from gui.session.session import Session
from gui.window.status_line import StatusLine


class LongWork(QObject):
    """Listens to the session's checks and to the planning of repairs."""

    def __init__(self, session: Session, repairs: RepairActions, status: StatusLine) -> None:
        super().__init__(status)
        self._session, self._repairs, self._status = session, repairs, status
        self._ask_when_checked = False
        session.checking.connect(self._show_check)
        repairs.busy.connect(self._show_repairs)

    def begin(self) -> None:
        """After a sheet was opened and checked, ask the question that decides most rows."""
        draft = self._session.draft
        self._ask_when_checked = draft.stale
        if draft.stale:
            return
        if "ROW-DATE-FMT" in draft.verdict.counts_by_rule() and draft.undecided_date("EventDate"):
            self._repairs.ask_date_order("EventDate")

    def _show_check(self, done: float | None) -> None:
        self._status.show_progress(done, text("status-checking") if done is not None else "")
        if done is None and self._ask_when_checked:
            self.begin()

    def _show_repairs(self, done: float | None) -> None:
        words = text("status-repairing") if done is not None else ""
        self._status.show_progress(done, words, self._stop_repairs)

    def _stop_repairs(self) -> None:
        self._repairs.stop()
        self._status.say(text("repairing-stopped"))
