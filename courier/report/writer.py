"""Writes a report in the format of its file extension."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl

from courier.draft import Draft
from courier.messages import UserError, text
from courier.report.rows import ReportRows, report_rows
from courier.report.workbook import write_workbook
from courier.whole_files import whole_file

MOST_ROWS = 1_048_575
"""Rows of a workbook below its header at most."""

_ACTIVE = r"^[=+\-@\t\r\n]"
"""The beginning of a cell that a spreadsheet might run as a formula."""


def check_report_path(path: Path) -> None:
    """Raise UserError unless the path ends in .xlsx or .csv."""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise UserError("report-ending", path=str(path))


def write_report(draft: Draft, label: str, path: Path) -> None:
    """Write all rows of a checked draft with their problems, atomically, as a workbook or CSV by the file extension.

    ``label``: the program's or source's name, for the title. No cell is a formula, and e-mail addresses are masked.
    Raises UserError for another extension, a sheet too long for a workbook, or a path that cannot be written.
    """
    check_report_path(path)
    workbook = path.suffix.lower() == ".xlsx"
    if workbook and draft.sheet.row_count > MOST_ROWS:
        raise UserError("report-too-long", rows=draft.sheet.row_count)
    rows = report_rows(draft)
    with whole_file(path) as beside:
        if workbook:
            write_workbook(draft, rows, label, beside)
        else:
            _write_csv(rows, beside)


def _write_csv(rows: ReportRows, path: Path) -> None:
    """CSV in UTF-8 with BOM, because spreadsheets otherwise assume another encoding."""
    findings = [rows.findings.get(place) for place in range(len(rows.ids))]
    words = pl.Series([row.words if row else "" for row in findings], dtype=pl.String)
    added = (text("report-row"), text("report-problems"), text("report-fate"))
    headers = harmless(pl.Series([*added, *rows.headers], dtype=pl.String)).to_list()
    numbers = ["" if number is None else str(number) for number in rows.numbers]
    cells = [harmless(texts).to_list() for texts in (words, *rows.cells.get_columns())]
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(headers)
        writer.writerows(zip(numbers, cells[0], rows.fates, *cells[1:], strict=True))


def harmless(texts: pl.Series) -> pl.Series:
    """Texts with an apostrophe before those that a spreadsheet might run."""
    active = texts.str.contains(_ACTIVE)
    if not active.any():
        return texts
    return pl.select(pl.when(active).then(pl.lit("'") + texts).otherwise(texts))[:, 0] if texts.len() else texts
