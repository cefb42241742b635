"""What the template of a sheet still needs, and how each need can be met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courier.catalogue.suggestions import suggest_column
from courier.draft import Draft
from courier.programs import Program
from courier.rules.file_rules import missing_needs

_MOST_LOOKED_AT = 120
"""Columns that are looked at for a suggestion."""


@dataclass(frozen=True)
class ProgramValue:
    """A value for all rows that a saved program has for a need."""

    program: str
    value: str
    about: str = ""


@dataclass(frozen=True)
class Need:
    """``fields``: those of which one is enough, the usual one first. ``suggestion``: a column and the field of those
    that it may be meant for. ``values``: what saved programs have for it."""

    fields: tuple[str, ...]
    suggestion: tuple[str, str] | None = None
    values: tuple[ProgramValue, ...] = ()

    @property
    def name(self) -> str:
        """The usual field."""
        return self.fields[0]


def open_needs(draft: Draft) -> list[tuple[str, ...]]:
    """The needs of a draft, as `missing_needs` gives them."""
    return missing_needs(draft.choices.template, {name for name, _ in draft.choices.mapping.feeds})


def free_columns(draft: Draft) -> list[str]:
    """The columns with a header that feed nothing and are not sent."""
    used = draft.choices.mapping.used_columns
    return [column for column in draft.sheet.named if column not in used]


def needs_of(
    draft: Draft, samples: Mapping[str, Sequence[str]], programs: Sequence[Program], chosen: Program | None
) -> list[Need]:
    """The needs with their suggestions. ``samples``: some values of free columns; ``chosen``: the sheet's program."""
    looked_at = {column: (draft.sheet.header(column), values) for column, values in samples.items()}
    looked_at = dict(list(looked_at.items())[:_MOST_LOOKED_AT])
    needs = []
    for fields in open_needs(draft):
        suggestion = suggest_column(fields, looked_at)
        if suggestion:
            # one column is meant for one field
            looked_at = {column: about for column, about in looked_at.items() if column != suggestion[0]}
        needs.append(Need(fields, suggestion, tuple(_values(fields[0], programs, chosen))))
    return needs


def _values(field: str, programs: Sequence[Program], chosen: Program | None) -> list[ProgramValue]:
    """The values of the sheet's program, or, where none is chosen, those of all."""
    values = []
    for program in [chosen] if chosen else programs:
        if field == "ActionTrackerId":
            values += [ProgramValue(program.name, event.id, event.name) for event in program.event_types]
        elif value := program.constants().get(field):
            values.append(ProgramValue(program.name, value))
    return values
