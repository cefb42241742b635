"""Workbooks of Excel since 2007: calamine reads them, and what it does not tell is seen in the XML."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from courier.reading.table import ReadingError
from courier.reading.workbooks import packages, worksheet_xml
from courier.reading.workbooks.book import MOST_CELLS, Tab, TabCells, column_name
from courier.reading.workbooks.columns import Columns
from courier.reading.workbooks.number_formats import BUILT_IN, changes_digits, exact, is_dated, is_elapsed
from courier.reading.workbooks.plain_xml import plain_rows
from courier.reading.workbooks.values import text_of_day, text_of_number

_MADE_FOR = re.compile(r"(?<![\w-])conversion-courier:([a-z]+)")
"""How the keywords of a workbook name the template it was made for."""
_READ_BY_CALAMINE = ("xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_SEEN_BY_CALAMINE = re.compile(r"[ymdhs]", re.IGNORECASE)


class Xlsx:
    """An xlsx or xlsm workbook."""

    format = "xlsx"

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._archive = packages.opened(data)
        self._calamine: CalamineWorkbook | None = None
        book = ElementTree.fromstring(packages.part(self._archive, "xl/workbook.xml"))  # noqa: S314 (DTDs are refused)
        properties = book.find("{*}workbookPr")
        self._of_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._paths: dict[str, str] = {}
        self.tabs: Sequence[Tab] = self._sheets(book)
        self._codes = self._formats()

    def _sheets(self, book: ElementTree.Element) -> list[Tab]:
        relations = ElementTree.fromstring(packages.part(self._archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314
        targets = {
            one.get("Id"): one.get("Target", "") for one in relations if one.get("Type", "").endswith("/worksheet")
        }
        tabs = []
        for sheet in book.findall(".//{*}sheet"):
            relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
            target, name = targets.get(relation), sheet.get("name", "")
            if target is not None and name not in self._paths:
                self._paths[name] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                tabs.append(Tab(name, sheet.get("state", "visible") != "visible"))
        return tabs

    def _formats(self) -> list[str]:
        """The number format code of each cell style; broken ones would make dates and IDs bare numbers in silence."""
        try:
            styles = ElementTree.fromstring(packages.part(self._archive, "xl/styles.xml"))  # noqa: S314
        except KeyError:
            return []
        codes = {str(number): code for number, code in BUILT_IN.items()}
        for one in styles.findall(".//{*}numFmt"):
            codes[one.get("numFmtId", "")] = one.get("formatCode", "")
        uses = styles.find("{*}cellXfs")
        return [codes.get(one.get("numFmtId", ""), "") for one in uses] if uses is not None else []

    def cells(self, tab: str) -> TabCells:
        """All cells of a tab."""
        path = self._paths[tab]
        xml = packages.part(self._archive, path)
        self._refuse_what_is_missing(xml)
        plain = worksheet_xml.is_plain(xml)
        xml = xml if plain else worksheet_xml.with_places(xml)
        columns = Columns(self._rows(tab, xml, plain=plain))
        errors = 0
        for row, column, said in worksheet_xml.error_cells(xml):
            columns.put(row, column, said)
            errors += 1
        self._show_formats(xml, columns)
        texts, damaged = columns.texts()
        return TabCells(
            texts,
            damaged,
            errors=errors,
            without_value=worksheet_xml.formulas_without_value(xml),
            merged=worksheet_xml.merged_areas(xml),
            hidden_rows=worksheet_xml.hidden_rows(xml),
            hidden_columns=[column_name(index) for index in worksheet_xml.hidden_columns(xml)],
            last_row=worksheet_xml.last_row_with_value(xml),
        )

    def _refuse_what_is_missing(self, xml: bytes) -> None:
        """Texts and formats lie in parts of their own; without them cells would be empty or bare numbers in silence."""
        if not self._codes and worksheet_xml.has_styles(xml):
            raise ReadingError("reading-broken-workbook")
        if b't="s"' not in xml:
            return
        try:
            texts = worksheet_xml.shared_texts(packages.part(self._archive, "xl/sharedStrings.xml"))
        except KeyError:
            texts = 0
        if texts is not None and worksheet_xml.highest_shared_text(xml) >= texts:
            raise ReadingError("reading-broken-workbook")

    def _rows(self, tab: str, xml: bytes, *, plain: bool) -> Sequence[Sequence[object]]:
        rows, width = worksheet_xml.extent(xml) if plain else (0, 0)
        if 0 < rows * width <= MOST_CELLS:
            # calamine takes room for all cells as far as the last one
            try:
                return self._book().get_sheet_by_name(tab).to_python(skip_empty_area=False)
            except (CalamineError, ValueError, OverflowError, OSError):
                pass
        return plain_rows(self._archive, xml, self._codes, calendar_of_1904=self._of_1904)

    def _book(self) -> CalamineWorkbook:
        if self._calamine is None:
            for name in _READ_BY_CALAMINE:
                # what unpacks to more than it says would fill the memory; reading it here finds that out
                if name in self._archive.NameToInfo:
                    with self._archive.open(name) as part:
                        while part.read(1 << 20):
                            pass
            self._calamine = CalamineWorkbook.from_filelike(BytesIO(self._data))
        return self._calamine

    def _show_formats(self, xml: bytes, columns: Columns) -> None:
        wanted = [style for style, code in enumerate(self._codes) if changes_digits(code) or self._is_missed(code)]
        for row, column, style in worksheet_xml.styled_cells(xml, wanted):
            value = columns.value(row, column)
            if type(value) in (int, float):
                columns.put(row, column, text_of_number(float(value), self._codes[style], self._of_1904))  # type: ignore[arg-type]
        if b"<v>-" in xml or b"<v>60" in xml:
            dated = [style for style, code in enumerate(self._codes) if is_dated(code) and not is_elapsed(code)]
            for row, column, _, value in worksheet_xml.numbers_of_style(xml, dated):
                if value < 0:
                    columns.put(row, column, exact(value))
                elif int(value) == 60 and not self._of_1904:
                    columns.put(row, column, text_of_day(value, calendar_of_1904=False))

    @staticmethod
    def _is_missed(code: str) -> bool:
        """Whether calamine takes a date under this code for a number."""
        bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code)
        return is_dated(code) and (not _SEEN_BY_CALAMINE.search(bare) or code in ("yyyy/m/d", "h:mm:ss"))

    def made_for(self) -> str | None:
        """The template that a blank workbook of ours names in its properties, which nothing else depends on."""
        try:
            properties = ElementTree.fromstring(packages.part(self._archive, "docProps/core.xml"))  # noqa: S314
        except (KeyError, ElementTree.ParseError, ReadingError, zipfile.BadZipFile):
            return None
        found = _MADE_FOR.search(properties.findtext("{*}keywords") or "")
        return found[1] if found else None
