"""What a rule is: which cells it marks, by which expression, with which facts, and how it can be repaired."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from courier.catalogue.rules import RULE_FACTS, RuleFacts

if TYPE_CHECKING:
    from courier.rules.field_view import FieldView

FactValue = str | int | float | None


class Severity(StrEnum):
    """How bad a problem is. Only errors keep an order from being sent."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, eq=False)
class Repair:
    """New texts per field, each null where there is no single answer. ``safe``: only one answer is possible."""

    texts: Mapping[str, pl.Expr]
    safe: pl.Expr = dataclasses.field(default_factory=lambda: pl.lit(True))


@dataclass(frozen=True, eq=False)
class Mark:
    """One marked field of one rule. ``field`` is None where the rule speaks of the whole row.

    ``bad`` is true where the rule is broken; ``facts`` are named values for the words. All are expressions over the
    frame of fields (`courier.rules.frames`). ``needs``: characters of which the field's text has at least one wherever
    the rule is broken, so that nothing has to be asked where they are nowhere; "" if there are none such.
    """

    field: str | None
    bad: pl.Expr
    facts: Mapping[str, pl.Expr] = dataclasses.field(default_factory=dict)
    repair: Repair | None = None
    needs: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule over rows or orders. Severity, templates, silencing rules and source come from the catalogue.

    ``marks`` builds the marks for a sheet. ``group`` names the key of order rules (a column of the order frame):
    such a rule sees rows sorted by that key and then by position, and its expressions may use the helper columns
    ``@start`` (index of the order's first row in the frame), ``@rank`` (place within the order) and ``@position``.
    """

    id: str
    marks: Callable[[FieldView], Iterable[Mark]]
    group: str | None = None

    @property
    def facts(self) -> RuleFacts:
        """The catalogue's record of this rule."""
        return RULE_FACTS[self.id]

    @property
    def severity(self) -> Severity:
        """How bad a broken rule is."""
        return Severity(RULE_FACTS[self.id].severity)


@dataclass(frozen=True)
class Proposal:
    """A repair for one problem: the new text, or None where nobody can say; ``safe`` if no other answer is possible."""

    safe: bool
    value: str | None


@dataclass(frozen=True)
class Problem:
    """One finding of one rule.

    ``row`` is a row id (None for the file), ``field`` the field's name (None for whole rows and unmapped columns),
    ``column`` the sheet column that feeds the field (None when several or none do). ``value`` is the cell's text.
    """

    rule: str
    severity: Severity
    row: int | None = None
    field: str | None = None
    column: str | None = None
    value: str | None = None
    facts: Mapping[str, FactValue] = dataclasses.field(default_factory=dict)
    fix: Proposal | None = None
