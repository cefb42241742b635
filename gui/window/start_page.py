"""The start page: a drop area, the practice sheet, and recent batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from courier.messages import shortened, text
from gui.style.layouts import hbox, scrolling, vbox
from gui.style.parts import button, card, empty, label, named, set_style, tag
from gui.style.plain import literal
from gui.style.suggestion_bar import SuggestionBar
from gui.style.theme import current
from gui.window.guide import Guide
from gui.window.recent_list import RecentList

if TYPE_CHECKING:
    from courier.drafts.folder import KeptDraft
    from courier.ledger.records import Submission
    from gui.history.history_page import HistoryPage


class _Arrow(QWidget):
    """The picture in the drop area."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(64, 64)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.selection))
        painter.drawRoundedRect(QRectF(0, 0, 64, 64), 14, 14)
        painter.setPen(QPen(QColor(theme.accent), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(32, 16), QPointF(32, 40))
        painter.drawPolyline([QPointF(23, 31), QPointF(32, 40), QPointF(41, 31)])
        painter.drawLine(QPointF(20, 48), QPointF(44, 48))


class StartPage(QWidget):
    """``open_asked``, ``practice_asked``, ``news_asked``, ``update_asked`` and ``back_asked`` (to the sheet that is
    open): a button was pressed."""

    open_asked = Signal()
    practice_asked = Signal()
    draft_asked = Signal(str, str)
    back_asked = Signal()
    news_asked = Signal()
    update_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        page = vbox(self, margins=(32, 24, 32, 24), spacing=16)
        self._back = button("", name="startBack", clicked=self.back_asked)
        self._back.hide()
        page.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self.updated = SuggestionBar("updateNotice", text("updated-name"), text("action-news"), self)
        self.updated.accepted.connect(self.news_asked)
        page.addWidget(self.updated)
        self.newer = SuggestionBar("updateThere", text("update-title"), text("update-show"), self)
        self.newer.accepted.connect(self.update_asked)
        page.addWidget(self.newer)
        again, close = text("team-try-again"), text("button-close")
        self.team = SuggestionBar("startTeamTrouble", text("team-unknown-name"), again, self, no=close)
        page.addWidget(self.team)
        columns = hbox(spacing=28)
        page.addLayout(columns, 1)
        bringing = QWidget()
        left = vbox(bringing, margins=(0, 0, 0, 0), spacing=16)
        left.addWidget(self._drop_area(), 1)
        self.recent_files = RecentList()
        self.recent_files.hide()
        left.addWidget(self.recent_files)
        columns.addWidget(scrolling(bringing, sideways=False, frame=False), 5)
        inside = named(QWidget(), "startSide")
        side = vbox(inside, margins=(0, 0, 0, 0), spacing=10)
        self.guide = Guide()
        self.guide.hide()
        side.addWidget(self.guide)
        self._drafts = vbox(spacing=10)
        side.addLayout(self._drafts)
        self._today = QVBoxLayout()
        side.addLayout(self._today)
        side.addWidget(label(text("start-recent"), title=True))
        self._recent = vbox(spacing=10)
        side.addLayout(self._recent)
        side.addStretch(1)
        columns.addWidget(scrolling(inside, sideways=False), 4)

    def _drop_area(self) -> QFrame:
        self._drop = named(QFrame(), "dropArea", text("start-drop"))
        inside = vbox(self._drop, spacing=14)
        inside.addStretch(1)
        inside.addWidget(_Arrow(), 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(_centred(label(text("start-drop"), title=True, size=6)))
        inside.addWidget(_centred(label(f"{text('start-kinds')}\n{text('start-safe')}", muted=True)))
        self._problem = _centred(label(wrap=True))
        self._problem.setObjectName("startProblem")
        self._problem.setProperty("tag", "error")
        self._problem.hide()
        inside.addWidget(self._problem)
        self.new = button(text("start-new"), name="startNew")
        open_, practise = (
            button(text("start-open"), primary=True, name="startOpen", clicked=self.open_asked),
            button(text("start-practice"), name="startPractice", clicked=self.practice_asked),
        )
        # two lines, so that they fit beside the other half of a narrow window
        for line in ((open_, practise), (self.new,)):
            buttons = hbox(spacing=10)
            buttons.addStretch(1)
            for one in line:
                buttons.addWidget(one)
            buttons.addStretch(1)
            inside.addLayout(buttons)
        inside.addStretch(1)
        return self._drop

    def follow(self, history: HistoryPage) -> None:
        """Show what the history emits about drafts, programs and recent batches."""
        self._today.addWidget(history.today)
        history.today.draft_asked.connect(self.draft_asked)
        history.recent_known.connect(lambda sent, trouble: self.show_recent(sent, trouble, of_team=history.of_team))
        history.drafts_known.connect(self.show_drafts)
        history.begin()

    def show_open_sheet(self, name: str) -> None:
        """Offer the way back to the sheet that is open; "" if none is."""
        self._back.setText(literal(text("start-back", name=shortened(name, 60))))
        self._back.setVisible(bool(name))

    def show_dragged(self, dragged: bool) -> None:
        """Show that a file is held over the window."""
        set_style(self._drop, "dragged", dragged)

    def show_problem(self, sentence: str) -> None:
        """Show why the last file could not be opened; "" for nothing."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def show_drafts(self, drafts: list[KeptDraft]) -> None:
        """Show drafts that were edited and not sent, or not all of them, newest first."""
        # libraries that the first paint does not wait for
        from courier.formats import minute_text
        from gui.history.words import rest_words

        empty(self._drafts)
        if drafts:
            self._drafts.addWidget(label(text("start-drafts"), title=True))
        for draft in drafts[:4]:
            box = card()
            line = hbox(box, margins=(14, 10, 14, 10))
            words = QVBoxLayout()
            words.addWidget(label(draft.name, title=True))
            about = text(
                "start-draft-line",
                rows=draft.rows,
                edits=draft.edits,
                day=minute_text(draft.edited.astimezone()),
            )
            words.addWidget(label(rest_words(draft) or about, muted=True, wrap=True))
            line.addLayout(words, 1)
            go = button(text("start-draft-open"), name=f"draft-{draft.id}")
            go.clicked.connect(lambda _=False, draft=draft: self.draft_asked.emit(draft.id, draft.name))
            line.addWidget(go)
            self._drafts.addWidget(box)

    def show_recent(self, batches: list[Submission], trouble: str, *, of_team: bool = False) -> None:
        """Show recent batches, newest first. ``trouble``: why the ledger cannot be read; ``of_team``: several people
        send, so that it is said who did."""
        # libraries that the first paint does not wait for
        from courier.formats import day_text, listing
        from courier.people import sender
        from gui.history.words import state_words
        from gui.session.amounts import amounts

        empty(self._recent)
        # who sent something knows the way, and the Help menu shows it again
        self.guide.setVisible(not batches and not trouble)
        if not batches:
            self._recent.addWidget(label(trouble or text("start-no-recent"), muted=not trouble, wrap=True))
        for batch in batches[:6]:
            box = card()
            grid = QGridLayout(box)
            grid.setContentsMargins(14, 10, 14, 10)
            grid.addWidget(label(batch.source, title=True), 0, 0)
            words = text(
                "start-recent-line",
                rows=batch.rows,
                totals=listing(amounts(batch.totals)),
                day=day_text(batch.made_at.astimezone()),
            )
            grid.addWidget(label(f"{words} · {sender(batch)}" if of_team else words, muted=True, wrap=of_team), 1, 0)
            waits = batch.not_before is not None and any(part.waits for part in batch.parts) and not batch.partly
            shown = tag(text("today-waits"), "note") if waits else tag(*state_words(batch, waits=False))
            grid.addWidget(shown, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
            grid.setColumnStretch(0, 1)
            self._recent.addWidget(box)


def _centred(words: QLabel) -> QLabel:
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return words
