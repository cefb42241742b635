"""Rows that are written otherwise than those around them: separated by another sign, or in other marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from courier.reading.cell_kinds import is_value, kind
from courier.reading.dialects import patterns, unquoted, written_cells
from courier.reading.table import Note

_OTHERS = (",", ";", "\t", "|", " ")
_APOSTROPHE = "'"


class OtherRows:
    """Finds the other way in which a record of one text is written. ``usual``: how many cells most records have;
    ``kinds``: what their columns nearly always hold."""

    def __init__(self, delimiter: str, mark: str, usual: int, kinds: Mapping[int, str]) -> None:
        self._delimiter, self._usual, self._kinds = delimiter, usual, kinds
        self._ways = [(other, mark, *patterns(other, mark)) for other in _OTHERS if other != delimiter]
        self._marked = [(delimiter, _APOSTROPHE, *patterns(delimiter, _APOSTROPHE))]

    def cells(self, content: str, place: int, had: int) -> tuple[list[str], int] | None:
        """The cells of the record at a place and where it ends, if another sign or mark makes as many of it as the
        others have and they hold the same kinds of values; where it had half of them (``had``) or less, their number
        is enough."""
        for delimiter, mark, record, cell in self._marked if content.startswith(_APOSTROPHE, place) else self._ways:
            found = record.match(content, place)
            if found is None or found[0].count(delimiter) < self._usual - 1:
                continue
            cells = [unquoted(one, mark, delimiter) for one in written_cells(found[0], delimiter, cell)]
            if len(cells) == self._usual and self._is_likely(cells, delimiter, had):
                return without_blanks(cells) or cells, found.end()
        return None

    def _is_likely(self, cells: Sequence[str], delimiter: str, had: int) -> bool:
        values = [index for index in self._kinds if kind(cells[index]) != "empty"]
        if values and all(kind(cells[index]) == self._kinds[index] for index in values):
            return True
        if self._usual < 3 or had * 2 > self._usual:
            return False
        # words of a sentence are no cells
        return delimiter != " " or sum(is_value(kind(cell)) for cell in cells) * 3 >= len(cells)


def without_blanks(cells: Sequence[str]) -> list[str] | None:
    """The cells of a record with a blank behind each delimiter, without these blanks; None for any other."""
    if len(cells) < 3 or not all(cell.startswith(" ") for cell in cells[1:]):
        return None
    return [cells[0], *(cell[1:] for cell in cells[1:])]


def evened(cells: pl.DataFrame, first_row: int, *, apostrophes: bool) -> tuple[pl.DataFrame, list[Note]]:
    """String columns in which rows that have a blank behind each delimiter, or ``apostrophes`` around all cells, have
    become like the others, and notes of that. ``first_row``: the number of the first one."""
    notes: list[Note] = []
    ways = [("note-row-blanks", " ", 1, 3, _after_blank)]
    if apostrophes:
        ways.append(("note-row-apostrophes", _APOSTROPHE, 0, 2, _within_apostrophes))
    for key, sign, from_column, width, bare in ways:
        names = cells.columns[from_column:]
        rows = _rows(cells, names, sign, bare) if cells.width >= width else pl.Series(dtype=pl.UInt32)
        rows = rows.filter(cells.to_series(width - 1).gather(rows).is_not_null()) if rows.len() else rows
        if rows.len():
            notes.append(Note(key, {"rows": rows.len(), "first": str(first_row + int(rows[0]))}))
            changed = [cells[name].scatter(rows, bare(cells[name].gather(rows))) for name in names]
            cells = cells.with_columns(changed)
    return cells, notes


def _rows(cells: pl.DataFrame, names: Sequence[str], sign: str, bare: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """The rows whose cells in these columns all begin with a sign and are written in a way."""
    # of a million rows a look at one column settles it nearly always
    rows = cells[names[0]].str.starts_with(sign).fill_null(value=False).arg_true()
    for name in names:
        if not rows.len():
            break
        there = cells[name].gather(rows)
        rows = rows.filter(there.is_null() | (bare(there) != there))
    return rows


def _after_blank(cells: pl.Series) -> pl.Series:
    return cells.str.replace("^ ", "")


def _within_apostrophes(cells: pl.Series) -> pl.Series:
    return cells.str.replace("(?s)^'(.*)'$", "$1")
