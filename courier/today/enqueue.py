"""Puts a clean draft into the queue: each of its batches is written and recorded, and is due at once."""

from __future__ import annotations

from datetime import datetime

from courier.ledger.records import Submission
from courier.shipping.dispatch import SendRequest, dispatch
from courier.today.review import DraftBlocked, SavedSetup, SendableDraft, home_of, refuse_notes, routed_batches


def enqueue(sendable: SendableDraft, setup: SavedSetup, now: datetime) -> list[Submission]:
    """Record the batches of a draft, all or none. The draft is kept until they are delivered, and longer if rows of it
    are set aside. Raises UserError when it changed since it was reviewed, or a batch of it cannot be made or was sent
    before."""
    resumed = setup.drafts.resume(sendable.kept.id, now, history=setup.ledger.history, programs=setup.program)
    try:
        if resumed.journal.mark != sendable.kept.mark:
            raise DraftBlocked("today-held-changed")
        refuse_notes(resumed.notes)
        opened = resumed.opened
        routed_batches(setup, sendable.kept, opened, now)
        _, home = home_of(setup, sendable.kept)
        request = SendRequest(
            home, opened.label, opened.name, mark=sendable.kept.mark, when=now, anywhere=True, checked_for=now
        )
        result = dispatch(opened.draft, request, setup.services)
        if result.problem:
            raise result.problem
        return result.submissions
    finally:
        resumed.journal.close()
