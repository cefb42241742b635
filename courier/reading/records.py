"""A text taken apart into records by a dialect; what is spoilt in one record stays in that record."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from courier.reading.cell_kinds import is_value, kind
from courier.reading.dialects import Dialect, plain_signs, reader_of
from courier.reading.table import ReadingError

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

_LINES_OF_A_CELL = 40
"""A cell with a mark that is never closed is looked for this many lines on."""
_MOST_DELIMITERS = 2_000
_OTHERS = (",", ";", "\t", "|", " ")
_STEP = 50_000

Step = Callable[[float], None]
"""Is told the fraction done; whatever it raises ends the work."""


@dataclass
class Split:
    """Records and what was mended: the numbers (from 0) of records with stray quotation marks, and of those that
    another delimiter separates."""

    records: list[Sequence[str]] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)
    otherwise: list[int] = field(default_factory=list)


def split(content: str, dialect: Dialect, step: Step) -> Split:
    """The records of a text. Raises ReadingError for a text that is none."""
    plain, delimiter, meant = plain_signs(content, dialect)
    quote = dialect.quote
    parts = _Parts(plain, delimiter, quote)
    usual = parts.usual_width()
    regular = quote is None or quote not in plain or _marks_are_around_cells(plain, delimiter, quote)
    found = parts.all_regular(usual, step) if regular else parts.one_by_one(usual, step)
    if meant:
        found.records = [_meant(record, meant) for record in found.records]
    return found


def _meant(record: Sequence[str], meant: dict[str, str]) -> Sequence[str]:
    if not any(sign in cell for cell in record for sign in meant):
        return record
    cells = list(record)
    for sign, said in meant.items():
        cells = [cell.replace(sign, said) for cell in cells]
    return cells


def _marks_are_around_cells(content: str, delimiter: str, quote: str) -> bool:
    """Whether each quotation mark begins or ends a cell, doubled ones inside aside."""
    bare = content.replace("\r\n", "\n").replace("\r", "\n").replace(quote * 2, "")
    begin = bare.count(delimiter + quote) + bare.count("\n" + quote) + bare.startswith(quote)
    end = bare.count(quote + delimiter) + bare.count(quote + "\n") + bare.endswith(quote)
    return begin == end and begin + end == bare.count(quote)


class _Parts:
    """One text with a delimiter of one character."""

    def __init__(self, content: str, delimiter: str, quote: str | None) -> None:
        self.content, self.delimiter, self.quote = content, delimiter, quote
        mark, sign = re.escape(quote or '"'), re.escape(delimiter)
        blank = "" if delimiter in " \t" else " *+"
        quoted = rf"{blank}{mark}(?:[^{mark}]++|{mark}{mark})*+{mark}{blank}(?={sign}|[\r\n]|\Z)"
        cell = rf"(?:{quoted}|(?!{blank}{mark})[^{sign}\r\n]*+)"
        self._record = re.compile(rf"{cell}(?:{sign}{cell})*+(?:\r\n|\r|\n|\Z)")
        self._cell = re.compile(rf"({cell})(?:{sign}|\r\n|\r|\n|\Z)")

    def reader(self, lines: Iterator[str] | io.StringIO) -> Iterator[list[str]]:
        return reader_of(lines, self.delimiter, self.quote)

    def usual_width(self) -> int:
        """How many cells most of the first records have."""
        widths: Counter[int] = Counter()
        try:
            for record, _ in zip(
                self.reader(io.StringIO(self.content[:1_000_000], newline="")), range(1000), strict=False
            ):
                if any(map(str.strip, record)):
                    widths[len(record)] += 1
        except csv.Error as problem:
            raise ReadingError("reading-not-a-table") from problem
        return max(widths, key=lambda width: (widths[width] * (1 - 1 / width + 0.01), width), default=1)

    def all_regular(self, usual: int, step: Step) -> Split:
        """All records of a text in which every quotation mark has its place."""
        found = Split()
        try:
            for index, record in enumerate(self.reader(io.StringIO(self.content, newline=""))):
                if len(record) * 2 <= usual and record and (other := self._by_another(record, usual)):
                    found.otherwise.append(index)
                    record = other
                found.records.append(record)
                if index % _STEP == _STEP - 1:
                    step(min(0.9, index / max(1, len(self.content) / (12 * usual))))
        except csv.Error as problem:
            raise ReadingError("reading-not-a-table") from problem
        return found

    def _by_another(self, record: list[str], usual: int) -> list[str] | None:
        """The cells of a record that another delimiter separates into exactly as many as the others have."""
        if usual < 3:
            return None
        mark = self.quote or '"'
        line = self.delimiter.join(record)
        for delimiter in _OTHERS:
            if delimiter == self.delimiter or line.count(delimiter) < usual - 1:
                continue
            cells = next(csv.reader([line.replace("\n", " ")], delimiter=delimiter, quotechar=mark), [])
            if len(cells) == usual and (delimiter != " " or self._are_values(cells)):
                return cells
        return None

    @staticmethod
    def _are_values(cells: Sequence[str]) -> bool:
        """Whether words are the cells of a record and not those of a sentence."""
        return sum(is_value(kind(cell)) for cell in cells) * 3 >= len(cells)

    def one_by_one(self, usual: int, step: Step) -> Split:
        """All records of a text with stray quotation marks, each taken apart so that it spoils no other."""
        found, place, end = Split(), 0, len(self.content)
        while place < end:
            matched = self._record.match(self.content, place)
            cells = self._cells(matched[0]) if matched else []
            if matched is None or (len(cells) != usual and self.quote in matched[0]):  # type: ignore[operator]
                mended, after = self._mended(place, usual, matched)
                if mended is not None:
                    found.stray.append(len(found.records))
                    cells, place = mended, after
                elif matched:
                    place = matched.end()
            else:
                place = matched.end()
            if len(cells) * 2 <= usual and cells and (other := self._by_another(cells, usual)):
                found.otherwise.append(len(found.records))
                cells = other
            found.records.append(cells)
            if len(found.records) % _STEP == 0:
                step(0.9 * place / end)
        return found

    def _cells(self, raw: str) -> list[str]:
        line = raw.rstrip("\r\n") if self.quote not in raw else raw  # type: ignore[operator]
        if not line:
            return []
        if self.quote not in line:  # type: ignore[operator]
            return line.split(self.delimiter)
        cells, place = [], 0
        while found := self._cell.match(raw, place):
            cells.append(self._value(found[1]))
            place = found.end()
            if raw[found.end(1) : place] != self.delimiter:
                break
        return cells

    def _value(self, cell: str) -> str:
        mark = self.quote or '"'
        bare = cell.strip(" ") if self.delimiter != " " else cell
        if len(bare) > 1 and bare[0] == mark and bare[-1] == mark:
            return bare[1:-1].replace(mark * 2, mark)
        return cell

    def _mended(self, place: int, usual: int, matched: re.Match[str] | None) -> tuple[list[str] | None, int]:
        """The cells of a record with stray marks and where it ends: as few lines as give the usual number of cells."""
        at, first, best = place, 0, None
        for _ in range(_LINES_OF_A_CELL):
            found = _LINE_END.search(self.content, at)
            stop, at = (found.start(), found.end()) if found else (len(self.content), len(self.content))
            first = first or at
            if matched is not None and at >= matched.end():
                break
            cells = self._best_cells(self.content[place:stop], usual)
            if cells is not None:
                best = best or (cells, at)
                if not self._goes_on(cells[-1], at, usual):
                    return cells, at
            if at >= len(self.content):
                break
        if best is not None:
            return best
        if matched is not None:
            return None, 0
        line = self.content[place:first].rstrip("\r\n")
        return next(iter(self.reader(iter([line]))), []), first

    def _goes_on(self, last: str, at: int, usual: int) -> bool:
        """Whether a last cell that begins with a mark seems to end in a later line, because the next is no record."""
        if not last.lstrip(" ").startswith(self.quote or '"') or at >= len(self.content):
            return False
        following = self._record.match(self.content, at)
        return following is None or len(self._cells(following[0])) != usual

    def _best_cells(self, line: str, width: int) -> list[str] | None:
        """The way to take a line apart into ``width`` cells with the fewest marks out of place, if there is one."""
        mark = self.quote or '"'
        bounds = [-1, *(one.start() for one in re.finditer(re.escape(self.delimiter), line)), len(line)]
        if not width - 1 <= len(bounds) - 2 <= _MOST_DELIMITERS:
            return None
        # ways[number of cells so far]: cost and the bound before, for the bound reached
        reached: list[dict[int, tuple[float, int]]] = [{} for _ in bounds]
        reached[0][0] = (0.0, -1)
        last = len(bounds) - 1
        for start in range(last):
            if not reached[start]:
                continue
            for stop, cost in self._spans(line, bounds, start, mark):
                for cells, (spent, _) in reached[start].items():
                    left = last - stop
                    if cells + 1 > width or (cells + 1 == width) != (stop == last) or cells + 1 + left < width:
                        continue
                    known = reached[stop].get(cells + 1)
                    if known is None or spent + cost < known[0]:
                        reached[stop][cells + 1] = (spent + cost, start)
        if width not in reached[last]:
            return None
        cells_found: list[str] = []
        stop, count = last, width
        while count:
            start = reached[stop][count][1]
            cells_found.append(self._value(line[bounds[start] + 1 : bounds[stop]]))
            stop, count = start, count - 1
        return cells_found[::-1]

    def _spans(self, line: str, bounds: list[int], start: int, mark: str) -> Iterator[tuple[int, float]]:
        """The bounds at which a cell that begins at a bound may end, and how odd it would be."""
        begin = bounds[start] + 1
        cell = line[begin : bounds[start + 1]]
        opened = line[begin:].lstrip(" ").startswith(mark) if self.delimiter != " " else line.startswith(mark, begin)
        if not opened:
            yield start + 1, 0.3 if mark in cell else 0.0
            return
        for stop in range(start + 1, len(bounds)):
            cell = line[begin : bounds[stop]]
            bare = cell.strip(" ")
            if len(bare) > 1 and bare.endswith(mark):
                inner = bare[1:-1]
                stray = inner.replace(mark * 2, "").count(mark)
                across = inner.count(mark + self.delimiter) + inner.count(self.delimiter + mark) if stray else 0
                yield stop, stray + 3.0 * across
            elif stop == start + 1:
                yield stop, 1.5


_LINE_END = re.compile(r"\r\n|\r|\n")
