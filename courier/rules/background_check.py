"""A check in another thread, on what there was to check when it was taken up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from courier.rules.checker import Checker
from courier.rules.verdict import Verdict
from courier.threads import run_low_priority


@dataclass(frozen=True, eq=False)
class BackgroundCheck:
    """A check of a draft as it was, for another thread. ``rows``: the row ids to check, None for all; ``round``: the
    draft's at that time."""

    checker: Checker
    verdict: Verdict
    rows: list[int] | None
    round: int

    def run(self, progress: Callable[[float], None] | None = None) -> Verdict:
        """The verdict, found while whatever a person does in the window goes first. See `Checker.check` for
        ``progress``."""
        return run_low_priority(lambda: self._checked(progress))

    def _checked(self, progress: Callable[[float], None] | None) -> Verdict:
        # folds what was typed: nobody in the window has to wait for that then
        self.checker.sheet.frame()
        if self.rows is None:
            return self.checker.check(progress)
        self.checker.recheck(self.verdict, self.rows)
        self.checker.refresh_file_problems(self.verdict)
        return self.verdict
