"""When impact.com locks what was sent next, batch by batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from courier.ledger.ledger import Ledger
from courier.ledger.locks import NOTHING_KNOWN, KnownLocks, locks_of_part, oldest_of
from courier.ledger.queries import COUNTS
from courier.ledger.values import PART, SUBMISSION
from courier.programs import Program

SOON = timedelta(days=7)
"""How long before its lock an order is spoken of."""

_MOST_PARTS = 60
"""Parts of a program that are looked at, the oldest first: they lock first, and Today must not wait."""


@dataclass(frozen=True)
class NextLock:
    """``at``: when the first orders lock, to the hour; ``orders``: how many lock within `SOON`."""

    at: datetime
    orders: int


def first_of(locks: Iterable[NextLock]) -> NextLock | None:
    """Several as one, None of none."""
    known = list(locks)
    return NextLock(min(lock.at for lock in known), sum(lock.orders for lock in known)) if known else None


def first_lock(ledger: Ledger, submission: str, program: Program, known: KnownLocks, now: datetime) -> datetime | None:
    """When the first orders of a submission with this UUID lock that have not yet; None if nobody knows. Raises
    LedgerError."""
    days = program.facts().lock_days
    if not (days or known.by_key):
        return None
    with ledger.store.reading() as db:
        parts = db.execute(
            f"SELECT p.id, p.at FROM parts p JOIN submissions s ON s.id = p.submission WHERE {COUNTS}"  # noqa: S608
            " AND s.uuid = ? AND s.template <> 'modification' ORDER BY p.id LIMIT ?",
            (submission, _MOST_PARTS),
        ).fetchall()
        moments = [
            moment for part, at in parts for moment in locks_of_part(db, part, PART["at"].readable(at), days, known)
        ]
    return min((moment for moment in moments if moment > now), default=None)


class LockCalendar:
    """Remembers when the orders of parts lock, whose bytes never change, until impact.com says something anew.
    ``known``: what it said of a program's orders."""

    def __init__(self, known: Callable[[Program], KnownLocks] = lambda _: NOTHING_KNOWN) -> None:
        self._known = known
        self._locks: dict[tuple[str, str, datetime | None, frozenset[tuple[str, int]]], Counter[datetime]] = {}

    def next_locks(self, ledger: Ledger, programs: Sequence[Program], now: datetime) -> dict[str, NextLock]:
        """Per UUID of a submission of these programs when its orders lock, if any lock within `SOON`. Raises
        LedgerError."""
        found: dict[str, list[NextLock]] = {}
        for program in programs:
            days, known = program.facts().lock_days, self._known(program)
            if (days or known.by_key) and ledger.store.exists:
                for submission, lock in self._of_program(ledger, program.name, days, known, now):
                    found.setdefault(submission, []).append(lock)
        return {submission: first for submission, locks in found.items() if (first := first_of(locks)) is not None}

    def _of_program(
        self, ledger: Ledger, program: str, days: Mapping[str, int], known: KnownLocks, now: datetime
    ) -> list[tuple[str, NextLock]]:
        # what was sent longer ago than that is locked: no event is later than its sending
        earliest = now - timedelta(days=max(days.values(), default=0))
        locks = []
        with ledger.store.reading() as db:
            due = [key for key, lock in known.by_key.items() if lock is not None and now < lock <= now + SOON]
            earliest = min(earliest, (due and oldest_of(db, due)) or earliest)
            parts = db.execute(
                "SELECT p.id, p.uuid, p.at, s.uuid, (SELECT max(a.checked_at) FROM answers a WHERE a.part = p.id)"  # noqa: S608
                f" FROM parts p JOIN submissions s ON s.id = p.submission WHERE {COUNTS} AND s.program = ?"
                " AND s.template <> 'modification' AND p.at >= ? ORDER BY p.at, p.id LIMIT ?",
                (program, earliest.isoformat(), _MOST_PARTS),
            ).fetchall()
            for part, uuid, at, submission, answered in parts:
                which = str(uuid), str(answered), known.at, frozenset(days.items())
                if which not in self._locks:
                    self._locks[which] = locks_of_part(db, part, PART["at"].readable(at), days, known)
                moments = self._locks[which].items()
                soon = [NextLock(moment, orders) for moment, orders in moments if now < moment <= now + SOON]
                if (lock := first_of(soon)) is not None:
                    locks.append((SUBMISSION["uuid"].readable(submission), lock))
        return locks
