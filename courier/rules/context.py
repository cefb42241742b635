"""What rules may know besides the cells: all plain values, so that the same sheet gives the same verdict."""

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
    how long files usually lie at the destination before impact.com reads them."""

    now: datetime
    template: Template
    zone: str | None = None
    readings: Mapping[str, ColumnReading] = field(default_factory=dict)
    program: ProgramFacts = field(default_factory=ProgramFacts)
    history: History | None = None
    wait: timedelta = timedelta()

    def applies(self, rule: RuleFacts) -> bool:
        """Whether a rule is for this template and was not switched off; documented rules cannot be."""
        off = rule.id in self.program.rules_off and rule.confidence == "inferred"
        return self.template in rule.templates and not off

    def reading(self, name: str) -> ColumnReading:
        """How the column of a field is understood."""
        return self.readings.get(name, ColumnReading())
