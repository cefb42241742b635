"""Compares the current batch with those that its program sent before."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from courier.formats import listing, number_text
from courier.ledger.comparison import COMPARED_SUBMISSIONS, Comparison, FigureChange, compare, rule_changes_words
from courier.ledger.records import Submission
from courier.messages import text
from gui.session.services import AppServices
from gui.session.session import Session
from gui.work import Job

_SAME = 0.05
_STRIKING = 2.0
"""Factor from which a figure is pointed out as unusual, up or down."""


class BatchComparison(QObject):
    """Keeps what the program of the open sheet sent before. ``changed``: earlier batches are known, or the program
    changed."""

    changed = Signal()

    def __init__(self, session: Session, services: AppServices, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._services = session, services
        self._program = ""
        self._earlier: Sequence[Submission] = ()
        session.changed.connect(self._follow)

    def look_again(self) -> None:
        """Read the earlier batches again after something was sent."""
        self._program = ""
        self._follow()

    @property
    def words(self) -> str:
        """How this batch differs from the last four, in words; "" if there are none."""
        comparison = self.comparison
        return comparison_text(comparison) if comparison is not None else ""

    @property
    def brief(self) -> str:
        """The differences alone, without the number of earlier batches."""
        comparison = self.comparison
        return listing(_figures(comparison)) if comparison is not None and comparison.batches else ""

    @property
    def striking(self) -> bool:
        """Whether a figure differs so much that the batch may be wrong."""
        comparison = self.comparison
        if comparison is None or not comparison.batches:
            return False
        return any(map(is_striking, (comparison.rows, *comparison.totals.values())))

    @property
    def rule_changes(self) -> str:
        """What changed in the rules since the last file of the program, in words; "" for nothing."""
        if not self._earlier or not self._session.sheet_open:
            return ""
        return rule_changes_words(self._program, self._session.draft.choices.template, self._earlier)

    @property
    def comparison(self) -> Comparison | None:
        """How this batch differs from the last four; None where nothing is counted yet."""
        standing = self._session.standing
        return compare(standing.ready, standing.totals, self._earlier) if standing is not None else None

    def _follow(self) -> None:
        wanted = self._session.sheet_open and not self._session.practice
        program = (self._session.draft.choices.program or "") if wanted else ""
        if program == self._program:
            return
        self._program, self._earlier = program, ()
        if not program or self._services.ledger_trouble:
            self.changed.emit()
            return

        def take(submissions: Sequence[Submission]) -> None:
            if program == self._program:
                self._earlier = submissions
                self.changed.emit()

        # a batch can be sent without the comparison
        job = Job(lambda _: self._services.ledger.submissions(last=COMPARED_SUBMISSIONS, program=program), self)
        job.start(take, waits=True)


def is_striking(change: FigureChange) -> bool:
    """Whether a figure differs so much that it may be wrong."""
    times = change.times
    return times is None or times >= _STRIKING or times <= 1 / _STRIKING


def comparison_text(comparison: Comparison) -> str:
    """How a batch differs from earlier ones, in words; "" if there are none."""
    if not comparison.batches:
        return ""
    return text("usual-line", batches=comparison.batches, figures=listing(_figures(comparison)))


def _figures(comparison: Comparison) -> list[str]:
    totals = [
        text("usual-total", currency=code or "?", change=figure_change(change))
        for code, change in comparison.totals.items()
    ]
    return [text("usual-rows", change=figure_change(comparison.rows)), *totals]


def figure_change(change: FigureChange) -> str:
    """How a figure differs, in words."""
    times = change.times
    if times is None:
        return text("usual-new")
    if abs(times - 1) < _SAME:
        return text("usual-same")
    if times >= _STRIKING:
        return text("usual-times", times=number_text(round(times, 1)))
    return text("usual-more" if times > 1 else "usual-less", percent=round(abs(times - 1) * 100))
