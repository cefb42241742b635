"""Converts rows that are written differently from the others: with another delimiter or other quotation marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from courier.reading.cell_kinds import is_value, kind
from courier.reading.dialects import RecordPattern
from courier.reading.table import Note

_DELIMITERS = (",", ";", "\t", "|", " ")
_APOSTROPHE = "'"


class OtherRows:
    """Splits records of one text that are written differently from ``pattern``.

    ``usual``: how many cells most records have; ``kinds``: the usual kind of value in their columns.
    """

    def __init__(self, pattern: RecordPattern, usual: int, kinds: Mapping[int, str]) -> None:
        self._usual, self._kinds = usual, kinds
        others = (delimiter for delimiter in _DELIMITERS if delimiter != pattern.delimiter)
        self._other_delimiters = [RecordPattern(delimiter, pattern.mark) for delimiter in others]
        self._apostrophes = [RecordPattern(pattern.delimiter, _APOSTROPHE)]

    def cells(self, content: str, start: int, count: int) -> tuple[list[str], int] | None:
        """The cells of the record at ``start`` and where it ends, if another delimiter or mark gives the usual number
        of cells of the usual kinds; the number is enough if the record had at most half as many (``count``)."""
        for pattern in self._apostrophes if content.startswith(_APOSTROPHE, start) else self._other_delimiters:
            record = pattern.record.match(content, start)
            if record is None or record[0].count(pattern.delimiter) < self._usual - 1:
                continue
            cells = pattern.cells(record[0])
            if len(cells) == self._usual and self._is_likely(cells, pattern.delimiter, count):
                return without_blanks(cells) or cells, record.end()
        return None

    def _is_likely(self, cells: Sequence[str], delimiter: str, count: int) -> bool:
        values = [index for index in self._kinds if kind(cells[index]) != "empty"]
        if values and all(kind(cells[index]) == self._kinds[index] for index in values):
            return True
        if self._usual < 3 or count * 2 > self._usual:
            return False
        # the words of a sentence are not cells
        return delimiter != " " or sum(is_value(kind(cell)) for cell in cells) * 3 >= len(cells)


def without_blanks(cells: Sequence[str]) -> list[str] | None:
    """The cells of a record with a blank after each delimiter, without these blanks; None for other records."""
    if len(cells) < 3 or not all(cell.startswith(" ") for cell in cells[1:]):
        return None
    return [cells[0], *(cell[1:] for cell in cells[1:])]


def normalised(cells: pl.DataFrame, first_row: int, *, apostrophes: bool) -> tuple[pl.DataFrame, list[Note]]:
    """String columns without the blanks that some rows have after each delimiter and, if ``apostrophes``, without the
    apostrophes that some rows have around all cells; and notes of that. ``first_row``: the number of the first row."""
    notes: list[Note] = []
    styles = [("note-row-blanks", " ", 1, 3, _after_blank)]
    if apostrophes:
        styles.append(("note-row-apostrophes", _APOSTROPHE, 0, 2, _within_apostrophes))
    for key, sign, from_column, width, strip in styles:
        if cells.width < width:
            continue
        names = cells.columns[from_column:]
        rows = _rows(cells, names, sign, strip)
        rows = rows.filter(cells.to_series(width - 1).gather(rows).is_not_null())
        if rows.len():
            notes.append(Note(key, {"rows": rows.len(), "first": str(first_row + int(rows[0]))}))
            changed = [cells[name].scatter(rows, strip(cells[name].gather(rows))) for name in names]
            cells = cells.with_columns(changed)
    return cells, notes


def _rows(cells: pl.DataFrame, names: Sequence[str], sign: str, strip: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """The rows whose cells in these columns are all changed by ``strip``; these begin with ``sign``."""
    # the first column excludes nearly all of a million rows
    rows = cells[names[0]].str.starts_with(sign).fill_null(value=False).arg_true()
    for name in names:
        if not rows.len():
            break
        column = cells[name].gather(rows)
        rows = rows.filter(column.is_null() | (strip(column) != column))
    return rows


def _after_blank(cells: pl.Series) -> pl.Series:
    return cells.str.replace("^ ", "")


def _within_apostrophes(cells: pl.Series) -> pl.Series:
    return cells.str.replace("(?s)^'(.*)'$", "$1")
