"""Workbooks of Excel since 2007: calamine reads them, and the XML adds what calamine does not report."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from functools import cached_property
from io import BytesIO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from courier.reading.table import ReadingError
from courier.reading.workbooks import packages, worksheet_xml
from courier.reading.workbooks.book import Book, Room, Tab, TabCells, column_name
from courier.reading.workbooks.columns import Columns
from courier.reading.workbooks.number_formats import BUILT_IN, MOST_CODES, changes_digits, exact, is_dated, is_elapsed
from courier.reading.workbooks.plain_xml import plain_rows
from courier.reading.workbooks.values import text_of_day, text_of_number

_MADE_FOR = re.compile(r"(?<![\w-])conversion-courier:([a-z]+)")
"""How the keywords of a workbook name the template it was made for."""
_READ_BY_CALAMINE = ("xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_DATE_LETTERS_OF_CALAMINE = re.compile(r"[ymdhs]", re.IGNORECASE)


class Xlsx(Book):
    """An xlsx or xlsm workbook."""

    format = "xlsx"

    def __init__(self, data: bytes) -> None:
        self._data, self._room = data, Room(len(data))
        self._archive = packages.opened(data)
        book = packages.xml_root(self._archive, "xl/workbook.xml")
        properties = book.find("{*}workbookPr")
        self._of_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._paths: dict[str, str] = {}
        self.tabs: Sequence[Tab] = self._sheets(book)
        self._codes = self._formats()

    def _sheets(self, book: ElementTree.Element) -> list[Tab]:
        paths = packages.worksheet_paths(self._archive, "xl/_rels/workbook.xml.rels")
        tabs = []
        for sheet in book.findall(".//{*}sheet"):
            relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
            path, name = paths.get(relation), sheet.get("name", "")
            if path is not None and name not in self._paths:
                self._paths[name] = path
                tabs.append(Tab(name, sheet.get("state", "visible") != "visible"))
        return tabs

    def _formats(self) -> list[str]:
        """The number format code of each cell style; broken XML is an error, because dates and IDs would silently
        become bare numbers."""
        styles = packages.xml_root(self._archive, "xl/styles.xml", b"<styleSheet/>")
        codes = {str(number): code for number, code in BUILT_IN.items()}
        own = styles.findall(".//{*}numFmt")
        if len(own) > MOST_CODES:
            raise ReadingError("reading-broken-workbook")
        for custom in own:
            codes[custom.get("numFmtId", "")] = custom.get("formatCode", "")
        return [codes.get(style.get("numFmtId", ""), "") for style in styles.findall("{*}cellXfs[1]/*")]

    def cells(self, tab: str) -> TabCells:
        """All cells of a tab."""
        xml = packages.xml_bytes(self._archive, self._paths[tab])
        self._require_strings_and_styles(xml)
        plain = worksheet_xml.is_plain(xml)
        xml = xml if plain else worksheet_xml.with_references(xml)
        columns = Columns(self._rows(tab, xml, plain=plain), self._room)
        errors = worksheet_xml.error_cells(xml)
        for row, column, error in errors:
            columns.put(row, column, error)
        self._show_formats(xml, columns)
        texts, damaged = columns.texts()
        return TabCells(
            texts,
            damaged,
            errors=len(errors),
            without_value=worksheet_xml.formulas_without_value(xml),
            merged=worksheet_xml.merged_areas(xml),
            hidden_rows=worksheet_xml.hidden_rows(xml),
            hidden_columns=[column_name(index) for index in worksheet_xml.hidden_columns(xml)],
            last_row=worksheet_xml.last_row_with_value(xml),
        )

    def _require_strings_and_styles(self, xml: bytes) -> None:
        """Raises ReadingError if parts with shared strings or styles are missing or cut off: cells would silently be
        empty or bare numbers. Also if the cells share more text than they may have, which calamine copies for each."""
        if not self._codes and worksheet_xml.has_styles(xml):
            raise ReadingError("reading-broken-workbook")
        if not worksheet_xml.has_shared_strings(xml):
            return
        strings = packages.xml_bytes(self._archive, "xl/sharedStrings.xml", b"")
        self._room.require_text(worksheet_xml.shared_characters(xml, strings))
        count = worksheet_xml.string_count(strings)
        if count is not None and worksheet_xml.highest_shared_string(xml) >= count:
            raise ReadingError("reading-broken-workbook")

    def _rows(self, tab: str, xml: bytes, *, plain: bool) -> Sequence[Sequence[object]]:
        rows, width = worksheet_xml.extent(xml) if plain else (0, 0)
        # calamine allocates all cells up to the last one
        if rows and width and self._room.holds(rows, width):
            try:
                return self._workbook.get_sheet_by_name(tab).to_python(skip_empty_area=False)
            except (CalamineError, ValueError, OverflowError, OSError):
                pass
        return plain_rows(self._archive, xml, self._codes, self._room, calendar_of_1904=self._of_1904)

    @cached_property
    def _workbook(self) -> CalamineWorkbook:
        for name in _READ_BY_CALAMINE:
            # a part that unpacks to more than it declares would exhaust the memory; reading it here raises an error
            packages.raw_part(self._archive, name, b"")
        return CalamineWorkbook.from_filelike(BytesIO(self._data))

    def _show_formats(self, xml: bytes, columns: Columns) -> None:
        """Overwrite numbers whose format changes what a person sees, and dates that calamine gets wrong."""
        shown = [style for style, code in enumerate(self._codes) if changes_digits(code) or self._is_missed(code)]
        for row, column, style in worksheet_xml.styled_cells(xml, shown):
            value = columns.value(row, column)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                columns.put(row, column, text_of_number(float(value), self._codes[style], self._of_1904))
        if b"<v>-" in xml or b"<v>60" in xml:
            dated = [style for style, code in enumerate(self._codes) if is_dated(code) and not is_elapsed(code)]
            for row, column, number in worksheet_xml.numbers_of_style(xml, dated):
                if number < 0:
                    columns.put(row, column, exact(number))
                elif int(number) == 60 and not self._of_1904:
                    columns.put(row, column, text_of_day(number, calendar_of_1904=False))

    @staticmethod
    def _is_missed(code: str) -> bool:
        """Whether calamine takes a date with this format for a number."""
        if not is_dated(code):
            return False
        bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code)
        return not _DATE_LETTERS_OF_CALAMINE.search(bare) or code in ("yyyy/m/d", "h:mm:ss")

    def made_for(self) -> str | None:
        """The template named in the properties, if the app wrote the workbook; None if the properties are broken."""
        try:
            properties = packages.xml_root(self._archive, "docProps/core.xml")
        except (KeyError, ElementTree.ParseError, ReadingError, zipfile.BadZipFile):
            return None
        keyword = _MADE_FOR.search(properties.findtext("{*}keywords") or "")
        return keyword[1] if keyword else None
