"""What a rule is: which cells it marks, by which expression, with which facts, and how it can be repaired."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from courier.catalogue.rules import RULE_FACTS

if TYPE_CHECKING:
    from courier.rules.field_view import FieldView

FactValue = str | int | float | None


class Severity(StrEnum):
    """The severity of a problem. Only errors block an order."""

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
    """One marked field of one rule. ``field`` is None where the rule concerns the whole row.

    ``bad`` is true where the rule is broken; ``facts`` are named values for the message. All are expressions over the
    frame of fields (`courier.rules.frames`). ``needs``: every text that breaks the rule contains at least one of these
    characters (`courier.rules.character_index.FOREIGN` for any that is not ASCII), so a column without them need not be
    tested; "" if there are no such characters. ``about``: where the rule concerns the whole row, the fields of which
    one would satisfy it.
    """

    field: str | None
    bad: pl.Expr
    facts: Mapping[str, pl.Expr] = dataclasses.field(default_factory=dict)
    repair: Repair | None = None
    needs: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule over rows or orders. Severity, templates, silencing rules and source come from the catalogue.

    ``build`` builds the marks for a sheet; ``fields``: the sheet must have all of them, else there are no marks.
    ``group`` names the key of order rules (a column of the order frame): such a rule sees rows sorted by that key and
    then by position, and its expressions may use the helper columns ``@start`` (index of the order's first row in the
    frame), ``@rank`` (index within the order) and ``@position``. ``alone``: it is also asked of orders of one row,
    which the others cannot concern.
    """

    id: str
    build: Callable[[FieldView], Iterable[Mark]]
    fields: tuple[str, ...] = ()
    group: str | None = None
    alone: bool = False

    def marks(self, view: FieldView) -> Iterable[Mark]:
        """The marks for a sheet."""
        return self.build(view) if view.has(*self.fields) else ()

    @property
    def severity(self) -> Severity:
        """The severity of a broken rule."""
        return Severity(RULE_FACTS[self.id].severity)


@dataclass(frozen=True)
class Proposal:
    """A repair for one problem: the new text, None if it is unknown; ``safe`` if no other answer is possible."""

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


def catalogue_problem(rule: str, field: str | None = None, column: str | None = None, **facts: FactValue) -> Problem:
    """A problem of the file or the delivery, with the rule's severity from the catalogue."""
    return Problem(rule, Severity(RULE_FACTS[rule].severity), field=field, column=column, facts=facts)
