"""Polars' reader for text that is proved regular; everything else is left to the slower ways."""

from __future__ import annotations

import csv
import io

import polars as pl

_LONGEST_HEAD = 1_000_000
_MOST_COLUMNS = 2_000


def read_regular(data: bytes, delimiter: str, quote: str | None) -> pl.DataFrame | None:
    """All records of UTF-8 text as String columns ``c0`` .., if each has the same number of cells, quotation marks
    stand only around whole cells, and there is one kind of line end and no empty line. None when that is not so.

    What Polars made of it is held against the bytes: every delimiter and line end has to be one between cells or one
    inside a cell, so that nothing can have been taken for something else.
    """
    if len(delimiter) != 1 or not delimiter.isascii() or quote not in ('"', None):
        return None
    returns = data.count(b"\r")
    if returns:
        if returns != data.count(b"\r\n"):
            return None
        data = data.replace(b"\r\n", b"\n")
    if b"\n\n" in data or data.startswith(b"\n") or b"\0" in data:
        return None
    mark = delimiter.encode()
    quoted = b'"' in data
    if quoted and (quote is None or not _quotes_are_around_cells(data, mark)):
        return None
    head = data[:_LONGEST_HEAD].decode("utf-8", "replace")
    width = len(next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), []))
    if not 1 < width <= _MOST_COLUMNS:
        return None
    try:
        cells = pl.read_csv(
            data,
            has_header=False,
            infer_schema=False,
            separator=delimiter,
            empty_string_is_null=False,
            new_columns=[f"c{index}" for index in range(width)],
            extra_columns="raise",
            missing_columns="raise",
        )
    except pl.exceptions.PolarsError:
        return None
    cells = _in_one_piece(cells)
    ends = _count_inside(cells, "\n") if quoted else 0
    marks = _count_inside(cells, delimiter) if quoted else 0
    height = data.count(b"\n") + (not data.endswith(b"\n")) - ends
    if cells.shape != (height, width) or data.count(mark) != (width - 1) * height + marks or (ends and returns):
        return None
    return cells


def _in_one_piece(cells: pl.DataFrame) -> pl.DataFrame:
    """The same frame with one chunk per column, made column by column so that no second copy of all is held."""
    columns = cells.get_columns()
    del cells
    for index, column in enumerate(columns):
        columns[index] = column.rechunk()
        del column
    return pl.DataFrame(columns)


def _quotes_are_around_cells(body: bytes, mark: bytes) -> bool:
    """Whether each quotation mark begins or ends a cell, doubled ones inside aside."""
    bare = body.replace(b'""', b"")
    begin = bare.count(mark + b'"') + bare.count(b'\n"') + bare.startswith(b'"')
    end = bare.count(b'"' + mark) + bare.count(b'"\n') + bare.endswith(b'"')
    return begin == end and begin + end == bare.count(b'"')


def _count_inside(cells: pl.DataFrame, sign: str) -> int:
    return sum(int(column.str.count_matches(sign, literal=True).sum()) for column in cells.get_columns())
