"""Results as scripts read them, see the contract of ``courier results --json``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from courier.ledger.records import Submission
from courier.results.batch_result import BatchResult, PartResult, RefusedRow
from courier.results.codes import ResultCode, code_of
from courier.results.fix_sheet import FixSheet


def results_json(results: Iterable[BatchResult]) -> list[dict[str, Any]]:
    """One object for each part of these batches."""
    return [_part_json(result, part) for result in results for part in result.parts]


def unmatched_json(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Refused rows that fit no row that was sent."""
    return [
        {
            "line": row["line"],
            "order": row["order_id"] or row["action_id"],
            "sku": row["sku"],
            "code": code_of(row["reason"]).code,
            "reason": row["reason"],
        }
        for row in rows.iter_rows(named=True)
    ]


def codes_json(codes: Iterable[ResultCode]) -> list[dict[str, Any]]:
    """Codes with what they mean."""
    return [
        {
            "code": code.code,
            "title": code.title,
            "meaning": code.meaning,
            "next": code.next_step,
            "action": code.repair,
            "rules": list(code.rules),
        }
        for code in codes
    ]


def fix_json(batch: Submission, sheet: FixSheet) -> dict[str, Any]:
    """What a sheet of what was refused holds, and what it does not."""
    return {
        "id": batch.uuid,
        "rows": sheet.again.height,
        "orders": sheet.orders,
        "cut_orders": sheet.cut,
        "changes": sheet.changes.height,
        "left": dict(sheet.left),
        "unnamed": sheet.unnamed,
    }


def _part_json(result: BatchResult, part: PartResult) -> dict[str, Any]:
    answered = part.answered
    last = answered.answers[-1] if answered.answers else None
    return {
        "id": result.submission.uuid,
        "part": answered.part.name,
        "batch": (last.batch or None) if last else None,
        "status": str(last.progress) if last else "not_answered",
        "records": last.records if last else None,
        "errors": last.errors if last else None,
        "checked_at": answered.checked_at.isoformat() if answered.checked_at else None,
        "source": str(last.source) if last else None,
        "sent": answered.part.rows,
        "accepted": answered.accepted,
        "refused": answered.refused_count,
        "not_answered": answered.unanswered,
        "accepted_totals": _totals_json(part.accepted_totals),
        "refused_totals": _totals_json(part.refused_totals),
        "line_counts_header": part.counts_header,
        "rows": [_row_json(row) for row in part.rows],
    }


def _row_json(row: RefusedRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "row": row.number,
        "order": row.order or row.action or None,
        "sku": row.sku or None,
        "amount": f"{row.amount:f}" if row.amount is not None else None,
        "currency": row.currency or None,
        "code": row.code.code,
        "field": row.code.field or None,
        "reason": row.reason,
        "meaning": row.code.meaning,
        "action": row.repair,
        "next": row.code.next_step,
        "known": row.known.words if row.known else None,
        "matched": row.number is not None,
    }


def _totals_json(totals: Mapping[str, Decimal] | None) -> dict[str, str] | None:
    return None if totals is None else {code: f"{amount:f}" for code, amount in totals.items()}
