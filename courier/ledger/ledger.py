"""The ledger of this machine: what was sent, what became of it, and the exact bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from courier.delivery.receipt import State
from courier.ledger import merger, queries
from courier.ledger.history import LedgerHistory
from courier.ledger.part_archive import PartArchive
from courier.ledger.recorder import PartStates
from courier.ledger.records import RecordedPart, Submission
from courier.ledger.runs import Runs
from courier.ledger.store import LedgerError, Store

_Found = TypeVar("_Found")


class Ledger:
    """Everything in one folder: ``ledger.sqlite``, ``sent/`` with the bytes, ``runs/`` with the locks of processes at
    work. Every method may raise LedgerError in plain words."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "ledger.sqlite")
        self.archive = PartArchive(folder / "sent")
        self.runs = Runs(folder / "runs")
        self.states = PartStates(self.store, self.runs)
        self.history = LedgerHistory(self.store)

    def recover(self, now: datetime) -> None:
        """Settle what processes that were killed left open."""
        if self.store.exists:
            self.states.recover(now)

    def submissions(
        self,
        last: int | None = None,
        program: str | None = None,
        campaign: str | None = None,
        draft: str | None = None,
    ) -> list[Submission]:
        """What was sent, newest first; the last so many, of one program, campaign ID or mark of a draft if given."""
        if not self.store.exists:
            return []
        with self.store.reading() as db:
            return queries.submissions(db, last=last, program=program, campaign=campaign, draft=draft)

    def waiting(self) -> list[Submission]:
        """What waits for its moment, the earliest first."""
        if not self.store.exists:
            return []
        with self.store.reading() as db:
            return queries.waiting(db)

    def due(self, now: datetime) -> list[Submission]:
        """What has waited long enough, the earliest first."""
        return [one for one in self.waiting() if one.not_before and one.not_before <= now]

    def rows_of_order(self, order: str) -> list[dict[str, Any]]:
        """Every recorded row of an OrderId or ActionId, oldest first, with where it went."""
        if not self.store.exists:
            return []
        with self.store.reading() as db:
            return queries.with_order(db, order)

    def submission(self, beginning: str) -> Submission:
        """The one submission whose ID begins so."""
        with self.store.reading() as db:
            found = queries.submission_with(db, beginning) if beginning else []
        return _only(found, beginning, "history-no-submission", "history-several-submissions")

    def part(self, name: str) -> RecordedPart:
        """The part of that name (the newest, where one was sent again) or the one whose ID or SHA-256 begins so."""
        with self.store.reading() as db:
            found = queries.parts_called(db, name)
        if found and found[0].name == name:
            return found[0]
        return _only(found, name, "history-no-part", "history-several-parts")

    def settle_by_hand(self, name: str, state: State, now: datetime, os_user: str) -> RecordedPart:
        """Say what a person found out about a part that is unconfirmed, or was to be sent by hand: it arrived, or it
        did not."""
        part = self.part(name)
        if not part.open:
            raise LedgerError("history-settled-already", name=part.name, state=str(part.state))
        self.states.settle_by_hand(part, state, now, os_user)
        return self.part(part.uuid)

    def write_note(self, beginning: str, note: str) -> Submission:
        """Keep a note with the one submission whose ID begins so, instead of the one it had."""
        found = self.submission(beginning)
        with self.store.writing() as db:
            db.execute("UPDATE submissions SET note = ? WHERE uuid = ?", (note, found.uuid))
        return self.submission(found.uuid)

    def drop(self, beginning: str) -> Submission:
        """Take a waiting submission out of the queue; nothing of it was sent."""
        found = self.submission(beginning)
        if found.uuid not in {one.uuid for one in self.waiting()}:
            raise LedgerError("queue-not-waiting", id=found.uuid[:8])
        if found.draft:
            # its rows stand in the draft only: that must not go with the other batches made of it
            with self.store.writing() as db:
                db.execute("UPDATE submissions SET draft = '' WHERE draft = ?", (found.draft,))
        self._delete(lambda one: one.uuid == found.uuid)
        return found

    def delete_before(self, moment: datetime) -> int:
        """Forget submissions made before a moment, their rows and bytes; how many. What waits stays."""
        waiting = {one.uuid for one in self.waiting()}
        return self._delete(lambda one: one.made_at < moment and one.uuid not in waiting)

    def _delete(self, doomed: Callable[[Submission], bool]) -> int:
        uuids = [(one.uuid,) for one in self.submissions() if doomed(one)]
        if not uuids:
            return 0
        with self.store.writing() as db:
            db.execute("CREATE TEMP TABLE IF NOT EXISTS doomed (part INTEGER PRIMARY KEY, sha256 TEXT)")
            db.execute("DELETE FROM doomed")
            db.executemany(
                "INSERT INTO doomed SELECT p.id, p.sha256 FROM parts p JOIN submissions s ON s.id = p.submission"
                " WHERE s.uuid = ? AND p.run IS NULL",
                uuids,
            )
            db.execute("DELETE FROM rows WHERE part IN (SELECT part FROM doomed)")
            db.execute("DELETE FROM part_keys WHERE part IN (SELECT part FROM doomed)")
            db.execute("DELETE FROM parts WHERE id IN (SELECT part FROM doomed)")
            db.execute("DELETE FROM submissions WHERE id NOT IN (SELECT submission FROM parts)")
            gone = db.execute("SELECT sha256 FROM doomed WHERE sha256 NOT IN (SELECT sha256 FROM parts)").fetchall()
        for (sha256,) in gone:
            self.archive.forget(sha256)
        with self.store.reading() as db:
            # what somebody wants forgotten must not stay readable in the file
            db.execute("VACUUM")
        return len(uuids)

    def export(self, path: Path) -> None:
        """Write the ledger into a file for a colleague, without the bytes sent."""
        merger.export(self.store, path)

    def merge(self, path: Path) -> merger.MergeResult:
        """Take over what a colleague's ledger knows."""
        return merger.merge(self.store, path)

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        self.store.close()


def _only(found: list[_Found], asked: str, none: str, several: str) -> _Found:
    if len(found) == 1:
        return found[0]
    raise LedgerError(several if found else none, asked=asked)
