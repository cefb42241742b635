"""A worksheet read from its XML alone: slower than calamine, but whatever can be read of it is."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree

from courier.reading.table import ReadingError
from courier.reading.workbooks import packages
from courier.reading.workbooks.book import MOST_CELLS
from courier.reading.workbooks.number_formats import is_dated
from courier.reading.workbooks.values import text_of_number
from courier.reading.workbooks.worksheet_xml import MOST_COLUMNS, MOST_ROWS, column_number

_LETTERS = re.compile(r"[A-Z]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def plain_rows(
    archive: zipfile.ZipFile, xml: bytes, codes: Sequence[str], *, calendar_of_1904: bool
) -> list[list[object]]:
    """The rows of a worksheet up to the last value; ``codes``: the number format of each style.

    Raises ReadingError if they reach too far to be held, ElementTree.ParseError if the XML is broken.
    """
    shared: list[str] | None = None
    found: dict[int, dict[int, object]] = {}
    last = width = row = 0
    for _, element in ElementTree.iterparse(BytesIO(xml), events=("end",)):  # noqa: S314 (DTDs are refused)
        name = element.tag.rpartition("}")[2]
        if name != "row":
            continue
        row = _number(element.get("r"), row + 1)
        column = -1
        for cell in element:
            if cell.tag.rpartition("}")[2] != "c":
                continue
            said = _LETTERS.match(cell.get("r", ""))
            column = column_number(said[0].encode()) if said else column + 1
            if not len(cell):
                # a cell that has only a style
                continue
            if cell.get("t") == "s" and shared is None:
                shared = _shared(archive)
            value = _value(cell, shared or [], codes, calendar_of_1904)
            if value != "" and 0 < row <= MOST_ROWS and column < MOST_COLUMNS:
                found.setdefault(row, {})[column] = value
                last, width = max(last, row), max(width, column + 1)
        element.clear()
    if last * width > MOST_CELLS:
        raise ReadingError("reading-too-wide", rows=last, columns=width)
    nothing = [""] * width
    return [_filled(found.get(number), nothing) for number in range(1, last + 1)]


def _filled(values: dict[int, object] | None, nothing: list[str]) -> list[object]:
    row: list[object] = [*nothing]
    for column, value in (values or {}).items():
        row[column] = value
    return row


def _number(said: str | None, otherwise: int) -> int:
    return int(said) if said and said.isdecimal() else otherwise


def _value(cell: ElementTree.Element, shared: Sequence[str], codes: Sequence[str], calendar_of_1904: bool) -> object:
    kind, said = cell.get("t", "n"), cell.findtext("{*}v")
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return "" if inline is None else _text(inline)
    if said is None:
        return ""
    if kind == "s":
        index = _number(said.strip(), -1)
        return shared[index] if 0 <= index < len(shared) else ""
    if kind == "b":
        return said.strip() == "1"
    if kind != "n":
        return _unescaped(said)
    try:
        number = float(said)
    except ValueError:
        return said
    style = _number(cell.get("s"), -1)
    code = codes[style] if 0 <= style < len(codes) else ""
    return text_of_number(number, code, calendar_of_1904) if is_dated(code) else number


def _shared(archive: zipfile.ZipFile) -> list[str]:
    try:
        table = ElementTree.fromstring(packages.part(archive, "xl/sharedStrings.xml"))  # noqa: S314 (DTDs are refused)
    except KeyError:
        return []
    return [_text(one) for one in table.findall("{*}si")]


def _text(element: ElementTree.Element) -> str:
    """A text or its runs, without what tells how it is spoken."""
    runs = [part.text or "" for part in element.findall("{*}t")]
    runs += [part.text or "" for run in element.findall("{*}r") for part in run.findall("{*}t")]
    return _unescaped("".join(runs))


def _unescaped(said: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), said)
