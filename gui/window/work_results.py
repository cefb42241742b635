"""Keeps how an export or an upload ended in the notice, with the way to what it made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from courier.messages import text
from courier.shipping.dispatch import DispatchResult
from gui.delivery.exporter import Exporter
from gui.delivery.sending import SendingPane
from gui.session.show_in_folder import show_in_folder
from gui.window.notice import NoticeBar


class WorkResults(QObject):
    """An upload is told once a person leaves the pane in which it ended."""

    def __init__(
        self, exporter: Exporter, sending: SendingPane, show_history: Callable[[], object], notice: NoticeBar
    ) -> None:
        super().__init__(notice)
        self._sending, self._notice, self._show_history = sending, notice, show_history
        self._delivered = False
        exporter.ended.connect(self._exported)
        sending.finished.connect(self._note)
        sending.back.connect(self._sent)

    def _exported(self, words: str, written: Path | None) -> None:
        if written is None:
            self._notice.tell(words, mark="error")
            return
        show = ("noticeShowFolder", text("notice-show-folder"), lambda: show_in_folder(written))
        self._notice.tell(words, offer=show)

    def _note(self, _shipment: object, result: DispatchResult) -> None:
        self._delivered = result.delivered

    def _sent(self) -> None:
        if words := self._sending.outcome:
            history = ("noticeHistory", text("notice-open-history"), self._show_history)
            self._notice.tell(words, mark="good" if self._delivered else "warning", offer=history)
