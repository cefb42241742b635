"""Delimited text: encoding and delimiter by evidence, quick where the file is regular, exact everywhere."""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections.abc import Iterator

import polars as pl

from courier.reading.table import Note, ReadingError, Records, Table, header_place, table_of

_DELIMITERS = (",", ";", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_LINES = 200
_LONGEST_HEAD = 1_000_000
_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "latin-1": "ISO-8859-1"}


def read_text(data: bytes) -> Table:
    """The table in the bytes of a text file. Raises ReadingError when they are no text or no table."""
    content, encoding, notes = _decode(data)
    if not content.strip():
        raise ReadingError("reading-empty")
    return parse_text(content, notes, encoding=_NAMES.get(encoding, encoding.upper()))


def parse_text(content: str, notes: list[Note], *, encoding: str | None) -> Table:
    """The table in a text."""
    said = re.match(r'"?sep=(.)"?[^\S\r\n]*(?:\r\n|\r|\n)', content, re.IGNORECASE)
    if said:
        delimiter = said[1]
        notes.append(Note("note-sep-line", {"delimiter": _name(delimiter)}))
    else:
        delimiter = _find_delimiter(content)
        if delimiter != ",":
            notes.append(Note("note-delimiter", {"delimiter": _name(delimiter)}))
    quick = None if said else _read_regular(content, delimiter, notes, encoding)
    if quick is not None:
        return quick
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    lines = io.StringIO(content[said.end() :] if said else content, newline="")
    try:
        cells = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error as problem:
        raise ReadingError("reading-not-a-table") from problem
    first = 2 if said else 1
    if _quote_left_open(content, cells):
        raise ReadingError("reading-open-quote", row=str(first + len(cells) - 1))
    records = Records(cells, range(first, first + len(cells)))
    return table_of(records, notes, format="csv", encoding=encoding, delimiter=delimiter)


def _quote_left_open(content: str, cells: list[list[str]]) -> bool:
    """Whether a quotation mark without its partner has swallowed everything to the end."""
    last = cells[-1][-1] if cells and cells[-1] else ""
    return ("\n" in last or "\r" in last) and not content.rstrip().endswith('"')


def _decode(data: bytes) -> tuple[str, str, list[Note]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding, []
            except UnicodeDecodeError as problem:
                raise ReadingError("reading-undecodable", encoding=encoding.upper()) from problem
    wide = _wide_encoding(data[:4096])
    if wide:
        try:
            return data.decode(wide), wide, [Note("note-encoding", {"encoding": wide.upper()})]
        except UnicodeDecodeError:
            pass
    if b"\0" in data:
        raise ReadingError("reading-not-a-table")
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        pass
    if sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in data[:4096]) > 40:
        raise ReadingError("reading-not-a-table")
    for encoding in ("cp1252", "latin-1"):
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return content, encoding, [Note("note-encoding", {"encoding": _NAMES[encoding]})]
    raise ReadingError("reading-undecodable", encoding="UTF-8")


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of mostly Latin text is zero."""
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 2 > len(head) * 0.5 and even == 0:
        return "utf-16-le"
    if even * 2 > len(head) * 0.5 and odd == 0:
        return "utf-16-be"
    return None


def _find_delimiter(content: str) -> str:
    """The delimiter by which the first records split most evenly into most cells; a comma when nothing splits."""
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = [len(record) for record in _sample(content, delimiter) if record]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        if usual < 2:
            continue
        score = widths.count(usual) / len(widths) * 10 + min(usual, 60) / 20
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sample(content: str, delimiter: str) -> Iterator[list[str]]:
    lines = io.StringIO(content[:200_000], newline="")
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for record, _ in zip(reader, range(_SAMPLE_LINES), strict=False):
            yield record
    except csv.Error:
        return


def _read_regular(content: str, delimiter: str, notes: list[Note], encoding: str | None) -> Table | None:
    """Polars' reader for a file that is regular: the same number of cells in each record, quotes only around whole
    cells, one kind of line end. None when that is not so.

    What Polars made of it is held against the bytes: every delimiter and line end has to be one between cells or one
    inside a cell, so that nothing can have been taken for something else.
    """
    data = content.encode()
    returns = data.count(b"\r")
    if returns:
        if returns != data.count(b"\r\n"):
            return None
        data = data.replace(b"\r\n", b"\n")
    if b"\n\n" in data or data.startswith(b"\n") or b"\0" in data:
        return None
    body, mark = data.removesuffix(b"\n"), delimiter.encode()
    quoted = b'"' in body
    if quoted and not _quotes_are_around_cells(body, mark):
        return None
    width = len(next(csv.reader(io.StringIO(content[:_LONGEST_HEAD], newline=""), delimiter=delimiter)))
    if width < 2:
        return None
    try:
        cells = pl.read_csv(
            body,
            has_header=False,
            infer_schema=False,
            separator=delimiter,
            empty_string_is_null=False,
            new_columns=[f"c{index}" for index in range(width)],
            extra_columns="raise",
            missing_columns="raise",
        ).rechunk()
    except pl.exceptions.PolarsError:
        return None
    ends = _count_inside(cells, "\n") if quoted else 0
    marks = _count_inside(cells, delimiter) if quoted else 0
    height = body.count(b"\n") + 1 - ends
    if cells.shape != (height, width) or body.count(mark) != (width - 1) * height + marks or (ends and returns):
        return None
    header = [cell or "" for cell in cells.row(0)]
    if header_place([header, *map(list, cells.slice(1, 49).iter_rows())]) != 0 or _has_blank_record(cells):
        return None
    return Table(
        headers=tuple(header),
        cells=cells.slice(1),
        rows=pl.int_range(2, height + 1, eager=True, dtype=pl.Int64),
        format="csv",
        encoding=encoding,
        delimiter=delimiter,
        header_row=1,
        header_width=width,
        notes=tuple(notes),
    )


def _quotes_are_around_cells(body: bytes, mark: bytes) -> bool:
    """Whether each quotation mark begins or ends a cell, doubled ones inside aside."""
    bare = body.replace(b'""', b"")
    begin = bare.count(mark + b'"') + bare.count(b'\n"') + bare.startswith(b'"')
    end = bare.count(b'"' + mark) + bare.count(b'"\n') + bare.endswith(b'"')
    return begin == end and begin + end == bare.count(b'"')


def _count_inside(cells: pl.DataFrame, sign: str) -> int:
    return sum(int(column.str.count_matches(sign, literal=True).sum()) for column in cells.get_columns())


def _has_blank_record(cells: pl.DataFrame) -> bool:
    blank = pl.all_horizontal(pl.all().str.strip_chars() == "")
    # one column with text in every row settles it for nearly every file
    if any((cells[name] != "").all() and not cells[name].str.contains(r"^\s+$").any() for name in cells.columns[:3]):
        return False
    return bool(cells.select(blank.any()).item())


def _name(delimiter: str) -> str:
    return {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}.get(delimiter, delimiter)
