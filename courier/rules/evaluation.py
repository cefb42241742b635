"""The marks of all rules as expressions, and what they answer for a frame of fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
