"""The page of results: what impact.com took of a batch, what it refused and why, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from courier.messages import text
from courier.results.matching import Matched
from courier.visible import visible
from gui.results.batch_facts import BatchFacts
from gui.results.code_groups import CodeGroups, GroupLine, summary_words
from gui.results.figures import figures
from gui.results.side_cards import batch_card, files_card, fix_card, matched_card, shares_card
from gui.results.unmatched_dialog import UnmatchedDialog
from gui.results.words import moment
from gui.style.layouts import hbox, scrolling, vbox
from gui.style.measures import scaled
from gui.style.parts import ElidedLabel, button, empty, label, make_primary, named, tag

_BESIDE = 1040
"""The width, in pixels, from which on cards stand beside the rows."""
_SIDE = 304


class ResultsPage(QWidget):
    """``look_asked``: to ask impact.com again; ``import_asked``: to bring a table; ``sheet_asked``: sheets of a
    result's refused rows; ``group_asked``: of one `CodeGroup`; ``words_asked``: a code to be explained; ``row_asked``:
    a refused row to be shown; ``history_asked``; ``save_asked``: to save what was refused;
    ``shares_asked``: to save the shares of codes."""

    finished = Signal()
    look_asked = Signal()
    import_asked = Signal()
    sheet_asked = Signal()
    group_asked = Signal(object)
    words_asked = Signal(str)
    row_asked = Signal(object)
    history_asked = Signal()
    save_asked = Signal()
    shares_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("resultsPage")
        self.facts: BatchFacts | None = None
        self.groups: list[GroupLine] = []
        """The lines of the codes that are shown."""
        outer = vbox(self, margins=(24, 14, 24, 0), spacing=10)
        head = hbox(spacing=12)
        self._back = button(text("history-back"), name="resultsBack", clicked=self.finished)
        head.addWidget(self._back)
        head.addWidget(label(text("resultpage-title"), title=True, size=4))
        self._made_up = named(tag(text("resultpage-from-practice"), "warning"), "resultsMadeUp")
        head.addWidget(self._made_up)
        self._about = named(ElidedLabel(""), "resultsAbout")
        head.addWidget(self._about, 1)
        self._look = button(text("resultpage-look"), name="resultsLook", clicked=self.look_asked)
        self._bring = button(text("resultpage-import"), name="resultsImport", clicked=self.import_asked)
        self._fix = button(text("resultpage-fix"), primary=True, name="resultsFix", clicked=self.sheet_asked)
        for action in (self._look, self._bring, self._fix):
            head.addWidget(action)
        outer.addLayout(head)
        self._said = named(label(wrap=True), "resultsSaid")
        self._said.hide()
        outer.addWidget(self._said)
        # until a batch is known, nothing is said of it
        for part in (self._made_up, self._look, self._fix):
            part.hide()
        inside = named(QWidget(), "cards")
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._body.setContentsMargins(0, 4, 0, 16)
        self._body.setSpacing(16)
        self._main = vbox(spacing=12)
        self._side_box = QWidget()
        self._side = vbox(self._side_box, margins=(0, 0, 0, 0), spacing=12)
        self._body.addLayout(self._main, 1)
        self._body.addWidget(self._side_box)
        area = named(scrolling(inside, sideways=False, frame=False), "resultsArea")
        outer.addWidget(area, 1)

    # ------------------------------------------------------------------ what is shown

    def show_facts(self, facts: BatchFacts | None, matched: Matched | None = None) -> None:
        """Show a batch; None if nothing was sent. ``matched``: what the last table brought, as far as it fits."""
        same = self.facts is not None and facts is not None and _uuid(self.facts) == _uuid(facts)
        opened = {line.objectName() for line in self.groups if line.is_open} if same else set[str]()
        self.facts = facts
        self.groups = []
        empty(self._main)
        empty(self._side)
        self._fix.setVisible(facts is not None)
        self._look.setVisible(facts is not None and facts.asks is not None)
        practice = facts is not None and facts.made_up
        self._made_up.setVisible(practice)
        self._bring.setVisible(not practice)
        if facts is None:
            self._about.say(text("resultpage-nothing-sent"))
            return
        self._show_head(facts)
        self._show_rows(facts)
        self._show_side(facts, matched)
        for line in self.groups:
            if line.objectName() in opened:
                line.turn()

    def take_focus(self) -> None:
        """Let the keys reach the page from its beginning."""
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, words: str) -> None:
        """Show a sentence about what was done, or why it was not; "" for none."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _show_head(self, facts: BatchFacts) -> None:
        batch = facts.result.submission
        at = max(part.at for part in batch.parts)
        about = text("resultpage-about", source=visible(batch.source), destination=batch.destination, at=moment(at))
        self._about.say(about)
        self._fix.setEnabled(facts.fixable)
        # until something can go again, the next step is to bring the answer
        waits = not facts.fixable and not facts.result.complete
        make_primary(self._fix, facts.fixable)
        make_primary(self._look, waits and facts.asks is not None)
        make_primary(self._bring, waits and facts.asks is None)

    def _show_rows(self, facts: BatchFacts) -> None:
        result = facts.result
        self._main.addWidget(figures(facts))
        if result.groups:
            line = hbox(spacing=12)
            line.addWidget(label(text("resultpage-groups", rows=result.counts.refused), title=True, size=1))
            summary = named(label(summary_words(result), muted=True, wrap=True), "resultsSummary")
            summary.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(summary, 1)
            self._main.addLayout(line)
            groups = CodeGroups(result, self)
            groups.sheet_asked.connect(self.group_asked)
            groups.words_asked.connect(self.words_asked)
            groups.row_asked.connect(self.row_asked)
            self.groups = groups.lines
            self._main.addWidget(groups)
        else:
            key = "resultpage-none-refused" if result.complete else "resultpage-waiting"
            self._main.addWidget(named(label(text(key), muted=True, wrap=True), "resultsNone"))
        self._main.addStretch(1)

    def _show_side(self, facts: BatchFacts, matched: Matched | None) -> None:
        files, in_history, save_refused = files_card(facts.result)
        save_refused.clicked.connect(self.save_asked)
        in_history.clicked.connect(self.history_asked)
        # nothing of practice is in the history
        in_history.setVisible(not facts.made_up)
        elsewhere = matched.unmatched_rows if matched else None
        fits, unmatched = matched_card(facts.result, elsewhere.height if elsewhere is not None else 0)
        if unmatched is not None:
            unmatched.clicked.connect(lambda: UnmatchedDialog(facts.result, matched, self).open())
        cards = [batch_card(facts), files, fix_card(facts)] if facts.result.rows else [batch_card(facts), files]
        if facts.result.checked_at:
            cards.append(fits)
        if facts.shares:
            shares, save = shares_card(facts.shares)
            save.clicked.connect(self.shares_asked)
            cards.append(shares)
        for one in cards:
            self._side.addWidget(one)
        self._side.addStretch(1)

    # ------------------------------------------------------------------ room and keys

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= scaled(_BESIDE)
        directions = QBoxLayout.Direction
        self._body.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._side_box.setMinimumWidth(scaled(_SIDE) if beside else 0)
        self._side_box.setMaximumWidth(scaled(_SIDE) if beside else 16_777_215)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finished.emit()
            return
        super().keyPressEvent(event)


def _uuid(facts: BatchFacts) -> str:
    return facts.result.submission.uuid
