"""What all windows share: destinations, programs, passwords and the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from courier.messages import UserError
from courier.services import LocalServices
from courier.settings import config_folder, data_folder
from gui.session.view_memory import ViewMemory

if TYPE_CHECKING:
    from courier.destinations import Destination
    from courier.drafts.folder import KeptDraft
    from courier.drafts.store import DraftStore
    from courier.ledger.ledger import Ledger
    from courier.ledger.records import Submission
    from courier.programs import Program
    from courier.recent_files import RecentFiles
    from courier.results.answer_looks import AnswerLooks
    from courier.rules.history import History
    from courier.shipping.dispatch import Passwords, Services
    from courier.today.drafts import PendingDrafts
    from gui.session.team_record import LedgerMoves, TeamRecord

_Entry = TypeVar("_Entry")


class AppServices(LocalServices):
    """Made once at start and passed to every window. Parts are loaded when first needed, after the first paint."""

    def __init__(self) -> None:
        super().__init__()
        # per sentence whether it was shown beside a sheet
        self._problems: dict[str, bool] = {}
        self._former: list[Ledger] = []

    @cached_property
    def recent_files(self) -> RecentFiles:
        """The files that were opened last."""
        from courier.recent_files import RecentFiles

        return RecentFiles(data_folder())

    def export_folder(self, usual: Path) -> Path:
        """Where an export begins to look for a folder: ``usual``, unless the person prefers another."""
        preferred = self.preferences.now.export_folder
        return Path(preferred) if preferred else usual

    @cached_property
    def drafts(self) -> DraftStore:
        """The drafts, those too old removed."""
        drafts = self.all_drafts
        drafts.clean(self.clock(), self.preferences.now.kept_days)
        return drafts

    @cached_property
    def drafts_in_hand(self) -> PendingDrafts:
        """The drafts with what their rows say."""
        from courier.today.drafts import PendingDrafts

        return PendingDrafts(self.drafts)

    @cached_property
    def answer_looks(self) -> AnswerLooks:
        """When it was looked for answers of impact.com."""
        from courier.results.answer_looks import AnswerLooks

        return AnswerLooks()

    @cached_property
    def views(self) -> ViewMemory:
        """How windows and columns were arranged."""
        return ViewMemory(config_folder())

    @cached_property
    def team(self) -> TeamRecord | None:
        """The record of a team, None for the file of this machine."""
        if not self.ledger.of_team:
            return None
        from gui.session.team_record import TeamRecord

        return TeamRecord(self)

    @property
    def ledger_trouble(self) -> str:
        """Why the ledger cannot be read, in words; "" if it can, and while nobody knows whether a team's can."""
        return self._file_trouble if self.team is None else self.team.trouble

    @cached_property
    def _file_trouble(self) -> str:
        """Recovers what killed processes left in the file."""
        try:
            self.ledger.recover(self.clock())
        except UserError as problem:
            return str(problem)
        return ""

    def look_at_ledger_again(self) -> None:
        """Find out anew whether the ledger can be read."""
        self.__dict__.pop("_file_trouble", None)

    def move_ledger(self) -> None:
        """Use the ledger that was chosen by now; what is under way goes on with the former."""
        if self.team is not None:
            self.team.end()
        self.ledger.close()
        # what is under way opens it again
        self._former.append(self.ledger)
        for name in ("ledger", "team", "_file_trouble"):
            self.__dict__.pop(name, None)
        self.ledger_moves.moved.emit()

    def close(self) -> None:
        """See `LocalServices.close`; also the ledgers that were used before."""
        for former in self._former:
            former.close()
        super().close()

    def hang_up(self) -> None:
        """End what is being asked of a team's database."""
        for ledger in (*self._former, self.ledger):
            if ledger.of_team:
                from courier.ledger.postgres_store import PostgresStore

                if isinstance(ledger.store, PostgresStore):
                    ledger.store.hang_up()

    @property
    def without_team(self) -> bool:
        """Whether what is sent is recorded here for now, because the team's record could not be reached."""
        try:
            return self.ledger_location.team is not None and not self.ledger.of_team
        except UserError:
            return False

    def take_leave(self) -> None:
        """Let all windows know that `leave_team` was called."""
        team = self.__dict__.pop("team", None)
        if team is not None:
            team.end()
        self.look_at_ledger_again()
        self.ledger_moves.moved.emit()

    @cached_property
    def ledger_moves(self) -> LedgerMoves:
        """Tells all windows that another ledger is used."""
        from gui.session.team_record import LedgerMoves

        return LedgerMoves()

    def ledger_loss(self) -> str:
        """Why nothing is sent because what was sent is not known any more, in words; "" if it is known."""
        try:
            self.ledger.refuse_while_lost()
        except UserError as problem:
            return str(problem)
        return ""

    @property
    def history(self) -> History | None:
        """What rules may ask about earlier batches; without it sheets can be checked all the same."""
        if self.team is not None:
            return self.team.history
        return None if self.ledger_trouble else self.ledger.history

    def kept_drafts(self) -> list[KeptDraft]:
        """Drafts to go on with that belong to no saved program, or all drafts while the ledger cannot be read; the one
        edited last first; none if their folder cannot be read."""
        from courier.today.drafts import may_go_on

        programs = set() if self.ledger_trouble else {program.name for program in self.known_programs()}
        try:
            drafts = self.drafts.kept()
        except UserError:
            return []
        return [draft for draft in drafts if may_go_on(draft) and not draft.in_use and draft.program not in programs]

    def remember_asking(self, destination: Destination, *, asks: bool) -> None:
        """Save whether the login at a destination needs a person. If that cannot be saved, the next login finds it
        out."""
        with suppress(UserError):
            saved = self.destinations.find(destination.name)
            if saved is not None and saved.asks != asks:
                self.destinations.save(replace(saved, asks=asks))

    def known_destinations(self) -> list[Destination]:
        """The saved destinations; none if their file cannot be read. See `take_problems`."""
        return self._all_of(self.destinations)

    def sending(self, passwords: Passwords | None = None) -> Services:
        """What a dispatch needs, as it is saved at this moment."""
        return replace(
            super().sending(passwords), programs=self.known_programs(), destinations=self.known_destinations()
        )

    def known_programs(self) -> list[Program]:
        """The saved programs; none if their file cannot be read. See `take_problems`."""
        return self._all_of(self.programs)

    def _all_of(self, entries: Iterable[_Entry]) -> list[_Entry]:
        try:
            return list(entries)
        except UserError as problem:
            self.add_problem(problem)
            return []

    def add_problem(self, problem: UserError | None) -> None:
        """Keep a problem of one of the app's own files until a window shows it; None is ignored."""
        if problem is not None:
            self._problems.setdefault(str(problem), False)

    @property
    def problems(self) -> str:
        """Problems of the app's own files that were not shown beside a sheet yet, in words; "" for none."""
        return " ".join(sentence for sentence, said in self._problems.items() if not said)

    def take_problems(self) -> str:
        """The `problems`, marked as shown."""
        words = self.problems
        self._problems = dict.fromkeys(self._problems, True)
        return words

    def recent(self) -> list[Submission]:
        """The batches sent lately; none if the ledger cannot be read."""
        try:
            # asked first: a damaged ledger is reported only once
            return [] if self.ledger_trouble else self.ledger.submissions(last=6)
        except UserError:
            return []
