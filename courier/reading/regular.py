"""Reads text with Polars if it can be proved regular; other text is left to the slower readers."""

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
"""Bytes per quotation mark from which checking each mark is quicker than matching the whole text."""


def read_regular(data: bytes, delimiter: str, quote: str | None) -> pl.DataFrame | None:
    """All records of UTF-8 text as String columns ``c0`` .., if each has the same number of cells, quotation marks
    enclose whole cells only, and there is one kind of line end and no empty line; else None.

    The result is compared with the number of bytes, so that Polars cannot have dropped or misread any.
    """
    if len(delimiter) != 1 or not delimiter.isascii() or quote not in ('"', None) or b"\0" in data:
        return None
    first_end = data.find(b"\n")
    end = b"\r\n" if data[max(0, first_end - 1) : first_end] == b"\r" else b"\n"
    if not data.endswith(end):
        # Polars is less strict with a last record without a line end
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

    def rechunked(index: int) -> pl.Series:
        # frees each column's chunks at once: keeping all would take the memory twice
        column, columns[index] = columns[index], None
        assert column is not None
        return column.rechunk()

    return pl.DataFrame(list(parallel_map(rechunked, range(width))))


def _accounts_for(cells: pl.DataFrame, data: bytes, end: bytes, marks: int, *, doubled: bool) -> bool:
    """Whether cells, delimiters, line ends and quotation marks add up to the number of bytes."""
    returns = _count(data, b"\r")
    if returns != (cells.height if end == b"\r\n" else 0) or (returns and _count(data, end) != returns):
        return False
    if doubled:
        # a mark inside a cell is doubled in the source
        marks -= sum(cells.select(pl.all().str.count_matches('"', literal=True).sum()).row(0))
    inside: int = sum(cells.select(pl.all().str.len_bytes().cast(pl.UInt64).sum()).row(0))
    return len(data) == inside + (cells.width - 1) * cells.height + cells.height * len(end) + marks


def _count(data: bytes, sign: bytes) -> int:
    """How often ``sign`` occurs; counted in pieces, because one call would block all other threads on a large text."""
    if sign[:1] not in data:
        return 0
    more = len(sign) - 1
    return sum(data.count(sign, start, start + _PIECE + more) for start in range(0, len(data), _PIECE))


def _doubled_marks(data: bytes, delimiter: str, marks: int) -> int | None:
    """How many marks are doubled inside cells, or an upper bound; None unless all others begin or end a cell."""
    if marks * _SPARSE < len(data):
        return _walk_marks(data, delimiter.encode())
    mark = rf"\x{ord(delimiter):02x}"
    cell = rf'(?:"(?:[^"]|"")*"|[^"{mark}\r\n]*)'
    records = rf"\A(?:{cell}(?:{mark}|\r\n|\n))*\z"

    def matches(piece: bytes) -> bool:
        # Polars' expressions are several times as quick as Python's and release the GIL
        return bool(pl.Series([piece.decode()]).str.contains(records)[0])

    # a piece may end within a cell of several lines, and only the whole text matches
    return _count(data, b'""') if all(map(matches, _pieces(data))) or matches(data) else None


def _walk_marks(data: bytes, delimiter: bytes) -> int | None:
    """The number of doubled marks, found by checking each mark; None if one is out of place."""
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
    """The text in pieces of whole lines, because converting all at once would be a third copy in memory."""
    start = 0
    while start < len(data):
        stop = data.find(b"\n", start + _PIECE) + 1 or len(data)
        yield data[start:stop]
        start = stop
