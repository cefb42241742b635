"""The inputs of rules besides the cells: plain values, so that the same sheet gives the same verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from courier.catalogue.fields import Template
from courier.catalogue.rules import RuleFacts
from courier.rules.history import History
from courier.sheet.choices import ColumnReading
from courier.sheet.program_facts import ProgramFacts


@dataclass(frozen=True)
class Context:
    """``now``: an aware datetime, the moment of sending; ``zone``: IANA name or offset of dates without one; ``wait``:
    the usual time until impact.com reads a file at the destination."""

    now: datetime
    template: Template
    zone: str | None = None
    readings: Mapping[str, ColumnReading] = field(default_factory=dict)
    program: ProgramFacts = field(default_factory=ProgramFacts)
    history: History | None = None
    wait: timedelta = timedelta()

    def applies(self, rule: RuleFacts) -> bool:
        """Whether a rule applies to this template and is on; documented rules cannot be switched off."""
        off = rule.id in self.program.rules_off and rule.confidence == "inferred"
        return self.template in rule.templates and not off

    def zone_of(self, name: str) -> str | None:
        """The zone of a field's dates without one: what the file names for them, or else the sheet's."""
        return self.reading(name).zone_within(self.zone)

    def reading(self, name: str) -> ColumnReading:
        """The reading of a field's column."""
        return self.readings.get(name, ColumnReading())
