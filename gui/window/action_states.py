"""What the actions of a window can do at a moment: which are grey and why, and what undo and upload would do."""

from __future__ import annotations

from PySide6.QtCore import QObject

from courier.messages import text
from gui.delivery.shipping import Shipping
from gui.session.session import Session
from gui.window.actions import WindowActions


class ActionStates(QObject):
    """Follows the session and the chosen destination."""

    def __init__(self, actions: WindowActions, session: Session, shipping: Shipping, parent: QObject) -> None:
        super().__init__(parent)
        self._actions, self._session, self._shipping = actions, session, shipping
        self._repair_keys = [actions.fix_safely.shortcut(), actions.review.shortcut()]
        session.opened_sheet.connect(lambda: actions.show_sheet(True))
        session.changed.connect(self.refresh)
        session.counted.connect(self._show_fix)
        shipping.destinations_changed.connect(self.refresh)

    def where(self) -> str:
        """The name of where an upload would go, "" if nowhere yet."""
        if self._session.practice:
            return text("practice-destination")
        return self._shipping.destination.name if self._shipping.destination else ""

    def refresh(self) -> None:
        """Show the session: what can be undone, and what an upload would send."""
        if not self._session.sheet_open:
            return
        actions = self._actions
        history = self._session.draft.undo_stack
        undo, redo = history.next_undo, history.next_redo
        actions.say(actions.undo, text("menu-undo-what", what=text(undo.what)) if undo else text("menu-undo"))
        actions.say(actions.redo, text("menu-redo-what", what=text(redo.what)) if redo else text("menu-redo"))
        actions.allow(actions.undo, "" if undo else text("why-nothing-done"))
        actions.allow(actions.redo, "" if redo else text("why-nothing-undone"))
        actions.allow(actions.show_source, "" if self._session.opened.path else text("why-no-file"))
        self._show_upload()
        self._show_fix()

    def _show_upload(self) -> None:
        standing, actions = self._session.standing, self._actions
        if standing is None:
            actions.say(actions.upload, text("status-checking"))
            for action in (actions.upload, actions.send_later):
                actions.allow(action, text("upload-blocked-checking"))
            return
        where = self.where()
        if not standing.ready:
            words = text("upload-nothing-left" if standing.sent and not standing.set_aside else "upload-nothing")
        elif standing.sent:
            words = text("upload-rest", rows=standing.ready)
        elif not standing.needs_repair and where:
            words = text("upload-to", destination=where)
        else:
            words = text("upload-ready", rows=standing.ready)
        actions.say(actions.upload, words)
        for action in (actions.upload, actions.send_later):
            actions.allow(action, "" if standing.ready else text("why-none-ready"))

    def _show_fix(self) -> None:
        actions, fixes = self._actions, self._session.safe_changes
        if not self._session.sheet_open:
            return
        if self._session.standing is None:
            actions.say(actions.fix_safely, text("fix-safely", count=0))
            why = text("upload-blocked-checking")
        else:
            actions.say(actions.fix_safely, self._session.fix_words)
            why = "" if fixes != 0 else text("why-no-safe-fix")
        actions.allow(actions.fix_safely, why)
        # kinds that are not wanted can be ticked there again
        actions.allow(actions.review, "" if self._session.safe.some else why)
        # where both lead to the review there is one entry, with the keys of both
        same = self._session.safe.to_review
        actions.review.setVisible(not same)
        actions.fix_safely.setShortcuts(self._repair_keys if same else self._repair_keys[:1])
