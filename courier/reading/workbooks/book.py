"""What every kind of workbook gives: its tabs, and the cells of one as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

MOST_CELLS = 60_000_000
"""Cells, empty ones among them, up to which a tab is read."""


@dataclass(frozen=True)
class Tab:
    """A worksheet; ``hidden`` in the workbook."""

    name: str
    hidden: bool


@dataclass
class TabCells:
    """All cells of a tab as columns of text, and what is to be said of them.

    ``damaged``: per column the rows whose number had more than 15 digits. ``last_row``: the last row that has a value,
    counted in another way than by reading, None where that is not to be had.
    """

    columns: list[pl.Series]
    damaged: Mapping[str, pl.Series] = field(default_factory=dict)
    errors: int = 0
    without_value: int = 0
    merged: int = 0
    hidden_rows: int = 0
    hidden_columns: Sequence[str] = ()
    last_row: int | None = None

    @property
    def height(self) -> int:
        """How many rows there are, from the first of the tab on."""
        return self.columns[0].len() if self.columns else 0


class Book(Protocol):
    """A workbook. What is broken in it raises an error of the library that reads it."""

    format: str
    tabs: Sequence[Tab]

    def cells(self, tab: str) -> TabCells:
        """All cells of a tab."""

    def made_for(self) -> str | None:
        """The template that a workbook of ours names in its properties."""


def column_name(index: int) -> str:
    """A column as spreadsheets call it, from 0: A, B, .. Z, AA."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
