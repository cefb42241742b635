"""Takes drops, and several files at once, which may become one sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.formats import listing
from courier.messages import UserError, text
from courier.reading.join import can_join
from courier.reading.preview import preview_of
from courier.reading.read_options import DETECT
from courier.reading.source import bytes_of
from gui.reading.drop_content import drop_content
from gui.reading.sheet_loader import SheetLoader
from gui.session.questions import Question
from gui.session.session import Session
from gui.work import Job

_SortOut = Callable[[Sequence[Path], Callable[[Sequence[Path]], None]], None]


class FileDrop(QObject):
    """``open_one`` opens a file by itself. ``told``: a sentence; ``refused``: why nothing is opened. ``sort_out`` may
    be set: it takes the files that are no sheets, and calls back with the others."""

    told = Signal(str)
    refused = Signal(str)

    def __init__(
        self, session: Session, loader: SheetLoader, open_one: Callable[[Path], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._loader = session, loader
        self._open_one, self._window = open_one, window
        self.sort_out: _SortOut = lambda paths, rest: rest(paths)

    @property
    def _empty(self) -> bool:
        return not (self._session.sheet_open or self._loader.under_way)

    def take_drop(self, data: QMimeData) -> None:
        """Open what was dropped, or say why it cannot be."""
        dropped = drop_content(data)
        if dropped.paths:
            self.take_files(dropped.paths)
        elif dropped.content is None:
            self.refused.emit(text("drop-no-file"))
        elif not self._empty:
            self.refused.emit(text("drop-sheet-open"))
        else:
            self._loader.content(dropped.content, text("drop-name"))

    def take_files(self, paths: Sequence[Path]) -> None:
        """Open files; where there is no sheet yet, several with the same headers may become one."""
        self.sort_out(paths, self._take_sheets)

    def _take_sheets(self, paths: Sequence[Path]) -> None:
        if len(paths) < 2 or not self._empty:
            self._one_by_one(paths)
            return
        self.told.emit(text("several-looking", files=len(paths)))
        job = Job(lambda job: _same_headers(paths, job), self)
        job.done.connect(lambda same: self._ask(paths) if same else self._one_by_one(paths))
        job.failed.connect(lambda _: self._one_by_one(paths))
        job.start()

    def _ask(self, paths: Sequence[Path]) -> None:
        names = listing(path.name for path in paths[:5])
        words = text("several-question", files=len(paths), names=names, more=max(0, len(paths) - 5))
        question = Question("severalQuestion", text("several-title"), words, self._window)
        question.offer(text("several-join"), lambda: self._loader.joined(paths), primary=True, name="severalJoin")
        question.offer(text("several-apart"), lambda: self._one_by_one(paths), name="severalApart")
        question.ask_or_cancel(name="severalCancel")

    def _one_by_one(self, paths: Sequence[Path]) -> None:
        for path in paths:
            self._open_one(path)


def _same_headers(paths: Sequence[Path], job: Job) -> bool:
    tables = []
    for place, path in enumerate(paths):
        job.report(place / len(paths))
        try:
            tables.append(preview_of(bytes_of(path), path.name).look(None, DETECT).table)
        except UserError:
            # opening it reports what is wrong
            return False
    return can_join(tables)
