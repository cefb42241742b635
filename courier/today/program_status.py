"""The status of each program, for users who manage several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from courier.ledger.ledger import Ledger
from courier.ledger.queries import oldest_expiry
from courier.ledger.records import RecordedPart, Submission
from courier.today.drafts import PendingDraft
from courier.today.locks import NextLock, first_of


@dataclass(frozen=True)
class ProgramStatus:
    """One program. ``last``: its newest submission; ``unconfirmed``: parts that may have arrived or not;
    ``open``: submissions of which something was not delivered and is not queued again; ``waiting``: queued submissions;
    ``drafts``: sheets that were edited and not sent; ``expires``: when impact.com would drop the first row of all of
    these; ``locks``: when impact.com locks what was sent next, None where nothing is known to lock; ``unsure``:
    the submissions of the unconfirmed parts."""

    program: str
    last: Submission | None
    unconfirmed: tuple[RecordedPart, ...]
    open: tuple[Submission, ...]
    waiting: tuple[Submission, ...]
    drafts: tuple[PendingDraft, ...]
    expires: datetime | None
    locks: NextLock | None = None
    unsure: tuple[Submission, ...] = ()


def program_statuses(
    ledger: Ledger,
    programs: Iterable[str],
    drafts: Sequence[PendingDraft] = (),
    locks: Mapping[str, NextLock] | None = None,
    counts: Callable[[Submission], bool] = lambda _: True,
) -> list[ProgramStatus]:
    """The status of these saved programs (by name, "" for batches without one), in the same order. ``locks``: of
    submissions by their UUID, see `LockCalendar`; ``counts``: which submissions are looked at."""
    waiting = list(filter(counts, ledger.waiting()))
    statuses = []
    for name in programs:
        sent, own = (
            list(filter(counts, ledger.submissions(program=name))),
            [draft for draft in drafts if draft.kept.program == name],
        )
        next_lock = first_of(locks[batch.uuid] for batch in sent if batch.uuid in locks) if locks else None
        statuses.append(replace(_program_status(name, sent, waiting, own), locks=next_lock))
    return statuses


def _program_status(
    program: str, sent: list[Submission], waiting: list[Submission], drafts: list[PendingDraft]
) -> ProgramStatus:
    parts = [part for submission in sent for part in submission.parts]
    unconfirmed = [part for part in parts if part.open]
    queued = tuple(submission for submission in waiting if submission.program == program)
    ids = {submission.uuid for submission in queued}
    arrived = {part.sha256 for part in parts if part.state.delivered}
    left = [part for part in parts if part.waits and part.sha256 not in arrived]
    open_ids = {part.uuid for part in left}
    undelivered = [
        submission
        for submission in sent
        if submission.uuid not in ids and any(part.uuid in open_ids for part in submission.parts)
    ]
    moments = [oldest_expiry([*unconfirmed, *left]), *(draft.expires for draft in drafts)]
    return ProgramStatus(
        program,
        sent[0] if sent else None,
        tuple(unconfirmed),
        tuple(undelivered),
        queued,
        tuple(drafts),
        min((moment for moment in moments if moment), default=None),
        unsure=tuple(submission for submission in sent if any(part.open for part in submission.parts)),
    )
