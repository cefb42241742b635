"""Timing that holds on a noisy machine: alternated runs, medians, and only ratios for a verdict."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table. ``bar`` is what it must not exceed, in the unit of ``value``: times or milliseconds."""

    name: str
    rows: int
    value: float
    unit: str
    bar: float | None
    detail: str = ""

    @property
    def met(self) -> bool:
        """Whether the bar is kept; True where there is none."""
        return self.bar is None or self.value <= self.bar


def seconds(work: Callable[[], object], *, collect: bool = True) -> float:
    """How long one run takes, garbage collected before unless the app would not do so either."""
    if collect:
        gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def side_by_side(ours: Callable[[], object], bare: Callable[[], object], runs: int = 5) -> tuple[float, float]:
    """The medians of both, run in turn."""
    pairs = [(seconds(ours), seconds(bare)) for _ in range(runs)]
    return statistics.median(one for one, _ in pairs), statistics.median(one for _, one in pairs)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
