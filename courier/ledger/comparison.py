"""A batch beside the ones that its program sent before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median

from courier.ledger.records import Submission

_LAST = 4
"""How many earlier batches count."""
COMPARED_SUBMISSIONS = 20
"""So many of a program's last submissions have to be looked at: not all of them arrived."""


@dataclass(frozen=True)
class FigureChange:
    """A figure against its median in earlier batches; ``times``: how many times as much, None where it was nothing."""

    now: Decimal
    usual: Decimal

    @property
    def times(self) -> float | None:
        """1.0 where nothing changed."""
        return float(self.now / self.usual) if self.usual else None


@dataclass(frozen=True)
class Comparison:
    """What is different this time. ``batches``: how many earlier ones there are to compare with, at most four;
    ``since``: when the oldest of them was sent, None without any."""

    batches: int
    since: datetime | None
    rows: FigureChange
    totals: Mapping[str, FigureChange]


def compare(rows: int, totals: Mapping[str, Decimal], earlier: Sequence[Submission]) -> Comparison:
    """A batch of so many rows and such totals beside earlier submissions, newest first; those of which nothing arrived
    do not count. A currency that only one side has counts as nothing on the other."""
    sent = [one for one in earlier if any(part.state.delivered for part in one.parts)][:_LAST]
    codes = dict.fromkeys([*totals, *(code for one in sent for code in one.totals)])
    usual = {code: _usual([one.totals.get(code, Decimal(0)) for one in sent]) for code in codes}
    return Comparison(
        len(sent),
        sent[-1].made_at if sent else None,
        FigureChange(Decimal(rows), _usual([Decimal(one.rows) for one in sent])),
        {code: FigureChange(totals.get(code, Decimal(0)), usual[code]) for code in codes},
    )


def _usual(figures: list[Decimal]) -> Decimal:
    return median(figures) if figures else Decimal(0)
