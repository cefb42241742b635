"""All drafts kept on this machine, each in a folder of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from courier.draft import Draft
from courier.drafts.folder import (
    KEPT_DAYS,
    LOCK,
    DraftError,
    FolderContents,
    KeptDraft,
    clean_folder,
    cut_damage_off,
    kept_in,
    lock_of,
    open_journal,
    read_folder,
    remove_folder,
)
from courier.drafts.journal import Journal, JournalFile
from courier.drafts.opening_record import OpeningRecord
from courier.drafts.pending_folder import PendingDraftFolder
from courier.drafts.source_copies import read_copy, source_note
from courier.lock import Lock
from courier.open_sheet import OpenedSheet
from courier.programs import Program
from courier.reading import Note
from courier.rules.frames import FieldFrames
from courier.rules.history import History
from courier.rules.template_choice import detect_template
from courier.sheet.column_match import match_columns
from courier.sheet.sheet import Sheet

__all__ = ["KEPT_DAYS", "DraftError", "DraftStore", "KeptDraft", "Resumed"]


@dataclass(frozen=True)
class Resumed:
    """A draft as it was, not yet checked; its journal, which goes on; and what is to be said about it."""

    opened: OpenedSheet
    journal: Journal
    notes: tuple[Note, ...]


class DraftStore:
    """The drafts in a folder. A draft is kept until its batch was delivered or it is discarded, and for `KEPT_DAYS`
    days after its last edit; one that some window works on is never removed. Its files hold orders and e-mail
    addresses: nobody else may read them, and nothing of them stays."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._journals: dict[str, Journal] = {}

    def begin(self, opened: OpenedSheet, source: bytes | None = None) -> Journal:
        """A journal for a sheet, kept from its next edit on: until then nothing is written. What was done to it before
        is kept too. ``source``: the bytes it was read from (a pasted text in UTF-8); None: read now from its path."""
        draft_id = secrets.token_hex(8)
        fresh = PendingDraftFolder(self._folder / draft_id, opened, source)
        return self._journal(draft_id, fresh.place, fresh.release)

    def kept(self) -> list[KeptDraft]:
        """All drafts, the one edited last first. Reads their journals, but carries out nothing. Raises DraftError if
        none can be read."""
        found: list[KeptDraft] = []
        problem: OSError | None = None
        for folder in self._folders():
            try:
                found += [one for one in [kept_in(folder)] if one is not None]
            except OSError as unreadable:
                problem = unreadable
        if problem is not None and not found:
            raise self._unusable(problem) from problem
        return sorted(found, key=lambda one: one.edited, reverse=True)

    def resume(
        self,
        draft_id: str,
        now: datetime,
        *,
        history: History | None = None,
        programs: Callable[[str], Program | None] = lambda _: None,
    ) -> Resumed:
        """A draft as it was: cells, order of rows, choices, and what can be undone and redone. ``history`` and
        ``programs``: see `courier.open_sheet.OpenOptions`. Raises DraftError; a draft that is damaged at its end is
        given back up to there."""
        folder = self._folder / draft_id
        lock = self._locked(folder)
        try:
            found = read_folder(folder)
            if found.damaged:
                cut_damage_off(folder, found.sound)
            opened = _restored(folder, found, now, history, programs)
            journal = self._journal(draft_id, lambda _: open_journal(folder), lock.release, at_once=True)
        except FileNotFoundError as problem:
            lock.release()
            raise DraftError("drafts-gone") from problem
        except OSError as problem:
            lock.release()
            raise self._unusable(problem) from problem
        except BaseException:
            lock.release()
            raise
        return Resumed(opened, journal, _notes(found))

    def look(
        self,
        draft_id: str,
        now: datetime,
        *,
        history: History | None = None,
        programs: Callable[[str], Program | None] = lambda _: None,
    ) -> tuple[OpenedSheet, tuple[Note, ...]]:
        """A draft as it is now and what is to be said about it, only to be looked at: nobody is kept from going on with
        it. See `resume`."""
        folder = self._folder / draft_id
        try:
            found = read_folder(folder)
            return _restored(folder, found, now, history, programs), _notes(found)
        except FileNotFoundError as problem:
            raise DraftError("drafts-gone") from problem
        except OSError as problem:
            raise self._unusable(problem) from problem

    def discard(self, draft_id: str) -> None:
        """Remove a draft at once, with its journal if this store has it open; one that is not there is fine. Raises
        DraftError when another window works on it or its files cannot be removed."""
        if draft_id in self._journals:
            self._journals[draft_id].close()
        folder = self._folder / draft_id
        if not folder.exists():
            return
        lock = self._locked(folder)
        try:
            remove_folder(folder)
        except OSError as problem:
            lock.release()
            raise self._unusable(problem) from problem
        lock.release(remove=True)

    def finish(self, draft_id: str) -> None:
        """Remove a draft whose batch was delivered. See `discard`. Further edits to it need another `begin`."""
        self.discard(draft_id)

    def finish_as(self, mark: str) -> bool:
        """Remove the draft that has this mark, because its batch was delivered; whether there was one. A draft that was
        changed since, or that some window works on, stays. Raises DraftError."""
        if not mark:
            return False
        try:
            kept = kept_in(self._folder / mark.partition("/")[0])
        except OSError as problem:
            raise self._unusable(problem) from problem
        if kept is None or kept.in_use or kept.mark != mark:
            return False
        self.discard(kept.id)
        return True

    def clean(self, now: datetime) -> int:
        """Remove what is kept no longer (see `DraftStore`), and what a kill left behind. How many drafts that were.
        What cannot be removed now is left for the next time."""
        removed = 0
        for folder in self._folders():
            with suppress(OSError):
                removed += clean_folder(folder, now)
        for path in self._folder.glob(f"*{LOCK}"):
            with suppress(OSError):
                if not path.with_suffix("").exists() and (lock := Lock.take(path, tries=1)):
                    lock.release(remove=True)
        return removed

    def _journal(
        self,
        draft_id: str,
        place: Callable[[float | None], JournalFile],
        release: Callable[[], None],
        *,
        at_once: bool = False,
    ) -> Journal:
        def closed() -> None:
            self._journals.pop(draft_id, None)
            release()

        self._journals[draft_id] = Journal(draft_id, place, closed, at_once=at_once)
        return self._journals[draft_id]

    def _folders(self) -> list[Path]:
        try:
            return sorted(path for path in self._folder.iterdir() if path.is_dir())
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise self._unusable(problem) from problem

    def _locked(self, folder: Path) -> Lock:
        if not folder.is_dir():
            raise DraftError("drafts-gone")
        try:
            lock = Lock.take(lock_of(folder))
            if lock is None:
                raise DraftError("drafts-in-use")
        except OSError as problem:
            raise self._unusable(problem) from problem
        return lock

    def _unusable(self, problem: OSError) -> DraftError:
        return DraftError("drafts-folder-unusable", path=str(self._folder), problem=problem.strerror or "")


