"""Writes cells of workbooks so that text stays text and cannot damage the file."""

from __future__ import annotations

import re

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from courier.messages import text

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PER_LINE = 44
"""Characters per line of a comment."""


def put(sheet: Worksheet, row: int, column: int, content: str) -> Cell:
    """Write text into a cell, as text even if it begins like a formula, and return the cell."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = _printable(content)
    cell.data_type = "s"
    return cell


def comment(content: str) -> Comment:
    """A comment in a box large enough for its text."""
    lines = sum(1 + len(line) // _PER_LINE for line in content.splitlines())
    return Comment(_printable(content), text("app-name"), width=320, height=24 + 18 * lines)


def _printable(content: str) -> str:
    """Text with each character that workbooks cannot contain replaced."""
    return _UNPRINTABLE.sub("\ufffd", content)
