"""The marks of all rules as expressions, and their evaluation over a frame of fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from courier.catalogue.rules import RULE_FACTS
from courier.rules.character_index import CharacterIndex
from courier.rules.history import QUERY_FIELDS
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
        """The group whose rows the repair compares; None if it reads each row alone."""
        compares = any(root.startswith("@") or root.endswith("@first") for root in self._roots - {"@row"})
        return self.rule.group or (BY_ORDER if compares else None)

    @cached_property
    def repaired_by(self) -> frozenset[str]:
        """The fields that the repair reads or writes."""
        return fields_of(self._roots).union(self.mark.repair.texts if self.mark.repair else ())

    @cached_property
    def _roots(self) -> frozenset[str]:
        repair = self.mark.repair
        expressions = [*repair.texts.values(), repair.safe] if repair else []
        return frozenset(root for expression in expressions for root in expression.meta.root_names())


class RuleTests:
    """Marks with the expressions that test them, built once."""

    def __init__(self, marks: Sequence[KeyedMark]) -> None:
        self._marks = marks
        self._concerning: dict[frozenset[str], RuleTests] = {}
        self.keys = [keyed.key for keyed in marks]
        self._tests = [keyed.mark.bad.fill_null(False).alias(str(index)) for index, keyed in enumerate(marks)]
        self._signs = [
            (keyed.mark.field, keyed.mark.needs) if keyed.mark.field is not None and keyed.mark.needs else None
            for keyed in marks
        ]
        self._needed = frozenset(sign for sign in self._signs if sign)
        self._roots = [frozenset(test.meta.root_names()) for test in self._tests]
        self.columns = frozenset().union(*self._roots)
        """The columns of a frame that the tests read."""
        self.read_history = any(column.startswith("@history:") for column in self.columns)

    def concerning(self, fields: frozenset[str]) -> RuleTests:
        """The tests whose result may change when the texts of some fields change."""
        if fields not in self._concerning:
            hit = [bool(fields & fields_of(roots)) for roots in self._roots]
            # a mark may silence another mark of the same field
            marked = {keyed.mark.field for keyed, is_hit in zip(self._marks, hit, strict=True) if is_hit}
            self._concerning[fields] = RuleTests([keyed for keyed in self._marks if keyed.mark.field in marked])
        return self._concerning[fields]

    def applicable(self, characters: CharacterIndex | None) -> tuple[list[Key], list[pl.Expr]]:
        """The tests that can have hits: without those whose characters are missing from their column."""
        present = self._needed if characters is None else characters.holding(self._needed)
        chosen = [index for index, sign in enumerate(self._signs) if sign is None or sign in present]
        return [self.keys[index] for index in chosen], [self._tests[index] for index in chosen]


def fields_of(columns: Iterable[str]) -> frozenset[str]:
    """The fields whose texts determine columns of a frame of fields."""
    fields: set[str] = set()
    for column in columns:
        fields.update(QUERY_FIELDS.values() if column.startswith("@history:") else (column.split("@")[0],))
    return frozenset(fields - {""})


def evaluate(
    frame: pl.DataFrame, tests: RuleTests, characters: CharacterIndex | None = None
) -> list[tuple[Key, pl.Series]]:
    """The marks with hits in a frame, without those that another rule's mark of the same field silences."""
    if not frame.height:
        return []
    keys, expressions = tests.applicable(characters)
    answers = frame.select_seq(expressions).get_columns() if keys else []
    hits = {key: answer for key, answer in zip(keys, answers, strict=True) if answer.any()}
    return [(key, _silenced(key, hits)) for key in hits]


def _silenced(key: Key, hits: dict[Key, pl.Series]) -> pl.Series:
    mask = hits[key]
    for louder in RULE_FACTS[key[0]].silent_if:
        other = hits.get((louder, key[1]))
        if other is not None:
            mask = mask & ~other
    return mask
