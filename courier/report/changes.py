"""The changes of repairs as a list: row, order, field, and what stands there before and after."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from courier.draft import Draft
from courier.messages import text
from courier.report.rows import without_emails
from courier.report.writer import harmless
from courier.rules.phrases import title
from courier.rules.repairs import MOVING, Plan
from courier.sheet.edit import Cells
from courier.whole_files import whole_file

_HEADERS = ("preview-row", "preview-order", "preview-field", "preview-before", "preview-after", "preview-why")


def write_changes(draft: Draft, plan: Plan, path: Path) -> None:
    """Write what a plan would change as CSV, atomically, one change to a line. No cell is a formula, and e-mail
    addresses are masked. Raises UserError for a path that cannot be written."""
    # with BOM, because spreadsheets otherwise assume another encoding
    with whole_file(path) as beside, beside.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([text(key) for key in _HEADERS])
        for block in _blocks(draft, plan):
            cells = [harmless(without_emails(texts.fill_null(""))).to_list() for texts in block.get_columns()]
            writer.writerows(zip(*cells, strict=True))


def _blocks(draft: Draft, plan: Plan) -> Iterator[pl.DataFrame]:
    fields = {draft.checker.frames.column_of(name): name for name in draft.checker.view.names}
    for change in plan.changes:
        if isinstance(change, Cells):
            sheet = draft.sheet
            header = sheet.header(change.column) if change.column in sheet.columns else change.column.partition(":")[2]
            rows = pl.Series(change.rows, dtype=pl.UInt32)
            texts = (change.before, change.after)
            yield _block(draft, rows, fields.get(change.column) or header, texts, change.rule)
    if plan.moved:
        rows = plan.moved_rows
        empty, moves = [""] * rows.len(), [text("preview-moves")] * rows.len()
        yield _block(draft, rows, "OrderId", (empty, moves), MOVING)


def _block(
    draft: Draft, rows: pl.Series, field: str, texts: tuple[Sequence[str | None], Sequence[str | None]], rule: str
) -> pl.DataFrame:
    """One change of many rows, in sheet order."""
    numbers = [str(number or text("grid-new-row")) for number in draft.sheet.numbers(rows.to_list())]
    column = draft.checker.frames.column_of("OrderId")
    orders = draft.sheet.cells(rows.to_list(), column) if column else [None] * rows.len()
    before, after = texts
    block = pl.DataFrame(
        {"row": numbers, "order": orders, "field": field, "before": before, "after": after, "why": title(rule)},
        schema=dict.fromkeys(("row", "order", "field", "before", "after", "why"), pl.String),
    )
    return block[draft.sheet.positions.gather(rows).arg_sort()]
