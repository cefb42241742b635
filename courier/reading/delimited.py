"""Delimited text: quick where the file is regular, exact everywhere, and every guess is said."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import polars as pl

from courier.reading.dialects import Dialect, dialect_of, find_dialects
from courier.reading.encodings import decode, speaks_for_utf_8
from courier.reading.grid import RawGrid
from courier.reading.layout import table_of
from courier.reading.other_rows import evened
from courier.reading.read_options import DETECT, ReadOptions
from courier.reading.records import OnProgress, split
from courier.reading.regular import read_regular
from courier.reading.table import Note, ReadingError, Table

_SEP_LINE = re.compile(r'"?sep=(.)"?[^\S\r\n]*(?:\r\n|\r|\n)', re.IGNORECASE)
_SOMETHING = re.compile("[^\ufeff\\s\0]")
_WRAPPED = re.compile(r'"(?:[^"]|"")*[,;\t|](?:[^"]|"")*"')
_END_MARKS = ("\0", "\x1a")
"""What fills up the room that was kept for a file, and what ended it once."""
_LARGE = 20_000_000
_HEAD = 400_000
_NAMES = {
    ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "blank", ":": "colon", "\x01": "control character 1",
    "\x1f": "control character 31", ", ": "comma and a blank", "; ": "semicolon and a blank", "\t\t": "pair of tabs",
}  # fmt: skip


def read_text(data: bytes, options: ReadOptions = DETECT, progress: OnProgress = lambda _: None) -> Table:
    """The table in the bytes of a text file. Raises ReadingError when they are no text or no table."""
    # Polars sees whether it is UTF-8: a second copy of a large text would be held while its cells are read
    large = len(data) > _LARGE and options.encoding in (None, "UTF-8") and speaks_for_utf_8(data)
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
    """The table in UTF-8 text that is regular, told by its beginning and read from the bytes alone."""
    head = data[:_HEAD].decode("utf-8", "ignore")
    if _SEP_LINE.match(head) or b"\0" in data:
        return None
    notes: list[Note] = []
    dialect = _dialect(head, options, notes)
    progress(0.2)
    grid = _regular_grid("", data, dialect, 1)
    if grid is None or dialect.quote not in ('"', None):
        return None
    progress(0.95)
    _say_markup(head, notes)
    grid = _evened(grid, options, notes)
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
    """The table in a text; ``utf_8``: the same text in UTF-8, if it is at hand."""
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
    first, dialect = 1, Dialect(",")
    said = _SEP_LINE.match(content) if options.delimiter is None else None
    if said:
        first, dialect = 2, dialect_of(content[said.end() :], said[1], options.quote)
        notes.append(Note("note-sep-line", {"delimiter": delimiter_name(said[1])}))
        content, utf_8 = content[said.end() :], None
        if not content.strip():
            raise ReadingError("reading-empty")
    else:
        dialect = _dialect(content, options, notes)
    if dialect.quote not in ('"', None) and options.quote is None:
        notes.append(Note("note-quote", {"quote": dialect.quote}))
    if dialect.escape:
        notes.append(Note("note-escape", {"escape": dialect.escape}))
    _say_markup(content, notes)
    if options.delimiter is None and said is None and (inner := _unwrapped(content)):
        notes.append(Note("note-wrapped"))
        return grid_of(inner, notes, options=options, progress=progress)
    grid = _regular_grid(content, utf_8, dialect, first) or _split_grid(content, dialect, first, notes, progress)
    return _evened(grid, options, notes), dialect.delimiter


def delimiter_name(delimiter: str) -> str:
    """A delimiter as it is called in a sentence."""
    return _NAMES.get(delimiter, delimiter)


def _dialect(content: str, options: ReadOptions, notes: list[Note]) -> Dialect:
    if options.delimiter is not None:
        return dialect_of(content, options.delimiter, options.quote)
    found = find_dialects(content, options.quote)
    best = found[0]
    if best.dialect.delimiter != ",":
        notes.append(Note("note-delimiter", {"delimiter": delimiter_name(best.dialect.delimiter)}))
    other = next((one for one in found[1:] if one.dialect.delimiter != best.dialect.delimiter and one.records), None)
    if other and other.score > 0.8 * best.score:
        notes.append(Note("note-other-delimiter", {"delimiter": delimiter_name(other.dialect.delimiter)}))
    return best.dialect


def _unwrapped(content: str) -> str | None:
    """The records of a text in which each line as a whole stands in quotation marks, as if it were one cell."""
    head = [line for line in content[:100_000].splitlines()[:50] if line]
    if len(head) < 2 or not all(_WRAPPED.fullmatch(line) for line in head[:-1]):
        return None
    records = list(csv.reader(io.StringIO(content, newline="")))
    inner = "\n".join(record[0] if record else "" for record in records if len(record) < 2)
    best = find_dialects(inner)[0]
    alike = best.width > 1 and best.alike > 0.9 * best.records
    return inner if alike and all(len(record) < 2 for record in records) else None


def _say_markup(content: str, notes: list[Note]) -> None:
    head = content[:2000].lstrip("\ufeff \t\r\n").casefold()
    if head.startswith(("<?xml", "<!doctype", "<html", "<table", "<rss", "{\\rtf")):
        notes.append(Note("note-markup"))


def _regular_grid(content: str, utf_8: bytes | None, dialect: Dialect, first: int) -> RawGrid | None:
    if dialect.escape or first != 1:
        return None
    cells = read_regular(
        content.encode("utf-8", "surrogatepass") if utf_8 is None else utf_8, dialect.delimiter, dialect.quote
    )
    if cells is None:
        return None
    return RawGrid(cells, pl.int_range(1, cells.height + 1, eager=True, dtype=pl.Int64))


def _evened(grid: RawGrid, options: ReadOptions, notes: list[Note]) -> RawGrid:
    cells, said = evened(grid.cells, int(grid.numbers[0]), apostrophes=options.quote is None)
    notes += said
    return replace(grid, cells=cells) if said else grid


def _split_grid(content: str, dialect: Dialect, first: int, notes: list[Note], progress: OnProgress) -> RawGrid:
    found = split(content, dialect, progress)
    for key, places in (("note-stray-quotes", found.stray), ("note-row-delimiter", found.otherwise)):
        if places:
            notes.append(Note(key, {"rows": len(places), "first": str(first + places[0])}))
    cells = found.records.cells()
    return RawGrid(cells, pl.int_range(first, first + cells.height, eager=True, dtype=pl.Int64))
