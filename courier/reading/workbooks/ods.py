"""Workbooks of LibreOffice and others: their XML holds both each value and the text that a person saw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree

from courier.reading.table import ReadingError
from courier.reading.workbooks import packages
from courier.reading.workbooks.book import (
    MOST_COLUMNS,
    MOST_ROWS,
    Book,
    Room,
    Tab,
    TabCells,
    column_name,
)
from courier.reading.workbooks.columns import Columns
from courier.reading.workbooks.number_formats import EXACT, exact, names_money

_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?")
_BLANKS = re.compile(rb"""[\s:]c\s*+=\s*+["'](\d{1,9})["']""")
"""How many blanks an element stands for: few bytes may become very many."""
_MOST_BLANKS = 10_000
_ERROR = re.compile(r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d{3}")


class Ods(Book):
    """An ods workbook."""

    format = "ods"

    def __init__(self, data: bytes) -> None:
        archive = packages.opened(data)
        if b"encryption-data" in packages.raw_part(archive, "META-INF/manifest.xml", b""):
            raise ReadingError("reading-password")
        content, room = packages.xml_bytes(archive, "content.xml"), Room(len(data))
        room.require_text(sum(min(int(count), _MOST_BLANKS) for count in _BLANKS.findall(content)))
        self._cells: dict[str, TabCells] = {}
        tabs: list[Tab] = []
        hidden: dict[str, bool] = {}
        for _, element in ElementTree.iterparse(BytesIO(content), events=("end",)):  # noqa: S314 (DTDs are refused)
            name = _name(element.tag)
            if name == "style":
                properties = (child for child in element if _name(child.tag) == "table-properties")
                display = next((_attribute(child, "display") for child in properties), None)
                hidden[_attribute(element, "name") or ""] = display == "false"
            elif name == "table":
                tab = _attribute(element, "name") or ""
                if tab not in self._cells:
                    tabs.append(Tab(tab, hidden.get(_attribute(element, "style-name") or "", False)))
                    self._cells[tab] = cells = _cells(element, room)
                    room.spend(cells.last_row or 0, len(cells.columns))
                element.clear()
        self.tabs: Sequence[Tab] = tabs

    def cells(self, tab: str) -> TabCells:
        """All cells of a tab."""
        return self._cells[tab]


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(element: ElementTree.Element, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if _name(key) == name), None)


def _repeated(element: ElementTree.Element, name: str, most: int) -> int:
    """The positive number in an attribute, at most ``most``; 1 where there is none."""
    count = _attribute(element, name)
    return min(int(count), most) if count and count.isdecimal() and int(count) else 1


def _cells(table: ElementTree.Element, room: Room) -> TabCells:
    rows: list[list[object]] = []
    result = TabCells()
    empty = width = 0
    for row in table.iter():
        if _name(row.tag) != "table-row":
            continue
        times = _repeated(row, "number-rows-repeated", MOST_ROWS)
        values: list[object] = []
        blank = 0
        for cell in row:
            if _name(cell.tag) not in ("table-cell", "covered-table-cell"):
                continue
            count = _repeated(cell, "number-columns-repeated", MOST_COLUMNS)
            value = _value(cell)
            result.merged += any(
                _repeated(cell, name, 2) > 1 for name in ("number-columns-spanned", "number-rows-spanned")
            )
            if value == "":
                has_type = _attribute(cell, "value-type") is not None
                result.without_value += _attribute(cell, "formula") is not None and not has_type
                blank += count
                continue
            values += [""] * blank + [value] * count
            blank = 0
            result.errors += count * bool(isinstance(value, str) and value[:1] in "#E" and _ERROR.fullmatch(value))
        if not values:
            empty += times
            continue
        result.hidden_rows += times * _is_hidden(row)
        width = max(width, len(values))
        room.require(len(rows) + empty + times, width)
        rows += [[] for _ in range(empty)]
        rows += [values] * times
        empty = 0
    result.columns, result.damaged = Columns(rows, room).texts()
    result.hidden_columns, result.last_row = _hidden_columns(table, width), len(rows)
    return result


def _is_hidden(element: ElementTree.Element) -> bool:
    return _attribute(element, "visibility") in ("collapse", "filter")


def _hidden_columns(table: ElementTree.Element, width: int) -> list[str]:
    names: list[str] = []
    first = 0
    for column in table.iter():
        if _name(column.tag) == "table-column":
            end = first + _repeated(column, "number-columns-repeated", MOST_COLUMNS)
            if _is_hidden(column):
                names += [column_name(index) for index in range(first, min(end, width))]
            first = end
    return names


def _value(cell: ElementTree.Element) -> object:
    """The text that a person saw, unless the value holds more: dates in ISO format, numbers with all their digits."""
    kind = _attribute(cell, "value-type")
    seen = "\n".join(_paragraph(child) for child in cell if _name(child.tag) == "p")
    value = _attribute(cell, "value")
    if (formula := _attribute(cell, "formula")) in ("of:=TRUE()", "of:=FALSE()"):
        return formula == "of:=TRUE()"
    match kind:
        case "float" | "percentage" | "currency" if value is not None:
            try:
                return _number(float(value), seen, kind)
            except ValueError:
                return seen
        case "date":
            return (_attribute(cell, "date-value") or seen).removesuffix("T00:00:00")
        case "time":
            return _time(_attribute(cell, "time-value") or "", seen)
        case "boolean":
            return _attribute(cell, "boolean-value") == "true"
        case "string":
            return _attribute(cell, "string-value") or seen
    return seen


def _number(value: float, seen: str, kind: str) -> object:
    if _ERROR.fullmatch(seen):
        return seen
    if abs(value) >= EXACT:
        return value
    plain, seen = exact(value), seen.strip()
    other = kind == "percentage" or re.search(r"%|/|\dE[+-]?\d", seen)
    written = None if other else _with_seen_decimals(value, re.sub(r"\D", "", seen))
    if written is None:
        return plain
    # numbers with thousands separators, money and accounting brackets lose them, other text around the digits stays
    bare = re.sub(r"[\s.,'’()+−-]", "", seen)
    by_value = kind == "currency" or names_money(seen) or seen.endswith(".") or (bare.isdecimal() and _is_plain(seen))
    return written if by_value or seen.startswith(("-", "−")) != (value < 0) else seen


def _with_seen_decimals(value: float, digits: str) -> str | None:
    """The value with as many decimals as give the digits that were seen; None if no number of decimals does."""
    for decimals in range(min(len(digits), 16)):
        written = f"{value:.{decimals}f}"
        same = re.sub(r"\D", "", written).lstrip("0") == digits.lstrip("0")
        if same and float(written) == value and (value or len(digits) == decimals + 1):
            return written
    return None


def _is_plain(seen: str) -> bool:
    """Whether a number was seen with only thousands and decimal separators, and without leading zeros."""
    return bool(re.fullmatch(r"[-−(+]?\s?(?:0|[1-9]\d{0,2}(?:[\s.,'’]\d{3})*|[1-9]\d*)?(?:[.,]\d+)?\s?[)-]?", seen))


def _time(duration: str, seen: str) -> str:
    """An ISO 8601 duration as hours, minutes and seconds; ``seen`` if it is none."""
    match = _DURATION.fullmatch(duration)
    if not match:
        return seen
    minus, days, hours, minutes, seconds, decimals = match.groups()
    total_hours = int(days or 0) * 24 + int(hours or 0)
    fraction = (decimals or "")[:6].rstrip("0")
    return f"{minus}{total_hours:02}:{int(minutes or 0):02}:{int(seconds or 0):02}" + (
        f".{fraction}" if fraction else ""
    )


def _paragraph(element: ElementTree.Element) -> str:
    """A paragraph's text; repeated spaces, tabs and line breaks are elements, comments are left out."""
    text = element.text or ""
    for part in element:
        match _name(part.tag):
            case "s":
                text += " " * _repeated(part, "c", _MOST_BLANKS)
            case "tab":
                text += "\t"
            case "line-break":
                text += "\n"
            case "annotation":
                pass
            case _:
                text += _paragraph(part)
        text += part.tail or ""
    return text
