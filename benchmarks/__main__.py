"""Prints every figure: ``python -m benchmarks [ROWS ...]``, 10,000, 100,000 and 1,000,000 rows unless said."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks import delivery, ledger, team_ledger, window, work
from benchmarks.measuring import Figure
from benchmarks.plain_check import count_problems
from benchmarks.sheets import records, write_csv

SIZES = (10_000, 100_000, 1_000_000)
_CHECKED = 10_000
_FIGURES = (
    work.opening_csv, work.opening_workbook, work.editing, work.repairing, work.exporting, work.memory, window.working,
    window.painting, window.interacting, ledger.looking_up,
)  # fmt: skip


def main() -> int:
    """Measure and print. The exit code is 1 if a count of problems is wrong; a missed bar is only marked."""
    sizes = [int(size.replace("_", "")) for size in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory(prefix="courier-bench-") as scratch:
        folder = Path(scratch)
        if not _counts_agree(folder):
            return 1
        print(f"{'figure':<42}{'rows':>11}{'value':>10}   {'bar':>6}")
        for figure in window.starting(folder, 0):
            _show(figure)
        for figure in delivery.sending(folder, 0):
            _show(figure)
        for figure in team_ledger.sharing(folder, 0):
            _show(figure)
        for rows in sizes:
            for measure in _FIGURES:
                for figure in measure(folder, rows):
                    _show(figure)
    return 0


def _counts_agree(folder: Path) -> bool:
    draft = work.opened(write_csv(folder / "counted.csv", _CHECKED))
    counted = draft.verdict.counts_by_rule()
    wrong = {
        rule: (counted.get(rule, 0), found)
        for rule, found in count_problems(records(_CHECKED)).items()
        if counted.get(rule, 0) != found
    }
    if wrong:
        print(f"The checker and the plain check disagree (ours, plain): {wrong}")
    return not wrong


def _show(figure: Figure) -> None:
    bar = "" if figure.bar is None else f"{figure.bar:g} {figure.unit}"
    mark = " " if figure.met else "!"
    rows = f"{figure.rows:,}" if figure.rows else ""
    print(
        f"{figure.name:<42}{rows:>11}{figure.value:>8.2f} {figure.unit:<2}{mark}{bar:>7}   {figure.detail}", flush=True
    )


if __name__ == "__main__":
    sys.exit(main())
