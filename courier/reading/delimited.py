"""Reads delimited text: quickly if it is regular, exactly in any case, with a note for every assumption."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import polars as pl

from courier.reading.dialects import Dialect, dialect_of, find_dialects
from courier.reading.encodings import decode, is_probably_utf_8
from courier.reading.grid import RawGrid
from courier.reading.layout import table_of
from courier.reading.other_rows import normalised
from courier.reading.read_options import DETECT, OnProgress, ReadOptions
from courier.reading.records import split
from courier.reading.regular import read_regular
from courier.reading.table import Note, ReadingError, Table

_SEP_LINE = re.compile(r'"?sep=(.)"?[^\S\r\n]*(?:\r\n|\r|\n)', re.IGNORECASE)
_SOMETHING = re.compile("[^\ufeff\\s\0]")
_WRAPPED = re.compile(r'"(?:[^"]|"")*+"')
_SEPARATES = re.compile(r"[,;\t|]")
_END_MARKS = ("\0", "\x1a")
"""Padding of preallocated files, and the end-of-file mark of DOS."""
_LARGE = 20_000_000
_HEAD = 400_000
_NAMES = {
    ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "blank", ":": "colon", "\x01": "control character 1",
    "\x1f": "control character 31", ", ": "comma and a blank", "; ": "semicolon and a blank", "\t\t": "pair of tabs",
}  # fmt: skip


def read_text(data: bytes, options: ReadOptions = DETECT, progress: OnProgress = lambda _: None) -> Table:
    """The table in the bytes of a text file. Raises ReadingError if they are no text or no table."""
    # Polars validates UTF-8 itself; decoding a large text first would hold a second copy of it
    large = len(data) > _LARGE and options.encoding in (None, "UTF-8") and is_probably_utf_8(data)
    if large and (table := _large_regular(data, options, progress)) is not None:
        return table
    decoded = decode(data, options.encoding)
    if not _SOMETHING.search(decoded.text):
        raise ReadingError("reading-empty")
    progress(0.1)
    utf_8 = data if decoded.encoding == "UTF-8" and not decoded.notes and data[:1] != b"\xef" else None
    notes = [*decoded.notes]
    return parse_text(decoded.text, notes, encoding=decoded.encoding, utf_8=utf_8, options=options, progress=progress)


def _large_regular(data: bytes, options: ReadOptions, progress: OnProgress) -> Table | None:
    """The table in UTF-8 text, read without decoding it; None if the text is not regular. Its beginning gives the
    dialect."""
    head = data[:_HEAD].decode("utf-8", "ignore")
    if _SEP_LINE.match(head) or b"\0" in data:
        return None
    notes: list[Note] = []
    dialect = _dialect(head, options, notes)
    progress(0.2)
    grid = _regular_grid("", data, dialect, 1)
    if grid is None:
        return None
    progress(0.95)
    grid = _normalised(grid, options, notes)
    return table_of(
        grid, notes, format="csv", encoding="UTF-8", delimiter=dialect.delimiter, header_row=options.header_row
    )


def parse_text(
    content: str,
    notes: list[Note],
    *,
    encoding: str | None,
    utf_8: bytes | None = None,
    options: ReadOptions = DETECT,
    progress: OnProgress = lambda _: None,
) -> Table:
    """The table in a text; ``utf_8``: the same text in UTF-8, if available."""
    grid, delimiter = grid_of(content, notes, utf_8=utf_8, options=options, progress=progress)
    progress(0.95)
    return table_of(grid, notes, format="csv", encoding=encoding, delimiter=delimiter, header_row=options.header_row)


def grid_of(
    content: str,
    notes: list[Note],
    *,
    utf_8: bytes | None = None,
    options: ReadOptions = DETECT,
    progress: OnProgress = lambda _: None,
) -> tuple[RawGrid, str]:
    """All records of a text as they stand, and what separates their cells; see `parse_text`."""
    if content.endswith(_END_MARKS):
        notes.append(Note("note-end-marks", {"signs": len(content) - len(content := content.rstrip("\0\x1a"))}))
        utf_8 = None
    if "\0" in content:
        notes.append(Note("note-nul", {"signs": content.count("\0")}))
    sep_line = _SEP_LINE.match(content) if options.delimiter is None else None
    if sep_line:
        content, utf_8 = content[sep_line.end() :], None
        dialect = dialect_of(content, sep_line[1], options.quote)
        notes.append(Note("note-sep-line", {"delimiter": delimiter_name(sep_line[1])}))
        if not content.strip():
            raise ReadingError("reading-empty")
    else:
        dialect = _dialect(content, options, notes)
    if dialect.quote not in ('"', None) and options.quote is None:
        notes.append(Note("note-quote", {"quote": dialect.quote}))
    if dialect.escape:
        notes.append(Note("note-escape", {"escape": dialect.escape}))
    if options.delimiter is None and sep_line is None and (inner := _unwrapped(content)):
        notes.append(Note("note-wrapped"))
        return grid_of(inner, notes, options=options, progress=progress)
    first = 2 if sep_line else 1
    grid = _regular_grid(content, utf_8, dialect, first) or _split_grid(content, dialect, first, notes, progress)
    return _normalised(grid, options, notes), dialect.delimiter


def delimiter_name(delimiter: str) -> str:
    """A delimiter's name in a sentence."""
    return _NAMES.get(delimiter, delimiter)


