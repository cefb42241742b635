"""The marks of all rules as expressions, and what they answer for a frame of fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from courier.catalogue.rules import RULE_FACTS
from courier.rules.character_index import CharacterIndex
from courier.rules.history import KNOWN_BY
from courier.rules.orders import BY_ORDER
from courier.rules.rule import Mark, Rule
from courier.rules.verdict import Key


@dataclass(frozen=True)
class KeyedMark:
    """A rule's mark under its key."""

    key: Key
    rule: Rule
    mark: Mark

    @cached_property
    def compared_group(self) -> str | None:
        """The group of rows that have to be gathered for the repair; None where it looks at each row by itself."""
        compares = any(root.startswith("@") or root.endswith("@first") for root in self._roots - {"@row"})
        return self.rule.group or (BY_ORDER if compares else None)

    @cached_property
    def repaired_by(self) -> frozenset[str]:
        """The fields that the repair looks at or writes."""
        return fields_of(self._roots).union(self.mark.repair.texts if self.mark.repair else ())

    @cached_property
    def _roots(self) -> frozenset[str]:
        repair = self.mark.repair
        asked = [*repair.texts.values(), repair.safe] if repair else []
        return frozenset(root for expression in asked for root in expression.meta.root_names())


class RuleTests:
    """Marks with the expressions that test them, made once."""

    def __init__(self, marks: Sequence[KeyedMark]) -> None:
        self._marks = marks
        self._concerning: dict[frozenset[str], RuleTests] = {}
        self.keys = [one.key for one in marks]
        self._tests = [one.mark.bad.fill_null(False).alias(str(index)) for index, one in enumerate(marks)]
        self._signs = [
            (one.mark.field, one.mark.needs) if one.mark.field is not None and one.mark.needs else None for one in marks
        ]
        self._needed = frozenset(sign for sign in self._signs if sign)
        self._roots = [frozenset(test.meta.root_names()) for test in self._tests]
        self.asked = frozenset().union(*self._roots)
        """The columns of a frame that the tests look at."""

    def concerning(self, fields: frozenset[str]) -> RuleTests:
        """Those of the tests that may answer otherwise when the texts of some fields are others."""
        if fields not in self._concerning:
            hit = [bool(fields & fields_of(roots)) for roots in self._roots]
            # a mark may silence another at its place
            places = {one.mark.field for one, there in zip(self._marks, hit, strict=True) if there}
            self._concerning[fields] = RuleTests([one for one in self._marks if one.mark.field in places])
        return self._concerning[fields]

    def applicable(self, characters: CharacterIndex | None) -> tuple[list[Key], list[pl.Expr]]:
        """The tests that have to be made, without those whose characters are nowhere at a glance."""
        there = self._needed if characters is None else characters.holding(self._needed)
        made = [place for place, sign in enumerate(self._signs) if sign is None or sign in there]
        return [self.keys[place] for place in made], [self._tests[place] for place in made]


def fields_of(columns: Iterable[str]) -> frozenset[str]:
    """The fields whose texts decide about columns of a frame of fields."""
    found: set[str] = set()
    for column in columns:
        found.update(KNOWN_BY if column.startswith("@known:") else (column.split("@")[0],))
    return frozenset(found - {""})


def evaluate(
    frame: pl.DataFrame, tests: RuleTests, characters: CharacterIndex | None = None
) -> list[tuple[Key, pl.Series]]:
    """The marks with hits in a frame, without those that another rule's mark at the same place silences."""
    if not frame.height:
        return []
    keys, expressions = tests.applicable(characters)
    answers = frame.select_seq(expressions).get_columns() if keys else []
    found = {key: answer for key, answer in zip(keys, answers, strict=True) if answer.any()}
    return [(key, _silenced(key, found)) for key in found]


def _silenced(key: Key, found: dict[Key, pl.Series]) -> pl.Series:
    mask = found[key]
    for louder in RULE_FACTS[key[0]].silent_if:
        other = found.get((louder, key[1]))
        if other is not None:
            mask = mask & ~other
    return mask
