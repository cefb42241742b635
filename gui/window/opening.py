"""Opens a sheet beside the window: a file, a pasted block, or the practice sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from courier.drafts.store import Resumed
from courier.messages import PlainError, text
from courier.opening import Opened, Wishes, open_source, open_table
from courier.practice.sheet import open_practice
from courier.reading import read_pasted
from courier.sheet.mapping import Condition
from gui.window.house import House
from gui.work import Job, quick

_FIRST_LOOK = 500
"""Rows of a large sheet that are checked before it is shown: more than any screen has."""


class Opening(QObject):
    """``began`` with the name; ``progressed`` with the fraction done; then ``opened`` with an `Opened` whose first rows
    are checked at least and whether it is the practice sheet, or ``refused`` with one sentence."""

    began = Signal(str)
    progressed = Signal(float)
    opened = Signal(object, bool)
    refused = Signal(str)

    def __init__(self, house: House, window: QWidget) -> None:
        super().__init__(window)
        self._house, self._window = house, window
        self._job: Job | None = None
        self.source: bytes | None = None
        """The text that the opened sheet was made of; None for a file."""
        self.resumed: Resumed | None = None
        """The draft that the opened sheet goes on with, or None."""

    @property
    def under_way(self) -> bool:
        """Whether a sheet is being opened."""
        return self._job is not None

    def ask_for_file(self, answer: Callable[[Path], None]) -> None:
        """Let the person choose a file."""
        dialog = QFileDialog(self._window, text("open-title"))
        dialog.setObjectName("openDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [f"{text('open-filter')} (*.csv *.tsv *.txt *.xlsx *.xlsm)", f"{text('open-filter-all')} (*)"]
        )
        dialog.fileSelected.connect(lambda name: answer(Path(name)))
        dialog.open()

    def file(self, path: Path, left_out: Condition | None = None) -> None:
        """Open a file, without the rows that ``left_out`` names."""
        wishes = self._wishes(left_out=() if left_out is None else (left_out,))
        now = datetime.now(UTC)
        self._begin(lambda: open_source(path, wishes, now), path.name)

    def practice(self) -> None:
        """Open the practice sheet."""
        now = datetime.now(UTC)
        self._begin(lambda: open_practice(now), "", practice=True)

    def pasted(self, content: str) -> None:
        """Make a sheet of a block copied from a spreadsheet."""
        now, wishes = datetime.now(UTC), self._wishes()
        source = content.encode("utf-8", "surrogatepass")
        self._begin(lambda: open_table(read_pasted(content), text("pasted-name"), None, wishes, now), "", source=source)

    def draft(self, draft_id: str, name: str) -> None:
        """Go on with a draft."""
        now = datetime.now(UTC)
        programs = {program.name: program for program in self._house.programs()}
        self._begin(
            lambda: self._house.drafts.resume(draft_id, now, history=self._house.history, programs=programs.get), name
        )

    def _wishes(self, left_out: tuple[Condition, ...] = ()) -> Wishes:
        programs = {program.name: program for program in self._house.programs()}
        return Wishes(
            left_out=left_out, memories=self._house.memories, history=self._house.history, programs=programs.get
        )

    def cancel(self) -> None:
        """Stop; nothing is opened."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _begin(
        self, opening: Callable[[], Opened | Resumed], name: str, *, practice: bool = False, source: bytes | None = None
    ) -> None:
        def work(job: Job) -> Opened | Resumed:
            made = opening()
            draft = _opened_of(made).draft
            try:
                job.report(0.5)
                if quick(draft.sheet.row_count):
                    draft.check(job.report)
                else:
                    # what is on the screen first is checked first; the session has the rest checked
                    draft.check_first(_FIRST_LOOK)
                job.report(1.0)
            except BaseException:
                if isinstance(made, Resumed):
                    # another window may go on with it
                    made.journal.close()
                raise
            return made

        def done(made: Opened | Resumed) -> None:
            self._job = None
            self.source, self.resumed = source, made if isinstance(made, Resumed) else None
            self.opened.emit(_opened_of(made), practice)

        self._job = Job(work, self)
        self._job.progressed.connect(lambda done: self.progressed.emit(float(done)))
        self._job.done.connect(done)
        self._job.failed.connect(self._failed)
        self.began.emit(name)
        self._job.start()

    def _failed(self, problem: object) -> None:
        self._job = None
        known = isinstance(problem, PlainError)
        self.refused.emit(str(problem) if known else text("opening-defect", problem=type(problem).__name__))


def _opened_of(made: Opened | Resumed) -> Opened:
    return made.opened if isinstance(made, Resumed) else made
