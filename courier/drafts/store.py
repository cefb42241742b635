"""All drafts stored on this machine, each in a folder of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from courier.draft import Draft
from courier.drafts.folder import (
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
from courier.open_sheet import OpenedSheet, sheet_of
from courier.opened_edits import follow_lock
from courier.programs import Program
from courier.reading import Note
from courier.rules.frames import FieldFrames
from courier.rules.history import History
from courier.rules.template_choice import detect_template
from courier.sheet.column_match import match_columns
from courier.sheet.edit import Edit

__all__ = ["DraftError", "DraftStore", "KeptDraft", "Resumed"]


@dataclass(frozen=True)
class Resumed:
    """A restored draft, not yet checked; its journal, to which further edits go; and notes for the user."""

    opened: OpenedSheet
    journal: Journal
    notes: tuple[Note, ...]


class DraftStore:
    """The drafts in a folder. A draft is stored until its batch is delivered, it is discarded, or the days that
    the person chose have passed since its last edit; one that is open in a window is never removed. Its files contain
    orders and e-mail addresses: only this user may read them, and they are removed completely."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._journals: dict[str, Journal] = {}

    def begin(self, opened: OpenedSheet, source: bytes | None = None) -> Journal:
        """A journal for a sheet. Nothing is written before its next edit; earlier edits are then written too.
        ``source``: the bytes it was read from (a pasted text in UTF-8); None: they are read now from its path."""
        draft_id = secrets.token_hex(8)
        pending = PendingDraftFolder(self._folder / draft_id, opened, source)
        return self._journal(draft_id, pending.open_file, pending.release)

    def kept(self) -> list[KeptDraft]:
        """All drafts, the last edited first. Reads their journals without applying the edits. Raises DraftError if none
        can be read."""
        drafts: list[KeptDraft] = []
        problem: OSError | None = None
        for folder in self._folders():
            try:
                drafts += [draft for draft in [kept_in(folder)] if draft is not None]
            except OSError as unreadable:
                problem = unreadable
        if problem is not None and not drafts:
            raise self._unusable(problem) from problem
        return sorted(drafts, key=lambda draft: draft.edited, reverse=True)

    def resume(
        self,
        draft_id: str,
        now: datetime,
        *,
        history: History | None = None,
        programs: Callable[[str], Program | None] = lambda _: None,
    ) -> Resumed:
        """Reopen a draft with its cells, row order, choices, undo and redo stacks. ``history`` and ``programs``: see
        `courier.open_sheet.OpenOptions`. Raises DraftError; if the journal is damaged at its end, the draft is restored
        up to there. Where its program's lock has changed, one more edit lets the draft follow it."""
        folder = self._folder / draft_id
        lock = self._locked(folder)
        try:
            with self._reading():
                contents = read_folder(folder)
                if contents.damaged:
                    cut_damage_off(folder, contents.sound)
                opened = _restored(folder, contents, now, history, programs)
                relocked = _follow_lock(opened, programs)
                journal = self._journal(draft_id, lambda _: open_journal(folder), lock.release, at_once=True)
        except BaseException:
            lock.release()
            raise
        if relocked is not None:
            journal.did(relocked)
        return Resumed(opened, journal, _notes(contents, opened, relocked))

    def look(
        self,
        draft_id: str,
        now: datetime,
        *,
        history: History | None = None,
        programs: Callable[[str], Program | None] = lambda _: None,
    ) -> tuple[OpenedSheet, tuple[Note, ...]]:
        """A draft as it is now, with notes for the user, for reading only: it is not locked. See `resume`."""
        folder = self._folder / draft_id
        with self._reading():
            contents = read_folder(folder)
            opened = _restored(folder, contents, now, history, programs)
            return opened, _notes(contents, opened, _follow_lock(opened, programs))

    def discard(self, draft_id: str) -> None:
        """Remove a draft, closing its journal if this store has it open; does nothing if there is none. Raises
        DraftError when it is open in another window or its files cannot be removed."""
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
        """Remove the draft with this mark, whose batch was delivered; whether there was one. A draft that was changed
        since, or that is open in a window, stays. Raises DraftError."""
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

    def clean(self, now: datetime, days: int) -> int:
        """Remove drafts that were not edited for more than ``days`` (0: none) and files that a killed process left.
        Returns the number of removed folders; what cannot be removed now is tried again the next time."""
        removed = 0
        for folder in self._folders():
            with suppress(OSError):
                removed += clean_folder(folder, now, days)
        for path in self._folder.glob(f"*{LOCK}"):
            with suppress(OSError):
                if not path.with_suffix("").exists() and (lock := Lock.take(path, tries=1)):
                    lock.release(remove=True)
        return removed

    def _journal(
        self,
        draft_id: str,
        open_file: Callable[[float | None], JournalFile],
        release: Callable[[], None],
        *,
        at_once: bool = False,
    ) -> Journal:
        def closed() -> None:
            self._journals.pop(draft_id, None)
            release()

        self._journals[draft_id] = Journal(draft_id, open_file, closed, at_once=at_once)
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

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turns OSErrors while a draft's files are read into DraftErrors."""
        try:
            yield
        except FileNotFoundError as problem:
            raise DraftError("drafts-gone") from problem
        except OSError as problem:
            raise self._unusable(problem) from problem

    def _unusable(self, problem: OSError) -> DraftError:
        return DraftError("drafts-folder-unusable", path=str(self._folder), problem=problem.strerror or "")


def _restored(
    folder: Path,
    contents: FolderContents,
    now: datetime,
    history: History | None,
    programs: Callable[[str], Program | None],
) -> OpenedSheet:
    opening = contents.opening
    table = read_copy(folder, opening.copies, opening.path)
    if table is None:
        raise DraftError("drafts-source-lost", name=opening.name, path=str(opening.path or ""))
    sheet = sheet_of(table)
    matched, matches = match_columns(sheet)
    choices = opening.choices
    texts = FieldFrames(choices.mapping, choices.zone, sheet.damaged).raw(sheet.frame())
    detected = detect_template(texts, choices.facts.parents)
    draft = Draft(sheet, choices, now, detected=detected, sent_history=history, steps=contents.steps)
    program = _program(draft.choices.program, opening, programs)
    options = replace(opening.options, program=program, history=history, programs=programs)
    by = draft.choices.sign_off.prepared_by
    brought = (Note("note-prepared", {"by": by}),) if by else ()
    return OpenedSheet(
        opening.name, opening.path, table, draft, tuple(matches), matched, options, opening.recalled, brought=brought
    )


def _follow_lock(opened: OpenedSheet, programs: Callable[[str], Program | None]) -> Edit | None:
    """Let a draft follow the lock of its program where this has changed since; the edit that did it."""
    program = opened.options.program
    # a program that is not saved any more locks nothing
    edit = follow_lock(opened) if program and programs(program.name) else None
    return edit if edit and opened.draft.do(edit, check=False) else None


def _notes(contents: FolderContents, opened: OpenedSheet, relocked: Edit | None) -> tuple[Note, ...]:
    opening = contents.opening
    damaged = Note("drafts-note-damaged") if contents.damaged else None
    locked = Note("drafts-note-locked", {"program": opened.label}) if relocked else None
    notes = (damaged, source_note(opening.copies, opening.path, opening.name), locked)
    return tuple(note for note in notes if note is not None)


def _program(name: str | None, opening: OpeningRecord, programs: Callable[[str], Program | None]) -> Program | None:
    before = opening.options.program
    return (programs(name) or (before if before and before.name == name else None)) if name else None
