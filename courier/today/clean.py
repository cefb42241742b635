"""Which of all drafts are clean, where each of their batches goes, and why the others are held back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from courier.batches.groups import GroupTotals, group_totals
from courier.destinations import Destination
from courier.draft import Draft
from courier.drafts.store import DraftStore, KeptDraft
from courier.ledger.comparison import COMPARED_SUBMISSIONS, Comparison, compare
from courier.ledger.ledger import Ledger
from courier.messages import UserError
from courier.open_sheet import OpenedSheet
from courier.programs import Program
from courier.reading import Note
from courier.shipping.dispatch import Blocked, Ready, Services, readiness
from courier.shipping.routing import RoutedBatch, recheck_and_route
from courier.today.drafts import may_go_on


class HeldBack(UserError):
    """Why a draft is not sent with the others."""


@dataclass(frozen=True)
class Batch:
    """One batch of a clean draft, as a person is asked about it; ``usual``: beside its program's earlier ones."""

    program: str
    destination: str
    figures: GroupTotals
    usual: Comparison


@dataclass(frozen=True)
class Clean:
    """A draft that may be sent as it is. ``set_aside``: rows that were set aside and stay behind; ``warnings``: how
    many there are."""

    kept: KeptDraft
    batches: tuple[Batch, ...]
    set_aside: int
    warnings: int


@dataclass(frozen=True)
class Held:
    """A draft that somebody has to look at first. ``reason``: in words."""

    kept: KeptDraft
    reason: str


@dataclass(frozen=True)
class Known:
    """What has to be known to tell where drafts go."""

    drafts: DraftStore
    services: Services

    @property
    def ledger(self) -> Ledger:
        """What was sent before."""
        return self.services.ledger

    def program(self, name: str) -> Program | None:
        """The saved program of that name."""
        return next((one for one in self.services.programs if one.name == name), None)

    def place(self, name: str) -> Destination | None:
        """The saved destination of that name."""
        return next((one for one in self.services.destinations if one.name == name), None)


def look_through(
    known: Known, now: datetime, progress: Callable[[float], None] = lambda _: None
) -> tuple[list[Clean], list[Held]]:
    """Check all drafts, the one edited last first. ``progress`` is told the fraction done; what it raises ends the
    work. Raises DraftError and LedgerError where nothing can be read."""
    waiting = {one.draft: one.not_before for one in known.ledger.waiting() if one.draft}
    clean: list[Clean] = []
    held: list[Held] = []
    kept = [one for one in known.drafts.kept() if may_go_on(one)]
    for done, one in enumerate(kept):
        progress(done / len(kept))
        try:
            if one.mark in waiting:
                raise HeldBack("today-held-waits", at=f"{waiting[one.mark]:%Y-%m-%d}")
            clean.append(_looked_at(known, one, now))
        except UserError as problem:
            held.append(Held(one, str(problem)))
    return clean, held


def home_of(known: Known, kept: KeptDraft) -> tuple[Program, Destination]:
    """Whose draft it is and where its files go. Raises HeldBack."""
    if not kept.program:
        raise HeldBack("today-held-no-program")
    program = known.program(kept.program)
    if program is None:
        raise HeldBack("today-held-program-gone", program=kept.program)
    if not program.destination:
        raise HeldBack("today-held-no-destination", program=program.name)
    home = known.place(program.destination)
    if home is None:
        raise HeldBack("consign-no-home", program=program.name, destination=program.destination)
    return program, home


def routed_batches(
    known: Known, kept: KeptDraft, opened: OpenedSheet, now: datetime
) -> tuple[list[RoutedBatch], Ready]:
    """The batches of a draft, which is checked now, and its figures. Raises HeldBack where it is not clean."""
    program, home = home_of(known, kept)
    services = known.services
    batches = recheck_and_route(opened.draft, opened.label, home, services.programs, services.destinations, now)
    state = readiness(opened.draft)
    if isinstance(state, Blocked):
        raise HeldBack("today-held-errors", errors=state.errors) if state.errors else HeldBack("today-held-nothing")
    if state.sent_before:
        raise HeldBack("today-held-sent-before", rows=state.sent_before)
    for batch in batches:
        if batch.destination is None:
            raise HeldBack("today-held", reason=batch.held)
        if batch.destination.kind == "eml":
            raise HeldBack("today-held-by-hand", destination=batch.destination.name)
        own = known.program(batch.program)
        if own is None or not own.destination:
            raise HeldBack("today-held-campaign", campaign=batch.group.campaign)
        if own == program and program.campaign_id and batch.group.campaign not in ("", program.campaign_id):
            raise HeldBack("today-held-other-campaign", campaign=batch.group.campaign, program=program.name)
    return batches, state


def _looked_at(known: Known, kept: KeptDraft, now: datetime) -> Clean:
    if kept.in_use:
        raise HeldBack("today-held-open")
    home_of(known, kept)
    opened, notes = known.drafts.look(kept.id, now, history=known.ledger.history, programs=known.program)
    refuse_for(notes)
    routed, state = routed_batches(known, kept, opened, now)
    batches = tuple(_batch(known, opened.draft, batch) for batch in routed)
    return Clean(kept, batches, state.summary.set_aside, state.warnings)


def _batch(known: Known, draft: Draft, one: RoutedBatch) -> Batch:
    assert one.destination
    load = group_totals(draft, one.group)
    earlier = known.ledger.submissions(last=COMPARED_SUBMISSIONS, program=one.program)
    return Batch(one.program, one.destination.name, load, compare(load.rows, load.totals, earlier))


def refuse_for(notes: Sequence[Note]) -> None:
    """Raises HeldBack where a person has to see first what became of a draft; a source that is gone is none: the draft
    has a copy."""
    for note in notes:
        if note.key != "drafts-note-source-gone":
            raise HeldBack("today-held", reason=str(note))
