"""Workbooks in the XML of Excel 2003 (SpreadsheetML), which shop systems write as .xls and .xml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from math import isfinite
from xml.etree import ElementTree

from courier.messages import text as message
from courier.reading.table import ReadingError
from courier.reading.workbooks.book import (
    MOST_COLUMNS,
    MOST_ROWS,
    Book,
    Room,
    Tab,
    TabCells,
    column_name,
    free_name,
)
from courier.reading.workbooks.columns import Columns, dense_rows
from courier.reading.workbooks.markup import decode_markup, require_few_cells
from courier.reading.workbooks.packages import is_deep
from courier.reading.workbooks.values import text_of_moment, text_of_number

_DECLARATION = re.compile(r"[\s\ufeff]*(?:<\?xml[^>]*\?>)?")
_LONG = re.compile(r"-?\d{16,}")
"""A number of which the file holds all digits, though Excel would not."""
_FORMATS = {
    "General Number": "General",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
    **dict.fromkeys(("Yes/No", "True/False", "On/Off"), "General"),
}
"""The number formats that have names, where these differ from a format's code."""


@dataclass
class _Worksheet:
    hidden: bool = False
    cells: dict[int, dict[int, object]] = field(default_factory=dict)
    merged: int = 0
    errors: int = 0
    without_value: int = 0
    hidden_rows: int = 0
    hidden_columns: list[str] = field(default_factory=list)


class SpreadsheetMl(Book):
    """A workbook in SpreadsheetML."""

    format = "xml"

    def __init__(self, data: bytes) -> None:
        decoded, self._room = decode_markup(data), Room(len(data))
        self.notes, text = decoded.notes, decoded.text
        # what it declares of its encoding is not true any more
        xml = text[_DECLARATION.match(text).end() :].encode("utf-8", "replace")  # type: ignore[union-attr]
        if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or is_deep(xml):
            raise ReadingError("reading-broken-workbook")
        require_few_cells(xml.count(b"Cell") // 2, len(xml))
        self._codes: dict[str, str] = {}
        self._sheets: dict[str, _Worksheet] = {}
        self._read(xml)
        if not self._sheets:
            raise ReadingError("reading-empty")
        self.tabs: Sequence[Tab] = [Tab(name, sheet.hidden) for name, sheet in self._sheets.items()]

    def cells(self, tab: str) -> TabCells:
        """All cells of a tab."""
        sheet = self._sheets[tab]
        texts, damaged = Columns(dense_rows(sheet.cells, self._room), self._room).texts()
        return TabCells(
            texts,
            damaged,
            errors=sheet.errors,
            without_value=sheet.without_value,
            merged=sheet.merged,
            hidden_rows=sheet.hidden_rows,
            hidden_columns=sheet.hidden_columns,
        )

    def _read(self, xml: bytes) -> None:
        sheet, row, column = _Worksheet(), 0, 0
        for event, element in ElementTree.iterparse(BytesIO(xml), events=("start", "end")):  # noqa: S314 (no DTDs)
            name = _name(element)
            if event == "start":
                if name == "Worksheet":
                    sheet, row, column = _Worksheet(), 0, 0
                    unnamed = message("reading-table-name", number=len(self._sheets) + 1)
                    said = _attributes(element).get("Name") or unnamed
                    self._sheets[free_name(said, self._sheets)] = sheet
                continue
            match name:
                case "Style":
                    self._take_style(element)
                case "Column":
                    column = _take_column(sheet, _attributes(element), column)
                case "Row":
                    row = self._take_row(sheet, element, row)
                    # the rows of a large workbook would fill the memory
                    element.clear()
                case "Visible":
                    sheet.hidden = (element.text or "") in ("SheetHidden", "SheetVeryHidden")

    def _take_style(self, element: ElementTree.Element) -> None:
        attributes = _attributes(element)
        own = next((_attributes(child).get("Format", "") for child in element if _name(child) == "NumberFormat"), None)
        code = self._codes.get(attributes.get("Parent", ""), "") if own is None else _FORMATS.get(own, own)
        self._codes[attributes.get("ID", "")] = code

    def _take_row(self, sheet: _Worksheet, element: ElementTree.Element, row: int) -> int:
        """Take the cells of a row; the index (from 0) of the row after it."""
        attributes = _attributes(element)
        row = _number(attributes.get("Index"), row + 1) - 1
        sheet.hidden_rows += attributes.get("Hidden") == "1"
        column = 0
        for cell in element:
            if _name(cell) != "Cell":
                continue
            said = _attributes(cell)
            column = _number(said.get("Index"), column + 1) - 1
            wide = _number(said.get("MergeAcross"), 0)
            sheet.merged += wide > 0 or _number(said.get("MergeDown"), 0) > 0
            if not (0 <= row < MOST_ROWS and 0 <= column < MOST_COLUMNS):
                raise ReadingError("reading-too-wide", rows=row + 1, columns=column + 1)
            data = next((child for child in cell if _name(child) == "Data"), None)
            value = "" if data is None else self._value(data, said.get("StyleID", ""))
            if data is not None and _attributes(data).get("Type") == "Error":
                sheet.errors += 1
            if "Formula" in said and value == "":
                sheet.without_value += 1
            if value != "":
                sheet.cells.setdefault(row, {})[column] = value
            column += 1 + wide
        return row + 1 + _number(attributes.get("Span"), 0)

    def _value(self, data: ElementTree.Element, style: str) -> object:
        text = "".join(data.itertext())
        match _attributes(data).get("Type"):
            case "Number":
                return self._number_text(text.strip(), self._codes.get(style, ""))
            case "DateTime":
                return _moment(text.strip())
            case "Boolean":
                return text.strip() in ("1", "true", "TRUE")
        return text

    def _number_text(self, text: str, code: str) -> object:
        try:
            value = float(text)
        except ValueError:
            return text
        if _LONG.fullmatch(text) or not isfinite(value):
            return text
        shown = text_of_number(value, code, calendar_of_1904=False)
        # a large number stays a number so that lost digits are noticed
        return value if "E" in shown else shown


def _take_column(sheet: _Worksheet, attributes: Mapping[str, str], column: int) -> int:
    """Take note of columns that are hidden; the index (from 0) of the column after them."""
    first = _number(attributes.get("Index"), column + 1) - 1
    after = min(first + 1 + _number(attributes.get("Span"), 0), MOST_COLUMNS)
    if attributes.get("Hidden") == "1":
        sheet.hidden_columns += map(column_name, range(first, min(after, first + 100)))
    return after


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if moment.tzinfo else text_of_moment(moment)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _attributes(element: ElementTree.Element) -> dict[str, str]:
    """The attributes without their namespace, which some programs leave away."""
    return {name.rpartition("}")[2]: value for name, value in element.items()}


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else default
