"""When to look for answers: soon after a part was sent, then less and less often, and no more after a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from courier.ledger.answers import AwaitedPart
from courier.programs import Program

KEPT_FOR = timedelta(days=90)
"""How long impact.com keeps submissions."""
LOOKS_FOR = timedelta(hours=24)
"""How long after it was sent an answer to a part is looked for without being asked."""
_PAUSES = (2, 5, 10, 20)
"""Minutes until the first look, and between it and the next ones."""
_LAST_PAUSE = timedelta(minutes=30)
_FIRST_LOOKS = tuple(timedelta(minutes=minutes) for minutes in accumulate(_PAUSES))


@dataclass(frozen=True)
class Round:
    """One list of submissions to be read: what a program sent that waits for an answer."""

    program: Program
    parts: tuple[AwaitedPart, ...]

    @property
    def since(self) -> datetime:
        """When the oldest of the parts was sent."""
        return min(awaited.part.at for awaited in self.parts)


def next_look(sent_at: datetime, looked_at: datetime | None) -> datetime | None:
    """The moment from which on to look again for the answer to a part; None once it is too old. ``looked_at``: the
    last look, None for none yet. What passed unseen, while the app was closed, is made up for by one look."""
    looked_for = timedelta(0) if looked_at is None else looked_at - sent_at
    first = next((moment for moment in _FIRST_LOOKS if moment > looked_for), None)
    following = first or _FIRST_LOOKS[-1] + ((looked_for - _FIRST_LOOKS[-1]) // _LAST_PAUSE + 1) * _LAST_PAUSE
    return sent_at + following if following <= LOOKS_FOR else None


def due_rounds(
    programs: Iterable[Program], awaited: Iterable[AwaitedPart], looked_at: dict[str, datetime], now: datetime
) -> list[Round]:
    """For each program with an account that has a part to look at now, all of its parts that wait for an answer.
    ``looked_at``: per UUID of a part the last look that brought nothing."""
    waiting = list(awaited)
    rounds = []
    for program in programs:
        own = tuple(part for part in waiting if is_of(part, program))
        if program.account_sid and any(is_due(part, looked_at.get(part.part.uuid), now) for part in own):
            rounds.append(Round(program, own))
    return rounds


def is_of(awaited: AwaitedPart, program: Program) -> bool:
    """Whether a part was sent in a file for a program: by its name then, or else by its campaign ID."""
    if awaited.by_call:
        return False
    if awaited.program == program.name:
        return True
    return not awaited.program and bool(program.campaign_id) and awaited.campaign == program.campaign_id


def is_due(awaited: AwaitedPart, looked_at: datetime | None, now: datetime) -> bool:
    """Whether to look for the answer to a part now. ``looked_at``: the last look that brought nothing."""
    if now - awaited.part.at > LOOKS_FOR:
        return False
    looks = [moment for moment in (awaited.checked_at, looked_at) if moment is not None]
    following = next_look(awaited.part.at, max(looks, default=None))
    return following is not None and following <= now
