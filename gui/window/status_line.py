"""The line at the bottom: rows, orders, totals, files, ages, and how the rows are divided."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QToolButton, QWidget

from courier import version
from courier.messages import text
from courier.rules.event_dates import DROPPED_AFTER
from gui.session.amounts import amounts
from gui.session.session import Session
from gui.style.layouts import hbox
from gui.style.measures import STATUS_HEIGHT
from gui.style.parts import ElidedLabel, label, named, styled
from gui.style.plain import set_tip
from gui.style.theme import current

_BARS = 24
_LIMIT = DROPPED_AFTER.days


class AgeHistogram(QWidget):
    """How old the orders are, oldest on the left, those beyond 88 days in another colour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._counts: list[tuple[int, int]] = []
        self.setFixedSize(QSize(130, 18))

    def show_ages(self, ages: Mapping[int, int]) -> None:
        """``ages``: rows per age in days."""
        top = max([*ages, 1])
        width = max(1, -(-(top + 1) // _BARS))
        counts = [0] * (top // width + 1)
        for age, rows in ages.items():
            counts[age // width] += rows
        self._counts = [(index * width, count) for index, count in enumerate(counts)][::-1]
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._counts:
            return
        theme = current()
        painter = QPainter(self)
        step = self.width() / len(self._counts)
        highest = max(count for _, count in self._counts)
        for place, (age, count) in enumerate(self._counts):
            if count:
                height = max(2.0, count / highest * self.height())
                colour = theme.error if age > _LIMIT else theme.accent
                painter.fillRect(
                    QRectF(place * step, self.height() - height, max(1.0, step - 1), height), QColor(colour)
                )


class StatusLine(QWidget):
    """Listens to the session; shows progress of long work beside it while there is some. ``show_asked`` with ready,
    aside, out or sent when one of these numbers is clicked."""

    show_asked = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        styled(self)
        self._session = session
        self._on_cancel: Callable[[], object] | None = None
        line = hbox(self, margins=(14, 3, 14, 3), spacing=16)
        self._left = named(label(), "statusTotals")
        self._division = {which: self._number(which) for which in ("ready", "aside", "out", "sent")}
        self._age = label(text("status-age"), muted=True)
        self._histogram = AgeHistogram(self)
        self._range = label(muted=True)
        self._said = named(ElidedLabel("", muted=False), "statusSaid")
        self._right = label(muted=True)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(160)
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._stop = named(QToolButton(), "statusStop", text("button-cancel"))
        self._stop.setProperty("flat", True)
        self._stop.setText("✕")
        set_tip(self._stop, text("button-cancel"))
        self._stop.hide()
        self._stop.clicked.connect(self._cancel)
        self._about = label(muted=True)
        line.addWidget(self._about)
        line.addWidget(self._left)
        numbers = hbox(spacing=2)
        for number in self._division.values():
            numbers.addWidget(number)
        line.addLayout(numbers)
        for part in (self._age, self._histogram, self._range):
            line.addWidget(part)
        line.addWidget(self._said, 1)
        self._version = label(text("version-line", version=version()), muted=True)
        for right in (self._bar, self._stop, self._right, self._version):
            line.addWidget(right)
        self.setFixedHeight(STATUS_HEIGHT)
        session.changed.connect(self.refresh)
        session.saved.connect(self.refresh)
        self.refresh()

    def _number(self, which: str) -> QToolButton:
        number = named(QToolButton(), f"status{which.capitalize()}")
        number.setProperty("flat", True)
        number.clicked.connect(lambda: self.show_asked.emit(which))
        return number

    def show_about(self, words: str) -> None:
        """Show a sentence while no sheet is open."""
        self._about.setText(words)

    def refresh(self) -> None:
        """Show the session's figures."""
        sheet_open, standing = self._session.sheet_open, self._session.standing
        counted = sheet_open and standing is not None
        for part in (*self._division.values(), self._left, self._age, self._histogram, self._range, self._right):
            part.setVisible(counted)
        for part in (self._about, self._version):
            part.setVisible(not sheet_open)
        if not sheet_open or standing is None:
            return
        words = [
            f"{standing.rows:,} {text('status-rows', rows=standing.rows)}",
            f"{standing.orders:,} {text('status-orders', orders=standing.orders)}",
            *amounts(standing.totals),
            text("status-files", parts=self._session.parts),
        ]
        self._left.setText("   ".join(words))
        self._division["ready"].setText(text("status-ready", rows=standing.ready))
        self._division["aside"].setText(text("status-aside", rows=standing.set_aside))
        self._division["out"].setText(text("status-out", rows=standing.left_out))
        self._division["sent"].setText(text("status-sent", rows=standing.sent))
        self._division["sent"].setVisible(standing.sent > 0)
        ages = self._session.ages
        for part in (self._age, self._histogram, self._range):
            part.setVisible(bool(ages))
        if ages:
            self._histogram.show_ages(ages)
            self._range.setText(text("status-age-range", first=min(ages), last=max(ages)))
        fixed = text("status-fixed", cells=self._session.repaired.count)
        kept = self._session.saving
        self._right.setText("   ".join(word for word in (fixed, kept) if word))

    def say(self, words: str) -> None:
        """Show a short sentence about what just happened."""
        self._said.say(words)

    def show_progress(
        self, fraction: float | None, words: str = "", cancel: Callable[[], object] | None = None
    ) -> None:
        """Progress of long work, from 0 to 1; None when it is over. ``cancel``: stops it."""
        self._bar.setVisible(fraction is not None)
        self._on_cancel = cancel if fraction is not None else None
        self._stop.setVisible(self._on_cancel is not None)
        self._said.say(words)
        if fraction is not None:
            self._bar.setValue(round(fraction * 100))

    def _cancel(self) -> None:
        if self._on_cancel is not None:
            self._on_cancel()
