"""Polars' reader for text that is proved regular; everything else is left to the slower ways."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import polars as pl

_LONGEST_HEAD = 1_000_000
_MOST_COLUMNS = 2_000
_PIECE = 8_000_000
_SPARSE = 64
"""Bytes per quotation mark from which looking at each of them is quicker than at all that stands around them."""


def read_regular(data: bytes, delimiter: str, quote: str | None) -> pl.DataFrame | None:
    """All records of UTF-8 text as String columns ``c0`` .., if each has the same number of cells, quotation marks
    stand only around whole cells, and there is one kind of line end and no empty line. None when that is not so.

    What Polars made of it is held against the bytes: all of them have to be accounted for, so that nothing can have
    been left away or taken for something else.
    """
    if len(delimiter) != 1 or not delimiter.isascii() or quote not in ('"', None) or b"\0" in data:
        return None
    first_end = data.find(b"\n")
    end = b"\r\n" if data[max(0, first_end - 1) : first_end] == b"\r" else b"\n"
    if not data.endswith(end):
        # Polars is less strict with a last record that has no end
        data += end
    marks = data.count(b'"') if b'"' in data else 0
    if marks and (quote is None or not _quotes_are_around_cells(data, delimiter)):
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
    if cells.width != width or not _accounts_for(cells, data, end, marks):
        return None
    # one column after the other: at once it would take the memory twice
    return pl.DataFrame([cells.drop_in_place(name).rechunk() for name in cells.columns])


def _accounts_for(cells: pl.DataFrame, data: bytes, end: bytes, marks: int) -> bool:
    """Whether each byte is one of a cell, of a delimiter between cells, of the line ends or of the quotation marks."""
    returns = data.count(b"\r") if b"\r" in data else 0
    if returns != (cells.height if end == b"\r\n" else 0) or (returns and data.count(end) != returns):
        return False
    if marks and b'""' in data:
        # a mark inside a cell stands there twice
        marks -= sum(cells.select(pl.all().str.count_matches('"', literal=True).sum()).row(0))
    inside: int = sum(cells.select(pl.all().str.len_bytes().cast(pl.UInt64).sum()).row(0))
    return len(data) == inside + (cells.width - 1) * cells.height + cells.height * len(end) + marks


def _quotes_are_around_cells(data: bytes, delimiter: str) -> bool:
    """Whether each quotation mark begins or ends a cell, doubled ones inside aside."""
    if data.count(b'"') * _SPARSE < len(data):
        return _marks_stand_at_ends(data, delimiter.encode())
    mark = rf"\x{ord(delimiter):02x}"
    cell = rf'(?:"(?:[^"]|"")*"|[^"{mark}\r\n]*)'
    whole = rf"\A(?:{cell}(?:{mark}|\r\n|\n))*\z"

    def right(piece: bytes) -> bool:
        # Polars' expressions are several times as quick as Python's and let the window go on
        return bool(pl.Series([piece.decode()]).str.contains(whole)[0])

    # a piece that ends within a cell of several lines is wrong by itself
    return all(map(right, _pieces(data))) or right(data)


def _marks_stand_at_ends(data: bytes, delimiter: bytes) -> bool:
    """The same, going from mark to mark."""
    before, after = delimiter + b"\n", delimiter + b"\r\n"
    start = data.find(b'"')
    while start >= 0:
        if start and data[start - 1] not in before:
            return False
        end = data.find(b'"', start + 1)
        while end >= 0 and data[end + 1 : end + 2] == b'"':
            # a mark that stands in the cell
            end = data.find(b'"', end + 2)
        if end < 0 or (end + 1 < len(data) and data[end + 1] not in after):
            return False
        start = data.find(b'"', end + 1)
    return True


def _pieces(data: bytes) -> Iterator[bytes]:
    """The text in pieces of whole lines: all of it at once would be a third copy in memory."""
    start = 0
    while start < len(data):
        stop = data.find(b"\n", start + _PIECE) + 1 or len(data)
        yield data[start:stop]
        start = stop
