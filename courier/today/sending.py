"""Puts a clean draft into the queue: each of its batches is written, recorded, and may go at once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from courier.ledger.records import Submission
from courier.shipping.freight import About
from courier.shipping.queue import send_all_later
from courier.today.clean import Clean, HeldBack, Known, consignments, refuse_for


def queue(clean: Clean, known: Known, folder: Path, now: datetime) -> list[Submission]:
    """The recorded batches of a draft, all or none. It stays as it is, and kept, until they are delivered, or for good
    if rows of it are set aside. ``folder``:
    where the files are written. Raises PlainError when it is not what somebody looked at any more, or a batch of it
    cannot be made or was sent before."""
    resumed = known.drafts.resume(clean.kept.id, now, history=known.ledger.history, programs=known.program)
    try:
        if resumed.journal.mark != clean.kept.mark:
            raise HeldBack("today-held-changed")
        refuse_for(resumed.notes)
        found = consignments(known, clean.kept, resumed.opened, now)
        whole = About.of(resumed.opened.draft, resumed.opened.name, mark=clean.kept.mark)
        return send_all_later(resumed.opened.draft, found, whole, folder, known.ledger, now, now)
    finally:
        resumed.journal.close()
