"""Which cells hold what a repair wrote, kept up to date one step at a time: a step may hold 100,000 cells."""

from __future__ import annotations

from collections.abc import Sequence

from courier.sheet.edit import Cells, Edit

_Turn = tuple[str, frozenset[int], bool]
"""Column, row ids, and whether the cells became repaired or no longer are."""


class RepairedCells:
    """Follows the edits in force."""

    def __init__(self) -> None:
        self._steps: list[tuple[Edit, list[_Turn]]] = []
        self._cells: dict[str, set[int]] = {}

    def rows_of(self, column: str) -> set[int]:
        """Row ids of the repaired cells of a column."""
        return self._cells.get(column, set())

    @property
    def count(self) -> int:
        """How many cells."""
        return sum(map(len, self._cells.values()))

    def follow(self, done: Sequence[Edit]) -> None:
        """Follow the edits in force now, oldest first."""
        while self._steps and (len(self._steps) > len(done) or self._steps[-1][0] is not done[len(self._steps) - 1]):
            for column, rows, became in reversed(self._steps.pop()[1]):
                self._turn(column, rows, not became)
        for edit in done[len(self._steps) :]:
            turns = [
                turn for change in edit.changes if isinstance(change, Cells) for turn in self._take(edit.what, change)
            ]
            self._steps.append((edit, turns))

    def _take(self, what: str, change: Cells) -> list[_Turn]:
        repaired = self.rows_of(change.column)
        became = what == "edit-fix"
        rows = frozenset(change.rows)
        rows = rows - repaired if became else rows & repaired
        if not rows:
            return []
        self._turn(change.column, rows, became)
        return [(change.column, rows, became)]

    def _turn(self, column: str, rows: frozenset[int], became: bool) -> None:
        repaired = self._cells.setdefault(column, set())
        if became:
            repaired |= rows
        else:
            repaired -= rows
