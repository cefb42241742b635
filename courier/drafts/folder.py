"""The folder of one draft: its journal, the copies of its source, and the lock beside it."""

from __future__ import annotations

import shutil
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from courier.drafts.edits import chosen_in, unpack_edit
from courier.drafts.journal import JournalFile, mark_of
from courier.drafts.opening_record import OpeningRecord, unpack_opening_record
from courier.drafts.records import JournalScan, Kind, Record, scan
from courier.lock import Lock
from courier.messages import UserError
from courier.sheet.edit import Edit

JOURNAL = "edits.journal"
LOCK = ".lock"
"""How the name of a draft's lock goes on after that of its folder."""
KEPT_DAYS = 90
"""Days after its last edit for which a draft is kept."""

_DAMAGED = "damaged.journal"
_BROKEN = (ValueError, KeyError, TypeError, IndexError, StopIteration, struct.error, zlib.error)

JournalStep = Edit | Literal["undo", "redo"]


class DraftError(UserError):
    """A kept draft that cannot be opened."""


@dataclass(frozen=True)
class KeptDraft:
    """What a list of drafts shows. ``program``: the name of the one that was chosen, "" for none; ``rows`` now;
    ``edits`` in force, ``undone`` ones that could be done again; ``edited``: when last; ``damaged``: the newest edits
    may be missing, and where ``name`` is empty all of them. ``in_use``: some window works on it. ``mark``: another one
    after each further step."""

    id: str
    name: str
    path: Path | None
    program: str
    rows: int
    edits: int
    undone: int
    edited: datetime
    damaged: bool
    in_use: bool
    mark: str


def lock_of(folder: Path) -> Path:
    """The file whose `Lock` guards a draft."""
    return folder.with_name(folder.name + LOCK)


def open_journal(folder: Path) -> JournalFile:
    """A draft's journal, open at its end. Raises OSError."""
    path = folder / JOURNAL
    file = path.open("rb+", buffering=0)
    return JournalFile(path, file, file.seek(0, 2))


@dataclass(frozen=True)
class FolderContents:
    """What was there, and what was done since. ``damaged``: the journal is sound up to its byte ``sound`` only."""

    opening: OpeningRecord
    steps: list[JournalStep]
    damaged: bool
    sound: int


def read_folder(folder: Path) -> FolderContents:
    """What is in a draft's folder. Raises OSError, and DraftError if nothing of it can be read."""
    walked = scan((folder / JOURNAL).read_bytes())
    try:
        there = unpack_opening_record(walked.records[0].payload)
    except _BROKEN as problem:
        raise DraftError("drafts-unreadable") from problem
    steps: list[JournalStep] = []
    sound, damaged = walked.sound, walked.damaged
    for record in walked.records[1:]:
        try:
            steps.append(_step(record))
        except _BROKEN:
            sound, damaged = record.start, True
            break
    return FolderContents(there, steps, damaged, sound)


def cut_damage_off(folder: Path, sound: int) -> None:
    """Leave the sound part of a journal; the damaged file lies beside it. Raises OSError."""
    path = folder / JOURNAL
    # a full disk keeps nobody from going on
    with suppress(OSError):
        shutil.copyfile(path, folder / _DAMAGED)
    with path.open("rb+") as file:
        file.truncate(sound)


def _step(record: Record) -> JournalStep:
    if record.kind == Kind.DID:
        return unpack_edit(record.payload)
    return "undo" if record.kind == Kind.UNDID else "redo"


def kept_in(folder: Path) -> KeptDraft | None:
    """A folder as a list shows it; None if there is no draft in it (any more). Raises OSError."""
    path = folder / JOURNAL
    try:
        content, edited = path.read_bytes(), _edited(path)
    except FileNotFoundError:
        return None
    walked, mark = scan(content), mark_of(folder.name, len(content))
    lock = Lock.take(lock_of(folder), tries=1)
    if lock is not None:
        lock.release()
    try:
        there = unpack_opening_record(walked.records[0].payload)
    except _BROKEN:
        return KeptDraft(folder.name, "", None, "", 0, 0, 0, edited, damaged=True, in_use=lock is None, mark=mark)
    # of one in use the last record may just be being written
    damaged = walked.damaged and lock is not None
    rows = there.rows + walked.grown
    return KeptDraft(
        folder.name,
        there.name,
        there.path,
        _program(there, walked),
        rows,
        walked.edits,
        walked.undone,
        edited,
        damaged,
        in_use=lock is None,
        mark=mark,
    )


def _program(there: OpeningRecord, walked: JournalScan) -> str:
    """The program chosen by the newest edit in force that chooses one, or at the beginning."""
    for record in reversed(walked.in_force):
        try:
            names = chosen_in(record.payload, "program")
        except _BROKEN:
            # of a newer app: going on with the draft says so
            continue
        if names:
            return names[-1] or ""
    return there.choices.program or ""


def _edited(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def clean_folder(folder: Path, now: datetime) -> bool:
    """Remove a folder if its time has come. Raises OSError."""
    lock = Lock.take(lock_of(folder), tries=1)
    if lock is None:
        return False
    path = folder / JOURNAL
    remove = False
    try:
        remove = not path.exists() or now - _edited(path) > timedelta(days=KEPT_DAYS)
        if remove:
            remove_folder(folder)
    finally:
        lock.release(remove=remove)
    return remove


def remove_folder(folder: Path) -> None:
    """Remove a draft. Raises OSError."""
    # the journal first: without it the rest is no draft any more, whenever this is stopped
    (folder / JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(folder)
