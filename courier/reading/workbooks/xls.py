"""Workbooks of Excel up to 2003, read with xlrd, which reports number formats and what is hidden."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlrd

from courier.reading.table import ReadingError
from courier.reading.workbooks.book import Book, Room, Tab, TabCells, column_name
from courier.reading.workbooks.columns import Columns
from courier.reading.workbooks.values import text_of_number

_ALL_ROWS = 65_536
"""Declared by some programs for every worksheet, so it means nothing."""


def _declared_last_row(sheet: xlrd.sheet.Sheet) -> int | None:
    """The number of the last row that the worksheet declares, if xlrd read fewer, because it silently skips damaged
    records. None if all were read."""
    declared: int = vars(sheet)["_dimnrows"]
    return declared if sheet.nrows < declared < _ALL_ROWS else None


class Xls(Book):
    """An xls workbook."""

    format = "xls"

    def __init__(self, data: bytes) -> None:
        self._room = Room(len(data))
        try:
            self._book = xlrd.open_workbook(
                file_contents=data, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
            )
        except xlrd.biffh.XLRDError as problem:
            if "encrypt" in str(problem).lower() or "password" in str(problem).lower():
                raise ReadingError("reading-password") from problem
            raise
        count = self._book.nsheets
        # a sheet has its visibility only once it is loaded
        hidden: list[int] = vars(self._book)["_sheet_visibility"]
        self.tabs: Sequence[Tab] = [
            Tab(name, index < len(hidden) and bool(hidden[index]))
            for index, name in enumerate(self._book.sheet_names()[:count])
        ]

    def cells(self, tab: str) -> TabCells:
        """All cells of a tab."""
        sheet = self._book.sheet_by_name(tab)
        width = max((sheet.row_len(row) for row in range(sheet.nrows)), default=0)
        self._room.require(sheet.nrows, width)
        rows: list[list[object]] = []
        errors = last = 0
        for number in range(sheet.nrows):
            cells = sheet.row(number)
            row = [self._value(cell) for cell in cells]
            errors += sum(cell.ctype == xlrd.XL_CELL_ERROR for cell in cells)
            if any(value != "" for value in row):
                last = number + 1
            rows.append(row)
        texts, damaged = Columns(rows, self._room).texts()
        hidden = [index for index, info in sorted(sheet.colinfo_map.items()) if info.hidden and index < width]
        return TabCells(
            texts,
            damaged,
            errors=errors,
            merged=len(sheet.merged_cells),
            hidden_rows=sum(bool(info.hidden) for info in sheet.rowinfo_map.values()),
            hidden_columns=list(map(column_name, hidden)),
            last_row=_declared_last_row(sheet) or last,
        )

    def _value(self, cell: xlrd.sheet.Cell) -> object:
        match cell.ctype:
            case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
                value = float(cell.value)
                text = text_of_number(value, self._code(cell), bool(self._book.datemode))
                # a large number stays a float so that lost digits are noticed
                return value if "E" in text else text
            case xlrd.XL_CELL_BOOLEAN:
                return bool(cell.value)
            case xlrd.XL_CELL_ERROR:
                return xlrd.error_text_from_code.get(int(cell.value), "#N/A")
            case xlrd.XL_CELL_TEXT:
                return cell.value
        return ""

    def _code(self, cell: xlrd.sheet.Cell) -> str:
        styles = self._book.xf_list
        if cell.xf_index is None or not 0 <= cell.xf_index < len(styles):
            return ""
        number_format = self._book.format_map.get(styles[cell.xf_index].format_key)
        return number_format.format_str if number_format else ""
