"""Workbooks of Excel up to 2003, read with xlrd, which knows number formats and what is hidden."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlrd

from courier.reading.table import ReadingError
from courier.reading.workbooks.book import MOST_CELLS, Tab, TabCells, column_name
from courier.reading.workbooks.columns import Columns
from courier.reading.workbooks.values import text_of_number

_ALL_ROWS = 65_536
"""What some programs say of every worksheet: nothing is meant by it."""


def _claimed(sheet: xlrd.sheet.Sheet) -> int | None:
    """The last row by what the worksheet says of itself, if there are fewer: then a record is damaged, and xlrd went on
    behind it without a word. None if all are there."""
    said: int = vars(sheet)["_dimnrows"]
    return said if sheet.nrows < said < _ALL_ROWS else None


class Xls:
    """An xls workbook."""

    format = "xls"

    def __init__(self, data: bytes) -> None:
        try:
            self._book = xlrd.open_workbook(
                file_contents=data, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
            )
        except xlrd.biffh.XLRDError as problem:
            if "encrypt" in str(problem).lower() or "password" in str(problem).lower():
                raise ReadingError("reading-password") from problem
            raise
        count = self._book.nsheets
        # a sheet tells it only once it is loaded
        hidden: list[int] = vars(self._book)["_sheet_visibility"]
        self.tabs: Sequence[Tab] = [
            Tab(name, bool(hidden[index]) if index < len(hidden) else False)
            for index, name in enumerate(self._book.sheet_names()[:count])
        ]

    def cells(self, tab: str) -> TabCells:
        """All cells of a tab."""
        sheet = self._book.sheet_by_name(tab)
        width = max((sheet.row_len(row) for row in range(sheet.nrows)), default=0)
        if sheet.nrows * width > MOST_CELLS:
            raise ReadingError("reading-too-wide", rows=sheet.nrows, columns=width)
        rows: list[list[object]] = []
        errors, last = 0, 0
        for number in range(sheet.nrows):
            row = [self._value(cell) for cell in sheet.row(number)]
            errors += sum(cell.ctype == xlrd.XL_CELL_ERROR for cell in sheet.row(number))
            if any(value != "" for value in row):
                last = number + 1
            rows.append([*row, *[""] * (width - len(row))])
        texts, damaged = Columns(rows).texts()
        return TabCells(
            texts,
            damaged,
            errors=errors,
            merged=len(sheet.merged_cells),
            hidden_rows=sum(bool(info.hidden) for info in sheet.rowinfo_map.values()),
            hidden_columns=[
                column_name(one) for one, info in sorted(sheet.colinfo_map.items()) if info.hidden and one < width
            ],
            last_row=_claimed(sheet) or last,
        )

    def _value(self, cell: xlrd.sheet.Cell) -> object:
        match cell.ctype:
            case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
                value = float(cell.value)
                text = text_of_number(value, self._code(cell), bool(self._book.datemode))
                # a number stays one so that lost digits are found
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
        known = self._book.format_map.get(styles[cell.xf_index].format_key)
        return known.format_str if known else ""

    def made_for(self) -> str | None:
        """Blank workbooks of ours are never of this kind."""
        return None
