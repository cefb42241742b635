"""The result of a batch, as if impact.com had refused its rows with one code alone."""

from __future__ import annotations

from dataclasses import replace

from courier.results.batch_result import BatchResult, CodeGroup


def of_group(result: BatchResult, group: CodeGroup) -> BatchResult:
    """The same result with the refused rows of a group, so that a sheet can be made of these."""
    rows = set(map(id, group.rows))
    parts = [replace(part, rows=tuple(row for row in part.rows if id(row) in rows)) for part in result.parts]
    return BatchResult(result.submission, tuple(parts))
