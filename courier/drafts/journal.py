"""The file to which every edit goes before it counts as done."""

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
from courier.drafts.edits import pack_edit
from courier.drafts.records import Kind, framed
from courier.messages import text
from courier.sheet.edit import Edit, Rows

_PAUSE = 0.4
"""Seconds in which further edits are gathered before they are synced together."""
_PATIENCE = 0.05
"""Seconds for which an edit waits until the file can be made; then it is written down by the thread."""
_AGAIN = 3.0
"""Seconds between two tries to write what could not be written."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class CopiesPending(Exception):
    """The journal's file cannot be made yet, but will be in a moment."""


@dataclass(frozen=True)
class SaveState:
    """How safe the edits are. ``word``: ``saved`` (on the disk), ``saving`` (they survive a crash of the app now and a
    power cut in a moment) or ``failed`` (the newest are in memory only). ``sentence``: the same for a person."""

    word: Literal["saved", "saving", "failed"]
    sentence: str


@dataclass(frozen=True)
class JournalFile:
    """An open journal: its path, the file at its end, and the bytes in it."""

    path: Path
    file: FileIO
    size: int


class Journal:
    """Writes down what is done to one draft. `did`, `undid` and `redid` return when the system has it, so that it
    survives the app; a thread puts it on the disk within a second. Only in the first moments of a large sheet, while
    its source is still being copied, they return before.

    What cannot be written never stops the work: it waits in memory and is tried again with each edit and every few
    seconds, and `state` stays failed until all of it is written.
    """

    def __init__(
        self,
        draft_id: str,
        place: Callable[[float | None], JournalFile],
        release: Callable[[], None],
        *,
        at_once: bool = False,
    ) -> None:
        """``place`` opens the file, at the first edit or ``at_once``, and makes it if need be, with so many seconds of
        patience (None for all); where it raises OSError or CopiesPending it is called again later. ``release`` is
        called at closing."""
        self.id = draft_id
        self._open, self._release = place, release
        self._place: JournalFile | None = None
        self._synced = 0
        self._settled = False
        # records since the last sync; the first `_written` of them are with the system
        self._waiting: list[bytes] = []
        self._written = 0
        # whether the disk refused a sync, after which nobody knows what it has of these
        self._doubtful = False
        self._problem: OSError | None = None
        self._lock, self._syncing = Lock(), Lock()
        self._due, self._closing = Event(), Event()
        self._thread: Thread | None = None
        if at_once:
            self._place = place(None)
            self._synced = self._place.size

    # ------------------------------------------------------------------ what is done

    def did(self, edit: Edit) -> None:
        """Write down an edit that was done."""
        self._add(framed(Kind.DID, pack_edit(edit), rows_grown(edit)))

    def undid(self) -> None:
        """Write down that the newest edit was taken back."""
        self._add(framed(Kind.UNDID))

    def redid(self) -> None:
        """Write down that the newest edit taken back was done again."""
        self._add(framed(Kind.REDID))

    @property
    def state(self) -> SaveState:
        """How safe the edits are now."""
        with self._lock:
            word, problem = self._word(), self._problem
        if problem is None:
            return SaveState(word, text("drafts-saving" if word == "saving" else "drafts-saved"))
        if problem.errno in _FULL:
            return SaveState(word, text("drafts-failed-full"))
        return SaveState(word, text("drafts-failed", problem=problem.strerror or type(problem).__name__))

    @property
    def mark(self) -> str:
        """See `courier.drafts.folder.KeptDraft`; "" as long as nothing is kept, or something is in memory only."""
        with self._lock:
            kept = self._place is not None and self._problem is None
            return mark_of(self.id, self._synced + sum(map(len, self._waiting))) if kept else ""

    def sync(self) -> None:
        """Put what was written on the disk now, instead of within a second."""
        with self._syncing:
            with self._lock:
                if self._problem is not None or self._place is None:
                    self._write()
                place, count, doubtful = self._place, self._written, self._doubtful
            if place is not None and count and not doubtful:
                problem = self._sync_file(place)
                with self._lock:
                    if problem is not None:
                        self._problem, self._doubtful = problem, True
                    else:
                        self._synced += sum(len(record) for record in self._waiting[:count])
                        del self._waiting[:count]
                        self._written -= count

    def close(self) -> None:
        """Sync, and let go of the file. Nothing can be written down afterwards."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._due.set()
        if self._thread is not None:
            self._thread.join()
        with self._lock:
            if self._waiting and self._place is None:
                self._write(patience=None)
        self.sync()
        with self._lock:
            if self._place is not None:
                self._place.file.close()
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
        """Hand to the system what it does not have yet."""
        try:
            if self._place is None and self._waiting:
                self._place = self._open(patience)
                self._synced = self._place.size
            if self._place is None:
                return
            file = self._place.file
            if self._doubtful:
                # over itself and never cut off: a kill meanwhile takes nothing away
                file.seek(self._synced)
                _write_all(file, b"".join(self._waiting[: self._written]))
                self._doubtful = False
            for record in self._waiting[self._written :]:
                _write_whole(file, record)
                self._written += 1
            if not os.fstat(file.fileno()).st_nlink:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
            self._problem = None
        except CopiesPending:
            self._problem = None
        except OSError as problem:
            self._problem = problem

    def _sync_file(self, place: JournalFile) -> OSError | None:
        """Wait for the disk, without the lock: edits do not wait. What went wrong, or None."""
        try:
            sync(place.file.fileno())
            if not self._settled:
                sync_folder(place.path.parent)
                self._settled = True
        except OSError as problem:
            return problem
        return None

    def _keep_syncing(self) -> None:
        # asked anew each time: what closing says of being due may have been cleared with the rest
        while not self._closing.is_set():
            self._due.wait()
            if self._closing.wait(_PAUSE if self._problem is None else _AGAIN):
                return
            self._due.clear()
            self.sync()
            if self._problem is not None or self._place is None:
                self._due.set()

    def _word(self) -> Literal["saved", "saving", "failed"]:
        if self._problem is not None:
            return "failed"
        return "saving" if self._waiting else "saved"


def mark_of(draft_id: str, size: int) -> str:
    """What marks a draft as it is after so many bytes of its journal."""
    return f"{draft_id}/{size}"


def rows_grown(edit: Edit) -> int:
    """The rows that an edit adds to its sheet, negative if it takes some away."""
    return sum(change.after.len() - change.before.len() for change in edit.changes if isinstance(change, Rows))


def _write_whole(file: FileIO, record: bytes) -> None:
    """All of a record, or an OSError and none of it."""
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
