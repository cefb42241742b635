"""Writes what impact.com refused of a batch as a file, for a colleague or for impact.com's support."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl

from courier.report.writer import harmless
from courier.results.batch_result import BatchResult, RefusedRow
from courier.whole_files import whole_file

_COLUMNS = (
    "part", "line", "order", "action", "sku", "amount", "currency", "code", "reason", "meaning", "next_step", "known",
)  # fmt: skip


def write_refused(result: BatchResult, path: Path) -> None:
    """Write the refused rows as CSV, atomically, one line for each reason of a row. No cell is a formula. Raises
    UserError."""
    with whole_file(path) as beside, beside.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(_COLUMNS)
        out.writerows(harmless(pl.Series(_cells(row), dtype=pl.String)).to_list() for row in result.rows)


def _cells(row: RefusedRow) -> list[str]:
    line = row.line if row.line is not None else row.number
    return [
        row.part.name,
        "" if line is None else str(line),
        row.order,
        row.action,
        row.sku,
        "" if row.amount is None else str(row.amount),
        row.currency,
        row.code.code,
        row.reason,
        row.code.meaning,
        row.code.next_step,
        row.known.words if row.known else "",
    ]
