"""Opens sheets in the background: files, pasted blocks, dropped content, or the practice sheet."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from courier.drafts.store import Resumed
from courier.handover import SUFFIX, is_handover, open_any
from courier.messages import UserError, text
from courier.open_sheet import OpenedSheet, OpenOptions, open_first_rows, open_table
from courier.practice.sheet import open_practice
from courier.programs import Program
from courier.reading import read, read_bytes, read_pasted, write_records
from courier.reading.join import can_join, join
from courier.reading.read_options import ReadOptions
from courier.reading.source import ENDINGS
from courier.sheet.exclusions import Exclusion
from gui.session.error_text import error_text
from gui.session.file_dialogs import new_file_dialog
from gui.session.services import AppServices
from gui.work import Job, quick

_FIRST_LOOK = 500
"""Rows of a large sheet that are checked before it is shown: more than any screen has."""

_READ = 0.8
"""The share of the progress that belongs to reading; the rest is for the check."""


@dataclass(frozen=True)
class Origin:
    """What a sheet was made of and can be read from once more: a file at ``path``, the files at ``joined``, or
    ``content`` handed over without one, a text from the clipboard if ``pasted``."""

    name: str
    path: Path | None = None
    joined: tuple[Path, ...] = ()
    content: bytes | None = None
    pasted: bool = False


class SheetLoader(QObject):
    """``began`` with the name; ``progressed`` with the fraction done and what is done now, in words; ``looked`` with an
    `OpenedSheet` of the first rows of a large file; then ``opened`` with an `OpenedSheet` whose first rows are checked
    at least and whether it is the practice sheet, or ``refused`` with one sentence, or ``cancelled``."""

    began = Signal(str)
    progressed = Signal(float, str)
    looked = Signal(object)
    opened = Signal(object, bool)
    refused = Signal(str)
    cancelled = Signal()

    def __init__(self, services: AppServices, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._window = services, window
        self._job: Job | None = None
        self._look: Job | None = None
        self.source: bytes | None = None
        """The text that the opened sheet was made of; None for a file."""
        self.origin: Origin | None = None
        """What the opened sheet can be read from once more; None if nothing."""
        self.resumed: Resumed | None = None
        """The draft that the opened sheet goes on with, or None."""

    @property
    def under_way(self) -> bool:
        """Whether a sheet is being opened."""
        return self._job is not None

    def ask_for_file(self, answer: Callable[[list[Path]], None]) -> None:
        """Let the person choose a file, or several."""
        kinds = " ".join(f"*.{ending}" for ending in (*ENDINGS, "zip", SUFFIX.removeprefix(".")))
        filters = [f"{text('open-filter')} ({kinds})", f"{text('open-filter-all')} (*)"]
        dialog = new_file_dialog(self._window, "openDialog", text("open-title"), filters=filters)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: answer([Path(name) for name in names]))
        dialog.open()

    def file(self, path: Path, left_out: Exclusion | None = None) -> None:
        """Open a file, without the rows that ``left_out`` names."""
        self._open_file(path, self._options(left_out=() if left_out is None else (left_out,)))

    def changes(self, path: Path, program: Program | None, then: Callable[[], object] | None = None) -> None:
        """Open a file of changes that the app itself wrote for a program. ``then``: called once it is open."""
        self._open_file(path, replace(self._own_options(program), template="modification"), then)

    def made(
        self,
        make: Callable[[OpenOptions, datetime], OpenedSheet],
        name: str,
        program: Program | None,
        *,
        practice: bool = False,
    ) -> None:
        """Open a sheet that the app itself makes of what was sent for a program, or for practice."""
        now, options = datetime.now(UTC), self._own_options(program)
        self._begin(lambda _: make(options, now), name, copied=True, practice=practice)

    def _own_options(self, program: Program | None) -> OpenOptions:
        # a program's recipe is for its own sheets; those of the app have impact.com's names
        own = None if program is None else replace(program, recipe=None)
        return replace(self._options(), program=own, memories=None)

    def anew(
        self, origin: Origin, before: OpenOptions, tab: str | None, reading: ReadOptions, *, as_before: bool
    ) -> None:
        """Read the origin of a sheet again with other options. ``before``: the options of that sheet;
        ``as_before``: its columns are the same again, so that what was left out stays left out."""
        options = replace(
            self._options(left_out=before.left_out if as_before else ()),
            program=before.program,
            tab=tab,
            reading=reading,
        )
        if origin.path is not None:
            self._open_file(origin.path, options)
        elif origin.joined:
            self._join(origin, options)
        elif origin.content is not None:
            self._content(origin, origin.content, options)

    def _open_file(self, path: Path, options: OpenOptions, then: Callable[[], object] | None = None) -> None:
        now = datetime.now(UTC)
        # a sheet that a colleague handed over is in no file that can be read in another way
        handed_over = is_handover(path)
        origin = None if handed_over else Origin(path.name, path)
        if not handed_over:
            self._look = Job(lambda _: open_first_rows(path, options, now), self).start(self._looked)
        self._begin(
            lambda step: open_any(path, options, now, step), path.name, origin=origin, copied=handed_over, then=then
        )

    def joined(self, paths: Sequence[Path]) -> None:
        """Make one sheet of several files whose headers are the same."""
        name = text("joined-name", first=paths[0].name, more=len(paths) - 1)
        self._join(Origin(name, joined=tuple(paths)), self._options())

    def _join(self, origin: Origin, options: OpenOptions) -> None:
        now, paths = datetime.now(UTC), origin.joined

        def work(step: Callable[[float], None]) -> OpenedSheet:
            tables = []
            for place, path in enumerate(paths):
                done = partial(_of_several, step, place, len(paths))
                tables.append((path.name, read(path, options.tab, options.reading, done)))
            if not can_join([table for _, table in tables]):
                raise UserError("joined-differ")
            return open_table(join(tables), origin.name, None, options, now)

        self._begin(work, origin.name, origin=origin, copied=True)

    def practice(self, kind: str = "orders") -> None:
        """Open a practice sheet."""
        now = datetime.now(UTC)
        self._begin(lambda _: open_practice(now, kind), "", practice=True)

    def pasted(self, content: str) -> None:
        """Make a sheet of a block copied from a spreadsheet."""
        source = content.encode("utf-8", "surrogatepass")
        self._content(Origin(text("pasted-name"), content=source, pasted=True), source, self._options())

    def content(self, content: bytes, name: str) -> None:
        """Make a sheet of the content of a file that was handed over without the file."""
        self._content(Origin(name, content=content), content, self._options())

    def _content(self, origin: Origin, content: bytes, options: OpenOptions) -> None:
        now = datetime.now(UTC)

        def work(step: Callable[[float], None]) -> OpenedSheet:
            if origin.pasted:
                table = read_pasted(content.decode("utf-8", "surrogatepass"), options.reading)
            else:
                table = read_bytes(content, origin.name, options.tab, options.reading, step)
            return open_table(table, origin.name, None, options, now)

        self._begin(work, "" if origin.pasted else origin.name, origin=origin)

    def draft(self, draft_id: str, name: str) -> None:
        """Go on with a draft."""
        now = datetime.now(UTC)
        programs = self._programs()
        self._begin(
            lambda _: self._services.drafts.resume(draft_id, now, history=self._services.history, programs=programs),
            name,
        )

    def _options(self, left_out: tuple[Exclusion, ...] = ()) -> OpenOptions:
        services = self._services
        return OpenOptions(
            left_out=left_out,
            default_zone=services.preferences.now.zone,
            memories=services.memories,
            history=services.history,
            programs=self._programs(),
        )

    def _programs(self) -> Callable[[str], Program | None]:
        return {program.name: program for program in self._services.known_programs()}.get

    def cancel(self) -> None:
        """Stop; nothing is opened."""
        self._stop_looking()
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self.cancelled.emit()

    def _looked(self, opened: OpenedSheet | None) -> None:
        self._look = None
        if opened is not None:
            self._services.add_problem(opened.memory_problem)
            self.looked.emit(opened)

    def _stop_looking(self) -> None:
        """Ignore the preview of the first rows from now on."""
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _begin(
        self,
        opening: Callable[[Callable[[float], None]], OpenedSheet | Resumed],
        name: str,
        *,
        practice: bool = False,
        origin: Origin | None = None,
        copied: bool = False,
        then: Callable[[], object] | None = None,
    ) -> None:
        reading = text("status-reading", name=name)
        checking = text("status-checking")
        sources: list[bytes] = []

        def work(job: Job) -> OpenedSheet | Resumed:
            result = opening(lambda done: job.report((_READ * done, reading)))
            opened = _opened_of(result)
            draft = opened.draft
            try:
                job.report((_READ, checking))
                if copied:
                    # no file holds this sheet: its draft keeps the text
                    written = io.StringIO()
                    write_records(opened.table, written)
                    sources.append(written.getvalue().encode("utf-8", "surrogatepass"))
                if quick(draft.sheet.row_count):
                    draft.check(lambda done: job.report((_READ + (1 - _READ) * done, checking)))
                else:
                    # the rows shown first are checked first; the session checks the rest
                    draft.check_first(_FIRST_LOOK)
                job.report((1.0, checking))
            except BaseException:
                if isinstance(result, Resumed):
                    # another window may have taken the draft
                    result.journal.close()
                raise
            return result

        def done(result: OpenedSheet | Resumed) -> None:
            self._stop_looking()
            self._job = None
            self.source = sources[0] if sources else origin.content if origin else None
            self.resumed = result if isinstance(result, Resumed) else None
            self.origin = origin
            if self.resumed is not None and (path := self.resumed.opened.path) is not None:
                self.origin = Origin(path.name, path)
            opened = _opened_of(result)
            self._services.add_problem(opened.memory_problem)
            self.opened.emit(opened, practice)
            if then is not None:
                then()

        self._job = Job(work, self)
        self._job.progressed.connect(lambda now: self.progressed.emit(*now))
        self.began.emit(name)
        self._job.start(done, self._failed)

    def _failed(self, problem: object) -> None:
        self._stop_looking()
        self._job = None
        self.refused.emit(error_text(problem, "opening-defect"))


def _of_several(step: Callable[[float], None], place: int, count: int, done: float) -> None:
    step((place + done) / count)


def _opened_of(result: OpenedSheet | Resumed) -> OpenedSheet:
    return result.opened if isinstance(result, Resumed) else result
