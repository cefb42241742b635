"""Polars' reader for text that is proved regular; everything else is left to the slower ways."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import polars as pl

from courier.threads import parallel_map

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
    marks = _count(data, b'"')
    doubled = _doubled_marks(data, delimiter, marks) if marks and quote else 0
    if marks and (quote is None or doubled is None):
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
    if cells.width != width or not _accounts_for(cells, data, end, marks, doubled=bool(doubled)):
        return None
    columns: list[pl.Series | None] = [*cells.get_columns()]
    del cells

    def in_one_piece(place: int) -> pl.Series:
        # each gives its pieces back at once: all together would take the memory twice
        column, columns[place] = columns[place], None
        assert column is not None
        return column.rechunk()

    return pl.DataFrame(list(parallel_map(in_one_piece, range(width))))


def _accounts_for(cells: pl.DataFrame, data: bytes, end: bytes, marks: int, *, doubled: bool) -> bool:
    """Whether each byte is one of a cell, of a delimiter between cells, of the line ends or of the quotation marks."""
    returns = _count(data, b"\r")
    if returns != (cells.height if end == b"\r\n" else 0) or (returns and _count(data, end) != returns):
        return False
    if doubled:
        # a mark inside a cell stands there twice
        marks -= sum(cells.select(pl.all().str.count_matches('"', literal=True).sum()).row(0))
    inside: int = sum(cells.select(pl.all().str.len_bytes().cast(pl.UInt64).sum()).row(0))
    return len(data) == inside + (cells.width - 1) * cells.height + cells.height * len(end) + marks


def _count(data: bytes, sign: bytes) -> int:
    """How often a sign is there. In pieces: one search through all of a large text would hold up all other threads."""
    if sign[:1] not in data:
        return 0
    more = len(sign) - 1
    return sum(data.count(sign, start, start + _PIECE + more) for start in range(0, len(data), _PIECE))


def _doubled_marks(data: bytes, delimiter: str, marks: int) -> int | None:
    """How many quotation marks stand twice because they belong to a cell, at least 1 if that may be so; None unless all
    others begin or end a cell."""
    if marks * _SPARSE < len(data):
        return _from_mark_to_mark(data, delimiter.encode())
    mark = rf"\x{ord(delimiter):02x}"
    cell = rf'(?:"(?:[^"]|"")*"|[^"{mark}\r\n]*)'
    whole = rf"\A(?:{cell}(?:{mark}|\r\n|\n))*\z"

    def right(piece: bytes) -> bool:
        # Polars' expressions are several times as quick as Python's and let the window go on
        return bool(pl.Series([piece.decode()]).str.contains(whole)[0])

    # a piece that ends within a cell of several lines is wrong by itself
    return _count(data, b'""') if all(map(right, _pieces(data))) or right(data) else None


def _from_mark_to_mark(data: bytes, delimiter: bytes) -> int | None:
    before, after = delimiter + b"\n", delimiter + b"\r\n"
    doubled = 0
    start = data.find(b'"')
    while start >= 0:
        if start and data[start - 1] not in before:
            return None
        end = data.find(b'"', start + 1)
        while end >= 0 and data[end + 1 : end + 2] == b'"':
            doubled += 1
            end = data.find(b'"', end + 2)
        if end < 0 or (end + 1 < len(data) and data[end + 1] not in after):
            return None
        start = data.find(b'"', end + 1)
    return doubled


def _pieces(data: bytes) -> Iterator[bytes]:
    """The text in pieces of whole lines: all of it at once would be a third copy in memory."""
    start = 0
    while start < len(data):
        stop = data.find(b"\n", start + _PIECE) + 1 or len(data)
        yield data[start:stop]
        start = stop
