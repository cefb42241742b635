"""Closing a window: asks while files are being sent, and where edits would be lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.messages import text
from gui.delivery.sending import SendingPane
from gui.history.queue import Queue
from gui.session.questions import Question
from gui.session.session import Session


class Closing(QObject):
    """``told``: a sentence."""

    told = Signal(str)

    def __init__(self, session: Session, pane: SendingPane, queue: Queue, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._pane, self._queue, self._window = session, pane, queue, window
        self._close: Callable[[], object] | None = None
        """Closes the window once nothing is being sent any more."""
        pane.ended.connect(self._close_if_idle)
        queue.settled.connect(self._close_if_idle)

    def may_close(self, close: Callable[[], object]) -> bool:
        """Whether the window can close now; else ask, and call ``close`` when it can. A second wish while the sending
        is being stopped is followed at once: the program ends only after the transfer."""
        if self._sending and self._close is None:
            self._ask_to_stop(close)
            return False
        if not self._session.sheet_open or self._session.safe_to_close:
            return True
        self._ask_to_lose(close)
        return False

    @property
    def _sending(self) -> bool:
        return self._pane.sending or self._queue.sending

    def _ask_to_stop(self, close: Callable[[], object]) -> None:
        if any(asked.isVisible() for asked in self._window.findChildren(Question, "closeSendingQuestion")):
            return
        words = text("close-sending-question")
        question = Question("closeSendingQuestion", text("close-sending-title"), words, self._window)
        question.offer(text("close-sending-finish"), partial(self._stop, close, gently=True), name="closeSendingFinish")
        question.offer(text("close-sending-now"), partial(self._stop, close, gently=False), name="closeSendingNow")
        question.offer(text("close-sending-keep"), None, primary=True, name="closeSendingKeep")
        question.ask()

    def _stop(self, close: Callable[[], object], *, gently: bool) -> None:
        self._close = close
        self._pane.stop(gently=gently)
        self._queue.stop(gently=gently)
        self.told.emit(text("close-sending-told"))
        self._close_if_idle()

    def _close_if_idle(self) -> None:
        if self._close is not None and not self._sending:
            close, self._close = self._close, None
            close()

    def _ask_to_lose(self, close: Callable[[], object]) -> None:
        def close_anyway() -> None:
            self._session.kept = True
            close()

        words = text("close-question", name=self._session.opened.name)
        question = Question("closeQuestion", text("close-title"), words, self._window)
        question.offer(text("close-anyway"), close_anyway, name="closeAnyway")
        question.ask_or_cancel(primary=True)
