"""A text taken apart into records by a dialect; what is spoilt in one record stays in that record."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from courier.reading.column_builder import ColumnBuilder
from courier.reading.dialects import (
    LINE_END,
    Dialect,
    patterns,
    plain_signs,
    reader_of,
    rough_records,
    unquoted,
    written_cells,
)
from courier.reading.grid import usual_kinds
from courier.reading.other_rows import OtherRows, without_blanks
from courier.reading.stray_marks import StrayMarks
from courier.reading.table import ReadingError

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

_JUDGED = 1_000_000
"""Signs of the beginning by which it is judged what records look like."""
_STEP = 50_000

OnProgress = Callable[[float], None]
"""Is told the fraction done; whatever it raises ends the work."""


@dataclass
class Split:
    """Records and what was mended: the numbers (from 0) of records with stray quotation marks, and of those that
    are separated or marked otherwise."""

    records: ColumnBuilder = field(default_factory=ColumnBuilder)
    stray: list[int] = field(default_factory=list)
    otherwise: list[int] = field(default_factory=list)


def split(content: str, dialect: Dialect, progress: OnProgress) -> Split:
    """The records of a text. Raises ReadingError for a text that is none."""
    plain, delimiter, meant = plain_signs(content, dialect)
    quote = dialect.quote
    if delimiter not in plain and (quote is None or quote not in plain) and not meant:
        found = Split()
        found.records.add_lines(plain)
        return found
    parts = _Parts(plain, delimiter, quote, meant)
    regular = quote is None or quote not in plain or _marks_are_around_cells(plain, delimiter, quote)
    return parts.all_regular(progress) if regular else parts.one_by_one(progress)


def _meant(record: Sequence[str], meant: Mapping[str, str]) -> Sequence[str]:
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
    """One text with a delimiter of one character; ``meant``: what some signs in it stand for."""

    def __init__(self, content: str, delimiter: str, quote: str | None, meant: Mapping[str, str]) -> None:
        self._meant = meant
        self._content, self._delimiter, self._quote, self._mark = content, delimiter, quote, quote or '"'
        self._record, self._cell = patterns(delimiter, self._mark)
        self._usual, kinds = self._usual_records()
        self._other = OtherRows(delimiter, self._mark, self._usual, kinds)

    def _usual_records(self) -> tuple[int, dict[int, str]]:
        """How many cells most of the first records have, and what these hold."""
        rough = islice(rough_records(self._content[:_JUDGED], self._delimiter, self._quote), 1000)
        head = [record for record in rough if any(map(str.strip, record))]
        widths = Counter(map(len, head))
        usual = max(widths, key=lambda width: (widths[width] * (1 - 1 / width + 0.01), width), default=1)
        alike = [[self._value(cell) for cell in record] for record in head[:200] if len(record) == usual]
        # the first may be the header, which says nothing of values
        return usual, usual_kinds(alike[1:] or alike)

    def _value(self, cell: str) -> str:
        return unquoted(cell, self._mark, self._delimiter)

    def all_regular(self, progress: OnProgress) -> Split:
        """All records of a text in which every quotation mark has its place."""
        found, usual = Split(), self._usual
        try:
            records = reader_of(io.StringIO(self._content, newline=""), self._delimiter, self._quote)
            for index, record in enumerate(records):
                if len(record) != usual and record:
                    other = self._other.cells(self._delimiter.join(record), 0, len(record))
                    if other is not None:
                        found.otherwise.append(index)
                        record = other[0]
                found.records.add(_meant(record, self._meant) if self._meant else record)
                if index % _STEP == _STEP - 1:
                    progress(min(0.9, index / max(1, len(self._content) / (12 * usual))))
        except csv.Error as problem:
            raise ReadingError("reading-not-a-table") from problem
        return found

    def one_by_one(self, progress: OnProgress) -> Split:
        """All records of a text with stray quotation marks, each taken apart so that it spoils no other."""
        found, place, end = Split(), 0, len(self._content)
        mend = StrayMarks(self._content, self._delimiter, self._mark, self._usual)
        while place < end:
            matched = self._record.match(self._content, place)
            raw = matched[0] if matched else ""
            marked = matched is None or self._mark in raw
            cells = written_cells(raw, self._delimiter, self._cell) if marked else self._bare_cells(raw)
            after = matched.end() if matched else place
            if matched is not None and len(cells) == self._usual:
                if self._usual > 2 and cells[1].startswith(" ") and (bare := without_blanks(cells)):
                    found.otherwise.append(len(found.records))
                    cells = bare
                cells = list(map(self._value, cells)) if marked else cells
            elif cells:
                had = len(cells) if matched else self._cut_cells(place)
                other = self._other.cells(self._content, place, had) if had != self._usual else None
                if other is not None:
                    found.otherwise.append(len(found.records))
                    cells, after = other
                elif marked and (mended := mend.mended(place, matched)):
                    found.stray.append(len(found.records))
                    cells, after = mended
                else:
                    cells = list(map(self._value, cells))
            found.records.add(_meant(cells, self._meant) if self._meant else cells)
            place = after
            if len(found.records) % _STEP == 0:
                progress(0.9 * place / end)
        return found

    def _cut_cells(self, place: int) -> int:
        """How many cells a line has if it is cut at each delimiter."""
        stop = LINE_END.search(self._content, place)
        return 1 + self._content.count(self._delimiter, place, stop.start() if stop else len(self._content))

    def _bare_cells(self, raw: str) -> list[str]:
        line = raw.rstrip("\r\n")
        return line.split(self._delimiter) if line else []
