"""Binary workbooks of Excel since 2007: the parts of an xlsx workbook, each a sequence of records (MS-XLSB)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from functools import cached_property

from courier.reading.workbooks import packages
from courier.reading.workbooks.book import MOST_COLUMNS, MOST_ROWS, Book, Room, Tab, TabCells, column_name
from courier.reading.workbooks.columns import Columns, dense_rows
from courier.reading.workbooks.number_formats import BUILT_IN
from courier.reading.workbooks.values import text_of_number

_ROW, _SHARED, _FORMAT, _STYLE, _COLUMN, _BOOK, _SHEET, _MERGED = 0, 19, 44, 47, 60, 153, 156, 176
_STYLES_BEGIN, _STYLES_END = 617, 618
_TEXT, _RICH_TEXT, _SHARED_TEXT, _FORMULA_TEXT = 6, 62, 7, 8
_SHORT_NUMBER = 2
_BOOLEANS, _ERRORS = (4, 10), (3, 11)
_ERROR_TEXTS = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA",
}  # fmt: skip


class Xlsb(Book):
    """An xlsb workbook."""

    format = "xlsb"

    def __init__(self, data: bytes) -> None:
        self._archive, self._room = packages.opened(data), Room(len(data))
        paths = packages.worksheet_paths(self._archive, "xl/_rels/workbook.bin.rels")
        self._of_1904 = False
        self._paths: dict[str, str] = {}
        tabs: list[Tab] = []
        for kind, content in self._records("xl/workbook.bin"):
            if kind == _BOOK:
                self._of_1904 = bool(content[0] & 1)
            elif kind == _SHEET:
                relation, end = _text(content, 8)
                name, _ = _text(content, end)
                if relation in paths and name not in self._paths:
                    self._paths[name] = paths[relation]
                    tabs.append(Tab(name, content[0] != 0))
        self.tabs: Sequence[Tab] = tabs
        self._codes = list(self._formats())

    def _records(self, path: str, default: bytes | None = None) -> Iterator[tuple[int, bytes]]:
        return _records(packages.raw_part(self._archive, path, default))

    def _formats(self) -> Iterator[str]:
        """The number format code of each cell style."""
        codes, inside = dict(BUILT_IN), False
        for kind, content in self._records("xl/styles.bin", b""):
            if kind == _FORMAT:
                codes[struct.unpack_from("<H", content)[0]] = _text(content, 2)[0]
            elif kind in (_STYLES_BEGIN, _STYLES_END):
                inside = kind == _STYLES_BEGIN
            elif kind == _STYLE and inside:
                yield codes.get(struct.unpack_from("<H", content, 2)[0], "")

    @cached_property
    def _shared_strings(self) -> list[str]:
        return [_text(content, 1)[0] for kind, content in self._records("xl/sharedStrings.bin", b"") if kind == _SHARED]

    def cells(self, tab: str) -> TabCells:
        """All cells of a tab."""
        values: dict[int, dict[int, object]] = {}
        row = 0
        result, hidden_columns = TabCells(), list[str]()
        for kind, content in self._records(self._paths[tab]):
            if kind == _ROW:
                row = struct.unpack_from("<I", content)[0]
                result.hidden_rows += len(content) > 11 and bool(content[11] & 0x10)
            elif kind == _COLUMN:
                first, last, _, _, flags = struct.unpack_from("<IIIIH", content)
                if flags & 1:
                    hidden_columns += [column_name(index) for index in range(first, min(last + 1, first + 100))]
            elif kind == _MERGED:
                result.merged += 1
            elif 1 < kind <= 11 or kind == _RICH_TEXT:
                value = self._value(kind, content)
                column = struct.unpack_from("<I", content)[0]
                if value != "" and row < MOST_ROWS and column < MOST_COLUMNS:
                    values.setdefault(row, {})[column] = value
                    result.errors += kind in _ERRORS
        rows = dense_rows(values, self._room)
        result.columns, result.damaged = Columns(rows, self._room).texts()
        result.hidden_columns, result.last_row = hidden_columns, len(rows)
        return result

    def _value(self, kind: int, content: bytes) -> object:
        if kind in (_TEXT, _FORMULA_TEXT):
            return _text(content, 8)[0]
        if kind == _RICH_TEXT:
            return _text(content, 9)[0]
        if kind == _SHARED_TEXT:
            return self._shared_strings[struct.unpack_from("<I", content, 8)[0]]
        if kind in _BOOLEANS:
            return bool(content[8])
        if kind in _ERRORS:
            return _ERROR_TEXTS.get(content[8], "#N/A")
        value = _short_number(content) if kind == _SHORT_NUMBER else float(struct.unpack_from("<d", content, 8)[0])
        style = int.from_bytes(content[4:7], "little")
        text = text_of_number(value, self._codes[style] if style < len(self._codes) else "", self._of_1904)
        # a large number stays a float so that lost digits are noticed
        return value if "E" in text else text


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record. Raises ValueError if one extends beyond the end."""
    offset, end = 0, len(data)
    while offset < end:
        kind, offset = data[offset], offset + 1
        if kind & 0x80:
            kind, offset = kind & 0x7F | (data[offset] & 0x7F) << 7, offset + 1
        size = shift = 0
        while True:
            low, offset = data[offset], offset + 1
            size |= (low & 0x7F) << shift
            shift += 7
            if not low & 0x80 or shift > 21:
                break
        if offset + size > end:
            raise ValueError("a record extends beyond the end")
        yield kind, data[offset : offset + size]
        offset += size


def _text(content: bytes, offset: int) -> tuple[str, int]:
    """A text that follows its length, and the offset after it."""
    length = struct.unpack_from("<I", content, offset)[0]
    start, end = offset + 4, offset + 4 + 2 * length
    if end > len(content):
        raise ValueError("a text extends beyond its record")
    return content[start:end].decode("utf-16-le", "replace"), end


def _short_number(content: bytes) -> float:
    """A number in four bytes (RK): an integer or the upper half of a float, possibly to be divided by 100."""
    (packed,) = struct.unpack_from("<i", content, 8)
    value = float(packed >> 2) if packed & 2 else struct.unpack("<d", struct.pack("<q", (packed & ~3) << 32))[0]
    return value / 100 if packed & 1 else value
