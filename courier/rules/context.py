"""What rules may know besides the cells: all plain values, so that the same sheet gives the same verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from courier.sheet.choices import Reading


@dataclass(frozen=True)
class Context:
    """``now``: an aware datetime, the moment of sending; ``zone``: IANA name or offset of dates without one."""

    now: datetime
    template: str
    zone: str | None = None
    readings: Mapping[str, Reading] = field(default_factory=dict)

    def reading(self, name: str) -> Reading:
        """How the column of a field is understood."""
        return self.readings.get(name, Reading())
