"""A draft that gets its folder with its first edit: looking at a file leaves nothing behind."""

from __future__ import annotations

import errno
import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from courier.drafts.beginning import beginning_of, pack_beginning
from courier.drafts.copies import copies_of
from courier.drafts.disk import appear
from courier.drafts.edits import pack_edit
from courier.drafts.folder import JOURNAL, lock_of, place_in
from courier.drafts.journal import Place, rows_grown
from courier.drafts.records import MAGIC, Kind, framed
from courier.lock import Lock
from courier.opening import Opened


class FreshDraft:
    """What is to be kept of a sheet that somebody looks at. The copies of its source are made in a thread."""

    def __init__(self, folder: Path, opened: Opened, source: bytes | None) -> None:
        self._folder = folder
        self._there = beginning_of(opened)
        self._done, self._undone = opened.draft.history.done, opened.draft.history.undone
        self._lock: Lock | None = None
        thread = ThreadPoolExecutor(1, thread_name_prefix="copies")
        self._copies = thread.submit(copies_of, opened.table, opened.wishes.tab, opened.path, source)
        thread.shutdown(wait=False)

    def place(self) -> Place:
        """The journal's file, made with all that belongs to it. Raises OSError."""
        try:
            copies = self._copies.result()
        except Exception as problem:
            # whatever it is, the work goes on and somebody is told
            raise OSError(errno.ENOMEM, str(problem)) from problem
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        # before the folder: nobody may take it for the rest of a killed one
        self._lock = self._lock or Lock.take(lock_of(self._folder))
        if self._lock is None:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        self._folder.mkdir(mode=0o700, exist_ok=True)
        copies.write(self._folder)
        past = [framed(Kind.DID, pack_edit(edit), rows_grown(edit)) for edit in (*self._done, *self._undone[::-1])]
        past += [framed(Kind.UNDID)] * len(self._undone)
        first = framed(Kind.OPENED, pack_beginning(replace(self._there, copies=copies.about)))
        appear(self._folder / JOURNAL, b"".join([MAGIC, first, *past]))
        place = place_in(self._folder)
        # done for good, and large
        self._copies = Future()
        return place

    def release(self) -> None:
        """Let go of the draft."""
        if self._lock is not None:
            self._lock.release()
