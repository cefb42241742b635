"""The drafts that are kept on this machine, with facts from their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from courier.draft import Draft
from courier.drafts.store import DraftError, DraftStore, KeptDraft
from courier.ledger.ledger import Ledger
from courier.rules.expiry import MEDIA_FIELDS, Expiring, counted, expiries, within_reach
from courier.rules.frames import trimmed_fields

_EXPIRY_FIELDS = ("EventDate", *MEDIA_FIELDS)


@dataclass(frozen=True)
class PendingDraft:
    """A kept draft. ``expires``: the moment from which impact.com would drop the first of its rows that are not left
    out or sent, None if it drops none or that is unknown; ``expiring``: those that it will soon drop. ``waits``: until
    when a batch of it is queued, None if none is."""

    kept: KeptDraft
    expires: datetime | None
    waits: datetime | None = None
    expiring: Expiring = field(default_factory=dict)


class PendingDrafts:
    """The drafts in a store. The rows of a draft are read once for each state of it. Thread-safe."""

    def __init__(self, store: DraftStore) -> None:
        self._store = store
        self._expiries: dict[str, tuple[datetime | None, Expiring]] = {}

    def pending(self, ledger: Ledger, now: datetime) -> list[PendingDraft]:
        """All drafts that can be continued, the one edited last first; those whose batches were all delivered are
        removed before. Raises DraftError and LedgerError."""
        waiting = waiting_marks(ledger)
        drafts = [kept for kept in forget_delivered(self._store, ledger) if may_go_on(kept) and not kept.in_use]
        pending = []
        for kept in drafts:
            first, expiring = self._expiry(kept, now)
            pending.append(PendingDraft(kept, first, waiting.get(kept.mark), within_reach(expiring, now)))
        return pending

    def _expiry(self, kept: KeptDraft, now: datetime) -> tuple[datetime | None, Expiring]:
        if kept.mark not in self._expiries:
            try:
                opened, _ = self._store.look(kept.id, now)
            except DraftError:
                # the reason is shown when the draft is opened
                return None, {}
            self._expiries[kept.mark] = _expiry_of(opened.draft)
        return self._expiries[kept.mark]


def waiting_marks(ledger: Ledger) -> dict[str, datetime | None]:
    """Until when batches wait, by the mark of the draft they were made of. Raises LedgerError."""
    return {queued.draft: queued.not_before for queued in ledger.waiting() if queued.draft}


def may_go_on(kept: KeptDraft) -> bool:
    """Whether a draft has edits to continue with, or rows that stayed behind when others were delivered."""
    left = kept.delivery is not None and kept.delivery.left
    return bool(kept.name and (kept.edits or kept.undone or left))


def forget_delivered(store: DraftStore, ledger: Ledger) -> list[KeptDraft]:
    """The drafts in a store, without those of which every recorded batch was delivered: they are removed if they were
    not changed since. Raises DraftError and LedgerError."""
    left = []
    for kept in store.kept():
        batches = ledger.submissions(draft=kept.mark)
        done = batches and all(part.state.delivered for batch in batches for part in batch.parts)
        if not done or not store.finish_as(kept.mark):
            left.append(kept)
    return left


def _expiry_of(draft: Draft) -> tuple[datetime | None, Expiring]:
    """When the first row of a draft is dropped, and how many are dropped when."""
    if draft.choices.template == "modification":
        # changes of earlier conversions do not expire, whatever dates stand beside them
        return None, {}
    frames = draft.checker.frames
    names = [name for name in _EXPIRY_FIELDS if name in frames.names]
    fields = frames.raw(draft.sheet.frame(draft.checker.kept_rows()), names)
    dropped = expiries(trimmed_fields(fields, names), draft.choices.zone_of("EventDate"))
    first = dropped.min()
    return (first if isinstance(first, datetime) else None), counted(dropped)
