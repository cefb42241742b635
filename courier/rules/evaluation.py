"""The marks of all rules as expressions, and what they answer for a frame of fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from courier.catalogue.rules import RULE_FACTS
from courier.rules.rule import Mark, Rule
from courier.rules.verdict import Key


@dataclass(frozen=True)
class Filed:
    """A rule's mark under its key."""

    key: Key
    rule: Rule
    mark: Mark

    @cached_property
    def compares(self) -> bool:
        """Whether the repair looks at other rows of the order, and so needs them gathered."""
        repair = self.mark.repair
        asked = [*repair.texts.values(), repair.safe] if repair else []
        roots = {root for expression in asked for root in expression.meta.root_names()}
        return any(root.startswith("@") or root.endswith("@first") for root in roots - {"@row"})


class Tests:
    """Marks with the expressions that test them, made once."""

    def __init__(self, marks: Sequence[Filed]) -> None:
        self.keys = [one.key for one in marks]
        self.expressions = [one.mark.bad.fill_null(False).alias(str(index)) for index, one in enumerate(marks)]


def evaluate(frame: pl.DataFrame, tests: Tests) -> list[tuple[Key, pl.Series]]:
    """The marks with hits in a frame, without those that another rule's mark at the same place silences."""
    if not tests.keys or not frame.height:
        return []
    answers = frame.select_seq(tests.expressions).get_columns()
    found = {key: answer for key, answer in zip(tests.keys, answers, strict=True) if answer.any()}
    return [(key, _silenced(key, found)) for key in found]


def _silenced(key: Key, found: dict[Key, pl.Series]) -> pl.Series:
    mask = found[key]
    for louder in RULE_FACTS[key[0]].silent_if:
        other = found.get((louder, key[1]))
        if other is not None:
            mask = mask & ~other
    return mask
