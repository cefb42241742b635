"""Sheets of what impact.com refused: the rows that can go again as they were sent, and the changes that have to be sent
instead of the others.

Sources: Batch Submit Conversion Data; Submit Batch Modifications & Reversals.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import polars as pl

from courier.changes import change_columns, whole_orders
from courier.ledger.ledger import Ledger
from courier.ledger.records import RecordedPart
from courier.messages import text
from courier.open_sheet import OpenedSheet, OpenOptions, open_table
from courier.reading.source import read_bytes
from courier.results.batch_result import BatchResult, RefusedRow
from courier.results.codes import REPAIRS, Repair
from courier.rules.amounts import plain_amount, row_amount
from courier.rules.frames import trimmed_fields
from courier.whole_files import whole_file

REASON = "ORDER_UPDATE"
"""The reason of changes unless a person chooses another."""


@dataclass(frozen=True)
class FixSheet:
    """``again``: the refused rows that can go again, with the headers and the texts that were sent; ``changes``: rows
    of a file of changes; ``orders``: how many orders ``again`` holds; ``cut``: those of which other rows were not
    refused, so that impact.com may have them; ``left``: per repair how many refused rows are in neither; ``unnamed``:
    errors that impact.com counted without naming the row."""

    again: pl.DataFrame
    changes: pl.DataFrame
    orders: int
    cut: int
    left: dict[Repair, int]
    unnamed: int


def fix_sheet(ledger: Ledger, result: BatchResult, reason: str = REASON) -> FixSheet:
    """The sheets for what was refused of a batch. ``reason``: of the changes. Raises LedgerError when the bytes of a
    part with refused rows are not kept here."""
    again, changes = list[pl.DataFrame](), list[pl.DataFrame]()
    orders = cut = 0
    for part in result.parts:
        placed = [row for row in part.rows if row.number is not None]
        if not any(row.repair in ("again", "change") for row in placed):
            continue
        sent = _content(ledger, part.answered.part)
        kept = _numbers(placed, "again")
        again.append(sent.filter(pl.col("@number").is_in(kept)).drop("@number"))
        changes.append(_changes(sent, [row for row in placed if row.repair == "change"], result, reason))
        of_orders, of_cut = _orders(sent, kept)
        orders, cut = orders + of_orders, cut + of_cut
    return FixSheet(
        pl.concat(again, how="diagonal").fill_null("") if again else pl.DataFrame(),
        pl.concat(changes, how="diagonal") if changes else pl.DataFrame(),
        orders,
        cut,
        {repair: count for repair in REPAIRS if repair not in ("again", "change") and (count := result.count(repair))},
        sum(part.answered.unnamed for part in result.parts),
    )


def write_fix_sheet(rows: pl.DataFrame, path: Path) -> None:
    """Write rows of a `FixSheet` as a CSV file. Raises UserError."""
    with whole_file(path) as beside:
        rows.write_csv(beside, line_terminator="\r\n")


def open_fix_sheet(
    rows: pl.DataFrame, template: str, result: BatchResult, options: OpenOptions, now: datetime
) -> OpenedSheet:
    """Rows of a `FixSheet` as a sheet of their own, whose batches are noted in the history as mending this one.
    ``template``: that of the batch, or *modification* for changes. Raises MappingError."""
    sent = result.submission
    name = f"{Path(sent.source).stem}-{sent.uuid[:8]}.csv"
    content = rows.write_csv(line_terminator="\r\n").encode()
    options = replace(options, template=template, note=text("results-fix-note", id=sent.uuid[:8]))
    return open_table(read_bytes(content, name), name, None, options, now)


def _content(ledger: Ledger, part: RecordedPart) -> pl.DataFrame:
    """The rows of a part as they were sent, with ``@number``."""
    content = ledger.archive.bytes_of(part.sha256, part.name)
    sent = pl.read_csv(io.BytesIO(content), infer_schema=False).fill_null("")
    return sent.with_columns(pl.int_range(1, sent.height + 1, dtype=pl.Int64).alias("@number"))


def _numbers(rows: Iterable[RefusedRow], repair: Repair) -> list[int]:
    return sorted({row.number for row in rows if row.number is not None and row.repair == repair})


def _orders(sent: pl.DataFrame, kept: list[int]) -> tuple[int, int]:
    """How many orders the rows with these numbers are of, and of how many of them other rows stay behind."""
    name = next((name for name in ("OrderId", "ActionId") if name in sent.columns), None)
    if name is None:
        return 0, 0
    counts = (
        sent.filter(pl.col(name).str.strip_chars() != "")
        .group_by(pl.col(name).str.strip_chars().alias("order"))
        .agg(pl.col("@number").is_in(kept).sum().alias("kept"), pl.len().alias("all"))
        .filter(pl.col("kept") > 0)
    )
    return counts.height, counts.filter(pl.col("kept") < pl.col("all")).height


def _changes(sent: pl.DataFrame, rows: list[RefusedRow], result: BatchResult, reason: str) -> pl.DataFrame:
    """Rows as changes, with the amount that was sent as the final one."""
    fields = trimmed_fields(sent.drop("@number"))
    if "OrderId" in fields.columns:
        fields = whole_orders(fields)
    fields = fields.with_columns(sent["@number"])
    amount = pl.col("Amount") if "Amount" in fields.columns else pl.lit(None, dtype=pl.String)
    fields = fields.with_columns(pl.coalesce(amount, plain_amount(row_amount(fields.columns))).alias("Amount"))
    wanted = fields.filter(pl.col("@number").is_in(_numbers(rows, "change")))
    if result.submission.template != "modification" or "Reason" not in wanted.columns:
        wanted = wanted.with_columns(pl.lit(reason).alias("Reason"))
    by_action = [] if "ActionId" not in wanted.columns else [wanted["ActionId"]]
    return change_columns(wanted).select(*by_action, pl.all())
