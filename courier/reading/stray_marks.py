"""Takes a record apart whose quotation marks are out of place, in the way that leaves the fewest of them so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from courier.reading.dialects import LINE_END, patterns, unquoted, written_cells

_LINES_OF_A_CELL = 40
"""A cell with a mark that is never closed is looked for this many lines on."""
_MOST_DELIMITERS = 2_000


class StrayMarks:
    """Mends the records of one text with a delimiter of one character; ``usual``: how many cells most records have."""

    def __init__(self, content: str, delimiter: str, mark: str, usual: int) -> None:
        self._content, self._delimiter, self._mark, self._usual = content, delimiter, mark, usual
        self._record, self._cell = patterns(delimiter, mark)

    def mended(self, place: int, matched: re.Match[str] | None) -> tuple[list[str], int] | None:
        """The cells of the record at a place and where it ends: as few lines as give the usual number of cells.

        ``matched``: the record as it is by the rules, which None here leaves as it is.
        """
        content, at, first = self._content, place, 0
        best: tuple[list[str], int] | None = None
        for _ in range(_LINES_OF_A_CELL):
            found = LINE_END.search(content, at)
            stop, at = (found.start(), found.end()) if found else (len(content), len(content))
            first = first or at
            if matched is not None and at >= matched.end():
                break
            line = content[place:stop]
            cells = self._escaped(line) or self._best_cells(line)
            if cells is not None:
                best = best or (cells, at)
                if not self._goes_on(cells[-1], at):
                    return cells, at
            if at >= len(content):
                break
        if best is not None or matched is not None:
            return best
        line = content[place:first].rstrip("\r\n")
        return self._escaped(line, of_any_width=True) or line.split(self._delimiter), first

    def _escaped(self, line: str, *, of_any_width: bool = False) -> list[str] | None:
        """The cells of a line in which a backslash stands before marks, if that puts all of them right."""
        mark = self._mark
        if "\\" + mark not in line:
            return None
        doubled = line.replace("\\" + mark, mark * 2)
        if self._record.fullmatch(doubled) is None:
            return None
        cells = [unquoted(cell, mark, self._delimiter) for cell in written_cells(doubled, self._delimiter, self._cell)]
        return cells if of_any_width or len(cells) == self._usual else None

    def _goes_on(self, last: str, at: int) -> bool:
        """Whether a last cell that begins with a mark seems to end in a later line, because the next is no record."""
        if not last.lstrip(" ").startswith(self._mark) or at >= len(self._content):
            return False
        following = self._record.match(self._content, at)
        if following is None:
            return True
        return len(written_cells(following[0], self._delimiter, self._cell)) != self._usual

    def _best_cells(self, line: str) -> list[str] | None:
        """The way to take a line apart into the usual number of cells with the fewest marks out of place, if
        there is one."""
        width, mark = self._usual, self._mark
        if line.count(self._delimiter) == width - 1:
            return [unquoted(cell, mark, self._delimiter) for cell in line.split(self._delimiter)]
        bounds = [-1, *(one.start() for one in re.finditer(re.escape(self._delimiter), line)), len(line)]
        if not width - 1 <= len(bounds) - 2 <= _MOST_DELIMITERS:
            return None
        # ways[number of cells so far]: cost and the bound before, for the bound reached
        reached: list[dict[int, tuple[float, int]]] = [{} for _ in bounds]
        reached[0][0] = (0.0, -1)
        last = len(bounds) - 1
        for start in range(last):
            for stop, cost in self._spans(line, bounds, start, mark) if reached[start] else ():
                for cells, (spent, _) in reached[start].items():
                    left = last - stop
                    if cells + 1 > width or (cells + 1 == width) != (stop == last) or cells + 1 + left < width:
                        continue
                    known = reached[stop].get(cells + 1)
                    if known is None or spent + cost < known[0]:
                        reached[stop][cells + 1] = (spent + cost, start)
        if width not in reached[last]:
            return None
        stops = [last]
        for count in range(width, 0, -1):
            stops.append(reached[stops[-1]][count][1])
        return [
            unquoted(line[bounds[start] + 1 : bounds[stop]], mark, self._delimiter)
            for start, stop in pairwise(reversed(stops))
        ]

    def _spans(self, line: str, bounds: list[int], start: int, mark: str) -> Iterator[tuple[int, float]]:
        """The bounds at which a cell that begins at a bound may end, and how odd it would be."""
        begin = bounds[start] + 1
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
