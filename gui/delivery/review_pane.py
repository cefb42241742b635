"""The batch at a look while nothing is wrong: rows, money by event type and day, files, and what stays behind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from courier.batch_review import BatchReview, Share, review_of
from courier.formats import day_text, listing, number_text
from courier.messages import text
from gui.delivery.batch_comparison import BatchComparison, figure_change, is_striking
from gui.session.amounts import amounts
from gui.session.pieces import goes_by_call
from gui.session.session import Session
from gui.session.sheet_queries import SheetQueries
from gui.style.charts import Bar, DayChart, ShareBars
from gui.style.layouts import hbox, vbox
from gui.style.parts import empty, label, named

_EVENTS, _FILES = 6, 5
"""Event types and files that are listed; the rest is counted."""


class ReviewPane(QWidget):
    """Asks for the facts in the background whenever the sheet changes while it is to be seen (`follow`)."""

    def __init__(self, session: Session, comparison: BatchComparison, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "batchReview", text("review-name"))
        self._session, self._comparison = session, comparison
        self._queries = SheetQueries(session, self)
        self._review: BatchReview | None = None
        self._shown: object = None
        self._events = ShareBars(text("review-events"))
        self._days = DayChart(text("review-days"))
        for chart in (self._events, self._days):
            chart.setParent(self)
            chart.hide()
        self.rules = named(label(muted=True, wrap=True), "rulesChanged")
        """What changed in the rules since the program's last file; stands with the problems too."""
        self.rules.hide()
        self._lines = vbox(self, margins=(0, 8, 8, 8), spacing=6)
        comparison.changed.connect(self._show)
        comparison.changed.connect(self._show_rules)
        session.changed.connect(self._show_rules)
        session.rerouted.connect(self._show)

    def follow(self) -> None:
        """Show the sheet as it is now, once its figures are known."""
        if self._session.settled:
            self._queries.ask("review", lambda draft, _: review_of(draft), self._take)

    def forget(self) -> None:
        """Show nothing, because the sheet is another one or has errors."""
        self._queries.forget("review")
        self._review = None
        self._show()

    def _take(self, review: BatchReview) -> None:
        self._review = review
        self._show()

    def _show_rules(self) -> None:
        words = self._comparison.rule_changes
        self.rules.setText(words)
        self.rules.setVisible(bool(words))

    def _show(self) -> None:
        review, standing = self._review, self._session.standing
        by_call = goes_by_call(self._session)
        shown = (review, standing, self._comparison.comparison, by_call)
        if shown == self._shown:
            return
        self._shown = shown
        for chart in (self._events, self._days):
            self._lines.removeWidget(chart)
            chart.hide()
        empty(self._lines)
        if review is None or not self._session.sheet_open:
            return
        figures = (
            (number_text(review.rows), text("review-rows-word", rows=review.rows)),
            (number_text(review.orders), text("review-orders-word", orders=review.orders)),
            (number_text(review.orders), text("review-calls-word", calls=review.orders))
            if by_call
            else (number_text(len(review.files)), text("review-files-word", files=len(review.files))),
        )
        heads = hbox(spacing=20)
        for number, word in figures:
            column = vbox(spacing=0)
            column.addWidget(label(number, title=True, size=4))
            column.addWidget(label(word, muted=True))
            heads.addLayout(column)
        heads.addStretch(1)
        self._lines.addLayout(heads)
        self._show_money(review)
        main = _main_currency(review.totals)
        if len(review.events) > 1 or "" not in review.events:
            self._heading(text("review-events"))
            self._events.show_bars(self._event_bars(review, main))
            self._lines.addWidget(self._events)
            self._events.show()
        known = {day: share for day, share in review.days.items() if day is not None}
        if known:
            self._heading(text("review-days"))
            self._days.show_bars(_day_bars(known, main))
            self._lines.addWidget(self._days)
            self._days.show()
        if not by_call:
            self._show_files(review)
        self._show_rest()
        self._lines.addStretch(1)

    def _heading(self, words: str) -> None:
        heading = label(words, title=True)
        heading.setContentsMargins(0, 6, 0, 0)
        self._lines.addWidget(heading)

    def _line(self, left: str, right: str = "", *, striking: bool = False) -> None:
        line = hbox(spacing=8)
        line.addWidget(label(left, wrap=not right), 0 if right else 1)
        if right:
            line.addStretch(1)
            remark = label(right, muted=not striking)
            remark.setProperty("striking", striking)
            line.addWidget(remark)
        self._lines.addLayout(line)

    def _show_money(self, review: BatchReview) -> None:
        """The amounts, each with how it differs from the last batches."""
        comparison = self._comparison.comparison
        if comparison is None or not comparison.batches:
            self._heading(text("review-money"))
            for amount in amounts(review.totals) or [text("review-no-money")]:
                self._line(amount)
            return
        self._heading(text("review-against", batches=comparison.batches))
        rows = comparison.rows
        words = f"{number_text(review.rows)} {text('review-rows-word', rows=review.rows)}"
        self._line(words, figure_change(rows), striking=is_striking(rows))
        for code, change in comparison.totals.items():
            amount = listing(amounts({code: change.now})) or number_text(change.now)
            self._line(amount, figure_change(change), striking=is_striking(change))

    def _event_bars(self, review: BatchReview, main: str | None) -> list[Bar]:
        program = self._session.opened.options.program
        names = {event.id: event.name for event in program.event_types if event.name} if program else {}
        bars = [
            Bar(_size(share, main), names.get(event) or event or text("review-no-event"), _figure(share))
            for event, share in review.events.items()
        ]
        if len(bars) <= _EVENTS:
            return bars
        rest = [*review.events.values()][_EVENTS - 1 :]
        rows, size = sum(share.rows for share in rest), sum(_size(share, main) for share in rest)
        words = text("review-more-events", events=len(rest))
        return [*bars[: _EVENTS - 1], Bar(size, words, f"{number_text(rows)} {text('review-rows-word', rows=rows)}")]

    def _show_files(self, review: BatchReview) -> None:
        self._heading(text("review-files"))
        for number, part in enumerate(review.files[:_FILES], start=1):
            rows = f"{number_text(part.rows)} {text('review-rows-word', rows=part.rows)}"
            orders = f"{number_text(part.orders)} {text('review-orders-word', orders=part.orders)}"
            self._line(text("review-file", number=number), f"{rows}, {orders}")
        if len(review.files) > _FILES:
            self._line(text("review-more-files", files=len(review.files) - _FILES))

    def _show_rest(self) -> None:
        standing = self._session.standing
        if standing is None:
            return
        stays = (
            ("hold", standing.on_hold),
            ("out", standing.left_out),
            ("sent", standing.sent),
        )
        some = [(which, rows) for which, rows in stays if rows]
        if some:
            self._heading(text("review-stays"))
        for which, rows in some:
            self._line(text(f"review-{which}"), f"{number_text(rows)} {text('review-rows-word', rows=rows)}")


def _main_currency(totals: Mapping[str, Decimal]) -> str | None:
    """The currency of most money, by its number: one chart can show only one."""
    return max(totals, key=lambda code: totals[code], default=None)


def _size(share: Share, currency: str | None) -> float:
    """The length of a bar: money, or rows where there is none."""
    return float(share.rows) if currency is None else max(0.0, float(share.totals.get(currency, Decimal())))


def _figure(share: Share) -> str:
    return listing(amounts(share.totals)) or f"{number_text(share.rows)} {text('review-rows-word', rows=share.rows)}"


def _day_bars(days: Mapping[date, Share], currency: str | None) -> list[Bar]:
    """A bar for each day from the first to the last, also for those without an order if they are not too many."""
    first, last = min(days), max(days)
    span = (last - first).days + 1
    if span > 62:
        return [Bar(_size(share, currency), day_text(day), _figure(share)) for day, share in days.items()]
    bars = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        share = days.get(day, Share(0, {}))
        bars.append(Bar(_size(share, currency) if share.rows else 0.0, day_text(day), _figure(share)))
    return bars
