"""The report: a sheet with its problems as a coloured workbook or as CSV, for readers without Conversion Courier."""

from courier.report.changes import write_changes
from courier.report.writer import check_report_path, write_report

__all__ = ["check_report_path", "write_changes", "write_report"]
