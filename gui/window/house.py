"""What all windows share: destinations, programs, passwords and the record of batches."""

from __future__ import annotations

from courier.credentials import Credentials
from courier.destinations import Destination, Destinations
from courier.drafts.folder import KeptDraft
from courier.drafts.store import DraftStore
from courier.ledger.recent import RecentBatch, recent_batches, remember_batch
from courier.messages import PlainError
from courier.programs import Program, Programs
from courier.settings import config_folder, data_folder
from courier.sheet.memory import Memories


class House:
    """Opened once at start and handed to every window."""

    def __init__(self) -> None:
        self.credentials = Credentials()
        self.destinations = Destinations(config_folder())
        self.program_store = Programs(config_folder())
        self.memories = Memories(data_folder())
        self.drafts = DraftStore(data_folder() / "drafts")

    def kept_drafts(self) -> list[KeptDraft]:
        """Drafts to go on with, the one edited last first; none if their folder cannot be read."""
        try:
            return [draft for draft in self.drafts.kept() if draft.name and draft.edits and not draft.in_use]
        except PlainError:
            return []

    def known_destinations(self) -> list[Destination]:
        """The saved destinations; none if their file cannot be read."""
        try:
            return list(self.destinations)
        except PlainError:
            return []

    def programs(self) -> list[Program]:
        """The saved programs; none if their file cannot be read."""
        try:
            return list(self.program_store)
        except PlainError:
            return []

    def recent(self) -> list[RecentBatch]:
        """The batches sent lately."""
        return recent_batches(data_folder())

    def remember(self, batch: RecentBatch) -> None:
        """Record a batch; a full disk costs the reminder, never the batch."""
        try:
            remember_batch(data_folder(), batch)
        except (OSError, PlainError):
            return
