"""Converts records to String columns in batches, so that millions of them are never held as lists."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from courier.reading.table import MOST_HELD_COLUMNS, ReadingError

_PIECE = 20_000
"""Records that are held as lists."""
_MOST_CELLS = 150_000_000
"""Cells, missing ones included, up to which records of different length are held."""


class ColumnBuilder:
    """Collects the records of one text, in their order."""

    def __init__(self) -> None:
        self._piece: list[Sequence[str]] = []
        self._frames: list[pl.DataFrame] = []
        self._before = 0
        self._width = 0

    def __len__(self) -> int:
        return self._before + len(self._piece)

    def add(self, record: Sequence[str]) -> None:
        """Append a record. Raises ReadingError if the records have too many cells to be held."""
        self._piece.append(record)
        if len(self._piece) == _PIECE:
            self._frame_piece()

    def add_lines(self, content: str) -> None:
        """Append each line of a text as a record of one cell, an empty line as a record without cells."""
        lines = pl.Series("c0", [content]).str.replace_all("\r\n?", "\n").str.split("\n").explode()
        self._frames.append(pl.DataFrame(lines.set(lines == "", None)))
        self._before += lines.len()
        self._width = 1

    def _frame_piece(self) -> None:
        piece, width = self._piece, max(map(len, self._piece), default=0)
        self._width = max(self._width, width)
        if self._width > MOST_HELD_COLUMNS or self._width * len(self) > _MOST_CELLS:
            raise ReadingError("reading-too-wide", rows=len(self), columns=self._width)
        padded = [record if len(record) == width else [*record, *[None] * (width - len(record))] for record in piece]
        cells = enumerate(zip(*padded, strict=True))
        columns = [pl.Series(f"c{index}", column, dtype=pl.String) for index, column in cells]
        missing = pl.Series("c0", [None], dtype=pl.String).new_from_index(0, len(piece))
        self._frames.append(pl.DataFrame(columns or [missing]))
        self._before += len(piece)
        self._piece = []

    def cells(self) -> pl.DataFrame:
        """Columns ``c0`` .. without the empty records at the end; null where a record has no such cell.

        Raises ReadingError if all records are empty.
        """
        self._frame_piece()
        if not self._width:
            raise ReadingError("reading-empty")
        frames, self._frames = self._frames, []
        cells = pl.concat(frames, how="diagonal").rechunk()
        return cells.head(int(cells["c0"].is_not_null().arg_true()[-1]) + 1)
