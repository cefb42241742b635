"""Converts rows of values to columns of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import cast

import polars as pl

from courier.reading.workbooks.book import Room
from courier.reading.workbooks.number_formats import EXACT
from courier.reading.workbooks.values import text_of


def dense_rows(cells: Mapping[int, Mapping[int, object]], room: Room) -> list[list[object]]:
    """Rows of equal length made of values by row and column (both from 0), "" where there is none.

    Raises ReadingError if they would have too many cells.
    """
    height, width = max(cells, default=-1) + 1, max(map(max, cells.values()), default=-1) + 1
    room.require(height, width)
    rows: list[list[object]] = [[""] * width for _ in range(height)]
    for row, values in cells.items():
        for column, value in values.items():
            rows[row][column] = value
    return rows


class Columns:
    """The columns of a tab as text, made of rows of values; single cells can be overwritten before `texts`."""

    def __init__(self, rows: Sequence[Sequence[object]], room: Room) -> None:
        self._room = room
        self._values = [list(column) for column in zip_longest(*rows, fillvalue="")]
        self._height = len(rows)
        self._overwritten: dict[int, dict[int, str]] = {}

    def value(self, row: int, column: int) -> object:
        """A value as it was read, "" where there is none."""
        if column < len(self._values) and row < self._height:
            return self._values[column][row]
        return ""

    def put(self, row: int, column: int, text: str) -> None:
        """Overwrite the text of a cell that cannot be derived from its value alone."""
        self._overwritten.setdefault(column, {})[row] = text
        self._height = max(self._height, row + 1)

    def texts(self) -> tuple[list[pl.Series], dict[str, pl.Series]]:
        """All columns as text, and per column the rows whose numbers have lost digits. Raises ReadingError if it is too
        much text, before it is copied."""
        width = max([len(self._values), *(column + 1 for column in self._overwritten)], default=0)
        columns, damaged, characters = [], {}, 0
        for index in range(width):
            name = f"c{index}"
            values = self._values[index] if index < len(self._values) else []
            types = set(map(type, values))
            texts = cast("list[str]", values) if types <= {str} else _texts(values, types)
            if not types.isdisjoint((int, float)):
                lost = [
                    row for row, value in enumerate(values) if isinstance(value, (int, float)) and abs(value) >= EXACT
                ]
                if lost:
                    damaged[name] = pl.Series(lost, dtype=pl.UInt32)
            if len(texts) < self._height or index in self._overwritten:
                texts = [*texts, *[""] * (self._height - len(texts))]
            for row, text in self._overwritten.get(index, {}).items():
                texts[row] = text
            characters += sum(map(len, texts))
            self._room.require_text(characters)
            columns.append(pl.Series(name, texts, dtype=pl.String))
        return columns, damaged


def _texts(values: Sequence[object], types: set[type]) -> list[str]:
    """The text of each value, computed once for equal values."""
    if bool in types:
        # True == 1, so they cannot share a cache
        return [text_of(value) for value in values]
    cache: dict[object, str] = {}
    texts = []
    for value in values:
        text = cache.get(value)
        if text is None:
            text = cache[value] = text_of(value)
        texts.append(text)
    return texts
