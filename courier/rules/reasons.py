"""Why each cell of a plan of repairs is changed: the rule that the cell broke and no longer breaks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from courier.rules.evaluation import KeyedMark
from courier.rules.ranking import rank
from courier.rules.verdict import Key, Verdict

Write = tuple[str, pl.Series]
"""A rule whose repair wrote some cells of a column, and their row ids (UInt32)."""


def by_reason(
    marks: Mapping[Key, KeyedMark],
    before: Verdict,
    after: Verdict,
    names: Collection[str],
    writes: Sequence[Write],
    rows: pl.Series,
) -> dict[str, pl.Series]:
    """The row ids of a column's changed cells by the rule that explains each.

    That is the worst rule that marked the cell ``before`` the repairs and not ``after`` them, if possible one whose own
    repair wrote the cell. A cell that no rule marked belongs to the rule that wrote it last. ``names``: the fields that
    the column feeds; ``writes``: in their order; ``rows``: those whose text changed (UInt32).
    """
    solved = _solved(marks, before, after, names, rows)
    wrote = {writer: pl.Series([False]).new_from_index(0, rows.len()) for writer, _ in writes}
    for writer, ids in writes:
        wrote[writer] = wrote[writer] | rows.is_in(ids.implode())
    # what comes later counts more
    claims = [*wrote.items(), *solved, *((rule, mask & wrote[rule]) for rule, mask in solved if rule in wrote)]
    left = pl.Series([True]).new_from_index(0, rows.len())
    reasons: dict[str, pl.Series] = {}
    for rule, mask in reversed(claims):
        own = rows.filter(mask & left)
        left = left & ~mask
        if own.len():
            reasons[rule] = reasons[rule].clone().append(own) if rule in reasons else own
    return reasons


def _solved(
    marks: Mapping[Key, KeyedMark], before: Verdict, after: Verdict, names: Collection[str], rows: pl.Series
) -> list[tuple[str, pl.Series]]:
    """The rules that marked any of a column's cells and no longer do, with which of ``rows``; the worst rule last."""
    solved = []
    for key, mask in before.masks.items():
        mark = marks[key].mark
        if key[1] not in names and not (key[1] is None and any(name in names for name in mark.about)):
            continue
        gone = mask.gather(rows)
        if key in after.masks:
            gone = gone & ~after.masks[key].gather(rows)
        if gone.any():
            solved.append((key[0], gone))
    return sorted(solved, key=lambda item: rank(item[0]), reverse=True)
