"""The states of parts in a team's ledger, which may be far away and may be lost in the middle of a send."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from courier.delivery.receipt import Receipt
from courier.ledger.outbox import Outbox
from courier.ledger.part_archive import PartArchive
from courier.ledger.recorder import PartStates, release_run
from courier.ledger.store import Connection, LedgerError, Runs, Store

_PAUSE = 3.0
"""Seconds between two reports to the database while a run sends."""
_OUTCOME = ("state", "remote_path", "at", "message", "facts")


class TeamPartStates(PartStates):
    """All parts of a run are on their way for the team from the moment they are recorded. What becomes of each is kept
    on this machine first and brought to the database now and then, and at the end of the run; so a send needs few
    round trips, and ends truly when the connection is lost meanwhile."""

    def __init__(self, store: Store, runs: Runs, archive: PartArchive, outbox: Outbox) -> None:
        super().__init__(store, runs, archive)
        self._outbox = outbox
        self._guard = threading.Lock()
        self._run_of: dict[str, str] = {}
        self._reported = 0.0

    def begin(self, db: Connection, parts: Collection[str], run: str) -> None:
        """See `PartStates.begin`."""
        self._outbox.open(run, parts)
        db.execute(
            f"UPDATE parts SET state = 'sending', run = ? WHERE uuid IN (SELECT value FROM {db.texts()})",
            (run, db.listed(parts)),
        )
        with self._guard:
            self._run_of |= dict.fromkeys(parts, run)
        self._reported = time.monotonic()

    def mark_sending(self, part: str, _run: str, _now: datetime) -> None:
        """See `PartStates.mark_sending`; the database has it already."""
        self._outbox.begin(part)

    def settle(self, part: str, receipt: Receipt) -> None:
        """See `PartStates.settle`."""
        with self._guard:
            run = self._run_of.get(part)
        if run is None:
            super().settle(part, receipt)
            return
        self._outbox.settle(part, receipt)
        if time.monotonic() - self._reported >= _PAUSE:
            # what cannot be reported now is reported later
            with suppress(LedgerError), self._store.writing() as db:
                self._report(db, [part])
            self._reported = time.monotonic()

    def release(self, run: str, now: datetime) -> None:
        """See `PartStates.release`. What the database does not get stays for the next one who comes by."""
        with self._guard:
            parts = [part for part, of_run in self._run_of.items() if of_run == run]
            for part in parts:
                del self._run_of[part]
        if parts:
            self._bring_over(run, parts, now)

    def recover(self, now: datetime) -> None:
        """Bring over what dead processes of this machine left, and settle what those of other machines left."""
        with self._guard:
            own = set(self._run_of.values())
        left = {run: parts for run, parts in self._outbox.runs().items() if run not in own}
        for run in self._runs.dead_among(left):
            self._bring_over(run, left[run], now)
        super().recover(now)

    def _bring_over(self, run: str, parts: Collection[str], now: datetime) -> None:
        """Tell the database what became of the parts of a run: what was never begun is certainly not sent, and what was
        begun and not settled is unconfirmed."""
        outcomes = [self._outbox.outcome(part) for part in parts]
        begun = {outcome.part for outcome in outcomes if outcome is not None}
        open_parts = any(outcome is not None and outcome.columns is None for outcome in outcomes)
        with self._store.writing() as db:
            self._report(db, begun)
            # others may have taken a run for dead while its connection was lost
            db.execute(
                "UPDATE parts SET state = 'prepared', message = '', facts = '{}', run = NULL"
                f" WHERE uuid IN (SELECT value FROM {db.texts()}) AND state IN ('sending', 'unconfirmed')",
                (db.listed(set(parts) - begun),),
            )
            if open_parts:
                release_run(db, run, now)
        self._outbox.close(run, parts)

    def _report(self, db: Connection, parts: Collection[str]) -> None:
        known = [outcome for part in parts if (outcome := self._outbox.outcome(part)) and outcome.columns]
        if known:
            changes = ", ".join(f"{column} = ?" for column in _OUTCOME)
            db.executemany(
                # a person may have said meanwhile that it arrived
                f"UPDATE parts SET {changes}, run = NULL WHERE uuid = ? AND state NOT IN ('taken', 'arrived')",
                [
                    (*(outcome.columns[column] for column in _OUTCOME), outcome.part)
                    for outcome in known
                    if outcome.columns
                ],
            )
