"""The folder of a draft that is written at the first edit: a sheet that was only viewed leaves no files behind."""

from __future__ import annotations

import errno
import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from courier.draft import Draft
from courier.drafts.edits import pack_delivery, pack_edit
from courier.drafts.folder import JOURNAL, lock_of, open_journal, remove_folder
from courier.drafts.journal import CopiesPending, JournalFile, rows_grown
from courier.drafts.opening_record import opening_record_of, pack_opening_record
from courier.drafts.records import MAGIC, Kind, framed
from courier.drafts.source_copies import SourceCopies, copies_of
from courier.lock import Lock
from courier.open_sheet import OpenedSheet
from courier.own_files import make_folder
from courier.sheet.sent_rows import DeliveredRows
from courier.whole_files import atomic_file

_LARGE = 20_000
"""Rows from which copying a source takes so long that the copies are written before an edit needs them."""


class PendingDraftFolder:
    """The data to store for a sheet that may be edited. A thread copies the source."""

    def __init__(self, folder: Path, opened: OpenedSheet, source: bytes | None) -> None:
        self._folder = folder
        self._opening = opening_record_of(opened)
        self._done, self._undone = opened.draft.undo_stack.done, opened.draft.undo_stack.undone
        self._deliveries: list[DeliveredRows] = []
        self._lock: Lock | None = None
        self._guard = threading.Lock()
        self._created = self._released = False
        thread = ThreadPoolExecutor(1, thread_name_prefix="copies")
        delivered = opened.draft.snapshot() if opened.draft.deliveries else None
        self._copies = thread.submit(self._copy, opened, delivered, source)
        thread.shutdown(wait=False)

    def _copy(self, opened: OpenedSheet, delivered: Draft | None, source: bytes | None) -> SourceCopies | None:
        """The copies, or None if they have been written to the folder. ``delivered``: the draft if rows of it were
        delivered."""
        if delivered is not None:
            self._deliveries = delivered.deliveries_in_force()
        copies = copies_of(opened.table, opened.options.tab, opened.options.reading, opened.path, source)
        if opened.table.cells.height < _LARGE:
            return copies
        with self._guard:
            if not self._released:
                with suppress(OSError):
                    self._write(copies)
                    return None
        return copies

    def _write(self, copies: SourceCopies) -> None:
        make_folder(self._folder.parent, private=True)
        # before the folder is made: otherwise a clean-up could take it for the rest of a killed process
        self._lock = self._lock or Lock.take(lock_of(self._folder))
        if self._lock is None:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        make_folder(self._folder, private=True)
        copies.write(self._folder)
        self._opening = replace(self._opening, copies=copies.about)

    def open_file(self, patience: float | None) -> JournalFile:
        """Create the draft's folder and its journal. Raises OSError, and CopiesPending if the copies are not ready
        within ``patience`` seconds (None: waits without limit)."""
        try:
            copies = self._copies.result(patience)
        except TimeoutError as problem:
            raise CopiesPending from problem
        except Exception as problem:
            # any error: editing goes on, and the journal reports that it could not save
            raise OSError(errno.ENOMEM, str(problem)) from problem
        with self._guard:
            if copies is not None:
                self._write(copies)
            edits = [framed(Kind.DID, pack_edit(edit), rows_grown(edit)) for edit in (*self._done, *self._undone[::-1])]
            edits += [framed(Kind.UNDID)] * len(self._undone)
            edits += [framed(Kind.DELIVERED, pack_delivery(rows)) for rows in self._deliveries]
            first = framed(Kind.OPENED, pack_opening_record(self._opening))
            with atomic_file(self._folder / JOURNAL, private=True) as beside:
                beside.write_bytes(b"".join([MAGIC, first, *edits]))
            file = open_journal(self._folder)
            self._created = True
        # frees the memory of the copies, which are not needed again
        self._copies = Future()
        return file

    def release(self) -> None:
        """Release the draft. If it was never edited, its files are removed."""
        with self._guard:
            self._released = True
            if self._lock is None:
                return
            if not self._created:
                with suppress(OSError):
                    remove_folder(self._folder)
            self._lock.release(remove=not self._created)
