"""What making a sheet of changes out of the open sheet has in common, wherever its rows come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

import polars as pl
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.changes import write_changes
from courier.draft import Draft
from courier.messages import text
from gui.session.error_text import error_text
from gui.session.file_dialogs import ask_where_to_save
from gui.session.session import Session
from gui.session.sheet_queries import SheetQueries
from gui.work import Job


class _WithTable(Protocol):
    @property
    def table(self) -> pl.DataFrame: ...


_Made = TypeVar("_Made", bound=_WithTable)


class SheetOfChanges(QObject):
    """``told``: a sentence; ``made``: the file of changes, to be opened."""

    told = Signal(str)
    made = Signal(Path)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._queries = SheetQueries(session, self)

    def _ask_where(self, dialog: str, title: str, name: str, write: Callable[[Path], object]) -> None:
        """Ask where the changes are to be saved. ``dialog``: the object name; ``name``: the suggested file's."""
        ask_where_to_save(
            self._window, dialog, title, write, suffix="csv", filters=[f"{text('new-kind-csv')} (*.csv)"],
            start=str(self._session.suggested_folder()), suggested=f"{name}.csv",
        )  # fmt: skip

    def _write(
        self,
        path: Path,
        find: Callable[[Draft], _Made],
        take_out: Callable[[_Made], object],
        words: Callable[[_Made], str],
    ) -> None:
        """Write the changes found in the sheet beside the window, and have them opened. ``take_out``: takes what they
        are about out of the sheet, if it is still open, once the file is there; ``words``: say what was done."""
        opened = self._session.opened
        if path == opened.path:
            self.told.emit(text("changes-not-the-source"))
            return
        draft = opened.draft.snapshot()

        def work(_job: Job) -> _Made:
            found = find(draft)
            write_changes(found.table, path)
            return found

        def done(found: _Made) -> None:
            if self._session.sheet_open and self._session.draft is opened.draft:
                take_out(found)
            self.told.emit(words(found))
            self.made.emit(path)

        Job(work, self).start(done, lambda problem: self.told.emit(error_text(problem, "export-defect")))
