"""What a report shows of each row: its cells without e-mail addresses, its problems, and its fate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import polars as pl

from courier.draft import Draft
from courier.messages import text
from courier.rules.emails import CONTAINS_EMAIL
from courier.rules.phrases import phrase
from courier.rules.ranking import rank
from courier.rules.rule import FactValue, Problem, Severity
from courier.sheet.sheet import OVERRIDE

_ADDRESS = CONTAINS_EMAIL.replace("@", "@(", 1) + ")"
"""An e-mail address with its domain as a group."""
_VALUE, _NEW = "\ue000", "\ue001"
"""Placeholders for the value and its repair in a sentence that is used for many cells."""
MOST_COMMENTS = 2_000
"""Cells with a comment; with more a workbook opens slowly."""
_BLOCK = 20_000
"""Rows whose problems are in memory at the same time."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The problems of one row: all sentences, errors first, and the worst severity per sheet column (None: the whole
    row)."""

    words: str
    worst: Mapping[str | None, Severity]


@dataclass(frozen=True)
class CellComment:
    """The sentences about one marked cell. ``place``: the position of its row, from 0; ``column``: its sheet id."""

    place: int
    column: str
    words: str


@dataclass(frozen=True)
class ReportRows:
    """The rows of a sheet in sheet order.

    ``headers`` and ``columns`` (sheet column ids) are parallel to the columns of ``cells``; ``ids``, ``numbers`` (as a
    spreadsheet counts, None for new rows) and ``fates`` are parallel to its rows. ``findings``: per row position, from
    0; ``comments``: on the first marked cells; ``of_file``: problems of the file with their sentences.
    """

    headers: tuple[str, ...]
    columns: tuple[str, ...]
    cells: pl.DataFrame
    ids: list[int]
    numbers: list[int | None]
    fates: list[str]
    findings: Mapping[int, Findings]
    comments: tuple[CellComment, ...]
    of_file: tuple[tuple[Problem, str], ...]


def report_rows(draft: Draft) -> ReportRows:
    """The rows of a checked draft as its report shows them, without e-mail addresses."""
    sheet, order = draft.sheet, draft.sheet.row_order
    overrides = [name for name in sheet.overrides if name.removeprefix(OVERRIDE) in draft.checker.view.names]
    columns = (*sheet.columns, *overrides)
    raw = sheet.frame(order).select(sheet.columns)
    computed = draft.fields(order).select([pl.col(name.removeprefix(OVERRIDE)).alias(name) for name in overrides])
    texts = [*raw.get_columns(), *computed.get_columns()]
    ids = order.to_list()
    describe = _Describer(draft)
    describe.prepare(draft.verdict.file)
    of_file = tuple((problem, describe(problem)) for problem in draft.verdict.file)
    findings, comments = _findings(draft, describe)
    return ReportRows(
        headers=_headers(draft, columns),
        columns=columns,
        cells=pl.DataFrame([without_emails(column.fill_null("")) for column in texts]),
        ids=ids,
        numbers=sheet.numbers(ids),
        fates=_fates(draft),
        findings=findings,
        comments=comments,
        of_file=of_file,
    )


def without_emails(texts: pl.Series) -> pl.Series:
    """Texts in which the part before the @ of every plain e-mail address is replaced by an ellipsis."""
    if not texts.str.contains("@", literal=True).any():
        return texts
    # in a@b.com@c.com the domain of one address begins the next, so one pass may leave some
    while texts.str.contains(CONTAINS_EMAIL).any():
        texts = texts.str.replace_all(_ADDRESS, "…@$1")
    return texts


def _headers(draft: Draft, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(without_emails(pl.Series([draft.sheet.header(name) for name in columns], dtype=pl.String)).to_list())


def _fates(draft: Draft) -> list[str]:
    order = draft.sheet.row_order
    words = pl.Series([text("report-repair")], dtype=pl.String).new_from_index(0, draft.sheet.id_count)
    for rows, word in (
        (draft.ready_rows(), text("report-ready")),
        (draft.on_hold_rows(), text("report-hold")),
        (draft.left_out_rows(), text("report-out")),
        (draft.sent_rows(), text("report-sent")),
    ):
        words = words.scatter(rows, word) if rows.len() else words
    fates: list[str] = words.gather(order).to_list()
    return fates


def _findings(draft: Draft, describe: _Describer) -> tuple[dict[int, Findings], tuple[CellComment, ...]]:
    findings: dict[int, Findings] = {}
    comments: list[CellComment] = []
    order = draft.sheet.row_order
    for start in range(0, order.len(), _BLOCK):
        rows = order.slice(start, _BLOCK)
        problems = draft.problems(rows)
        describe.prepare(problems)
        places = {row: place for place, row in enumerate(rows.to_list(), start=start)}
        for row, own in groupby(problems, key=lambda problem: problem.row):
            place = places[row or 0]
            worst: dict[str | None, Severity] = {}
            sentences: dict[str | None, list[str]] = {}
            # the worst problem of each column comes first
            ranked = sorted(own, key=lambda problem: rank(problem.rule, problem.severity))
            described = [(problem, describe(problem)) for problem in ranked]
            for problem, sentence in described:
                worst.setdefault(problem.column, problem.severity)
                sentences.setdefault(problem.column, []).append(sentence)
            findings[place] = Findings(" ".join(sentence for _, sentence in described), worst)
            if len(comments) < MOST_COMMENTS:
                comments += [CellComment(place, name, "\n".join(lines)) for name, lines in sentences.items() if name]
    return findings, tuple(comments[:MOST_COMMENTS])


class _Describer:
    """Turns problems into sentences without e-mail addresses. Those that differ only in the value are built once."""

    def __init__(self, draft: Draft) -> None:
        names = (*draft.sheet.columns, *draft.sheet.overrides)
        self._headers = dict(zip(names, _headers(draft, names), strict=True))
        self._sentences: dict[tuple[object, ...], str] = {}
        self._masked: dict[str, str] = {}

    def prepare(self, problems: Sequence[Problem]) -> None:
        """Mask the addresses in the values and facts of these problems, which are described next."""
        texts = [problem.value for problem in problems if problem.value]
        texts += [fact for problem in problems for fact in problem.facts.values() if isinstance(fact, str)]
        texts += [problem.fix.value for problem in problems if problem.fix and problem.fix.value]
        with_at = pl.Series(sorted({fact for fact in texts if "@" in fact}), dtype=pl.String)
        self._masked = dict(zip(with_at.to_list(), without_emails(with_at).to_list(), strict=True))

    def __call__(self, problem: Problem) -> str:
        value = self._mask(problem.value or "")
        facts = {name: self._mask(fact) if isinstance(fact, str) else fact for name, fact in problem.facts.items()}
        new = self._mask((problem.fix and problem.fix.value) or "")
        # `phrase` shortens a long text and has its own wording for an empty one
        if not value.strip() or max(len(value), len(new)) > 50:
            return self._phrase(problem, value, new, facts)
        safe = problem.fix and problem.fix.safe
        key = (problem.rule, problem.row is None, problem.field, problem.column, safe, bool(new), *facts.items())
        sentence = self._sentences.get(key)
        if sentence is None:
            sentence = self._sentences[key] = self._phrase(problem, _VALUE, new and _NEW, facts)
        return sentence.replace(_VALUE, value).replace(_NEW, new)

    def _phrase(self, problem: Problem, value: str, new: str, facts: dict[str, FactValue]) -> str:
        fix = problem.fix and replace(problem.fix, value=new)
        masked = replace(problem, value=value, facts=facts, fix=fix)
        return phrase(masked, lambda column: self._headers.get(column, column))

    def _mask(self, fact: str) -> str:
        return self._masked.get(fact, fact)