def _restored(
    folder: Path,
    found: FolderContents,
    now: datetime,
    history: History | None,
    programs: Callable[[str], Program | None],
) -> OpenedSheet:
    there = found.opening
    table = read_copy(folder, there.copies, there.path)
    if table is None:
        raise DraftError("drafts-source-lost", name=there.name, path=str(there.path or ""))
    sheet = Sheet(table.headers, table.cells, table.rows, table.damaged)
    _, matches = match_columns(sheet)
    choices = there.choices
    texts = FieldFrames(choices.mapping, choices.zone, sheet.damaged).raw(sheet.frame())
    detected = detect_template(texts, choices.facts.parents)
    draft = Draft(sheet, choices, now, detected=detected, ragged=table.ragged, sent_history=history, steps=found.steps)
    program = _program(draft.choices.program, there, programs)
    options = replace(there.options, program=program, history=history, programs=programs)
    return OpenedSheet(there.name, there.path, table, draft, tuple(matches), options, there.recalled)


def _notes(found: FolderContents) -> tuple[Note, ...]:
    there = found.opening
    of_source = source_note(there.copies, there.path, there.name)
    notes = (Note("drafts-note-damaged") if found.damaged else None, of_source)
    return tuple(note for note in notes if note is not None)


def _program(name: str | None, there: OpeningRecord, programs: Callable[[str], Program | None]) -> Program | None:
    before = there.options.program
    return (programs(name) or (before if before and before.name == name else None)) if name else None
