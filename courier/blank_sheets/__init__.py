"""Blank sheets: a workbook with notes that protects IDs and dates from Excel, and a CSV file with only a header."""

from courier.blank_sheets.writer import write_blank_csv, write_blank_workbook

__all__ = ["write_blank_csv", "write_blank_workbook"]
