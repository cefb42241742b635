"""The composition root of the command and, extended, of the window: the stores and services on this machine."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from courier.ledger.store import LedgerError
from courier.own_files import close_to_others
from courier.settings import config_folder, data_folder, ledger_folder

if TYPE_CHECKING:
    from courier.credentials import Credentials
    from courier.destination_registry import DestinationRegistry
    from courier.destinations import Destinations
    from courier.drafts.store import DraftStore
    from courier.ledger.ledger import Ledger
    from courier.ledger.location import LedgerLocation
    from courier.ledger.offline import Clash
    from courier.ledger.store import Store
    from courier.ledger.team_approvals import TeamApprovals
    from courier.preferences import PreferenceStore
    from courier.programs import Programs
    from courier.sheet.memory import Memories
    from courier.shipping.dispatch import Passwords, Services


class LocalServices:
    """Creates each service, and loads its libraries, when it is first used."""

    def __init__(self) -> None:
        close_to_others()
        self.clashes: list[Clash] = []
        """Orders that went twice because they were sent without the team, to be told."""

    def close(self) -> None:
        """Close the files that stay open between two uses; the next use opens them again."""
        # what nobody used is not loaded to be closed
        if "ledger" in vars(self):
            self.ledger.close()

    @cached_property
    def credentials(self) -> Credentials:
        """The passwords."""
        from courier.credentials import Credentials

        return Credentials()

    @cached_property
    def destinations(self) -> Destinations:
        """The saved destinations."""
        from courier.destinations import Destinations

        return Destinations(config_folder())

    @cached_property
    def programs(self) -> Programs:
        """The saved programs."""
        from courier.programs import Programs

        return Programs(config_folder())

    @cached_property
    def places(self) -> DestinationRegistry:
        """The saved destinations with their passwords and programs."""
        from courier.destination_registry import DestinationRegistry

        return DestinationRegistry(self.destinations, self.credentials, self.programs)

    @cached_property
    def preferences(self) -> PreferenceStore:
        """What the person prefers."""
        from courier.preferences import PreferenceStore

        return PreferenceStore(config_folder())

    @cached_property
    def memories(self) -> Memories:
        """The remembered decisions about sheets, by their headers."""
        from courier.sheet.memory import Memories

        return Memories(data_folder())

    @cached_property
    def all_drafts(self) -> DraftStore:
        """The drafts, including those that are too old."""
        from courier.drafts.store import DraftStore

        return DraftStore(data_folder() / "drafts")

    @cached_property
    def ledger_location(self) -> LedgerLocation:
        """Where the ledger is kept."""
        from courier.ledger.location import LedgerLocation

        return LedgerLocation(config_folder())

    @cached_property
    def ledger(self) -> Ledger:
        """What was sent from this machine, or by the team."""
        from courier.ledger.location import open_ledger

        return open_ledger(ledger_folder(), self.ledger_location, lambda account: self.credentials.get(account))

    @property
    def team_approvals(self) -> TeamApprovals | None:
        """The approvals of the team, None where what was sent is recorded on this machine alone. Raises LedgerError."""
        if not self.ledger.of_team:
            return None
        from courier.ledger.team_approvals import TeamApprovals

        return TeamApprovals(self.ledger.store)

    @property
    def team_store(self) -> Store:
        """Where the team's ledger is kept. Raises LedgerError where what was sent is recorded on this machine alone."""
        if self.ledger_location.team is None:
            raise LedgerError("ledger-no-team")
        return self.ledger.store

    def recovered_ledger(self) -> Ledger:
        """The ledger after the runs of killed processes were settled, and what was sent without the team was brought
        to it. Raises LedgerError."""
        self.ledger.recover(self.clock())
        if self.ledger.of_team:
            from courier.ledger.offline import bring_over

            self.clashes += bring_over(ledger_folder(), self.ledger, self.clock())
        return self.ledger

    def leave_team(self) -> None:
        """Record on this machine alone from now on, because the team's ledger cannot be reached. Raises LedgerError
        where there is no team, and where it can."""
        from courier.ledger.offline import offline_ledger

        if not self.ledger.of_team:
            raise LedgerError("offline-no-team")
        try:
            with self.ledger.store.reading():
                pass
        except LedgerError as problem:
            if problem.key != "ledger-team-unreachable":
                raise
        else:
            raise LedgerError("offline-reachable", place=self.ledger.store.place)
        self.ledger.close()
        self.ledger = offline_ledger(ledger_folder())

    @property
    def batches_folder(self) -> Path:
        """The folder for files before they are sent."""
        return data_folder() / "batches"

    def clock(self) -> datetime:
        """The time now, in UTC."""
        return datetime.now(UTC)

    def refuse_lost_lists(self) -> None:
        """Raise UserError while saved programs or destinations are lost; for use where nobody sees what is missing."""
        self.programs.refuse_while_lost()
        self.destinations.refuse_while_lost()

    def sending(self, passwords: Passwords | None = None) -> Services:
        """The services that a dispatch needs. ``passwords``: None for the keychain."""
        from courier.shipping.dispatch import Services

        return Services(
            self.programs, self.destinations, passwords or self.credentials, self.ledger, self.clock,
            self.batches_folder, self.preferences.now.kept_days,
        )  # fmt: skip
