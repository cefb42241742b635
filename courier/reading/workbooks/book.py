"""The interface of every kind of workbook: its tabs, and the cells of one tab as text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Protocol

import polars as pl

from courier.reading.table import Note, ReadingError

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
_MOST_CELLS = 60_000_000
_CELLS_OF_ANY, _CELLS_PER_BYTE = 2_000_000, 10
_TEXT_OF_ANY, _TEXT_PER_BYTE = 20_000_000, 20


def free_name(name: str, taken: Collection[str]) -> str:
    """A name for one more tab: the wanted one, or that with a number that makes it free."""
    numbered = (f"{name}{number}" for number in count(len(taken) + 1))
    return next(free for free in chain([name], numbered) if free not in taken)


@dataclass(frozen=True)
class Tab:
    """A worksheet; ``hidden`` in the workbook."""

    name: str
    hidden: bool


@dataclass
class TabCells:
    """All cells of a tab as columns of text, and the facts that notes are made of.

    ``damaged``: per column the rows whose number had more than 15 digits. ``last_row``: the number of the last row with
    a value, counted independently of ``columns``; None if unknown.
    """

    columns: list[pl.Series] = field(default_factory=list)
    damaged: Mapping[str, pl.Series] = field(default_factory=dict)
    errors: int = 0
    without_value: int = 0
    merged: int = 0
    hidden_rows: int = 0
    hidden_columns: Sequence[str] = ()
    last_row: int | None = None


class Book(Protocol):
    """A workbook. If it is broken, the methods raise errors of the library that reads it."""

    format: str
    tabs: Sequence[Tab]
    notes: Sequence[Note] = ()
    """What was assumed about the file as a whole."""

    def cells(self, tab: str) -> TabCells:
        """All cells of a tab."""

    def made_for(self) -> str | None:
        """The template named in the properties, if the app wrote the workbook; it only writes xlsx."""
        return None


class Room:
    """What the cells of a workbook may take up in memory. It grows with the file: a small one that promises much, by
    far away cells, repeated ones or one long text that many cells share, was made to harm or is no table."""

    def __init__(self, size: int) -> None:
        self._cells = min(_MOST_CELLS, _CELLS_OF_ANY + _CELLS_PER_BYTE * size)
        self._text = _TEXT_OF_ANY + _TEXT_PER_BYTE * size

    def holds(self, rows: int, columns: int) -> bool:
        """Whether a tab has few enough cells, empty ones included."""
        return rows * columns <= self._cells

    def require(self, rows: int, columns: int) -> None:
        """Raises ReadingError if a tab has too many cells, empty ones included."""
        if not self.holds(rows, columns):
            raise ReadingError("reading-too-wide", rows=rows, columns=columns)

    def spend(self, rows: int, columns: int) -> None:
        """Take the cells of a tab that is held on to from what there is for the others."""
        self._cells -= rows * columns

    def require_text(self, characters: int) -> None:
        """Raises ReadingError if the texts of a tab have too many characters, those that cells share counted for each
        of them."""
        if characters > self._text:
            raise ReadingError("reading-too-much-text", characters=characters)


def column_name(index: int) -> str:
    """The letters of a column, from 0: A, B, .. Z, AA."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
