"""What is wrong with a sheet, for a person at a terminal: a summary, then the problems of each rule together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from courier.approvals import approval_words, approvals_in_force
from courier.batch_summary import BatchSummary
from courier.batch_words import division_words, expiring_words, held_words
from courier.commands.base import waiting_line
from courier.commands.console import typed
from courier.commands.rule_options import options_for
from courier.commands.terminal_text import Span, Style, write_line, write_table
from courier.draft import Draft
from courier.formats import number_text
from courier.messages import shortened, text
from courier.open_sheet import OpenedSheet
from courier.rules.phrases import phrase, title
from courier.rules.ranking import rank
from courier.rules.repairs import Plan, count_repairable
from courier.rules.rule import Problem, Severity
from courier.verdict_json import template_reason

_PLACES = 3
"""Places about which the same is said that are shown, unless all are wanted."""
_LOOKED_AT = 40
"""Rows of a rule that are searched for sentences that differ."""
_LONGEST_VALUE = 40
_VARIES = re.compile(r"“[^”]*”|\d[\d.,:/-]*")
"""What differs between sentences that say the same about different cells."""
_INDENT = 2
_STYLES: dict[Severity, Style] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


@dataclass
class _Alike:
    """Problems about which the same is said; ``sentence`` is that about the first of them. ``quoted``: of each
    whether its own sentence shows its value."""

    sentence: str
    problems: list[Problem] = field(default_factory=list)
    quoted: list[bool] = field(default_factory=list)


def say_verdict(opened: OpenedSheet, *, every: bool = False, advise: bool = True) -> None:
    """A summary, and the problems by rule. ``every``: all places of a problem instead of the first; ``advise``: name
    the options and commands that help."""
    draft = opened.draft
    with waiting_line(text("progress-checking")):
        safe = count_repairable(draft.checker, draft.verdict)
    counts = sorted(draft.verdict.counts_by_rule().items(), key=lambda one: _order(draft, *one))
    _say_head(opened)
    if counts:
        write_line()
        write_table([_table_row(draft, rule, count) for rule, count in counts], _INDENT, figures=0)
    for rule, count in counts:
        write_line()
        _say_rule(draft, rule, count, safe.get(rule, 0), every=every)
        if advise and (options := options_for(draft, rule)):
            write_line(text("check-option"), " ", Span(options, "strong"), indent=_INDENT, hang=2 * _INDENT)
    if advise and safe and opened.path is not None:
        write_line()
        write_line(text("check-fix", repairs=sum(safe.values())))
        command = typed("courier", "fix", str(opened.path), "--output", "repaired.csv")
        write_line(Span(command, "strong"), indent=_INDENT, whole=True)


def say_summary(summary: BatchSummary) -> None:
    """How the rows are divided, in a line."""
    write_line(_division(summary))


def say_repairs(plan: Plan, deleted: int = 0) -> None:
    """What was repaired, in a line per rule, and how many lines without a price were deleted."""
    for rule, cells in plan.cells.items():
        write_line(text("fix-cells", title=title(rule), cells=cells), Span(f" [{rule}]", "faint"), hang=_INDENT)
    if plan.moved:
        write_line(text("fix-moved", rows=plan.moved))
    if deleted:
        write_line(text("fix-deleted", rows=deleted))


def _order(draft: Draft, rule: str, count: int) -> tuple[object, ...]:
    """The worst first, of these what concerns the whole file, causes, and what there is most of."""
    severity, *causes = rank(rule, draft.verdict.severity(rule))
    of_file = any(problem.rule == rule for problem in draft.verdict.file)
    return severity, not of_file, *causes, -count, rule


def _say_head(opened: OpenedSheet) -> None:
    draft, summary = opened.draft, opened.draft.summary()
    counts = draft.verdict.counts()
    write_line(Span(opened.name, "strong"), ": ", _division(summary))
    worst: Style = next((_STYLES[severity] for severity in Severity if counts[severity]), "good")
    write_line(Span(text("check-counts", **{str(severity): count for severity, count in counts.items()}), worst))
    for words in (held_words(summary), expiring_words(summary.expiring, draft.now)):
        if words:
            write_line(words)
    for words in (template_reason(opened), *map(str, opened.notes), *approval_words(approvals_in_force(opened.draft))):
        write_line(Span(words, "faint"))


def _division(summary: BatchSummary) -> Span:
    return Span(division_words(summary), "good" if summary.ready == summary.rows else "plain")


def _table_row(draft: Draft, rule: str, count: int) -> tuple[Span | str, ...]:
    severity = draft.verdict.severity(rule)
    return number_text(count), Span(_severity(severity), _STYLES[severity]), Span(rule, "faint"), title(rule)


def _severity(severity: Severity) -> str:
    return text("severity", severity=str(severity))


def _say_rule(draft: Draft, rule: str, count: int, safe: int, *, every: bool) -> None:
    severity = draft.verdict.severity(rule)
    words = text(
        "check-rule-safe" if safe else "check-rule", severity=_severity(severity), title=title(rule), count=count,
        safe=safe,
    )  # fmt: skip
    write_line(Span(words, _STYLES[severity]), Span(f" [{rule}]", "faint"), hang=_INDENT)
    shown = 0
    of_file = [problem for problem in draft.verdict.file if problem.rule == rule]
    for alike in _grouped(draft, of_file):
        write_line(alike.sentence, indent=_INDENT)
        shown += len(alike.problems)
        if len(alike.problems) > 1:
            names = ", ".join(_place_in_file(draft, problem) for problem in alike.problems)
            write_line(text("check-columns", columns=names), indent=2 * _INDENT, hang=3 * _INDENT)
    rows = draft.rows_with(rule)
    for alike in _grouped(draft, draft.problems(rows if every else rows.head(_LOOKED_AT), [rule])):
        write_line(alike.sentence, indent=_INDENT)
        most = len(alike.problems) if every else _PLACES
        shown += len(alike.problems[:most])
        for line in _place_lines(draft, zip(alike.problems[:most], alike.quoted[:most], strict=True)):
            write_line(line, indent=2 * _INDENT, hang=3 * _INDENT)
    if count > shown:
        write_line(Span(text("check-more", count=count - shown), "faint"), indent=2 * _INDENT)


def _grouped(draft: Draft, problems: Iterable[Problem]) -> Iterable[_Alike]:
    """Problems by what is said about them, each kind where its first stands."""
    groups: dict[str, _Alike] = {}
    for problem in problems:
        sentence = phrase(problem, draft.sheet.header)
        own = _place_in_file(draft, problem) if problem.row is None else problem.value
        kind = _VARIES.sub("…", sentence.replace(own, "…") if own else sentence)
        group = groups.setdefault(kind, _Alike(sentence))
        group.problems.append(problem)
        shown = shortened(problem.value or "", _LONGEST_VALUE)
        group.quoted.append(bool(shown) and shown in sentence)
    return groups.values()


def _place_in_file(draft: Draft, problem: Problem) -> str:
    return _header(draft, problem) or problem.field or ""


def _header(draft: Draft, problem: Problem) -> str:
    """The header of the column that a problem is in, "" for whole rows and values that stand in no column."""
    return draft.sheet.header(problem.column) if problem.column in draft.sheet.columns else ""


def _place_lines(draft: Draft, problems: Iterable[tuple[Problem, bool]]) -> Iterator[str]:
    """A line for each cell that its sentence shows; else one for all rows of a column, so that no personal data is
    shown which the sentences leave out. ``problems``: each with whether its sentence shows its value."""
    rows: dict[str, list[int]] = {}
    for problem, quoted in problems:
        number = draft.sheet.number(problem.row or 0) or 0
        place = _header(draft, problem) or problem.field or ""
        value = shortened(problem.value or "", _LONGEST_VALUE)
        if not quoted:
            rows.setdefault(place, []).append(number)
            continue
        key = "check-place" if problem.fix is None or problem.fix.value is None else "check-change"
        after = shortened((problem.fix and problem.fix.value) or "", _LONGEST_VALUE)
        yield text(key, row=str(number), column=place, value=value, new=after)
    for place, numbers in rows.items():
        yield text(
            "check-column-rows" if place else "check-rows", column=place, rows=_ranges(numbers), count=len(numbers)
        )


def _ranges(numbers: Sequence[int]) -> str:
    """Row numbers in sheet order, those that follow each other as a range: ``2, 5–9``."""
    runs: list[list[int]] = []
    for number in dict.fromkeys(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs)
