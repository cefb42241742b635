"""The problems of a verdict in full: facts, cells and proposals, computed only for what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import polars as pl

from courier.rules.checker import Checker
from courier.rules.evaluation import KeyedMark
from courier.rules.orders import BY_ORDER, GATHERED_BY, regroup
from courier.rules.proposals import proposals
from courier.rules.ranking import rank
from courier.rules.rule import Problem, Proposal, Repair
from courier.rules.split_amounts import joined_amounts
from courier.rules.surplus import SURPLUS_RULE
from courier.rules.verdict import Key, Verdict
from courier.sheet.edit import Cells


def explain(
    checker: Checker,
    verdict: Verdict,
    rows: pl.Series | None = None,
    rules: Iterable[str] | None = None,
    *,
    proposing: bool = True,
) -> list[Problem]:
    """Problems with their facts and proposals, in sheet order, the worst of a cell and file problems first.

    ``rows`` and ``rules`` select them; with ``rows`` the file's problems are omitted. ``proposing``: whether problems
    get proposals, which takes most of the time if there are many.
    """
    wanted = None if rules is None else frozenset(rules)
    of_file = [problem for problem in verdict.file if rows is None and (wanted is None or problem.rule in wanted)]
    hits: dict[Key, pl.Series] = {}
    for key, mask in verdict.masks.items():
        if wanted is not None and key[0] not in wanted:
            continue
        marked = mask.arg_true().cast(pl.UInt32) if rows is None else rows.filter(mask.gather(rows))
        if marked.len():
            hits[key] = marked
    if not hits:
        return of_file
    about = pl.concat(list(hits.values())).unique()
    problems = list(_row_problems(checker, verdict, hits, about, proposing))
    columns = {name: index for index, name in enumerate(checker.view.names)}
    places = dict(zip(about.to_list(), checker.sheet.positions.gather(about).to_list(), strict=True))

    def place(problem: Problem) -> tuple[object, ...]:
        return (
            places[problem.row or 0],
            columns.get(problem.field or "", -1),
            rank(problem.rule, problem.severity),
            problem.rule,
        )

    problems.sort(key=place)
    return of_file + problems


def preview(checker: Checker, verdict: Verdict, row: int, column: str, text: str) -> list[Problem]:
    """The problems that one row would have with ``text`` in ``column``; nothing is changed."""
    trial = checker.on(checker.sheet.copy())
    trial.sheet.apply(Cells(column, [row], trial.sheet.cells([row], column), [text]))
    changed = verdict.shared_copy()
    trial.recheck(changed, [row], [column])
    return explain(trial, changed, pl.Series([row], dtype=pl.UInt32))


def _row_problems(
    checker: Checker, verdict: Verdict, hits: dict[Key, pl.Series], about: pl.Series, proposing: bool
) -> Iterator[Problem]:
    gathered: dict[str, pl.DataFrame] = {}
    regrouped: dict[str, pl.DataFrame] = {}
    for key, marked in hits.items():
        keyed = checker.marks[key]
        group = keyed.rule.group or BY_ORDER
        kind = GATHERED_BY[group]
        if kind not in gathered:
            frame = checker.groups_of(verdict, about, kind)
            numbers = pl.Series("@number", checker.sheet.numbers(frame["@row"].to_list()), dtype=pl.Int64)
            gathered[kind] = frame.with_columns_seq(numbers)
        if group not in regrouped:
            regrouped[group] = regroup(gathered[kind], group)
        repair = keyed.mark.repair if proposing else None
        problems = _marked_problems(checker, keyed, repair, regrouped[group], marked)
        if proposing and keyed.rule.id == SURPLUS_RULE:
            problems = _with_joined_amounts(checker, marked, problems)
        yield from problems


def _with_joined_amounts(checker: Checker, marked: pl.Series, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of surplus cells; those that belong to amounts get the joined amounts as their proposal."""
    amounts: dict[int | None, str] = {}
    for alike in joined_amounts(checker.sheet, checker.mapping, marked, checker.frames.split):
        amounts.update(zip(alike.rows.to_list(), alike.joined.to_list(), strict=True))
    for problem in problems:
        amount = amounts.get(problem.row)
        if amount is not None:
            facts = {**problem.facts, "split": "yes", "amount": amount}
            problem = replace(problem, facts=facts, fix=Proposal(safe=False, value=amount))
        yield problem


def _marked_problems(
    checker: Checker, keyed: KeyedMark, repair: Repair | None, frame: pl.DataFrame, marked: pl.Series
) -> Iterator[Problem]:
    name = keyed.mark.field
    values = pl.col(f"{name}@raw") if name in checker.view.readable else pl.lit(None, dtype=pl.String)
    columns = [pl.col("@row"), values.alias("@value")]
    columns += [fact.alias(f"fact:{label}") for label, fact in keyed.mark.facts.items()]
    answers = frame.select_seq(columns)
    if repair is not None:
        answers = pl.DataFrame([*answers.get_columns(), *proposals(frame, repair).get_columns()])
    answers = answers.filter(answers["@row"].is_in(marked.implode()))
    field, column = checker.frames.place(name)
    severity = keyed.rule.severity
    for answer in answers.iter_rows(named=True):
        facts = {label: answer[f"fact:{label}"] for label in keyed.mark.facts}
        new = answer["@new"] if repair else None
        fix = None if new is None else Proposal(bool(answer["@safe"]), str(new))
        yield Problem(keyed.rule.id, severity, answer["@row"], field, column, answer["@value"], facts, fix)
