"""Cells of workbooks that the app writes: text stays text, and nothing in it breaks the file."""

from __future__ import annotations

import re

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from courier.messages import text

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PER_LINE = 44
"""Characters that fit into a line of a comment."""


def printable(said: str) -> str:
    """Text without the characters that no workbook can hold."""
    return _UNPRINTABLE.sub("\ufffd", said)


def put(sheet: Worksheet, row: int, column: int, said: str) -> Cell:
    """Write text into a cell, as text even if it begins like a formula; the cell."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = printable(said)
    cell.data_type = "s"
    return cell


def comment(said: str) -> Comment:
    """A comment in a box that is large enough."""
    lines = sum(1 + len(line) // _PER_LINE for line in said.splitlines())
    return Comment(printable(said), text("app-name"), width=320, height=24 + 18 * lines)
