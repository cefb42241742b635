"""Edits as values with before and after. Applying and undoing use the same code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl


@dataclass(frozen=True, eq=False)
class Cells:
    """New texts for some cells of one column. ``before`` and ``after`` are parallel to ``rows``, the row ids. ``rule``:
    the rule whose repair wrote them, "" if none did."""

    column: str
    rows: Sequence[int]
    before: Sequence[str | None]
    after: Sequence[str | None]
    rule: str = ""

    def inverse(self) -> Cells:
        return Cells(self.column, self.rows, self.after, self.before, self.rule)


@dataclass(frozen=True, eq=False)
class Rows:
    """Replaces a span of the row order: from ``position`` on, the row ids ``before`` become ``after``.

    Inserting, deleting, moving and sorting rows are all of this kind. Row ids are never reused.
    """

    position: int
    before: pl.Series
    after: pl.Series

    def inverse(self) -> Rows:
        return Rows(self.position, self.after, self.before)


@dataclass(frozen=True, eq=False)
class Choice:
    """A changed decision about the sheet: a field of `courier.sheet.choices.Choices`."""

    name: str
    before: Any
    after: Any

    def inverse(self) -> Choice:
        return Choice(self.name, self.after, self.before)


Change = Cells | Rows | Choice


@dataclass(frozen=True, eq=False)
class Edit:
    """One undoable step. ``what`` is the message key that names it in the Undo menu, with its facts. ``step``: how to
    repeat it on another sheet (plain values, see `courier.recipe`), None where that makes no sense."""

    what: str
    changes: tuple[Change, ...]
    facts: Mapping[str, str | int] = field(default_factory=dict)
    step: Mapping[str, Any] | None = None

    def inverse(self) -> Edit:
        """The edit that undoes this one."""
        return Edit(self.what, tuple(change.inverse() for change in reversed(self.changes)), self.facts, self.step)

    @property
    def empty(self) -> bool:
        """Whether applying it changes nothing."""
        return not any(_changes_something(change) for change in self.changes)


def _changes_something(change: Change) -> bool:
    match change:
        case Cells():
            return list(change.before) != list(change.after)
        case Rows():
            return not change.before.equals(change.after)
        case Choice():
            return bool(change.before != change.after)
