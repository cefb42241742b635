"""Offers the draft of a file that was edited before, when the file is opened again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.drafts.folder import KeptDraft
from courier.formats import minute_text
from courier.messages import UserError, text
from gui.reading.sheet_loader import SheetLoader
from gui.session.services import AppServices
from gui.session.session import Session
from gui.style.suggestion_bar import SuggestionBar
from gui.work import Job


class DraftOffer(QObject):
    """``draft_asked``: the id and name of the draft to go on with."""

    draft_asked = Signal(str, str)

    def __init__(self, session: Session, services: AppServices, loader: SheetLoader, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._services, self._loader = session, services, loader
        self._draft: KeptDraft | None = None
        self.suggestion = SuggestionBar("draftSuggestion", text("draft-offer-name"), text("start-draft-open"), window)
        self.suggestion.accepted.connect(self._go_on)
        session.opened_sheet.connect(self._look)
        session.changed.connect(self._leave_alone)

    def _look(self) -> None:
        self._draft = None
        self.suggestion.offer("")
        path = self._session.opened.path
        if not self._services.preferences.now.offer_drafts:
            return
        if path is None or self._session.practice or self._loader.resumed is not None:
            return
        # the journals of many drafts take a while to look through
        Job(lambda _: _draft_of(path, self._services), self).start(self._offer)

    def _offer(self, draft: KeptDraft | None) -> None:
        if draft is None or self._edited:
            return
        self._draft = draft
        day = minute_text(draft.edited.astimezone())
        self.suggestion.offer(text("draft-offer", edits=draft.edits, day=day))

    @property
    def _edited(self) -> bool:
        return self._session.draft.undo_stack.next_undo is not None

    def _leave_alone(self) -> None:
        # what is done now makes a draft of its own
        if self._draft is not None and self._edited:
            self._draft = None
            self.suggestion.offer("")

    def _go_on(self) -> None:
        if self._draft is not None:
            self.draft_asked.emit(self._draft.id, self._draft.name)


def _draft_of(path: Path, services: AppServices) -> KeptDraft | None:
    """The draft of a file that was edited last."""
    try:
        kept = services.drafts.kept()
    except UserError:
        return None
    usable = (draft for draft in kept if draft.edits and not draft.in_use and draft.path is not None)
    return next((draft for draft in usable if draft.path == path.absolute()), None)