def _dialect(content: str, options: ReadOptions, notes: list[Note]) -> Dialect:
    if options.delimiter is not None:
        return dialect_of(content, options.delimiter, options.quote)
    best, *others = find_dialects(content, options.quote)
    if best.dialect.delimiter != ",":
        notes.append(Note("note-delimiter", {"delimiter": delimiter_name(best.dialect.delimiter)}))
    others = [other for other in others if other.dialect.delimiter != best.dialect.delimiter and other.records]
    if others and (other := others[0]).score > 0.8 * best.score:
        notes.append(Note("note-other-delimiter", {"delimiter": delimiter_name(other.dialect.delimiter)}))
    return best.dialect


def _unwrapped(content: str) -> str | None:
    """The content of a text in which each line is in quotation marks, as if it were one cell; None for other texts."""
    head = [line for line in content[:100_000].splitlines()[:50] if line]
    if len(head) < 2 or not all(_WRAPPED.fullmatch(line) and _SEPARATES.search(line) for line in head[:-1]):
        return None
    records = list(csv.reader(io.StringIO(content, newline="")))
    inner = "\n".join(record[0] if record else "" for record in records if len(record) < 2)
    best = find_dialects(inner)[0]
    alike = best.width > 1 and best.alike > 0.9 * best.records
    return inner if alike and all(len(record) < 2 for record in records) else None


def _regular_grid(content: str, utf_8: bytes | None, dialect: Dialect, first: int) -> RawGrid | None:
    """All records of a regular text, None for others; ``utf_8``: the same text in UTF-8, if available."""
    if dialect.escape or first != 1:
        return None
    data = content.encode("utf-8", "surrogatepass") if utf_8 is None else utf_8
    cells = read_regular(data, dialect.delimiter, dialect.quote)
    return None if cells is None else _numbered(cells, 1)


def _split_grid(content: str, dialect: Dialect, first: int, notes: list[Note], progress: OnProgress) -> RawGrid:
    result = split(content, dialect, progress)
    for key, rows in (("note-stray-quotes", result.stray), ("note-row-delimiter", result.otherwise)):
        if rows:
            notes.append(Note(key, {"rows": len(rows), "first": str(first + rows[0])}))
    return _numbered(result.records.cells(), first)


def _numbered(cells: pl.DataFrame, first: int) -> RawGrid:
    return RawGrid(cells, pl.int_range(first, first + cells.height, eager=True, dtype=pl.Int64))


def _normalised(grid: RawGrid, options: ReadOptions, notes: list[Note]) -> RawGrid:
    cells, more = normalised(grid.cells, int(grid.numbers[0]), apostrophes=options.quote is None)
    notes += more
    return replace(grid, cells=cells) if more else grid
