"""Binary workbooks of Excel since 2007: the same parts as in xlsx, each a row of small records."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from courier.reading.table import ReadingError
from courier.reading.workbooks import packages
from courier.reading.workbooks.book import MOST_CELLS, Tab, TabCells, column_name
from courier.reading.workbooks.columns import Columns
from courier.reading.workbooks.number_formats import BUILT_IN
from courier.reading.workbooks.values import text_of_number

_ROW, _SHARED, _FORMAT, _STYLE, _COLUMN, _BOOK, _SHEET, _MERGED = 0, 19, 44, 47, 60, 153, 156, 176
_STYLES_BEGIN, _STYLES_END = 617, 618
_TEXT, _RICH_TEXT, _SHARED_TEXT, _FORMULA_TEXT = 6, 62, 7, 8
_NUMBERS, _SHORT_NUMBER = (5, 9), 2
_TRUTHS, _ERRORS = (4, 10), (3, 11)
_ERROR_TEXTS = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA",
}  # fmt: skip
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


class Xlsb:
    """An xlsb workbook."""

    format = "xlsb"

    def __init__(self, data: bytes) -> None:
        self._archive = packages.opened(data)
        relations = ElementTree.fromstring(packages.part(self._archive, "xl/_rels/workbook.bin.rels"))  # noqa: S314
        targets = {
            one.get("Id"): one.get("Target", "") for one in relations if one.get("Type", "").endswith("/worksheet")
        }
        self._of_1904 = False
        self._paths: dict[str, str] = {}
        tabs: list[Tab] = []
        for kind, content in _records(self._part("xl/workbook.bin")):
            if kind == _BOOK:
                self._of_1904 = bool(content[0] & 1)
            elif kind == _SHEET:
                relation, place = _text(content, 8)
                name, _ = _text(content, place)
                target = targets.get(relation)
                if target is not None and name not in self._paths:
                    self._paths[name] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                    tabs.append(Tab(name, content[0] != 0))
        self.tabs: Sequence[Tab] = tabs
        self._codes = list(self._formats())
        self._shared: list[str] | None = None

    def _part(self, path: str) -> bytes:
        return packages.raw_part(self._archive, path)

    def _formats(self) -> Iterator[str]:
        """The number format code of each cell style."""
        codes, inside = dict(BUILT_IN), False
        try:
            styles = self._part("xl/styles.bin")
        except KeyError:
            return
        for kind, content in _records(styles):
            if kind == _FORMAT:
                codes[struct.unpack_from("<H", content)[0]] = _text(content, 2)[0]
            elif kind in (_STYLES_BEGIN, _STYLES_END):
                inside = kind == _STYLES_BEGIN
            elif kind == _STYLE and inside:
                yield codes.get(struct.unpack_from("<H", content, 2)[0], "")

    def cells(self, tab: str) -> TabCells:
        """All cells of a tab."""
        found: dict[int, dict[int, object]] = {}
        row = last = width = errors = merged = hidden = 0
        hidden_columns: list[str] = []
        for kind, content in _records(self._part(self._paths[tab])):
            if kind == _ROW:
                row = struct.unpack_from("<I", content)[0]
                hidden += len(content) > 11 and bool(content[11] & 0x10)
            elif kind == _COLUMN:
                first, final, _, _, flags = struct.unpack_from("<IIIIH", content)
                if flags & 1:
                    hidden_columns += [column_name(index) for index in range(first, min(final + 1, first + 100))]
            elif kind == _MERGED:
                merged += 1
            elif 1 < kind <= 11 or kind == _RICH_TEXT:
                value = self._value(kind, content)
                column = struct.unpack_from("<I", content)[0]
                if value != "" and row < _MOST_ROWS and column < _MOST_COLUMNS:
                    found.setdefault(row, {})[column] = value
                    last, width = max(last, row + 1), max(width, column + 1)
                    errors += kind in _ERRORS
        if last * width > MOST_CELLS:
            raise ReadingError("reading-too-wide", rows=last, columns=width)
        rows = [[found.get(index, {}).get(column, "") for column in range(width)] for index in range(last)]
        texts, damaged = Columns(rows).texts()
        return TabCells(
            texts,
            damaged,
            errors=errors,
            merged=merged,
            hidden_rows=hidden,
            hidden_columns=hidden_columns,
            last_row=last,
        )

    def _value(self, kind: int, content: bytes) -> object:
        if kind in (_TEXT, _FORMULA_TEXT):
            return _text(content, 8)[0]
        if kind == _RICH_TEXT:
            return _text(content, 9)[0]
        if kind == _SHARED_TEXT:
            index = struct.unpack_from("<I", content, 8)[0]
            shared = self._texts()
            return shared[index]
        if kind in _TRUTHS:
            return bool(content[8])
        if kind in _ERRORS:
            return _ERROR_TEXTS.get(content[8], "#N/A")
        value = _short_number(content) if kind == _SHORT_NUMBER else float(struct.unpack_from("<d", content, 8)[0])
        style = int.from_bytes(content[4:7], "little")
        text = text_of_number(value, self._codes[style] if style < len(self._codes) else "", self._of_1904)
        # a number stays one so that lost digits are found
        return value if "E" in text else text

    def _texts(self) -> list[str]:
        if self._shared is None:
            try:
                table = self._part("xl/sharedStrings.bin")
            except KeyError:
                table = b""
            self._shared = [_text(content, 1)[0] for kind, content in _records(table) if kind == _SHARED]
        return self._shared

    def made_for(self) -> str | None:
        """Blank workbooks of ours are never of this kind."""
        return None


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record. Raises ValueError where one reaches beyond the end."""
    place, end = 0, len(data)
    while place < end:
        kind, place = data[place], place + 1
        if kind & 0x80:
            kind, place = kind & 0x7F | (data[place] & 0x7F) << 7, place + 1
        size = shift = 0
        while True:
            low, place = data[place], place + 1
            size |= (low & 0x7F) << shift
            shift += 7
            if not low & 0x80 or shift > 21:
                break
        if place + size > end:
            raise ValueError("a record reaches beyond the end")
        yield kind, data[place : place + size]
        place += size


def _text(content: bytes, place: int) -> tuple[str, int]:
    """A text with its length before it, and the place behind it."""
    length = struct.unpack_from("<I", content, place)[0]
    start, end = place + 4, place + 4 + 2 * length
    if end > len(content):
        raise ValueError("a text reaches beyond its record")
    return content[start:end].decode("utf-16-le", "replace"), end


def _short_number(content: bytes) -> float:
    """A number in four bytes: whole or the upper half of a float, perhaps to be divided by 100."""
    (packed,) = struct.unpack_from("<i", content, 8)
    value = float(packed >> 2) if packed & 2 else struct.unpack("<d", struct.pack("<q", (packed & ~3) << 32))[0]
    return value / 100 if packed & 1 else value
