"""The line at the bottom: how the rows are divided, what they are worth, their ages, and what just happened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from courier import version
from courier.messages import text
from courier.rules.event_dates import DROPPED_AFTER
from gui.session.amounts import amounts
from gui.session.pieces import pieces_of
from gui.session.session import Session
from gui.style.announce import ProgressSpeaker, announce
from gui.style.folding_row import FoldingRow
from gui.style.measures import status_height
from gui.style.parts import ElidedLabel, label, named, styled
from gui.style.plain import set_tip
from gui.window.age_histogram import AgeHistogram
from gui.window.status_chip import StatusChip

_MESSAGE_STAYS = 12_000
"""Milliseconds until a message goes."""
_MARKS = {"ready": "good", "repair": "error", "hold": "hold", "out": "excluded", "sent": "sent"}


class StatusLine(QWidget):
    """Listens to the session. While there is a message or progress it stands in place of the figures. ``show_asked``
    with ready, repair, hold, out or sent when only these rows are wanted, with "" when all are wanted again."""

    show_asked = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        styled(self)
        self._session = session
        self._on_cancel: Callable[[], object] | None = None
        self._row = row = FoldingRow(self, margins=(14, 2, 14, 2), spacing=8)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(row)
        self._about = label(muted=True)
        self.chips = {kind: StatusChip(kind, mark) for kind, mark in _MARKS.items()}
        for chip in self.chips.values():
            chip.clicked.connect(lambda pressed, kind=chip.kind: self.show_asked.emit(kind if pressed else ""))
        self._orders, self._files = named(label(muted=True), "statusOrders"), named(label(muted=True), "statusFiles")
        self._totals = named(label(), "statusTotals")
        self._age = label(text("status-age"), muted=True)
        self._histogram = AgeHistogram(self)
        self._range = label(muted=True)
        self._said = named(ElidedLabel("", muted=False), "statusSaid")
        self._bar = QProgressBar()
        self._bar.setFixedWidth(140)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text("status-progress"))
        self._speaker = ProgressSpeaker(self._bar)
        self._stop = named(QToolButton(), "statusStop", text("button-cancel"))
        self._stop.setProperty("flat", True)
        self._stop.setText("✕")
        set_tip(self._stop, text("button-cancel"))
        self._stop.clicked.connect(self._cancel)
        self._right = named(label(muted=True), "statusSaved")
        self._version = label(text("version-line", version=version()), muted=True)
        self._figures = (self._orders, self._totals, self._files, self._age, self._histogram, self._range)
        row.add(self._about, *self.chips.values(), *self._figures)
        row.add(self._said, stretch=1)
        row.add(self._bar, self._stop, self._right, self._version)
        self._add_steps()
        for part in (self._bar, self._stop):
            row.show_part(part, False)
        self.setFixedHeight(status_height())
        self._message_end = QTimer(self, singleShot=True, interval=_MESSAGE_STAYS)
        self._message_end.timeout.connect(lambda: self.say(""))
        session.changed.connect(self.refresh)
        session.saved.connect(self.refresh)
        session.rerouted.connect(self.refresh)
        self.refresh()

    def _add_steps(self) -> None:
        row = self._row
        row.add_hiding(self._range, self._files)
        row.add_hiding(self._orders)
        row.add_step(self._show_totals)
        row.add_hiding(self._age, self._histogram)
        for chip in reversed(self.chips.values()):
            row.add_step(chip.show_brief)
        row.add_hiding(self._totals)
        row.add_hiding(self._right)

    def show_about(self, words: str) -> None:
        """Show a sentence while no sheet is open."""
        self._about.setText(words)

    def show_filter(self, kind: str) -> None:
        """Show that only rows of a kind are shown."""
        for chip in self.chips.values():
            chip.setChecked(chip.kind == kind)

    def refresh(self) -> None:
        """Show the session's figures."""
        row, standing = self._row, self._session.standing
        sheet_open = self._session.sheet_open
        counted = sheet_open and standing is not None
        ages = self._session.ages if counted else {}
        free = counted and not self._said.words
        for part in (*self.chips.values(), self._right):
            row.show_part(part, counted)
        for part in self._figures:
            row.show_part(part, free and (bool(ages) or part not in (self._age, self._histogram, self._range)))
        for part in (self._about, self._version):
            row.show_part(part, not sheet_open)
        if counted and standing is not None:
            for kind, rows in (
                ("ready", standing.ready), ("repair", standing.needs_repair), ("hold", standing.on_hold),
                ("out", standing.left_out), ("sent", standing.sent),
            ):  # fmt: skip
                self.chips[kind].show_rows(rows)
            row.show_part(self.chips["sent"], standing.sent > 0)
            self._orders.setText(text("status-orders", orders=standing.orders))
            self._files.setText(pieces_of(self._session))
            row.show_part(self._files, free and self._session.parts > 0)
            if ages:
                self._histogram.show_ages(ages)
                self._range.setText(text("status-age-range", last=max(ages), limit=DROPPED_AFTER.days))
            self._right.setText(self._session.saving)
            fixed = self._session.repaired.count
            set_tip(self._right, text("status-fixed", cells=fixed))
        self._show_totals(False)
        row.refit()

    def _show_totals(self, brief: bool) -> None:
        standing = self._session.standing if self._session.sheet_open else None
        sums = amounts(standing.totals) if standing else []
        shown = text("status-first-total", total=sums[0], more=len(sums) - 1) if brief and len(sums) > 1 else None
        self._totals.setText(shown or "   ".join(sums))
        set_tip(self._totals, "\n".join(sums))

    def say(self, words: str) -> None:
        """Show a short sentence about what just happened, for a while."""
        self._said.say(words)
        announce(self._said, words if self._bar.isHidden() else "")
        if words and self._bar.isHidden():
            self._message_end.start()
        else:
            self._message_end.stop()
        self.refresh()

    def show_progress(
        self, fraction: float | None, words: str = "", cancel: Callable[[], object] | None = None
    ) -> None:
        """Progress of long work, from 0 to 1; None when it is over. ``cancel``: stops it."""
        self._row.show_part(self._bar, fraction is not None)
        self._on_cancel = cancel if fraction is not None else None
        self._row.show_part(self._stop, self._on_cancel is not None)
        if fraction is not None:
            self._bar.setValue(round(fraction * 100))
        self._speaker.show(fraction)
        self.say(words)

    def _cancel(self) -> None:
        if self._on_cancel is not None:
            self._on_cancel()
