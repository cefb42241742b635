"""Rows of values become columns of text."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from courier.reading.workbooks.number_formats import EXACT
from courier.reading.workbooks.values import text_of

_NUMBERS = (float, int)


class Columns:
    """The columns of a tab: values in, text out, single cells put right in between."""

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        self._values = [list(column) for column in zip(*rows, strict=True)]
        self._height = len(rows)
        self._put: dict[int, dict[int, str]] = {}

    def value(self, row: int, column: int) -> object:
        """A value as it was read, "" where there is none."""
        if column < len(self._values) and row < self._height:
            return self._values[column][row]
        return ""

    def put(self, row: int, column: int, text: str) -> None:
        """The text of a cell that its value alone does not give."""
        self._put.setdefault(column, {})[row] = text
        self._height = max(self._height, row + 1)

    def texts(self) -> tuple[list[pl.Series], dict[str, pl.Series]]:
        """All columns as text, and the cells whose numbers have lost digits."""
        width = max([len(self._values), *(column + 1 for column in self._put)], default=0)
        columns, damaged = [], {}
        for index in range(width):
            name = f"c{index}"
            values = self._values[index] if index < len(self._values) else []
            kinds = set(map(type, values))
            if kinds <= {str}:
                texts = values
            else:
                lost = [
                    row for row, value in enumerate(values) if type(value) in _NUMBERS and abs(value) >= EXACT
                ] if kinds & {float, int} else []  # fmt: skip
                if lost:
                    damaged[name] = pl.Series(lost, dtype=pl.UInt32)
                texts = _texts(values, kinds)
            if len(texts) < self._height:
                texts = [*texts, *[""] * (self._height - len(texts))]
            if put := self._put.get(index):
                texts = list(texts) if texts is values else texts
                for row, text in put.items():
                    texts[row] = text
            columns.append(pl.Series(name, texts, dtype=pl.String))
        return columns, damaged


def _texts(values: Sequence[object], kinds: set[type]) -> list[str]:
    """The text of each value; equal ones are worked out once."""
    if bool in kinds:
        # True and 1 are equal and would be taken for one another
        return [text_of(value) for value in values]
    known: dict[object, str] = {}
    texts = []
    for value in values:
        text = known.get(value)
        if text is None:
            text = known[value] = text_of(value)
        texts.append(text)
    return texts
