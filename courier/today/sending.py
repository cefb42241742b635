"""Puts a clean draft into the queue: each of its batches is written, recorded, and may go at once."""

from __future__ import annotations

from datetime import datetime

from courier.ledger.records import Submission
from courier.shipping.dispatch import SendRequest, dispatch
from courier.today.clean import Clean, HeldBack, Known, home_of, refuse_for, routed_batches


def queue(clean: Clean, known: Known, now: datetime) -> list[Submission]:
    """The recorded batches of a draft, all or none. It stays as it is, and kept, until they are delivered, or for good
    if rows of it are set aside. Raises UserError when it is not what somebody looked at any more, or a batch of it
    cannot be made or was sent before."""
    resumed = known.drafts.resume(clean.kept.id, now, history=known.ledger.history, programs=known.program)
    try:
        if resumed.journal.mark != clean.kept.mark:
            raise HeldBack("today-held-changed")
        refuse_for(resumed.notes)
        opened = resumed.opened
        routed_batches(known, clean.kept, opened, now)
        _, home = home_of(known, clean.kept)
        request = SendRequest(
            home, opened.label, opened.name, mark=clean.kept.mark, when=now, anywhere=True, checked_for=now
        )
        result = dispatch(opened.draft, request, known.services)
        if result.problem:
            raise result.problem
        return result.submissions
    finally:
        resumed.journal.close()
