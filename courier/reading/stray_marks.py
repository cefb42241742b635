"""Splits records with misplaced quotation marks so that the fewest marks remain misplaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from courier.reading.dialects import RecordPattern, line_end

_LINES_OF_A_CELL = 40
"""Lines that are searched for the end of a quoted cell."""
_MOST_DELIMITERS = 2_000
_STEPS_OF_ANY, _CHARACTERS_FOR_A_STEP = 200_000, 4
"""Comparisons that a text may cost, and one more for so many characters. Damage within orders needs far less; a text
that is nothing but damage would need the square of its length."""
_CHARACTERS_OF_A_STEP = 100


class StrayMarks:
    """Splits the records of one text that do not match ``pattern``; ``usual``: how many cells most records have."""

    def __init__(self, content: str, pattern: RecordPattern, usual: int) -> None:
        self._content, self._pattern, self._usual = content, pattern, usual
        self._delimiter, self._mark = pattern.delimiter, pattern.mark
        self._steps = _STEPS_OF_ANY + len(content) // _CHARACTERS_FOR_A_STEP
        self._begins_record: dict[int, bool] = {}

    def repaired(self, start: int, matched: re.Match[str] | None) -> tuple[list[str], int] | None:
        """The cells of the record at ``start`` and where it ends: as few lines as give the usual number of cells.

        ``matched``: the record as the pattern matches it; None is returned if no shorter one has the usual number.
        """
        content, after = self._content, start
        best: tuple[list[str], int] | None = None
        for _ in range(_LINES_OF_A_CELL):
            self._steps -= 1
            stop, after = line_end(content, after)
            if matched is not None and after >= matched.end():
                break
            # a cell goes on up to a record only
            if best is None or after >= len(content) or self._is_record(after):
                line = content[start:stop]
                cells = self._escaped(line) or self._best_cells(line)
                if cells is not None:
                    best = best or (cells, after)
                    if not self._continues(cells[-1], after):
                        return cells, after
            if after >= len(content) or self._steps < 0:
                break
        if best is not None or matched is not None:
            return best
        stop, after = line_end(content, start)
        line = content[start:stop]
        return self._escaped(line, of_any_width=True) or line.split(self._delimiter), after

    def _escaped(self, line: str, *, of_any_width: bool = False) -> list[str] | None:
        """The cells of a line in which a backslash escapes marks, if all marks are in place then."""
        mark = self._mark
        if "\\" + mark not in line:
            return None
        self._steps -= len(line) // _CHARACTERS_OF_A_STEP
        doubled = line.replace("\\" + mark, mark * 2)
        if self._pattern.record.fullmatch(doubled) is None:
            return None
        cells = self._pattern.cells(doubled)
        return cells if of_any_width or len(cells) == self._usual else None

    def _continues(self, last: str, after: int) -> bool:
        """Whether a last cell that begins with a mark seems to end in a later line, because the next is no record."""
        if not last.lstrip(" ").startswith(self._mark) or after >= len(self._content):
            return False
        return not self._is_record(after)

    def _is_record(self, start: int) -> bool:
        """Whether a record with all marks in place and the usual number of cells begins there."""
        known = self._begins_record.get(start)
        if known is None:
            record = self._pattern.record.match(self._content, start)
            known = record is not None and len(self._pattern.written_cells(record[0])) == self._usual
            if len(self._begins_record) > 10 * _LINES_OF_A_CELL:
                # what lies behind is asked for no more
                self._begins_record.clear()
            self._begins_record[start] = known
        return known

    def _best_cells(self, line: str) -> list[str] | None:
        """The usual number of cells with the fewest misplaced marks; None if the line cannot be split so."""
        delimiters = line.count(self._delimiter)
        self._steps -= len(line) // _CHARACTERS_OF_A_STEP
        if delimiters == self._usual - 1:
            return list(map(self._pattern.value, line.split(self._delimiter)))
        return self._cheapest_cells(line) if self._usual <= delimiters <= _MOST_DELIMITERS else None

    def _cheapest_cells(self, line: str) -> list[str] | None:
        """The same for a line with delimiters inside cells; None too once the text cost all that it may."""
        width = self._usual
        bounds = [-1, *(place for place, sign in enumerate(line) if sign == self._delimiter), len(line)]
        # for each bound, by the number of cells before it: the lowest cost and the bound before
        reached: list[dict[int, tuple[float, int]]] = [{} for _ in bounds]
        reached[0][0] = (0.0, -1)
        last = len(bounds) - 1
        for start in range(last):
            if self._steps < 0:
                return None
            for stop, cost in self._spans(line, bounds, start) if reached[start] else ():
                self._steps -= len(reached[start]) + (bounds[stop] - bounds[start]) // _CHARACTERS_OF_A_STEP
                for cells, (spent, _) in reached[start].items():
                    left = last - stop
                    if cells + 1 > width or (cells + 1 == width) != (stop == last) or cells + 1 + left < width:
                        continue
                    best = reached[stop].get(cells + 1)
                    if best is None or spent + cost < best[0]:
                        reached[stop][cells + 1] = (spent + cost, start)
        if width not in reached[last]:
            return None
        stops = [last]
        for count in range(width, 0, -1):
            stops.append(reached[stops[-1]][count][1])
        return [self._pattern.value(line[bounds[start] + 1 : bounds[stop]]) for start, stop in pairwise(stops[::-1])]

    def _spans(self, line: str, bounds: list[int], start: int) -> Iterator[tuple[int, float]]:
        """The bounds at which a cell from bound ``start`` may end, and the cost of its misplaced marks."""
        mark, begin = self._mark, bounds[start] + 1
        cell = line[begin : bounds[start + 1]]
        opened = line[begin:].lstrip(" ").startswith(mark) if self._delimiter != " " else line.startswith(mark, begin)
        if not opened:
            yield start + 1, 0.3 if mark in cell else 0.0
            return
        for stop in range(start + 1, len(bounds)):
            cell = line[begin : bounds[stop]]
            bare = cell.strip(" ")
            if len(bare) > 1 and bare.endswith(mark):
                inner = bare[1:-1]
                stray = inner.replace(mark * 2, "").count(mark)
                across = inner.count(mark + self._delimiter) + inner.count(self._delimiter + mark) if stray else 0
                yield stop, stray + 3.0 * across
            elif stop == start + 1:
                yield stop, 1.5
