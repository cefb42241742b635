"""The journal file to which every edit is written before it counts as done."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Literal

from courier.disk import sync, sync_folder
from courier.drafts.edits import pack_delivery, pack_edit
from courier.drafts.records import Kind, framed
from courier.messages import text
from courier.sheet.edit import Edit, Rows
from courier.sheet.sent_rows import DeliveredRows

_PAUSE = 0.4
"""Seconds during which further edits are collected before they are synced together."""
_PATIENCE = 0.05
"""Seconds for which an edit waits until the file can be created; after that the thread writes it."""
_RETRY = 3.0
"""Seconds between two attempts to write records after a failure."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class CopiesPending(Exception):
    """The journal's file cannot be created yet, because the source is still being copied."""


@dataclass(frozen=True)
class SaveState:
    """How safe the edits are. ``word``: ``saved`` (on the disk), ``saving`` (they survive a crash of the app, and in a
    moment a power cut) or ``failed`` (the newest are only in memory). ``sentence``: the same for the user."""

    word: Literal["saved", "saving", "failed"]
    sentence: str


@dataclass(frozen=True)
class JournalFile:
    """An open journal: its path, the file positioned at its end, and its size in bytes."""

    path: Path
    file: FileIO
    size: int


class Journal:
    """Records the edits of one draft. `did` and the others return once the operating system has the record, so that it
    survives a crash of the app; a thread syncs it to the disk within a second. Only while the source of a large
    sheet is still being copied they return earlier.

    A failed write never blocks editing: the records wait in memory, the write is retried with each edit and every few
    seconds, and `state` stays failed until all of them are written.
    """

    def __init__(
        self,
        draft_id: str,
        open_file: Callable[[float | None], JournalFile],
        release: Callable[[], None],
        *,
        at_once: bool = False,
    ) -> None:
        """``open_file`` opens the file, at the first edit or ``at_once``, and creates it if necessary; its argument is
        how many seconds it may wait, None for no limit. If it raises OSError or CopiesPending it is called again later.
        ``release`` is called at closing."""
        self.id = draft_id
        self._open, self._release = open_file, release
        self._file: JournalFile | None = None
        self._synced = 0
        self._folder_synced = False
        # records since the last sync; the first `_written` of them are written to the file
        self._waiting: list[bytes] = []
        self._written = 0
        # whether a sync failed, after which it is unknown which of these records are on the disk
        self._doubtful = False
        self._problem: OSError | None = None
        self._lock, self._syncing = Lock(), Lock()
        self._due, self._closing = Event(), Event()
        self._thread: Thread | None = None
        if at_once:
            self._file = open_file(None)
            self._synced = self._file.size

    # ------------------------------------------------------------------ records

    def did(self, edit: Edit) -> None:
        """Record an edit that was done."""
        self._add(framed(Kind.DID, pack_edit(edit), rows_grown(edit)))

    def undid(self) -> None:
        """Record that the newest edit was undone."""
        self._add(framed(Kind.UNDID))

    def redid(self) -> None:
        """Record that the newest undone edit was redone."""
        self._add(framed(Kind.REDID))

    def delivered(self, rows: DeliveredRows) -> None:
        """Record that rows were delivered as they are now."""
        self._add(framed(Kind.DELIVERED, pack_delivery(rows)))

    @property
    def state(self) -> SaveState:
        """How safe the edits are now."""
        with self._lock:
            problem, waiting = self._problem, bool(self._waiting)
        if problem is None:
            return SaveState("saving", text("drafts-saving")) if waiting else SaveState("saved", text("drafts-saved"))
        if problem.errno in _FULL:
            return SaveState("failed", text("drafts-failed-full"))
        return SaveState("failed", text("drafts-failed", problem=problem.strerror or type(problem).__name__))

    @property
    def mark(self) -> str:
        """See `courier.drafts.folder.KeptDraft`; "" while there is no file, or a record is only in memory."""
        with self._lock:
            written = self._file is not None and self._problem is None
            return mark_of(self.id, self._synced + sum(map(len, self._waiting))) if written else ""

    def sync(self) -> None:
        """Sync the records to the disk now, instead of within a second."""
        with self._syncing:
            with self._lock:
                if self._problem is not None or self._file is None:
                    self._write()
                file, count, doubtful = self._file, self._written, self._doubtful
            if file is None or not count or doubtful:
                return
            try:
                self._sync_file(file)
            except OSError as problem:
                with self._lock:
                    self._problem, self._doubtful = problem, True
                return
            with self._lock:
                self._synced += sum(len(record) for record in self._waiting[:count])
                del self._waiting[:count]
                self._written -= count

    def close(self) -> None:
        """Sync and close the file. Nothing can be recorded afterwards."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._due.set()
        if self._thread is not None:
            self._thread.join()
        with self._lock:
            if self._waiting and self._file is None:
                self._write(patience=None)
        self.sync()
        with self._lock:
            if self._file is not None:
                self._file.file.close()
        self._release()

    # ------------------------------------------------------------------ writing

    def _add(self, record: bytes) -> None:
        if self._closing.is_set():
            raise RuntimeError("the journal is closed")
        with self._lock:
            self._waiting.append(record)
            self._write()
            if self._thread is None:
                self._thread = Thread(target=self._keep_syncing, name=f"journal {self.id}", daemon=True)
                self._thread.start()
        self._due.set()

    def _write(self, patience: float | None = _PATIENCE) -> None:
        """Write the records that are not in the file yet."""
        try:
            if self._file is None and self._waiting:
                self._file = self._open(patience)
                self._synced = self._file.size
            if self._file is None:
                return
            file = self._file.file
            if self._doubtful:
                # overwritten in place and never truncated: a kill meanwhile loses nothing
                file.seek(self._synced)
                _write_all(file, b"".join(self._waiting[: self._written]))
                self._doubtful = False
            for record in self._waiting[self._written :]:
                _write_record(file, record)
                self._written += 1
            if not os.fstat(file.fileno()).st_nlink:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            self._problem = None
        except CopiesPending:
            self._problem = None
        except OSError as problem:
            self._problem = problem

    def _sync_file(self, file: JournalFile) -> None:
        """Wait for the disk without holding the lock, so that edits do not wait. Raises OSError."""
        sync(file.file.fileno())
        if not self._folder_synced:
            sync_folder(file.path.parent)
            self._folder_synced = True

    def _keep_syncing(self) -> None:
        # checked each time: `_due.clear()` below may have cleared what `close` set
        while not self._closing.is_set():
            self._due.wait()
            if self._closing.wait(_PAUSE if self._problem is None else _RETRY):
                return
            self._due.clear()
            self.sync()
            if self._problem is not None or self._file is None:
                self._due.set()


def mark_of(draft_id: str, size: int) -> str:
    """The mark of a draft whose journal has so many bytes."""
    return f"{draft_id}/{size}"


def rows_grown(edit: Edit) -> int:
    """The number of rows that an edit adds to its sheet, negative if it removes some."""
    return sum(change.after.len() - change.before.len() for change in edit.changes if isinstance(change, Rows))


def _write_record(file: FileIO, record: bytes) -> None:
    """Write a record completely, or raise OSError and leave nothing of it."""
    start = file.tell()
    try:
        _write_all(file, record)
    except OSError:
        file.seek(start)
        file.truncate()
        raise


def _write_all(file: FileIO, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[file.write(left) or 0 :]
