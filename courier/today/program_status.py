"""Where each program stands today, for whoever looks after several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from courier.ledger.ledger import Ledger
from courier.ledger.queries import oldest_expiry
from courier.ledger.records import RecordedPart, Submission
from courier.today.drafts import PendingDraft


@dataclass(frozen=True)
class ProgramStatus:
    """One program. ``last``: its newest submission; ``unconfirmed``: parts of which nobody knows whether they arrived;
    ``open``: submissions of which something was not delivered and is not on its way again; ``drafts``: sheets that were
    edited and not sent; ``expires``: when the first row of all of these would be dropped by impact.com; ``waiting``:
    what waits for its moment."""

    program: str
    last: Submission | None
    unconfirmed: tuple[RecordedPart, ...]
    open: tuple[Submission, ...]
    waiting: tuple[Submission, ...]
    drafts: tuple[PendingDraft, ...]
    expires: datetime | None


def program_statuses(
    ledger: Ledger, programs: Iterable[str], drafts: Sequence[PendingDraft] = ()
) -> list[ProgramStatus]:
    """Where these saved programs (by name, "" for what was sent without one) stand, in the same order."""
    waiting = ledger.waiting()
    return [
        _program_status(
            name, ledger.submissions(program=name), waiting, [one for one in drafts if one.kept.program == name]
        )
        for name in programs
    ]


def _program_status(
    program: str, found: list[Submission], waiting: list[Submission], drafts: list[PendingDraft]
) -> ProgramStatus:
    unconfirmed = [part for one in found for part in one.parts if part.open]
    queued = tuple(one for one in waiting if one.program == program)
    ids = {one.uuid for one in queued}
    arrived = {part.sha256 for one in found for part in one.parts if part.state.delivered}
    left = {one.uuid: [part for part in one.parts if part.waits and part.sha256 not in arrived] for one in found}
    undelivered = tuple(one for one in found if left[one.uuid] and one.uuid not in ids)
    at_stake = [*unconfirmed, *(part for one in found for part in left[one.uuid])]
    moments = [oldest_expiry(at_stake), *(one.expires for one in drafts)]
    return ProgramStatus(
        program,
        found[0] if found else None,
        tuple(unconfirmed),
        undelivered,
        queued,
        tuple(drafts),
        min((moment for moment in moments if moment), default=None),
    )
