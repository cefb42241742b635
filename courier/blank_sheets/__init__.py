"""New sheets to fill in: a workbook that guards IDs and dates from Excel and explains itself, and a bare CSV header."""

from courier.blank_sheets.writer import write_blank_csv, write_blank_workbook

__all__ = ["write_blank_csv", "write_blank_workbook"]
