"""Reads a worksheet from its XML alone: slower than calamine, but tolerant of damage."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree

from courier.reading.workbooks import packages
from courier.reading.workbooks.book import MOST_COLUMNS, MOST_ROWS, Room
from courier.reading.workbooks.columns import dense_rows
from courier.reading.workbooks.number_formats import is_dated
from courier.reading.workbooks.values import text_of_number
from courier.reading.workbooks.worksheet_xml import column_index

_LETTERS = re.compile(r"[A-Z]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def plain_rows(
    archive: zipfile.ZipFile, xml: bytes, codes: Sequence[str], room: Room, *, calendar_of_1904: bool
) -> list[list[object]]:
    """The rows of a worksheet up to the last value; ``codes``: the number format of each style.

    Raises ReadingError if they have too many cells to be held, ElementTree.ParseError if the XML is broken.
    """
    strings: list[str] | None = None
    values: dict[int, dict[int, object]] = {}
    row = 0
    for _, element in ElementTree.iterparse(BytesIO(xml), events=("end",)):  # noqa: S314 (DTDs are refused)
        if _name(element) != "row":
            continue
        row = _number(element.get("r"), row + 1)
        column = -1
        for cell in element:
            if _name(cell) != "c":
                continue
            letters = _LETTERS.match(cell.get("r", ""))
            column = column_index(letters[0].encode()) if letters else column + 1
            if not len(cell):
                # a cell that has only a style
                continue
            if cell.get("t") == "s" and strings is None:
                strings = _shared_strings(archive)
            value = _value(cell, strings or [], codes, calendar_of_1904)
            if value != "" and 0 < row <= MOST_ROWS and column < MOST_COLUMNS:
                values.setdefault(row - 1, {})[column] = value
        element.clear()
    return dense_rows(values, room)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


def _value(cell: ElementTree.Element, strings: Sequence[str], codes: Sequence[str], calendar_of_1904: bool) -> object:
    kind, text = cell.get("t", "n"), cell.findtext("{*}v")
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return "" if inline is None else _text(inline)
    if text is None:
        return ""
    if kind == "s":
        index = _number(text.strip(), -1)
        return strings[index] if 0 <= index < len(strings) else ""
    if kind == "b":
        return text.strip() == "1"
    if kind != "n":
        return _unescaped(text)
    try:
        number = float(text)
    except ValueError:
        return text
    style = _number(cell.get("s"), -1)
    code = codes[style] if 0 <= style < len(codes) else ""
    return text_of_number(number, code, calendar_of_1904) if is_dated(code) else number


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    table = packages.xml_root(archive, "xl/sharedStrings.xml", b"<sst/>")
    return [_text(string) for string in table.findall("{*}si")]


def _text(element: ElementTree.Element) -> str:
    """A text or its runs, without phonetic hints."""
    runs = [part.text or "" for part in element.findall("{*}t")]
    runs += [part.text or "" for run in element.findall("{*}r") for part in run.findall("{*}t")]
    return _unescaped("".join(runs))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)
