"""Shows how the open sheet was read, and reads it again in another way."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from courier.messages import text
from gui.reading.panel import ReadingPanel
from gui.reading.reading_preview import ReadRequest
from gui.reading.sheet_loader import SheetLoader
from gui.reading.tab_strip import TabStrip
from gui.reading.words import read_in_short
from gui.session.questions import Question
from gui.session.session import Session
from gui.soon import soon
from gui.style.suggestion_bar import SuggestionBar


class ReadAgain(QObject):
    """``action``: asks how it was read. ``suggestion``: the line over the sheet that tells what was assumed; ``tabs``:
    the workbook's below it. ``told`` with one sentence."""

    told = Signal(str)

    def __init__(self, session: Session, loader: SheetLoader, action: QAction, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._loader, self._window = session, loader, window
        self.suggestion = SuggestionBar(
            "readingSuggestion", text("reading-title"), text("menu-reading"), window, no=text("reading-fine")
        )
        self.suggestion.accepted.connect(self.show_panel)
        self.tabs = TabStrip(window)
        self.tabs.wanted.connect(self._ask_for_tab)
        action.triggered.connect(self.show_panel)
        session.opened_sheet.connect(self._begin)

    def _begin(self) -> None:
        opened = self._session.opened
        resumed = self._loader.resumed is not None
        wanted = bool(opened.table.notes) and not self._session.practice and not resumed
        self.suggestion.offer(read_in_short(opened.table) if wanted else "")
        if self._loader.origin is not None:
            self.tabs.show_tabs(opened.table)
        else:
            self.tabs.show_none()
        # after the window's own messages about an opened sheet
        soon(self, self._say)

    def _say(self) -> None:
        if self._session.sheet_open and not self._session.opened.table.notes:
            self.told.emit(read_in_short(self._session.opened.table))

    def show_panel(self) -> None:
        """Show how the sheet was read, in a dialog."""
        if not self._session.sheet_open:
            return
        panel = ReadingPanel(self._session.opened, self._loader.origin, self._window)
        panel.chosen.connect(self._ask)
        panel.open()

    def _ask_for_tab(self, tab: str) -> None:
        # rows are counted differently there
        options = replace(self._session.opened.options.reading, header_row=None)
        self._ask(ReadRequest(tab, options), False)

    def _ask(self, reading: ReadRequest, as_before: bool) -> None:
        """Read again, after asking about edits if there are any."""
        opened = self._session.opened
        edits = len(opened.draft.undo_stack.done)
        if not edits:
            self._read(reading, as_before)
            return
        kept = self._session.journal is not None and self._session.safe_to_close
        words = text("reading-edits-kept" if kept else "reading-edits-lost", edits=edits)
        question = Question("rereadQuestion", text("reading-edits-title"), words, self._window)
        question.offer(text("reading-go"), lambda: self._read(reading, as_before), primary=kept, name="rereadGo")
        question.ask_or_cancel(name="rereadCancel", primary=not kept)

    def _read(self, reading: ReadRequest, as_before: bool) -> None:
        opened, origin = self._session.opened, self._loader.origin
        if origin is not None:
            self._loader.anew(origin, opened.options, reading.tab, reading.options, as_before=as_before)
