"""The drafts that are kept on this machine, with what only a look into their rows can tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from courier.draft import Draft
from courier.drafts.store import DraftError, DraftStore, KeptDraft
from courier.ledger.contents import expiries
from courier.ledger.ledger import Ledger
from courier.rules.frames import cleaned
from courier.sheet.mapping import left_out_expression

_EXPIRY_FIELDS = ("EventDate", "MediaId", "MediaPartnerId")


@dataclass(frozen=True)
class PendingDraft:
    """``expires``: the moment from which impact.com would drop the first of its rows that are not left out, None where
    none ever is or nobody can tell. ``waits``: until when a batch made of it waits, None if none does."""

    kept: KeptDraft
    expires: datetime | None
    waits: datetime | None = None


class PendingDrafts:
    """The drafts in a store. What their rows say is looked up once for as long as they stay as they are. Safe for
    several threads."""

    def __init__(self, store: DraftStore) -> None:
        self._store = store
        self._known: dict[str, datetime | None] = {}

    def pending(self, ledger: Ledger, now: datetime) -> list[PendingDraft]:
        """All that can be gone on with, the one edited last first; those whose batches were all delivered are removed
        before. Raises DraftError and LedgerError."""
        waiting = {one.draft: one.not_before for one in ledger.waiting() if one.draft}
        found = [one for one in forget_delivered(self._store, ledger) if may_go_on(one) and not one.in_use]
        return [PendingDraft(one, self._expiry(one, now), waiting.get(one.mark)) for one in found]

    def _expiry(self, kept: KeptDraft, now: datetime) -> datetime | None:
        if kept.mark not in self._known:
            try:
                opened, _ = self._store.look(kept.id, now)
            except DraftError:
                # whoever goes on with it is told why that cannot be
                return None
            self._known[kept.mark] = _first_expiry(opened.draft)
        return self._known[kept.mark]


def may_go_on(kept: KeptDraft) -> bool:
    """Whether there is anything in a draft to go on with."""
    return bool(kept.name and (kept.edits or kept.undone))


def forget_delivered(store: DraftStore, ledger: Ledger) -> list[KeptDraft]:
    """The drafts in a store, without those of which every batch that was made has been delivered: they are removed if
    nobody has changed them since. Raises DraftError and LedgerError."""
    left = []
    for kept in store.kept():
        made = ledger.submissions(draft=kept.mark)
        done = made and all(part.state.delivered for one in made for part in one.parts)
        if not done or not store.finish_as(kept.mark):
            left.append(kept)
    return left


def _first_expiry(draft: Draft) -> datetime | None:
    cells, out = draft.sheet.frame(draft.sheet.row_order), draft.choices.mapping.left_out
    if out:
        cells = cells.filter(~left_out_expression(out).fill_null(False))
    fields = draft.checker.frames.raw(cells)
    texts = {name: cleaned(pl.col(name)) for name in _EXPIRY_FIELDS if name in fields.columns}
    trimmed = fields.select_seq([pl.when(text != "").then(text).alias(name) for name, text in texts.items()])
    found = expiries(trimmed, draft.choices.zone).min() if "EventDate" in texts else None
    return found if isinstance(found, datetime) else None
