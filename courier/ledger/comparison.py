"""Compares a batch, and the rules it was checked with, with the earlier batches of its program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median

from courier.catalogue.fields import Template
from courier.ledger.records import Submission
from courier.rules.rule_changes import changes_since

_LAST = 4
"""How many earlier batches are compared."""
COMPARED_SUBMISSIONS = 20
"""How many of a program's last submissions to pass to `compare`: not all of them arrived."""


@dataclass(frozen=True)
class FigureChange:
    """A figure and its median in earlier batches."""

    now: Decimal
    usual: Decimal

    @property
    def times(self) -> float | None:
        """The ratio of ``now`` to ``usual``, None if ``usual`` is 0."""
        return float(self.now / self.usual) if self.usual else None


@dataclass(frozen=True)
class Comparison:
    """How a batch differs. ``batches``: how many earlier batches were compared, at most four; ``since``: when the
    oldest of them was sent, None if there is none."""

    batches: int
    since: datetime | None
    rows: FigureChange
    totals: Mapping[str, FigureChange]


def compare(rows: int, totals: Mapping[str, Decimal], earlier: Sequence[Submission]) -> Comparison:
    """Compare a batch's number of rows and totals with earlier submissions, newest first; those without a delivered
    part are skipped. A missing currency counts as 0."""
    sent = _delivered(earlier)[:_LAST]
    codes = dict.fromkeys([*totals, *(code for batch in sent for code in batch.totals)])
    usual = {code: _usual([batch.totals.get(code, Decimal(0)) for batch in sent]) for code in codes}
    return Comparison(
        len(sent),
        sent[-1].made_at if sent else None,
        FigureChange(Decimal(rows), _usual([Decimal(batch.rows) for batch in sent])),
        {code: FigureChange(totals.get(code, Decimal(0)), usual[code]) for code in codes},
    )


def rule_changes_words(program: str, template: Template, earlier: Sequence[Submission]) -> str:
    """What changed in the rules of a template since the last file of a program, in a sentence; "" for nothing.
    ``earlier``: its submissions, newest first; skipped are those without a delivered part, and those of colleagues,
    whose rules nobody knows."""
    versions = (batch.rules for batch in _delivered(earlier) if batch.rules)
    return changes_since(next(versions, ""), template).words(program)


def _delivered(earlier: Sequence[Submission]) -> list[Submission]:
    return [batch for batch in earlier if any(part.state.delivered for part in batch.parts)]


def _usual(figures: list[Decimal]) -> Decimal:
    return median(figures) if figures else Decimal(0)
