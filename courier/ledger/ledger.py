"""The ledger of this machine: what was sent, the resulting states, and the exact bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from courier.delivery.receipt import State
from courier.ledger import merger, queries, rebuilder
from courier.ledger.accepted import AcceptedValues
from courier.ledger.answers import Answers
from courier.ledger.file_runs import FileRuns
from courier.ledger.history import LedgerHistory
from courier.ledger.outbox import Outbox
from courier.ledger.part_archive import PartArchive
from courier.ledger.recorder import PartStates
from courier.ledger.records import RecordedPart, Submission
from courier.ledger.sqlite_store import SqliteStore
from courier.ledger.store import Connection, LedgerError, Runs, Store
from courier.ledger.team_states import TeamPartStates

_Record = TypeVar("_Record")


class Ledger:
    """One folder: ``ledger.sqlite``, ``sent/`` with the bytes and what is recorded of them, ``runs/`` with the locks of
    running processes. Every method may raise LedgerError in plain words.

    ``store``, ``runs``: a team's, in the place of the file and the locks; then ``outbox/`` holds what its database does
    not have yet."""

    def __init__(self, folder: Path, store: Store | None = None, runs: Runs | None = None) -> None:
        self.store: Store = store or SqliteStore(folder / "ledger.sqlite")
        self.archive = PartArchive(folder / "sent")
        self.runs: Runs = runs or FileRuns(folder / "runs")
        self.of_team = runs is not None
        self.states = (
            TeamPartStates(self.store, self.runs, self.archive, Outbox(folder / "outbox"))
            if self.of_team
            else PartStates(self.store, self.runs, self.archive)
        )
        self.answers = Answers(self.store)
        self.history = LedgerHistory(self.store, AcceptedValues(self.store, self.archive, self.answers.of_parts))

    def recover(self, now: datetime) -> None:
        """Settle the parts that killed processes left open."""
        if self.store.exists:
            self.states.recover(now)

    @property
    def lost(self) -> bool:
        """Whether what was sent is not known any more: nothing is recorded, although copies of sent parts or a damaged
        ledger are kept, and nobody chose yet how to go on."""
        # a team's database does not vanish with what is kept here
        if self.of_team or self._has_begun() or not self._has_traces():
            return False
        # whoever sends for the first time keeps the copies of its parts before the record of them can be seen
        with self.store.writing() as db:
            return not _has_begun(db)

    def refuse_while_lost(self) -> None:
        """Raise LedgerError while what was sent is not known any more: it could be sent a second time."""
        if self.lost:
            raise LedgerError("ledger-lost", path=self.store.place)

    def _has_begun(self) -> bool:
        if not self.store.exists:
            return False
        with self.store.reading() as db:
            return _has_begun(db)

    def _has_traces(self) -> bool:
        return self.store.was_put_aside or any(copy.matters for copy in self.archive.copies())

    def rebuild(self) -> rebuilder.RebuildResult:
        """Record all kept parts that are not recorded. Raises LedgerError if nothing is kept or recorded."""
        self._put_damaged_aside()
        with self.store.writing() as db:
            result = rebuilder.rebuild(db, self.archive)
            if not result.parts and not _has_begun(db):
                raise LedgerError("ledger-nothing-kept", path=self.store.place)
            db.execute("INSERT INTO beginnings VALUES ('rebuilt')")
        return result

    def begin_anew(self) -> None:
        """Go on without what was sent; the kept copies stay. Raises LedgerError if nothing is lost."""
        self._put_damaged_aside()
        if not self.lost:
            raise LedgerError("ledger-not-lost", path=self.store.place)
        with self.store.writing() as db:
            db.execute("INSERT INTO beginnings VALUES ('anew')")

    def _put_damaged_aside(self) -> None:
        try:
            self._has_begun()
        except LedgerError as problem:
            if problem.key != "ledger-damaged":
                raise

    def submissions(
        self,
        last: int | None = None,
        program: str | None = None,
        campaign: str | None = None,
        draft: str | None = None,
    ) -> list[Submission]:
        """See `courier.ledger.queries.submissions`."""
        return self._list(
            lambda db: queries.submissions(db, last=last, program=program, campaign=campaign, draft=draft)
        )

    def waiting(self) -> list[Submission]:
        """Queued submissions, the earliest first."""
        return self._list(queries.waiting)

    def due(self, now: datetime) -> list[Submission]:
        """Queued submissions that may be sent now, the earliest first."""
        return [queued for queued in self.waiting() if queued.not_before and queued.not_before <= now]

    def recorded_together(self, submission: Submission) -> list[Submission]:
        """See `courier.ledger.queries.recorded_together`."""
        return self._list(lambda db: queries.recorded_together(db, submission))

    def queued_unconfirmed(self) -> list[Submission]:
        """See `courier.ledger.queries.queued_unconfirmed`."""
        return self._list(queries.queued_unconfirmed)

    def settled_names(self) -> set[str]:
        """See `courier.ledger.queries.settled_names`."""
        return set(self._list(lambda db: [*queries.settled_names(db)]))

    def recorded_names(self) -> set[str]:
        """See `courier.ledger.queries.recorded_names`."""
        return set(self._list(lambda db: [*queries.recorded_names(db)]))

    def names_under_way(self) -> set[str]:
        """See `courier.ledger.queries.names_under_way`."""
        return set(self._list(lambda db: [*queries.names_under_way(db)]))

    def rows_of_order(self, order: str) -> list[dict[str, Any]]:
        """See `courier.ledger.queries.rows_of_order`."""
        return self._list(lambda db: queries.rows_of_order(db, order))

    def _list(self, query: Callable[[Connection], list[_Record]]) -> list[_Record]:
        """The result of a query, without making the file of a ledger that does not exist yet."""
        if not self.store.exists:
            return []
        with self.store.reading() as db:
            return query(db)

    def submission(self, beginning: str) -> Submission:
        """The only submission whose ID begins with this text."""
        with self.store.reading() as db:
            matches = queries.submissions_starting(db, beginning) if beginning else []
        return _only(matches, beginning, "history-no-submission", "history-several-submissions")

    def part(self, name: str) -> RecordedPart:
        """The newest part with this name, or the only one whose ID or SHA-256 begins with it."""
        with self.store.reading() as db:
            matches = queries.parts_named(db, name)
        if matches and matches[0].name == name:
            return matches[0]
        return _only(matches, name, "history-no-part", "history-several-parts")

    def settle_by_hand(self, name: str, state: State, now: datetime, os_user: str) -> RecordedPart:
        """Record what a person found out about an unconfirmed part or one to be sent by hand: whether it arrived."""
        part = self.part(name)
        if not part.open:
            raise LedgerError("history-settled-already", name=part.name, state=str(part.state))
        self.states.settle_by_hand(part, state, now, os_user)
        return self.part(part.uuid)

    def write_note(self, beginning: str, note: str) -> Submission:
        """Replace the note of the only submission whose ID begins with ``beginning``."""
        uuid = self.submission(beginning).uuid
        with self.store.writing() as db:
            db.execute("UPDATE submissions SET note = ? WHERE uuid = ?", (note, uuid))
        return self.submission(uuid)

    def drop(self, beginning: str) -> Submission:
        """Take a submission out of the queue: it is deleted if nothing of it was sent, else it stays in the history.
        Refused while a batch waits that follows it in a chain."""
        dropped = self.submission(beginning)
        waiting = {queued.uuid for queued in self.waiting()}
        if dropped.uuid not in waiting:
            raise LedgerError("queue-not-waiting", id=dropped.uuid[:8])
        if dropped.template == "chained":
            together = [sibling.uuid for sibling in self.recorded_together(dropped)]
            followers = [uuid for uuid in together[together.index(dropped.uuid) + 1 :] if uuid in waiting]
            if followers:
                raise LedgerError("queue-followed", id=dropped.uuid[:8], follower=followers[-1][:8])
        with self.store.writing() as db:
            # its rows are only in the draft now, which must outlast the other batches made of it
            of_draft = queries.parts_of_draft(db, dropped.draft)
            db.execute("UPDATE submissions SET draft = '' WHERE draft = ?", (dropped.draft,))
            db.execute("UPDATE submissions SET not_before = NULL WHERE uuid = ?", (dropped.uuid,))
            self.states.keep_facts(db, {*of_draft, *(part.uuid for part in dropped.parts)})
        if dropped.unsent:
            try:
                self._delete(lambda submission: submission.uuid == dropped.uuid)
            except LedgerError as problem:
                # what was tried and refused stays in a team's record, where it does not wait any more
                if problem.key != "ledger-team-kept":
                    raise
        return dropped

    def delete_before(self, moment: datetime) -> int:
        """Delete submissions made before a moment, with their rows and bytes, copies of which nothing is recorded, and
        damaged ledgers that were put aside; returns how many submissions. Queued ones stay. Raises LedgerError also
        while what was sent is not known: then these are all there is to rebuild it from."""
        self.refuse_while_lost()
        queued = {submission.uuid for submission in self.waiting()}
        deleted = self._delete(lambda submission: submission.made_at < moment and submission.uuid not in queued)
        if self._has_begun():
            with self.store.reading() as db:
                recorded = {sha256 for (sha256,) in db.execute("SELECT DISTINCT sha256 FROM parts")}
            self.archive.forget_others(recorded, moment)
            self.store.remove_put_aside(moment)
        return deleted

    def _delete(self, doomed: Callable[[Submission], bool]) -> int:
        uuids = [(submission.uuid,) for submission in self.submissions() if doomed(submission)]
        if not uuids:
            return 0
        with self.store.writing() as db:
            db.execute("CREATE TEMP TABLE IF NOT EXISTS doomed (part INTEGER PRIMARY KEY, sha256 TEXT, uuid TEXT)")
            db.execute("DELETE FROM doomed")
            db.executemany(
                "INSERT INTO doomed SELECT p.id, p.sha256, p.uuid FROM parts p"
                " JOIN submissions s ON s.id = p.submission WHERE s.uuid = ? AND p.run IS NULL",
                uuids,
            )
            answered = "part IN (SELECT part FROM doomed)"
            db.execute(f"DELETE FROM answer_rows WHERE answer IN (SELECT id FROM answers WHERE {answered})")
            db.execute(f"DELETE FROM answers WHERE {answered}")
            db.execute("DELETE FROM rows WHERE part IN (SELECT part FROM doomed)")
            db.execute("DELETE FROM part_keys WHERE part IN (SELECT part FROM doomed)")
            db.execute("DELETE FROM parts WHERE id IN (SELECT part FROM doomed)")
            db.execute("DELETE FROM submissions WHERE id NOT IN (SELECT submission FROM parts)")
            # the ledger is empty by choice then, and not lost
            db.execute("INSERT INTO beginnings SELECT 'emptied' WHERE NOT EXISTS (SELECT 1 FROM parts)")
            forgotten = db.execute("SELECT sha256, uuid FROM doomed").fetchall()
            unused = db.execute("SELECT sha256 FROM doomed WHERE sha256 NOT IN (SELECT sha256 FROM parts)").fetchall()
        for sha256, part in forgotten:
            self.archive.forget_facts(sha256, part)
        for (sha256,) in unused:
            self.archive.forget(sha256)
        self.store.compact()
        return len(uuids)

    def export(self, path: Path) -> None:
        """Write the ledger to a file for a colleague, without the bytes of parts."""
        self.store.export(path)

    def merge(self, path: Path) -> merger.MergeResult:
        """Add what a colleague's ledger holds; if the one here was lost, also what is kept of it."""
        self._put_damaged_aside()
        was_lost = self.lost

        def restore(db: Connection) -> None:
            if was_lost:
                rebuilder.rebuild(db, self.archive)

        return merger.merge(self.store, path, restore)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self.store.close()


def _only(matches: list[_Record], wanted: str, none: str, several: str) -> _Record:
    if len(matches) == 1:
        return matches[0]
    raise LedgerError(several if matches else none, asked=wanted)


def _has_begun(db: Connection) -> bool:
    """Whether anything is recorded, or a person chose to begin without it."""
    (begun,) = db.execute("SELECT EXISTS (SELECT 1 FROM parts) OR EXISTS (SELECT 1 FROM beginnings)").fetchone()
    return bool(begun)
