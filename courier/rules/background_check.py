"""A check in another thread, on a snapshot of the draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from courier.rules.checker import Checker
from courier.rules.verdict import Verdict
from courier.threads import run_low_priority


@dataclass(frozen=True, eq=False)
class BackgroundCheck:
    """A check of a snapshot of a draft. ``rows``: the row ids to check, None for all; ``round``: the draft's round at
    the time of the snapshot."""

    checker: Checker
    verdict: Verdict
    rows: list[int] | None
    round: int

    def run(self, progress: Callable[[float], None] | None = None) -> Verdict:
        """The verdict, computed at low priority so that the window stays responsive. ``progress``: as in
        `Checker.check`."""
        return run_low_priority(lambda: self._checked(progress))

    def _checked(self, progress: Callable[[float], None] | None) -> Verdict:
        # merges the typed cells here, so that the window need not wait for it
        self.checker.sheet.frame()
        if self.rows is None:
            return self.checker.check(progress)
        self.checker.recheck(self.verdict, self.rows)
        self.checker.refresh_file_problems(self.verdict)
        return self.verdict
