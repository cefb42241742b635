"""All problems of a sheet at one moment, as one boolean vector per rule and field that has hits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy

import polars as pl

from courier.catalogue.rules import RULE_FACTS
from courier.rules.orders import BY_CUSTOMER, BY_ORDER, CHILD, NAMELESS, PARENT
from courier.rules.rule import Problem, Severity

Key = tuple[str, str | None]
"""A rule's ID and the field it marks, None where it concerns whole rows."""

MOMENT, CHAIN_ROLES = "@moment", "@chain_roles"
"""Columns of recorded facts besides the keys."""


class Verdict:
    """The result of a check. Vectors are indexed by row id; rows that are not checked are False everywhere.

    ``included``: rows that are checked: those in the sheet that are neither left out nor sent. ``sent``: rows delivered
    from the sheet and unchanged since. ``keys``: per kind of group (`BY_ORDER`, and
    `BY_CUSTOMER` in chained sheets) the group's key of each row (UInt64). ``chain_roles``: in chained sheets the row's
    `PARENT` and `CHILD` bits (UInt8). ``nameless``: rows without an ID, whose order is the
    one above. ``moments``: EventDate as UTC Datetime per row, null where unknown.
    ``claimed``: keys of orders to which rows with surplus cells may belong besides their own.
    ``spaced``: fields with unwanted white space. ``file``: problems of the file as a whole.
    """

    def __init__(self, ids: int, *, chained: bool = False) -> None:
        self.ids = ids
        self.masks: dict[Key, pl.Series] = {}
        self.file: tuple[Problem, ...] = ()
        self.included, self.sent = _falses(ids), _falses(ids)
        kinds = (BY_ORDER, BY_CUSTOMER) if chained else (BY_ORDER,)
        self.keys = {kind: pl.Series([0], dtype=pl.UInt64).new_from_index(0, ids) for kind in kinds}
        self.nameless = _falses(ids)
        self.chain_roles = pl.Series([0], dtype=pl.UInt8).new_from_index(0, ids)
        self.moments = pl.Series([None], dtype=pl.Datetime("ms", "UTC")).new_from_index(0, ids)
        self.claimed = pl.Series([], dtype=pl.UInt64)
        self.spaced: frozenset[str] = frozenset()
        self._shared = False

    def shared_copy(self) -> Verdict:
        """An independent copy. The long vectors are copied only when one of the two verdicts changes."""
        self._shared = True
        other = copy(self)
        other.masks, other.keys = dict(self.masks), dict(self.keys)
        return other

    def record_facts(self, rows: pl.Series, facts: pl.DataFrame) -> None:
        """Write the facts of ``rows``: their own keys per kind of group, `NAMELESS`, `MOMENT`, and `CHAIN_ROLES` in
        chained sheets."""
        self.record_orders(rows, facts)
        self.moments.scatter(rows, facts[MOMENT])
        if BY_CUSTOMER in self.keys:
            self.keys[BY_CUSTOMER].scatter(rows, facts[BY_CUSTOMER])
            self.chain_roles.scatter(rows, facts[CHAIN_ROLES])

    def record_orders(self, rows: pl.Series, facts: pl.DataFrame) -> None:
        """Write only which orders ``rows`` belong to: `BY_ORDER` and, if given, `NAMELESS`."""
        if self._shared:
            self.keys = {kind: keys.clone() for kind, keys in self.keys.items()}
            self.moments, self.chain_roles = self.moments.clone(), self.chain_roles.clone()
            self.nameless = self.nameless.clone()
            self._shared = False
        # a scatter writes in place, which at a million rows is a hundred times quicker than a new vector
        self.keys[BY_ORDER].scatter(rows, facts[BY_ORDER])
        if NAMELESS in facts.columns and (facts[NAMELESS].any() or self.nameless.any()):
            self.nameless.scatter(rows, facts[NAMELESS])

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
        self.sent = self.sent.extend_constant(False, missing)
        self.keys = {kind: keys.extend_constant(0, missing) for kind, keys in self.keys.items()}
        self.nameless = self.nameless.extend_constant(False, missing)
        self.chain_roles = self.chain_roles.extend_constant(0, missing)
        self.moments = self.moments.extend_constant(None, missing)

    def mark(self, key: Key, rows: pl.Series) -> None:
        """Write that a rule marks ``rows`` at a field."""
        if rows.len():
            # a scatter writes in place; the clone leaves the vectors of copies unchanged
            mask = self.masks[key].clone() if key in self.masks else _falses(self.ids)
            self.masks[key] = mask.scatter(rows, True)

    def unmark(self, key: Key, rows: pl.Series) -> None:
        """Write that a rule marks none of ``rows`` at a field."""
        if key in self.masks:
            self.masks[key] = self.masks[key].clone().scatter(rows, False)

    def count(self, key: Key) -> int:
        """How many rows a rule marks at a field."""
        return int(self.masks[key].sum()) if key in self.masks else 0

    def counts_by_rule(self) -> dict[str, int]:
        """Problems per rule that has any."""
        counts = Counter(problem.rule for problem in self.file)
        for key in self.masks:
            if count := self.count(key):
                counts[key[0]] += count
        return dict(counts)

    def counts(self) -> dict[Severity, int]:
        """Problems per severity."""
        totals = dict.fromkeys(Severity, 0)
        for problem in self.file:
            totals[problem.severity] += 1
        for key in self.masks:
            totals[Severity(RULE_FACTS[key[0]].severity)] += self.count(key)
        return totals

    def severity(self, rule: str) -> Severity:
        """The severity of a rule's problems in this sheet; a rule that cannot be checked has only a note."""
        of_file = [problem.severity for problem in self.file if problem.rule == rule]
        return of_file[0] if of_file else Severity(RULE_FACTS[rule].severity)

    def hits(self, rows: Sequence[int] | pl.Series) -> Iterator[tuple[Key, list[bool]]]:
        """For each rule and field that marks any of ``rows``: whether it marks each of them."""
        wanted = rows if isinstance(rows, pl.Series) else pl.Series(rows, dtype=pl.UInt32)
        for key, mask in self.masks.items():
            marked = mask.gather(wanted)
            if marked.any():
                yield key, marked.to_list()

    def bad_rows(self) -> pl.Series:
        """Per row id: whether the row has an error."""
        bad = _falses(self.ids)
        for (rule, _), mask in self.masks.items():
            if RULE_FACTS[rule].severity == Severity.ERROR:
                bad = bad | mask
        return bad

    def failing(self) -> pl.Series:
        """Per row id: whether an error in its order or in the parent of its chain blocks the row. A file error blocks
        every row."""
        if any(problem.severity == Severity.ERROR for problem in self.file):
            return self.included
        return self.held_back(self.bad_rows() | self.in_claimed_orders())

    def in_claimed_orders(self) -> pl.Series:
        """Per row id: whether the row is in an order to which a row with surplus cells may belong."""
        if not self.claimed.len():
            return _falses(self.ids)
        return self.orders.is_in(self.claimed.implode()) & self.included

    def held_back(self, rows: pl.Series) -> pl.Series:
        """Per row id: whether it is blocked if ``rows`` are (Boolean per row id): the whole order always, and in a
        chain the events that follow."""
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
