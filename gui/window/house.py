"""What all windows share: destinations, programs, passwords and the record of batches."""

from __future__ import annotations

from courier.credentials import Credentials
from courier.destinations import Destination, Destinations
from courier.draft import Draft
from courier.ledger.recent import RecentBatch, recent_batches, remember_batch
from courier.messages import PlainError
from courier.programs import Program, Programs
from courier.rules.file_rules import missing_fields
from courier.settings import config_folder, data_folder
from courier.sheet.mapping import Constant, Mapping


class House:
    """Opened once at start and handed to every window."""

    def __init__(self) -> None:
        self.credentials = Credentials()
        self.destinations = Destinations(config_folder())
        self._programs = Programs(config_folder())

    def known_destinations(self) -> list[Destination]:
        """The saved destinations; none if their file cannot be read."""
        try:
            return list(self.destinations)
        except PlainError:
            return []

    def programs(self) -> list[Program]:
        """The saved programs; none if their file cannot be read."""
        try:
            return list(self._programs)
        except PlainError:
            return []

    def with_program(self, draft: Draft, program: Program) -> Mapping:
        """A draft's mapping with the program's facts for required fields that no column has."""
        mapping = draft.choices.mapping
        missing = missing_fields(draft.choices.template, {name for name, _ in mapping.feeds})
        for name, value in program.constants().items():
            if name in missing:
                mapping = mapping.with_feed(name, Constant(value))
        return mapping

    def recent(self) -> list[RecentBatch]:
        """The batches sent lately."""
        return recent_batches(data_folder())

    def remember(self, batch: RecentBatch) -> None:
        """Record a batch; a full disk costs the reminder, never the batch."""
        try:
            remember_batch(data_folder(), batch)
        except OSError:
            return
