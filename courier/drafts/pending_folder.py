"""A draft that is kept from its first edit on: looking at a file leaves nothing behind."""

from __future__ import annotations

import errno
import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from courier.drafts.edits import pack_edit
from courier.drafts.folder import JOURNAL, lock_of, open_journal, remove_folder
from courier.drafts.journal import CopiesPending, JournalFile, rows_grown
from courier.drafts.opening_record import opening_record_of, pack_opening_record
from courier.drafts.records import MAGIC, Kind, framed
from courier.drafts.source_copies import SourceCopies, copies_of
from courier.lock import Lock
from courier.open_sheet import OpenedSheet
from courier.whole_files import atomic_file

_LARGE = 20_000
"""Rows from which the copies of a source take so long that they are put into the folder before an edit needs them."""


class PendingDraftFolder:
    """What is to be kept of a sheet that somebody looks at. The copies of its source are made in a thread."""

    def __init__(self, folder: Path, opened: OpenedSheet, source: bytes | None) -> None:
        self._folder = folder
        self._there = opening_record_of(opened)
        self._done, self._undone = opened.draft.undo_stack.done, opened.draft.undo_stack.undone
        self._lock: Lock | None = None
        self._guard = threading.Lock()
        self._placed = self._released = False
        thread = ThreadPoolExecutor(1, thread_name_prefix="copies")
        self._copies = thread.submit(self._copy, opened, source)
        thread.shutdown(wait=False)

    def _copy(self, opened: OpenedSheet, source: bytes | None) -> SourceCopies | None:
        """The copies, or None if they are in the folder already."""
        copies = copies_of(opened.table, opened.options.tab, opened.options.reading, opened.path, source)
        if opened.table.cells.height < _LARGE:
            return copies
        with self._guard:
            if not self._released:
                with suppress(OSError):
                    self._put(copies)
                    return None
        return copies

    def _put(self, copies: SourceCopies) -> None:
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        # before the folder: nobody may take it for the rest of a killed one
        self._lock = self._lock or Lock.take(lock_of(self._folder))
        if self._lock is None:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        self._folder.mkdir(mode=0o700, exist_ok=True)
        copies.write(self._folder)
        self._there = replace(self._there, copies=copies.about)

    def place(self, patience: float | None) -> JournalFile:
        """The journal's file, made with all that belongs to it. Raises OSError, and CopiesPending if the copies are not
        ready within ``patience`` seconds (None: however long they take)."""
        try:
            copies = self._copies.result(patience)
        except TimeoutError as problem:
            raise CopiesPending from problem
        except Exception as problem:
            # whatever it is, the work goes on and somebody is told
            raise OSError(errno.ENOMEM, str(problem)) from problem
        with self._guard:
            if copies is not None:
                self._put(copies)
            past = [framed(Kind.DID, pack_edit(edit), rows_grown(edit)) for edit in (*self._done, *self._undone[::-1])]
            past += [framed(Kind.UNDID)] * len(self._undone)
            first = framed(Kind.OPENED, pack_opening_record(self._there))
            with atomic_file(self._folder / JOURNAL, private=True) as beside:
                beside.write_bytes(b"".join([MAGIC, first, *past]))
            place = open_journal(self._folder)
            self._placed = True
        # done for good, and large
        self._copies = Future()
        return place

    def release(self) -> None:
        """Let go of the draft. Of one that was only looked at nothing stays."""
        with self._guard:
            self._released = True
            if self._lock is None:
                return
            if not self._placed:
                with suppress(OSError):
                    remove_folder(self._folder)
            self._lock.release(remove=not self._placed)
