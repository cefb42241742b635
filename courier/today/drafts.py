"""The drafts that are kept on this machine, with facts from their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from courier.draft import Draft
from courier.drafts.store import DraftError, DraftStore, KeptDraft
from courier.ledger.contents import expiries
from courier.ledger.ledger import Ledger
from courier.rules.frames import cleaned

_EXPIRY_FIELDS = ("EventDate", "MediaId", "MediaPartnerId")


@dataclass(frozen=True)
class PendingDraft:
    """A kept draft. ``expires``: the moment from which impact.com would drop the first of its rows that are not left
    out or sent, None if it drops none or that is unknown. ``waits``: until when a batch of it is queued, None if none
    is."""

    kept: KeptDraft
    expires: datetime | None
    waits: datetime | None = None


class PendingDrafts:
    """The drafts in a store. The rows of a draft are read once for each state of it. Thread-safe."""

    def __init__(self, store: DraftStore) -> None:
        self._store = store
        self._expiries: dict[str, datetime | None] = {}

    def pending(self, ledger: Ledger, now: datetime) -> list[PendingDraft]:
        """All drafts that can be continued, the one edited last first; those whose batches were all delivered are
        removed before. Raises DraftError and LedgerError."""
        waiting = waiting_marks(ledger)
        drafts = [kept for kept in forget_delivered(self._store, ledger) if may_go_on(kept) and not kept.in_use]
        return [PendingDraft(kept, self._expiry(kept, now), waiting.get(kept.mark)) for kept in drafts]

    def _expiry(self, kept: KeptDraft, now: datetime) -> datetime | None:
        if kept.mark not in self._expiries:
            try:
                opened, _ = self._store.look(kept.id, now)
            except DraftError:
                # the reason is shown when the draft is opened
                return None
            self._expiries[kept.mark] = _first_expiry(opened.draft)
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


def _first_expiry(draft: Draft) -> datetime | None:
    fields = draft.fields(draft.checker.kept_rows())
    texts = {name: cleaned(pl.col(name)) for name in _EXPIRY_FIELDS if name in fields.columns}
    trimmed = fields.select_seq([pl.when(text != "").then(text).alias(name) for name, text in texts.items()])
    first = expiries(trimmed, draft.choices.zone).min() if "EventDate" in texts else None
    return first if isinstance(first, datetime) else None
