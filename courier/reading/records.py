"""Splits a text into records by its dialect; damage in one record does not affect the others."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from courier.reading.column_builder import ColumnBuilder
from courier.reading.dialects import Dialect, RecordPattern, line_end, plain_signs, rough_records
from courier.reading.grid import is_filled, usual_kinds
from courier.reading.other_rows import OtherRows, without_blanks
from courier.reading.read_options import OnProgress
from courier.reading.stray_marks import StrayMarks
from courier.reading.table import ReadingError

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

_JUDGED = 1_000_000
"""Characters at the beginning that show what records look like."""
_STEP = 50_000


@dataclass
class Split:
    """Records, and the indices of the repaired ones: with ``stray`` quotation marks, or with another delimiter or mark
    (``otherwise``)."""

    records: ColumnBuilder = field(default_factory=ColumnBuilder)
    stray: list[int] = field(default_factory=list)
    otherwise: list[int] = field(default_factory=list)


def split(content: str, dialect: Dialect, progress: OnProgress) -> Split:
    """The records of a text. Raises ReadingError if it is not a table."""
    content, delimiter, originals = plain_signs(content, dialect)
    quote = dialect.quote
    has_marks = quote is not None and quote in content
    if delimiter not in content and not has_marks and not originals:
        result = Split()
        result.records.add_lines(content)
        return result
    splitter = _Splitter(content, delimiter, quote, originals)
    regular = quote is None or not has_marks or _marks_are_around_cells(content, delimiter, quote)
    return splitter.all_regular(progress) if regular else splitter.one_by_one(progress)


def _restored(record: Sequence[str], originals: Mapping[str, str]) -> Sequence[str]:
    """A record with the original characters in place of those of `plain_signs`."""
    if not any(sign in cell for cell in record for sign in originals):
        return record
    cells = list(record)
    for sign, original in originals.items():
        cells = [cell.replace(sign, original) for cell in cells]
    return cells


def _marks_are_around_cells(content: str, delimiter: str, quote: str) -> bool:
    """Whether each quotation mark begins or ends a cell; doubled marks inside cells do not count."""
    bare = content.replace("\r\n", "\n").replace("\r", "\n").replace(quote * 2, "")
    begin = bare.count(delimiter + quote) + bare.count("\n" + quote) + bare.startswith(quote)
    end = bare.count(quote + delimiter) + bare.count(quote + "\n") + bare.endswith(quote)
    return begin == end and begin + end == bare.count(quote)


class _Splitter:
    """Splits one text with a delimiter of one character; ``originals``: see `plain_signs`."""

    def __init__(self, content: str, delimiter: str, quote: str | None, originals: Mapping[str, str]) -> None:
        self._originals = originals
        self._content, self._delimiter, self._quote = content, delimiter, quote
        self._pattern = RecordPattern(delimiter, quote or '"')
        self._usual, kinds = self._usual_records()
        self._other = OtherRows(self._pattern, self._usual, kinds)

    def _usual_records(self) -> tuple[int, dict[int, str]]:
        """How many cells most of the first records have, and their usual kinds."""
        rough = islice(rough_records(self._content[:_JUDGED], self._delimiter, self._quote), 1000)
        head = list(filter(is_filled, rough))
        widths = Counter(map(len, head))
        usual = max(widths, key=lambda width: (widths[width] * (1 - 1 / width + 0.01), width), default=1)
        alike = [list(map(self._pattern.value, record)) for record in head[:200] if len(record) == usual]
        # the first may be the header, which says nothing about values
        return usual, usual_kinds(alike[1:] or alike)

    def all_regular(self, progress: OnProgress) -> Split:
        """All records of a text in which every quotation mark is in place."""
        result, usual = Split(), self._usual
        source = io.StringIO(self._content, newline="")
        if self._quote is None:
            records = csv.reader(source, delimiter=self._delimiter, quoting=csv.QUOTE_NONE)
        else:
            records = csv.reader(source, delimiter=self._delimiter, quotechar=self._quote)
        try:
            for index, record in enumerate(records):
                if len(record) != usual and record:
                    other = self._other.cells(self._delimiter.join(record), 0, len(record))
                    if other is not None:
                        result.otherwise.append(index)
                        record = other[0]
                result.records.add(_restored(record, self._originals) if self._originals else record)
                if index % _STEP == _STEP - 1:
                    progress(min(0.9, index / max(1, len(self._content) / (12 * usual))))
        except csv.Error as problem:
            raise ReadingError("reading-not-a-table") from problem
        return result

    def one_by_one(self, progress: OnProgress) -> Split:
        """All records of a text with stray quotation marks, each split on its own."""
        result, start, end = Split(), 0, len(self._content)
        pattern, stray_marks = self._pattern, StrayMarks(self._content, self._pattern, self._usual)
        while start < end:
            matched = pattern.record.match(self._content, start)
            raw = matched[0] if matched else ""
            marked = matched is None or pattern.mark in raw
            cells = pattern.written_cells(raw) if marked else self._bare_cells(raw)
            after = matched.end() if matched else start
            if matched is not None and len(cells) == self._usual:
                if self._usual > 2 and cells[1].startswith(" ") and (bare := without_blanks(cells)):
                    result.otherwise.append(len(result.records))
                    cells = bare
                cells = list(map(pattern.value, cells)) if marked else cells
            elif cells:
                count = len(cells) if matched else self._count_cells(start)
                other = self._other.cells(self._content, start, count) if count != self._usual else None
                if other is not None:
                    result.otherwise.append(len(result.records))
                    cells, after = other
                elif marked and (repaired := stray_marks.repaired(start, matched)):
                    result.stray.append(len(result.records))
                    cells, after = repaired
                else:
                    cells = list(map(pattern.value, cells))
            result.records.add(_restored(cells, self._originals) if self._originals else cells)
            start = after
            if len(result.records) % _STEP == 0:
                progress(0.9 * start / end)
        return result

    def _count_cells(self, start: int) -> int:
        """How many cells a line has if it is split at each delimiter."""
        return 1 + self._content.count(self._delimiter, start, line_end(self._content, start)[0])

    def _bare_cells(self, raw: str) -> list[str]:
        line = raw.rstrip("\r\n")
        return line.split(self._delimiter) if line else []
