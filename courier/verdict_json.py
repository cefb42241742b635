"""The verdict of a sheet as ``courier check --json`` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from courier.approvals import approval_words, approvals_in_force
from courier.messages import text
from courier.open_sheet import OpenedSheet
from courier.rules.expiry import by_day
from courier.rules.phrases import phrase
from courier.rules.rule import Problem, Severity
from courier.rules.totals import totals_json
from courier.sheet.mapping import Constant, describe

_MOVES_ROWS = "GRP-CONSECUTIVE"
"""The rule whose repair is safe and moves rows instead of changing texts."""


def verdict_json(opened: OpenedSheet) -> dict[str, Any]:
    """What was read, the mapping, the counts, and every problem with its message and its fix."""
    draft, table = opened.draft, opened.table
    header = draft.sheet.header
    feeds = draft.choices.mapping.feeds
    counts = draft.verdict.counts()
    summary = draft.summary()
    return {
        "file": str(opened.path or opened.name),
        "sheet": table.tab,
        "template": draft.choices.template,
        "template_reason": template_reason(opened),
        "program": draft.choices.program,
        "rows": summary.rows,
        "reading": {
            "format": table.format,
            "encoding": table.encoding,
            "delimiter": table.delimiter,
            "header_row": table.header_row,
            "notes": [*map(str, opened.notes), *approval_words(approvals_in_force(draft))],
        },
        "mapping": {describe(feed, header): name for name, feed in feeds if not isinstance(feed, Constant)},
        "constants": {name: feed.value for name, feed in feeds if isinstance(feed, Constant)},
        "counts": {str(severity): counts[severity] for severity in Severity},
        "counts_by_rule": draft.verdict.counts_by_rule(),
        "ready": summary.ready,
        "set_aside": summary.set_aside,
        "needs_repair": summary.needs_repair,
        "on_hold": summary.on_hold,
        "left_out": summary.left_out,
        "totals": totals_json(summary.totals),
        "not_ready_totals": totals_json(summary.held),
        "expiring": {day.isoformat(): rows for day, rows in by_day(summary.expiring).items()},
        "problems": [_problem_json(problem, opened) for problem in draft.problems()],
    }


def template_reason(opened: OpenedSheet) -> str:
    """Why the sheet has its template, as a sentence."""
    draft, detected = opened.draft, opened.draft.detected
    template = draft.choices.template
    if "template" in draft.choices.chosen:
        return text("template-given")
    if template == opened.made_for:
        return text("template-made-for")
    if template != detected.template:
        # rows that were left out, or another program, changed what fits
        detected = draft.fitting_template()
    if template != detected.template:
        return text("template-given")
    return text(detected.reason, fields=listed(detected.fields), count=len(detected.fields))


def listed(names: Sequence[str]) -> str:
    """Names as a list in a sentence: ``Sku, Category and Quantity``."""
    if len(names) < 2:
        return "".join(names)
    return text("list-last", first=", ".join(names[:-1]), last=names[-1])


def _problem_json(problem: Problem, opened: OpenedSheet) -> dict[str, Any]:
    sheet = opened.draft.sheet
    source = problem.column if problem.column in sheet.columns else None
    return {
        "rule": problem.rule,
        "severity": str(problem.severity),
        "row": None if problem.row is None else sheet.number(problem.row),
        "column": sheet.header(source) if source else None,
        "field": problem.field,
        "value": problem.value,
        "message": phrase(problem, sheet.header),
        "facts": dict(problem.facts),
        "fix": _fix_json(problem),
    }


def _fix_json(problem: Problem) -> dict[str, Any] | None:
    if problem.rule == _MOVES_ROWS:
        return {"safe": True, "value": None}
    return {"safe": problem.fix.safe, "value": problem.fix.value} if problem.fix else None
