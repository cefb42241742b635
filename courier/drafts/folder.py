"""The folder of one draft, with its journal and the copies of its source, and the lock beside it."""

from __future__ import annotations

import shutil
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from courier.drafts.edits import chosen_in, delivery_in, unpack_delivery, unpack_edit
from courier.drafts.journal import JournalFile, mark_of
from courier.drafts.opening_record import OpeningRecord, unpack_opening_record
from courier.drafts.records import JournalScan, Kind, Record, scan
from courier.lock import Lock
from courier.messages import UserError
from courier.own_files import for_owner
from courier.sheet.edit import Edit
from courier.sheet.sent_rows import DeliveredRows, Delivery

JOURNAL = "edits.journal"
LOCK = ".lock"
"""Appended to the name of a draft's folder for the name of its lock."""

_DAMAGED = "damaged.journal"
_BROKEN = (ValueError, KeyError, TypeError, IndexError, StopIteration, struct.error, zlib.error)

JournalStep = Edit | DeliveredRows | Literal["undo", "redo"]


class DraftError(UserError):
    """A stored draft that cannot be opened."""


@dataclass(frozen=True)
class KeptDraft:
    """A stored draft as a list shows it. ``program``: the name of the chosen one, "" for none; ``rows``: current
    number; ``edits``: number in effect; ``undone``: number that can be redone; ``edited``: time of the last edit;
    ``damaged``: the newest edits may be missing, and all of them if ``name`` is empty. ``in_use``: it is open in a
    window. ``mark``: differs after each further step. ``delivery``: the last delivery of some of its rows, or None."""

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
    delivery: Delivery | None = None


def lock_of(folder: Path) -> Path:
    """The path of the `Lock` that guards a draft."""
    return folder.with_name(folder.name + LOCK)


def open_journal(folder: Path) -> JournalFile:
    """A draft's journal, opened for appending. Raises OSError."""
    path = folder / JOURNAL
    file = path.open("rb+", buffering=0)
    return JournalFile(path, file, file.seek(0, 2))


@dataclass(frozen=True)
class FolderContents:
    """The opening record and the steps since. ``damaged``: only the first ``sound`` bytes of the journal are intact."""

    opening: OpeningRecord
    steps: list[JournalStep]
    damaged: bool
    sound: int


def read_folder(folder: Path) -> FolderContents:
    """The contents of a draft's folder. Raises OSError, and DraftError if nothing can be read."""
    journal = scan((folder / JOURNAL).read_bytes())
    try:
        opening = unpack_opening_record(journal.records[0].payload)
    except _BROKEN as problem:
        raise DraftError("drafts-unreadable") from problem
    steps: list[JournalStep] = []
    sound, damaged = journal.sound, journal.damaged
    for record in journal.records[1:]:
        try:
            steps.append(_step(record))
        except _BROKEN:
            sound, damaged = record.start, True
            break
    return FolderContents(opening, steps, damaged, sound)


def cut_damage_off(folder: Path, sound: int) -> None:
    """Truncate a journal to its intact part, after copying it to a file beside it. Raises OSError."""
    path = folder / JOURNAL
    # if the disk is full, editing goes on without the copy
    with suppress(OSError), path.open("rb") as damaged, open(folder / _DAMAGED, "wb", opener=for_owner) as copy:
        shutil.copyfileobj(damaged, copy)
    with path.open("rb+") as file:
        file.truncate(sound)


def _step(record: Record) -> JournalStep:
    if record.kind == Kind.DID:
        return unpack_edit(record.payload)
    if record.kind == Kind.DELIVERED:
        return unpack_delivery(record.payload)
    return "undo" if record.kind == Kind.UNDID else "redo"


def kept_in(folder: Path) -> KeptDraft | None:
    """The draft in a folder as a list shows it; None if there is no draft in it. Raises OSError."""
    path = folder / JOURNAL
    try:
        content, edited = path.read_bytes(), _edited(path)
    except FileNotFoundError:
        return None
    journal, mark = scan(content), mark_of(folder.name, len(content))
    lock = Lock.take(lock_of(folder), tries=1)
    in_use = lock is None
    if lock is not None:
        lock.release()
    try:
        opening = unpack_opening_record(journal.records[0].payload)
    except _BROKEN:
        return KeptDraft(folder.name, "", None, "", 0, 0, 0, edited, damaged=True, in_use=in_use, mark=mark)
    program, rows = _program(opening, journal), opening.rows + journal.grown
    # in a draft in use the last record may be only half written
    damaged = journal.damaged and not in_use
    edits, undone = journal.edits, journal.undone
    delivery = _last_delivery(journal)
    return KeptDraft(
        folder.name, opening.name, opening.path, program, rows, edits, undone, edited, damaged, in_use, mark, delivery
    )


def _last_delivery(journal: JournalScan) -> Delivery | None:
    payloads = [record.payload for record in journal.records if record.kind == Kind.DELIVERED]
    try:
        return delivery_in(payloads[-1]) if payloads else None
    except _BROKEN:
        # resuming the draft reports it
        return None


def _program(opening: OpeningRecord, journal: JournalScan) -> str:
    """The program chosen by the newest edit in effect that chooses one, or else at opening."""
    for record in reversed(journal.in_force):
        try:
            names = chosen_in(record.payload, "program")
        except _BROKEN:
            # an edit of a newer version of the app; resuming the draft reports it
            continue
        if names:
            return names[-1] or ""
    return opening.choices.program or ""


def _edited(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def clean_folder(folder: Path, now: datetime, days: int) -> bool:
    """Remove a folder without a journal, or with a draft that was not edited for more than ``days`` (0: for ever);
    whether it did. Raises OSError."""
    lock = Lock.take(lock_of(folder), tries=1)
    if lock is None:
        return False
    path = folder / JOURNAL
    remove = False
    try:
        remove = not path.exists() or (days > 0 and now - _edited(path) > timedelta(days=days))
        if remove:
            remove_folder(folder)
    finally:
        lock.release(remove=remove)
    return remove


def remove_folder(folder: Path) -> None:
    """Remove a draft. Raises OSError."""
    # the journal first: if this is interrupted, the rest is no draft and will be cleaned up
    (folder / JOURNAL).unlink(missing_ok=True)
    shutil.rmtree(folder)
