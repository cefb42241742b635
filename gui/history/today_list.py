"""Today: the status of each program with drafts or submissions, on the start page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from courier.batch_words import expiring_words
from courier.formats import day_text
from courier.ledger.open_drafts import OpenDraft
from courier.ledger.records import Submission
from courier.messages import text
from courier.people import sender, senders
from courier.results.learning import Standing
from courier.today.drafts import PendingDraft
from courier.today.program_status import ProgramStatus
from gui.history.whose_choice import WhoseChoice
from gui.history.words import lock_words, moment_words, rest_words, state_words
from gui.style.layouts import vbox
from gui.style.parts import button, empty, label, named, tag
from gui.style.plain import set_tip

_MOST_OPEN = 8
"""Sheets of others that are named."""
_OPENERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TodayList(QWidget):
    """``program_asked``: the program to show; ``results_asked``: the UUID of the batch whose results; ``draft_asked``:
    ID and name of a draft to go on with; ``clean_asked``: all sendable drafts are to be sent; ``stop_asked``: their
    check is to end; ``reversals_asked``: what was sent is to be changed or taken back; ``whose_changed``: of a team,
    other people's batches are to be shown or not."""

    program_asked = Signal(str)
    results_asked = Signal(str)
    draft_asked = Signal(str, str)
    clean_asked = Signal()
    stop_asked = Signal()
    reversals_asked = Signal()
    whose_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("todayList")
        self._checking = False
        self.whose = WhoseChoice("todayWhose")
        """Shown only to a team."""
        self.whose.activated.connect(lambda _: self.whose_changed.emit())
        outer = vbox(self, margins=(0, 0, 0, 8), spacing=10)
        self._top, self._lines = vbox(spacing=10), vbox(spacing=10)
        outer.addLayout(self._top)
        # it stays while all around it is made anew
        outer.addWidget(self.whose, 0, Qt.AlignmentFlag.AlignLeft)
        self.whose.hide()
        self._open = named(label(muted=True, wrap=True), "todayOpenElsewhere")
        self._open.hide()
        outer.addWidget(self._open)
        outer.addLayout(self._lines)
        self.hide()

    def show_standings(
        self,
        statuses: Sequence[ProgramStatus],
        results: Mapping[str, Standing] | None = None,
        *,
        of_team: bool = False,
    ) -> None:
        """Show programs; those without submissions and drafts are left out. ``results``: how their last batches stand
        at impact.com. ``of_team``: several people send, so that it is said who did."""
        self.whose.setVisible(of_team and (bool(statuses) or self.whose.mine))
        empty(self._top)
        empty(self._lines)
        relevant = [status for status in statuses if status.last is not None or status.drafts]
        if relevant or not self.whose.isHidden():
            self._top.addLayout(self._head(any(status.drafts for status in relevant)))
        for status in relevant:
            result = (results or {}).get(status.last.uuid) if status.last else None
            shown = _ProgramCard(status, result, of_team)
            shown.results_asked.connect(self.results_asked)
            shown.pressed.connect(lambda name=status.program: self.program_asked.emit(name))
            shown.draft_asked.connect(self.draft_asked)
            self._lines.addWidget(shown)
        self.setVisible(bool(relevant) or of_team)

    def show_open_elsewhere(self, drafts: Sequence[OpenDraft]) -> None:
        """Say which sheets others of the team have open."""
        self._open.setText("\n".join(map(_open_words, drafts[:_MOST_OPEN])))
        self._open.setVisible(bool(drafts))

    def show_checking(self, checking: bool) -> None:
        """Whether all drafts are being checked now."""
        self._checking = checking
        for send in self.findChildren(QPushButton, "todaySendClean"):
            self._label_send(send)
        for stop in self.findChildren(QPushButton, "todayStop"):
            stop.setVisible(checking)

    def _head(self, drafts: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(label(text("today-title"), title=True), 1)
        head.addWidget(button(text("menu-reversals"), name="todayReversals", clicked=self.reversals_asked))
        if drafts:
            send = button("", name="todaySendClean", clicked=self.clean_asked)
            set_tip(send, text("today-send-clean-about"))
            self._label_send(send)
            stop = button(text("button-cancel"), name="todayStop", clicked=self.stop_asked)
            stop.setShortcut(QKeySequence(Qt.Key.Key_Escape))
            stop.setVisible(self._checking)
            head.addWidget(send)
            head.addWidget(stop)
        return head

    def _label_send(self, send: QPushButton) -> None:
        send.setText(text("today-checking" if self._checking else "today-send-clean"))
        send.setEnabled(not self._checking)


class _ProgramCard(QFrame):
    """One program; the whole card is a button, and each draft in it has one of its own."""

    pressed = Signal()
    results_asked = Signal(str)
    draft_asked = Signal(str, str)

    def __init__(self, standing: ProgramStatus, result: Standing | None, of_team: bool) -> None:
        super().__init__()
        self.setObjectName(f"today-{standing.program}")
        self.setProperty("card", True)
        self.setProperty("opens", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        words = _words(standing, result, of_team)
        self.setAccessibleName(f"{standing.program}: {words}")
        set_tip(self, text("today-open", program=standing.program))
        rows = vbox(self, margins=(14, 10, 14, 10), spacing=6)
        line = QHBoxLayout()
        rows.addLayout(line)
        left = vbox(spacing=2)
        left.addWidget(label(standing.program, title=True))
        left.addWidget(label(words, muted=True, wrap=True))
        line.addLayout(left, 1)
        if standing.last is not None:
            line.addWidget(tag(*_state(standing, standing.last)), 0, Qt.AlignmentFlag.AlignVCenter)
            if result is not None and (result.counts.parts or result.by_now):
                line.addWidget(self._results(standing.program, standing.last.uuid), 0, Qt.AlignmentFlag.AlignVCenter)
        for draft in standing.drafts:
            rows.addLayout(self._draft(draft))

    def _results(self, program: str, uuid: str) -> QPushButton:
        see = button(text("today-results"), name="todayResults", clicked=lambda: self.results_asked.emit(uuid))
        see.setAccessibleName(f"{text('today-results')} {program}")
        return see

    def _draft(self, draft: PendingDraft) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(label(_draft_words(draft), wrap=True), 1)
        go = button(text("start-draft-open"), name=f"draft-{draft.kept.id}")
        go.setAccessibleName(f"{text('start-draft-open')} {draft.kept.name}")
        go.clicked.connect(lambda: self.draft_asked.emit(draft.kept.id, draft.kept.name))
        line.addWidget(go, 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENERS:
            self.pressed.emit()
            return
        super().keyPressEvent(event)


def _open_words(draft: OpenDraft) -> str:
    facts = {"user": draft.os_user or "–", "source": draft.source, "machine": draft.machine or "–"}
    if draft.program:
        return text("today-open-elsewhere-of", program=draft.program, **facts)
    return text("today-open-elsewhere", **facts)


def _state(standing: ProgramStatus, last: Submission) -> tuple[str, str]:
    if standing.unconfirmed:
        return text("state-unconfirmed"), "warning"
    if last.uuid in {batch.uuid for batch in standing.waiting} and not last.partly:
        return text("today-waits"), "note"
    return state_words(last, waits=False)


def _draft_words(draft: PendingDraft) -> str:
    kept, rest = draft.kept, rest_words(draft.kept)
    whole = text("today-draft", source=kept.name, rows=kept.rows, edits=kept.edits)
    words = [text("today-draft-rest", source=kept.name, rest=rest) if rest else whole]
    if draft.waits is not None:
        words.append(text("today-draft-waits", at=moment_words(draft.waits)))
    if draft.expiring:
        words.append(expiring_words(draft.expiring, datetime.now(UTC)).removesuffix("."))
    elif draft.expires is not None:
        words.append(_expiry_words(draft.expires))
    return " · ".join(words)


def _expiry_words(moment: datetime) -> str:
    key = "today-expires" if moment > datetime.now(UTC) else "today-expired"
    return text(key, day=day_text(moment.astimezone()))


def _words(standing: ProgramStatus, result: Standing | None, of_team: bool) -> str:
    words = [*_last_words(standing.last, of_team)]
    if result is not None and result.counts.words:
        words.append(result.counts.words)
    elif result is not None and result.by_now:
        words.append(text("today-overdue"))
    if standing.unconfirmed:
        unsure, people = text("today-unconfirmed", parts=len(standing.unconfirmed)), senders(standing.unsure)
        words.append(text("today-unconfirmed-of", unsure=unsure, people=people) if of_team else unsure)
    partly = sum(batch.partly for batch in standing.open)
    if partly:
        words.append(text("today-partly", batches=partly))
    if len(standing.open) > partly:
        words.append(text("today-not-delivered", batches=len(standing.open) - partly))
    if standing.waiting and standing.waiting[0].not_before:
        words.append(text("today-next", at=moment_words(standing.waiting[0].not_before)))
    if standing.expires:
        words.append(_expiry_words(standing.expires))
    if standing.locks:
        words.append(lock_words(standing.locks))
    return " · ".join(words)


def _last_words(last: Submission | None, of_team: bool) -> list[str]:
    if last is None:
        return [text("today-nothing-sent")]
    words = text("today-last", source=last.source, day=day_text(last.made_at.astimezone()))
    return [words, sender(last)] if of_team else [words]
