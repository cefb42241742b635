"""Reviews all drafts: which are clean, where their batches go, and why the others are held back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from courier.batches.groups import GroupTotals, group_totals
from courier.catalogue.fields import Template
from courier.destinations import Destination
from courier.draft import Draft
from courier.drafts.store import DraftStore, KeptDraft
from courier.ledger.comparison import COMPARED_SUBMISSIONS, Comparison, compare
from courier.ledger.ledger import Ledger
from courier.messages import UserError
from courier.open_sheet import OpenedSheet
from courier.programs import Program
from courier.reading import Note
from courier.rules.history import History
from courier.shipping.dispatch import Blocked, Ready, Services, readiness
from courier.shipping.routing import RoutedBatch, recheck_and_route, refuse_unapproved
from courier.today.drafts import may_go_on, waiting_marks


class DraftBlocked(UserError):
    """Why a draft is not sent with the others."""


@dataclass(frozen=True)
class ReviewedBatch:
    """One batch of a clean draft, as the user has to confirm it; ``comparison``: with its program's earlier batches."""

    program: str
    destination: str
    figures: GroupTotals
    comparison: Comparison


@dataclass(frozen=True)
class SendableDraft:
    """A draft that may be sent as it is. ``set_aside``, ``warnings``: the number of rows that stay behind, and of
    warnings."""

    kept: KeptDraft
    batches: tuple[ReviewedBatch, ...]
    set_aside: int
    warnings: int


@dataclass(frozen=True)
class BlockedDraft:
    """A draft that the user has to look at first. ``reason``: in words."""

    kept: KeptDraft
    reason: str


@dataclass(frozen=True)
class SavedSetup:
    """The drafts, and what decides where they go. ``known``: what impact.com has for a sheet of a template, with what
    was sent from here; None where nobody asked, or nobody answered."""

    drafts: DraftStore
    services: Services
    known: Callable[[Program, Template], History | None] = lambda *_: None

    @property
    def ledger(self) -> Ledger:
        """The record of what was sent."""
        return self.services.ledger

    def program(self, name: str) -> Program | None:
        """The saved program of that name."""
        return next((program for program in self.services.programs if program.name == name), None)

    def place(self, name: str) -> Destination | None:
        """The saved destination of that name."""
        return next((saved for saved in self.services.destinations if saved.name == name), None)


def review_drafts(
    setup: SavedSetup, now: datetime, progress: Callable[[float], None] = lambda _: None
) -> tuple[list[SendableDraft], list[BlockedDraft]]:
    """Check all drafts, the one edited last first. ``progress`` is told the fraction done; what it raises ends the
    work. Raises DraftError and LedgerError where nothing can be read."""
    waiting = waiting_marks(setup.ledger)
    sendable: list[SendableDraft] = []
    blocked: list[BlockedDraft] = []
    drafts = [kept for kept in setup.drafts.kept() if may_go_on(kept)]
    for done, kept in enumerate(drafts):
        progress(done / len(drafts))
        try:
            if kept.mark in waiting:
                raise DraftBlocked("today-held-waits", at=f"{waiting[kept.mark]:%Y-%m-%d}")
            sendable.append(_reviewed(setup, kept, now))
        except UserError as problem:
            blocked.append(BlockedDraft(kept, str(problem)))
    return sendable, blocked


def home_of(setup: SavedSetup, kept: KeptDraft) -> tuple[Program, Destination]:
    """The program of a draft and its destination. Raises DraftBlocked."""
    if not kept.program:
        raise DraftBlocked("today-held-no-program")
    program = setup.program(kept.program)
    if program is None:
        raise DraftBlocked("today-held-program-gone", program=kept.program)
    if not program.destination:
        raise DraftBlocked("today-held-no-destination", program=program.name)
    home = setup.place(program.destination)
    if home is None:
        raise DraftBlocked("consign-no-home", program=program.name, destination=program.destination)
    return program, home


def routed_batches(
    setup: SavedSetup, kept: KeptDraft, opened: OpenedSheet, now: datetime
) -> tuple[list[RoutedBatch], Ready]:
    """The batches of a draft, which is checked again, and its readiness. Raises DraftBlocked if it is not clean, and
    ApprovalMissing."""
    program, home = home_of(setup, kept)
    services = setup.services
    if history := setup.known(program, opened.draft.choices.template):
        opened.draft.look_up_in(history)
    batches = recheck_and_route(opened.draft, opened.label, home, services.programs, services.destinations, now)
    state = readiness(opened.draft)
    if isinstance(state, Blocked):
        raise DraftBlocked("today-held-errors" if state.errors else "today-held-nothing", errors=state.errors)
    if state.sent_before:
        raise DraftBlocked("today-held-sent-before", rows=state.sent_before)
    for batch in batches:
        if batch.destination is None:
            raise DraftBlocked("today-held", reason=batch.held)
        if batch.destination.kind == "eml":
            raise DraftBlocked("today-held-by-hand", destination=batch.destination.name)
        own = setup.program(batch.program)
        if own is None or not own.destination:
            raise DraftBlocked("today-held-campaign", campaign=batch.group.campaign)
        if own == program and program.campaign_id and batch.group.campaign not in ("", program.campaign_id):
            raise DraftBlocked("today-held-other-campaign", campaign=batch.group.campaign, program=program.name)
    refuse_unapproved(opened.draft, batches, services.programs)
    return batches, state


def _reviewed(setup: SavedSetup, kept: KeptDraft, now: datetime) -> SendableDraft:
    if kept.in_use:
        raise DraftBlocked("today-held-open")
    home_of(setup, kept)
    opened, notes = setup.drafts.look(kept.id, now, history=setup.ledger.history, programs=setup.program)
    refuse_notes(notes)
    routed, state = routed_batches(setup, kept, opened, now)
    batches = tuple(_reviewed_batch(setup, opened.draft, batch) for batch in routed)
    return SendableDraft(kept, batches, state.summary.set_aside, state.warnings)


def _reviewed_batch(setup: SavedSetup, draft: Draft, batch: RoutedBatch) -> ReviewedBatch:
    assert batch.destination
    figures = group_totals(draft, batch.group)
    earlier = setup.ledger.submissions(last=COMPARED_SUBMISSIONS, program=batch.program)
    comparison = compare(figures.rows, figures.totals, earlier)
    return ReviewedBatch(batch.program, batch.destination.name, figures, comparison)


def refuse_notes(notes: Sequence[Note]) -> None:
    """Raises DraftBlocked for notes that the user has to read first; a missing source does not count, because the draft
    has a copy."""
    for note in notes:
        if note.key != "drafts-note-source-gone":
            raise DraftBlocked("today-held", reason=str(note))
