"""What a report shows of each row: its cells without e-mail addresses, its problems in words, what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import polars as pl

from courier.draft import Draft
from courier.messages import text
from courier.rules.emails import CONTAINS_EMAIL
from courier.rules.phrases import phrase
from courier.rules.rule import FactValue, Problem, Severity
from courier.sheet.sheet import OVERRIDE

_RANKS = {severity: rank for rank, severity in enumerate(Severity)}
_ADDRESS = CONTAINS_EMAIL.replace("@", "@(", 1) + ")"
"""An address whose domain is a group."""
_VALUE = "\ue000"
"""Stands for the value in a sentence that is said of many cells."""


MOST_COMMENTS = 2_000
"""Marked cells whose sentences are kept for comments; with more a workbook opens slowly."""

_AT_ONCE = 20_000
"""Rows whose problems are in memory together."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in one row: all sentences, errors first, and the worst severity per sheet column (None: the row
    as a whole)."""

    words: str
    worst: Mapping[str | None, Severity]


@dataclass(frozen=True)
class CellComment:
    """What is said of one marked cell. ``place``: of its row in the sheet, from 0; ``column``: of the sheet."""

    place: int
    column: str
    words: str


@dataclass(frozen=True)
class ReportRows:
    """The rows of a sheet in sheet order.

    ``headers`` and ``columns`` (sheet column ids) run beside the columns of ``cells``. ``ids``, ``numbers`` (as a
    spreadsheet counts, None for new rows) and ``fates`` run beside its rows. ``findings``: per place of a row, from 0;
    ``remarks``: on the first marked cells; ``of_file``: problems of the file in words.
    """

    headers: tuple[str, ...]
    columns: tuple[str, ...]
    cells: pl.DataFrame
    ids: list[int]
    numbers: list[int | None]
    fates: list[str]
    findings: Mapping[int, Findings]
    remarks: tuple[CellComment, ...]
    of_file: tuple[tuple[Problem, str], ...]


def report_rows(draft: Draft) -> ReportRows:
    """The rows of a checked draft as its report shows them; no e-mail address is in them."""
    sheet, order = draft.sheet, draft.sheet.row_order
    overrides = [name for name in sheet.overrides if name.removeprefix(OVERRIDE) in draft.checker.view.names]
    columns = (*sheet.columns, *overrides)
    raw = sheet.frame(order).select(sheet.columns)
    computed = draft.fields(order).select([pl.col(name.removeprefix(OVERRIDE)).alias(name) for name in overrides])
    cells = pl.DataFrame([without_emails(one.fill_null("")) for one in [*raw.get_columns(), *computed.get_columns()]])
    ids = order.to_list()
    say = _Sayer(draft)
    say.prepare(draft.verdict.file)
    of_file = tuple((problem, say(problem)) for problem in draft.verdict.file)
    findings, remarks = _findings(draft, say)
    return ReportRows(
        headers=tuple(without_emails(pl.Series([sheet.header(name) for name in columns], dtype=pl.String)).to_list()),
        columns=columns,
        cells=cells,
        ids=ids,
        numbers=sheet.numbers(ids),
        fates=_fates(draft),
        findings=findings,
        remarks=remarks,
        of_file=of_file,
    )


def without_emails(texts: pl.Series) -> pl.Series:
    """Texts in which every plain e-mail address has lost what stands before the @."""
    if not texts.str.contains("@", literal=True).any():
        return texts
    # an address may begin where the one before it ended
    while texts.str.contains(CONTAINS_EMAIL).any():
        texts = texts.str.replace_all(_ADDRESS, "…@$1")
    return texts


def _fates(draft: Draft) -> list[str]:
    order = draft.sheet.row_order
    words = pl.Series([text("report-aside")], dtype=pl.String).new_from_index(0, draft.sheet.id_count)
    for rows, word in ((draft.ready_rows(), text("report-ready")), (draft.left_out_rows(), text("report-out"))):
        words = words.scatter(rows, word) if rows.len() else words
    fates: list[str] = words.gather(order).to_list()
    return fates


def _findings(draft: Draft, say: _Sayer) -> tuple[dict[int, Findings], tuple[CellComment, ...]]:
    findings: dict[int, Findings] = {}
    remarks: list[CellComment] = []
    order = draft.sheet.row_order
    for start in range(0, order.len(), _AT_ONCE):
        rows = order.slice(start, _AT_ONCE)
        problems = draft.problems(rows)
        say.prepare(problems)
        places = {row: place for place, row in enumerate(rows.to_list(), start=start)}
        for row, own in groupby(problems, key=lambda problem: problem.row):
            told = sorted(((problem, say(problem)) for problem in own), key=lambda one: _RANKS[one[0].severity])
            place = places[row or 0]
            worst: dict[str | None, Severity] = {}
            for problem, _ in told:
                worst.setdefault(problem.column, problem.severity)
            findings[place] = Findings(" ".join(sentence for _, sentence in told), worst)
            if len(remarks) < MOST_COMMENTS:
                remarks += _remarks(place, told)
    return findings, tuple(remarks[:MOST_COMMENTS])


def _remarks(place: int, told: Sequence[tuple[Problem, str]]) -> Iterator[CellComment]:
    by_column: dict[str, list[str]] = {}
    for problem, sentence in told:
        if problem.column:
            by_column.setdefault(problem.column, []).append(sentence)
    for column, sentences in by_column.items():
        yield CellComment(place, column, "\n".join(sentences))


class _Sayer:
    """Puts problems into words without e-mail addresses. Sentences that differ only in the value are made once."""

    def __init__(self, draft: Draft) -> None:
        names = (*draft.sheet.columns, *draft.sheet.overrides)
        headers = without_emails(pl.Series([draft.sheet.header(name) for name in names], dtype=pl.String))
        self._headers = dict(zip(names, headers.to_list(), strict=True))
        self._known: dict[tuple[object, ...], str] = {}
        self._masked: dict[str, str] = {}

    def prepare(self, problems: Sequence[Problem]) -> None:
        """Look for addresses in all that will be said of these problems."""
        texts = [problem.value for problem in problems if problem.value]
        texts += [fact for problem in problems for fact in problem.facts.values() if isinstance(fact, str)]
        self._masked = _masked(texts)

    def __call__(self, problem: Problem) -> str:
        value = self._mask(problem.value or "")
        facts = {name: self._mask(fact) if isinstance(fact, str) else fact for name, fact in problem.facts.items()}
        # a value of many letters is shortened, and an empty one has words of its own
        if not value.strip() or len(value) > 50:
            return self._phrase(problem, value, facts)
        key = (problem.rule, problem.row is None, problem.field, problem.column, *facts.items())
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._phrase(problem, _VALUE, facts)
        return known.replace(_VALUE, value)

    def _phrase(self, problem: Problem, value: str, facts: dict[str, FactValue]) -> str:
        return phrase(replace(problem, value=value, facts=facts), lambda column: self._headers.get(column, column))

    def _mask(self, said: str) -> str:
        return self._masked.get(said, said)


def _masked(texts: Iterable[str]) -> dict[str, str]:
    """The texts that hold an address, and what is shown instead."""
    found = pl.Series(sorted({one for one in texts if "@" in one}), dtype=pl.String)
    shown = without_emails(found)
    return dict(zip(found.to_list(), shown.to_list(), strict=True))
