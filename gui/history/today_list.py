"""Today: where each program stands that has something to tell, on the page to start from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from courier.ledger.today import Standing
from courier.messages import text
from gui.delivery.part_card import TAGS
from gui.history.words import moment_words
from gui.style.parts import empty, label, tag

_OPENERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TodayList(QWidget):
    """``program_asked`` with the name of the program that somebody wants to look at."""

    program_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("todayList")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 8)
        self._lines.setSpacing(10)
        self.hide()

    def show_standings(self, standings: Sequence[Standing]) -> None:
        """Programs of which nothing was ever sent, and nothing waits, are left out."""
        empty(self._lines)
        told = [one for one in standings if one.last is not None]
        if told:
            self._lines.addWidget(label(text("today-title"), title=True))
        for one in told:
            shown = _ProgramCard(one)
            shown.pressed.connect(lambda name=one.program: self.program_asked.emit(name))
            self._lines.addWidget(shown)
        self.setVisible(bool(told))


class _ProgramCard(QFrame):
    """One program; the whole card is a button."""

    pressed = Signal()

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        assert standing.last
        self.setObjectName(f"today-{standing.program}")
        self.setProperty("card", True)
        self.setProperty("opens", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = _words(standing)
        self.setAccessibleName(f"{standing.program}: {words}")
        self.setToolTip(text("today-open", program=standing.program))
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 10, 14, 10)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(label(standing.program, title=True))
        left.addWidget(label(words, muted=True, wrap=True))
        line.addLayout(left, 1)
        line.addWidget(tag(*_state(standing)), 0, Qt.AlignmentFlag.AlignVCenter)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENERS:
            self.pressed.emit()
            return
        super().keyPressEvent(event)


def _state(standing: Standing) -> tuple[str, str]:
    assert standing.last
    if standing.unconfirmed:
        return text("state-unconfirmed"), "warning"
    if standing.last.uuid in {one.uuid for one in standing.waiting}:
        return text("today-waits"), "note"
    return text(f"state-{standing.last.state}"), TAGS.get(standing.last.state, "note")


def _words(standing: Standing) -> str:
    assert standing.last
    words = [text("today-last", source=standing.last.source, day=f"{standing.last.made_at.astimezone():%Y-%m-%d}")]
    if standing.unconfirmed:
        words.append(text("today-unconfirmed", parts=len(standing.unconfirmed)))
    if standing.open:
        words.append(text("today-not-delivered", batches=len(standing.open)))
    if standing.waiting and standing.waiting[0].not_before:
        words.append(text("today-next", at=moment_words(standing.waiting[0].not_before)))
    if standing.expires:
        words.append(text("today-expires", day=f"{standing.expires.astimezone():%Y-%m-%d}"))
    return " · ".join(words)
