"""Workbooks of LibreOffice and others: their XML holds both each value and what a person saw of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree

from courier.reading.table import ReadingError
from courier.reading.workbooks import packages
from courier.reading.workbooks.book import MOST_CELLS, Tab, TabCells, column_name
from courier.reading.workbooks.columns import Columns
from courier.reading.workbooks.number_formats import EXACT, exact, names_money

_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?")
_ERROR = re.compile(r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d{3}")
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


class Ods:
    """An ods workbook."""

    format = "ods"

    def __init__(self, data: bytes) -> None:
        archive = packages.opened(data)
        if "META-INF/manifest.xml" in archive.NameToInfo and b"encryption-data" in archive.read(
            "META-INF/manifest.xml"
        ):
            raise ReadingError("reading-password")
        self._content = packages.part(archive, "content.xml")
        self._cells: dict[str, TabCells] = {}
        tabs: list[Tab] = []
        hidden: dict[str, bool] = {}
        for _, element in ElementTree.iterparse(BytesIO(self._content), events=("end",)):  # noqa: S314 (DTDs are refused)
            name = _name(element.tag)
            if name == "style":
                shown = next(
                    (_attribute(one, "display") for one in element if _name(one.tag) == "table-properties"), None
                )
                hidden[_attribute(element, "name") or ""] = shown == "false"
            elif name == "table":
                tab = _attribute(element, "name") or ""
                if tab not in self._cells:
                    tabs.append(Tab(tab, hidden.get(_attribute(element, "style-name") or "", False)))
                    self._cells[tab] = _cells(element)
                element.clear()
        self.tabs: Sequence[Tab] = tabs

    def cells(self, tab: str) -> TabCells:
        """All cells of a tab."""
        return self._cells[tab]

    def made_for(self) -> str | None:
        """Blank workbooks of ours are never of this kind."""
        return None


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(element: ElementTree.Element, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if _name(key) == name), None)


def _repeated(element: ElementTree.Element, name: str, most: int) -> int:
    said = _attribute(element, name)
    return min(int(said), most) if said and said.isdecimal() and int(said) else 1


def _cells(table: ElementTree.Element) -> TabCells:
    rows: list[list[object]] = []
    empty, merged, hidden, errors, width, last, unsaid = 0, 0, 0, 0, 0, 0, 0
    for row in table.iter():
        if _name(row.tag) != "table-row":
            continue
        times = _repeated(row, "number-rows-repeated", _MOST_ROWS)
        values: list[object] = []
        blank = 0
        for cell in row:
            if _name(cell.tag) not in ("table-cell", "covered-table-cell"):
                continue
            count = _repeated(cell, "number-columns-repeated", _MOST_COLUMNS)
            value = _value(cell)
            merged += any(_repeated(cell, name, 2) > 1 for name in ("number-columns-spanned", "number-rows-spanned"))
            if value == "":
                unsaid += _attribute(cell, "formula") is not None and _attribute(cell, "value-type") is None
                blank += count
                continue
            values += [""] * blank + [value] * count
            blank = 0
            errors += count * bool(isinstance(value, str) and value[:1] in "#E" and _ERROR.fullmatch(value))
        if not values:
            empty += times
            continue
        hidden += times * (_attribute(row, "visibility") in ("collapse", "filter"))
        width = max(width, len(values))
        if (len(rows) + empty + times) * width > MOST_CELLS:
            raise ReadingError("reading-too-wide", rows=len(rows) + empty + times, columns=width)
        rows += [[] for _ in range(empty)]
        rows += [values] * times
        last, empty = len(rows), 0
    texts, damaged = Columns([[*row, *[""] * (width - len(row))] for row in rows]).texts()
    return TabCells(
        texts,
        damaged,
        errors=errors,
        without_value=unsaid,
        merged=merged,
        hidden_rows=hidden,
        hidden_columns=_hidden_columns(table, width),
        last_row=last,
    )


def _hidden_columns(table: ElementTree.Element, width: int) -> list[str]:
    found: list[str] = []
    place = 0
    for column in table.iter():
        if _name(column.tag) == "table-column":
            count = _repeated(column, "number-columns-repeated", _MOST_COLUMNS)
            if _attribute(column, "visibility") in ("collapse", "filter"):
                found += [column_name(index) for index in range(place, min(place + count, width))]
            place += count
    return found


def _value(cell: ElementTree.Element) -> object:
    """What a person saw, unless the value says more: dates the ISO way, numbers with all their digits."""
    kind = _attribute(cell, "value-type")
    seen = "\n".join(_paragraph(one) for one in cell if _name(one.tag) == "p")
    said = _attribute(cell, "value")
    if (truth := _attribute(cell, "formula")) in ("of:=TRUE()", "of:=FALSE()"):
        return truth == "of:=TRUE()"
    if kind in ("float", "percentage", "currency") and said is not None:
        try:
            return _number(float(said), seen, kind)
        except ValueError:
            return seen
    if kind == "date":
        day = _attribute(cell, "date-value") or seen
        return day.removesuffix("T00:00:00")
    if kind == "time":
        return _time(_attribute(cell, "time-value") or "", seen)
    if kind == "boolean":
        return _attribute(cell, "boolean-value") == "true"
    if kind == "string":
        return _attribute(cell, "string-value") or seen
    return seen


def _number(value: float, seen: str, kind: str) -> object:
    if _ERROR.fullmatch(seen):
        return seen
    if abs(value) >= EXACT:
        return value
    plain, seen = exact(value), seen.strip()
    other = kind == "percentage" or re.search(r"%|/|\dE[+-]?\d", seen)
    written = None if other else _as_long(value, re.sub(r"\D", "", seen))
    if written is None:
        return plain
    # thousands, money and the brackets of accounts are given by value, other text around the digits as it was seen
    bare = re.sub(r"[\s.,'’()+−-]", "", seen)
    by_value = kind == "currency" or names_money(seen) or seen.endswith(".") or (bare.isdecimal() and _is_plain(seen))
    return written if by_value or seen.startswith(("-", "−")) != (value < 0) else seen


def _as_long(value: float, digits: str) -> str | None:
    """The value with as many decimals as make the digits that were seen; None if others were seen."""
    for decimals in range(min(len(digits), 16)):
        written = f"{value:.{decimals}f}"
        same = re.sub(r"\D", "", written).lstrip("0") == digits.lstrip("0")
        if same and float(written) == value and (value or len(digits) == decimals + 1):
            return written
    return None


def _is_plain(seen: str) -> bool:
    """Whether a number was seen with nothing but separators of thousands and decimals, and with no zeros before it."""
    return bool(re.fullmatch(r"[-−(+]?\s?(?:0|[1-9]\d{0,2}(?:[\s.,'’]\d{3})*|[1-9]\d*)?(?:[.,]\d+)?\s?[)-]?", seen))


def _time(said: str, seen: str) -> str:
    found = _DURATION.fullmatch(said)
    if not found:
        return seen
    minus, days, hours, minutes, seconds, rest = found.groups()
    whole = int(days or 0) * 24 + int(hours or 0)
    fraction = (rest or "")[:6].rstrip("0")
    return f"{minus}{whole:02}:{int(minutes or 0):02}:{int(seconds or 0):02}" + (f".{fraction}" if fraction else "")


def _paragraph(element: ElementTree.Element) -> str:
    """A paragraph's text; several blanks, tabs and line breaks are elements of their own, remarks are left out."""
    text = element.text or ""
    for part in element:
        match _name(part.tag):
            case "s":
                text += " " * _repeated(part, "c", 10_000)
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
