"""Workbooks of every kind: tabs, cells as a person saw them, and what a workbook hides or has lost."""
