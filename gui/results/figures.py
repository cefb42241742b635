"""The figures on top of the results: accepted, refused, not answered, and when the answer came."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from courier.formats import number_text
from courier.messages import text
from courier.results.batch_result import BatchResult
from courier.results.learning import wait_of
from gui.results.batch_facts import BatchFacts
from gui.results.words import moment, span
from gui.session.amounts import amounts_in_line
from gui.style.layouts import vbox
from gui.style.parts import card, label, named, set_style
from gui.style.theme import current


def figures(facts: BatchFacts) -> QFrame:
    """A card with all of them; they add up to what was sent."""
    box = named(card(), "resultFigures")
    grid = QGridLayout(box)
    grid.setContentsMargins(16, 12, 16, 12)
    grid.setHorizontalSpacing(24)
    result = facts.result
    counts = result.counts
    refused = text(
        "resultpage-refused-orders", orders=result.refused_orders, money=_money(result.refused_totals) or "–"
    )
    columns = (
        ("accepted", counts.accepted, _money(result.accepted_totals)),
        ("refused", counts.refused, refused if counts.refused else ""),
        ("unanswered", counts.unanswered, _files(result)),
    )
    for place, (name, count, below) in enumerate(columns):
        column = vbox(spacing=2)
        column.addWidget(label(text(f"resultpage-{name}"), muted=True, wrap=True))
        figure = named(label(number_text(count), title=True, size=7), f"resultFigure-{name}")
        figure.setAccessibleName(f"{text(f'resultpage-{name}')}: {number_text(count)}")
        set_style(figure, "alarming", name == "refused" and count > 0)
        column.addWidget(figure)
        column.addWidget(label(below, muted=True, wrap=True))
        column.addStretch(1)
        grid.addLayout(column, 0, place)
        grid.setColumnStretch(place, 1)
    grid.addLayout(_when(facts), 0, len(columns))
    grid.setColumnStretch(len(columns), 1)
    return box


def _when(facts: BatchFacts) -> QVBoxLayout:
    column = vbox(spacing=6)
    column.addWidget(named(label(when_words(facts.result), muted=True, wrap=True), "resultWhen"))
    column.addWidget(_Share(facts.result))
    usual = facts.usual
    column.addWidget(label(text("resultpage-usual", time=span(usual)) if usual else "", muted=True, wrap=True))
    column.addStretch(1)
    return column


def when_words(result: BatchResult) -> str:
    """When the answer came and how long after, or that there is none."""
    answered = [part.answered for part in result.parts if part.answered.answers]
    done = max((part.completed_at for part in answered if part.completed_at), default=None)
    waits = [wait for wait in map(wait_of, answered) if wait is not None]
    if done and waits:
        return text("resultpage-when", at=moment(done), after=span(max(waits)))
    if result.checked_at:
        return text("resultpage-checked", at=moment(result.checked_at))
    return text("resultpage-never")


def _files(result: BatchResult) -> str:
    done = sum(part.answered.complete for part in result.parts)
    return text("resultpage-files-done", done=done, files=len(result.parts))


def _money(totals: Mapping[str, Decimal] | None) -> str:
    return amounts_in_line(totals) if totals else ""


class _Share(QWidget):
    """A bar: what was accepted, then what was refused, of all rows."""

    def __init__(self, result: BatchResult) -> None:
        super().__init__()
        counts = result.counts
        self._parts = (counts.accepted, counts.refused, counts.unanswered)
        self.setAccessibleName(counts.words or text("resultpage-never"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(80, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, whole = QPainter(self), current(), sum(self._parts) or 1
        left = 0.0
        for rows, colour in zip(self._parts, (theme.good, theme.error, theme.edge), strict=True):
            # a few of very many are seen too
            width = max(3.0, rows / whole * self.width()) if rows else 0.0
            place = QRectF(min(left, self.width() - width), 0, width, self.height())
            if self.isRightToLeft():
                place.moveRight(self.width() - place.left())
            painter.fillRect(place, QColor(colour))
            left += width
