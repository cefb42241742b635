"""All problems of a sheet at one moment, kept as one boolean vector per rule and field that has hits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy

import polars as pl

from courier.catalogue.rules import RULE_FACTS
from courier.rules.orders import BY_CUSTOMER, BY_ORDER, CHILD, PARENT
from courier.rules.rule import Problem, Severity

Key = tuple[str, str | None]
"""A rule's ID and the field it marks, None where it speaks of whole rows."""


class Verdict:
    """What the checker found. Vectors are indexed by row id; rows that are not checked are False everywhere.

    ``included``: rows that are in the sheet and not left out. ``keys``: per kind of group (`BY_ORDER`, and
    `BY_CUSTOMER` in chained sheets) the group's key of each row (UInt64). ``chain_roles``: in chained sheets the row's
    `PARENT` and `CHILD` bits (UInt8). ``moments``: EventDate as UTC Datetime per row, null where unknown.
    ``spaced``: fields in which white space was seen that does not belong there. ``file``: problems of the file as a
    whole.
    """

    def __init__(self, ids: int, *, chained: bool = False) -> None:
        self.ids = ids
        self.masks: dict[Key, pl.Series] = {}
        self.file: tuple[Problem, ...] = ()
        self.included = _falses(ids)
        kinds = (BY_ORDER, BY_CUSTOMER) if chained else (BY_ORDER,)
        self.keys = {kind: pl.Series([0], dtype=pl.UInt64).new_from_index(0, ids) for kind in kinds}
        self.chain_roles = pl.Series([0], dtype=pl.UInt8).new_from_index(0, ids)
        self.moments = pl.Series([None], dtype=pl.Datetime("ms", "UTC")).new_from_index(0, ids)
        self.spaced: frozenset[str] = frozenset()
        self._shared = False

    def shared_copy(self) -> Verdict:
        """A verdict of its own that says the same. The long vectors are copied only once one of the two changes."""
        self._shared = True
        other = copy(self)
        other.masks, other.keys = dict(self.masks), dict(self.keys)
        return other

    def record_facts(
        self, rows: pl.Series, keys: Mapping[str, pl.Series], moments: pl.Series, places: pl.Series
    ) -> None:
        """Write what was found of ``rows``: their keys per kind of group, moments, and places in a chain (an empty
        series where the sheet has none)."""
        if self._shared:
            self.keys = {kind: known.clone() for kind, known in self.keys.items()}
            self.moments, self.chain_roles = self.moments.clone(), self.chain_roles.clone()
            self._shared = False
        # a scatter writes in place, which at a million rows is a hundred times quicker than a new vector
        for kind, found in keys.items():
            self.keys[kind].scatter(rows, found)
        self.moments.scatter(rows, moments)
        if places.len():
            self.chain_roles.scatter(rows, places)

    @property
    def orders(self) -> pl.Series:
        """The order key per row (UInt64)."""
        return self.keys[BY_ORDER]

    def grow(self, ids: int) -> None:
        """Make room for new row ids."""
        missing = ids - self.ids
        if missing <= 0:
            return
        self.ids = ids
        self.masks = {key: mask.extend_constant(False, missing) for key, mask in self.masks.items()}
        self.included = self.included.extend_constant(False, missing)
        self.keys = {kind: keys.extend_constant(0, missing) for kind, keys in self.keys.items()}
        self.chain_roles = self.chain_roles.extend_constant(0, missing)
        self.moments = self.moments.extend_constant(None, missing)

    def set(self, key: Key, rows: pl.Series, hits: pl.Series) -> None:
        """Write what was found for ``rows``; ``hits`` runs beside it."""
        mask = self.masks.get(key)
        if mask is None:
            if not hits.any():
                return
            mask = _falses(self.ids)
        # a scatter writes in place; the clone keeps vectors that others hold unchanged
        self.masks[key] = mask.clone().scatter(rows, hits)

    def mark(self, key: Key, rows: pl.Series) -> None:
        """Write that a rule marks ``rows`` at a field."""
        self.set(key, rows, pl.Series([True]).new_from_index(0, rows.len()))

    def count(self, key: Key) -> int:
        """How many rows a rule marks at a field."""
        return int(self.masks[key].sum()) if key in self.masks else 0

    def counts_by_rule(self) -> dict[str, int]:
        """Problems per rule, rules without problems left away."""
        counts: dict[str, int] = {}
        for problem in self.file:
            counts[problem.rule] = counts.get(problem.rule, 0) + 1
        for key in self.masks:
            found = self.count(key)
            if found:
                counts[key[0]] = counts.get(key[0], 0) + found
        return counts

    def counts(self) -> dict[Severity, int]:
        """Problems per severity."""
        totals = dict.fromkeys(Severity, 0)
        for problem in self.file:
            totals[problem.severity] += 1
        for key in self.masks:
            totals[Severity(RULE_FACTS[key[0]].severity)] += self.count(key)
        return totals

    def severity(self, rule: str) -> Severity:
        """How bad the problems of a rule are here; a file's problem may be only a note where it cannot be judged."""
        of_file = [problem.severity for problem in self.file if problem.rule == rule]
        return of_file[0] if of_file else Severity(RULE_FACTS[rule].severity)

    def hits(self, rows: Sequence[int] | pl.Series) -> Iterator[tuple[Key, list[bool]]]:
        """For each rule and field that marks any of ``rows``: whether it marks each of them."""
        wanted = rows if isinstance(rows, pl.Series) else pl.Series(rows, dtype=pl.UInt32)
        for key, mask in self.masks.items():
            found = mask.gather(wanted)
            if found.any():
                yield key, found.to_list()

    def bad_rows(self) -> pl.Series:
        """Per row id: whether the row has an error."""
        bad = _falses(self.ids)
        for (rule, _), mask in self.masks.items():
            if RULE_FACTS[rule].severity == Severity.ERROR:
                bad = bad | mask
        return bad

    def failing(self) -> pl.Series:
        """Per row id: whether the row stays behind because of an error in its order, or in the parent of its chain. A
        file error fails every row."""
        if any(problem.severity == Severity.ERROR for problem in self.file):
            return self.included
        return self.held_back(self.bad_rows())

    def held_back(self, rows: pl.Series) -> pl.Series:
        """Per row id: whether it must stay behind with ``rows`` (Boolean per row id): the whole order always, and in a
        chain what follows from it."""
        held = self._same(BY_ORDER, rows)
        if BY_CUSTOMER not in self.keys:
            return held
        child = (self.chain_roles & CHILD) > 0
        while True:
            leading = held & ((self.chain_roles & PARENT) > 0)
            more = self._same(BY_ORDER, held | (self._same(BY_CUSTOMER, leading) & child))
            if int(more.sum()) == int(held.sum()):
                return held
            held = more

    def _same(self, kind: str, rows: pl.Series) -> pl.Series:
        if not rows.any():
            return rows
        keys = self.keys[kind]
        return keys.is_in(keys.filter(rows).unique().implode()) & self.included


def _falses(count: int) -> pl.Series:
    return pl.Series([False]).new_from_index(0, count) if count else pl.Series([], dtype=pl.Boolean)
