"""Keeps the coverage of every file from falling: ``coverage_ratchet.py check`` after the tests, ``raise`` after a gain.

Both read the measurement that ``make test`` leaves behind. `FLOORS` has one line per file: its path and the percentage,
a whole number, of its statements that the tests must reach.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "build" / "coverage_floors.txt"

NEW_FILES_AT_LEAST = 80
"""Percentage for a file without a floor of its own."""

SPARE_STATEMENTS = 2
"""Statements that a floor leaves out of what was measured: some run only when threads meet in one order."""

Measured = dict[str, tuple[int, int]]
"""Per path: statements reached, statements in all. Files without statements are not in it."""


def measure() -> Measured:
    """What the last run of the tests reached. `SystemExit` if there was none."""
    coverage = Coverage(config_file=str(ROOT / "pyproject.toml"))
    coverage.load()
    if not coverage.get_data().measured_files():
        sys.exit("No measurement here. Run `make test` first.")
    measured = {}
    for folder in ("courier", "gui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            _, statements, _, missing, _ = coverage.analysis2(str(path))
            if statements:
                name = path.relative_to(ROOT).as_posix()
                measured[name] = (len(statements) - len(missing), len(statements))
    return measured


def read_floors() -> dict[str, int]:
    """The committed floors; empty when the file is not there."""
    if not FLOORS.exists():
        return {}
    lines = FLOORS.read_text(encoding="utf-8").splitlines()
    return {path: int(percent) for path, percent in (line.split() for line in lines)}


def failures(measured: Measured, floors: dict[str, int]) -> list[str]:
    """One sentence for each file below its floor."""
    found = []
    for path, (reached, statements) in measured.items():
        floor = floors.get(path, NEW_FILES_AT_LEAST)
        if 100 * reached < floor * statements:
            kind = "" if path in floors else " for a new file"
            found.append(f"{path}: {100 * reached / statements:.1f} %, the floor{kind} is {floor} %")
    return found


def raised(measured: Measured, floors: dict[str, int]) -> dict[str, int]:
    """The floors after this measurement: none is lower than before, and files that are gone have none.

    With no floors at all, as on the first day or after many files were renamed, every file gets the floor it reaches.
    """
    new = {}
    for path, (reached, statements) in measured.items():
        percent = 100 * max(0, reached - SPARE_STATEMENTS) // statements
        if path in floors or not floors or percent >= NEW_FILES_AT_LEAST:
            new[path] = max(floors.get(path, 0), percent)
    return new


def main() -> int:
    """Exit code 1 if a file is below its floor."""
    parser = argparse.ArgumentParser(description="The floors of coverage, one per file.")
    parser.add_argument("action", choices=("check", "raise"))
    action = parser.parse_args().action
    if sys.platform != "linux":
        print(
            "Coverage has floors on Linux only: elsewhere other lines run, and some servers of the tests are missing."
        )
        return 0
    measured, floors = measure(), read_floors()
    if action == "raise":
        lines = [f"{path} {percent}\n" for path, percent in sorted(raised(measured, floors).items())]
        FLOORS.write_text("".join(lines), encoding="utf-8")
        print(f"{FLOORS.relative_to(ROOT)}: {len(lines)} floors.")
        return 0
    found = failures(measured, floors)
    reached, statements = (sum(figures) for figures in zip(*measured.values(), strict=True))
    print(f"Coverage: {100 * reached / statements:.1f} % of {statements} statements in {len(measured)} files.")
    for sentence in found:
        print(sentence)
    if found:
        print("Test what is new. `build/system-packages.sh` names servers whose absence makes tests skip themselves.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
