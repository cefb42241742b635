"""Results in a window: the page, the ways in by hand, looking again, and the sheets of what was refused."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from courier.ledger.ledger import Ledger
from courier.messages import text
from courier.report.refused import write_refused
from courier.results.batch_result import BatchResult, CodeGroup, RefusedRow, result_of
from courier.results.fix_sheet import FixSheet, fix_sheet, open_fix_sheet
from courier.results.known_locks import LockDates
from courier.results.learning import write_shares
from courier.results.looking_again import look_again
from gui.results.batch_facts import BatchFacts, facts_of
from gui.results.bringing import Bringing, Brought
from gui.results.page import ResultsPage
from gui.results.unmatched_dialog import UnmatchedDialog
from gui.results.words_dialog import WordsDialog
from gui.session.file_dialogs import ask_where_to_save
from gui.session.ledger_queries import LedgerQueries
from gui.session.services import AppServices
from gui.work import Job


class Results(QObject):
    """``pages``: the stack in which the results are a page. ``told``: a sentence for the status line; ``changed``: the
    ledger has other answers; ``sheet_asked``: a sheet to be opened, as a function that makes it of options and of the
    moment, its name, its program or None, and whether it is for practice; ``row_asked``: a file, None for the practice
    sheet, and the number of its row to be shown; ``history_asked``: the UUID of a batch."""

    told = Signal(str)
    changed = Signal()
    sheet_asked = Signal(object, str, object, bool)
    row_asked = Signal(object, int)
    history_asked = Signal(str)

    def __init__(self, services: AppServices, pages: QStackedWidget, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._pages, self._window = services, pages, window
        self._came_from: QWidget | None = None
        self._reading: Job | None = None
        self._lock_dates = LockDates()
        self._stop = threading.Event()
        # a row is shown in the file that was sent; the folder is removed with the window
        self._opened = QTemporaryDir()
        self._queries = LedgerQueries(services, self)
        self._queries.told.connect(self._tell)
        self._queries.changed.connect(self.changed)
        taking = LedgerQueries(services, self)
        taking.told.connect(self._tell)
        self._of_sheet = LedgerQueries(services, self)
        self._of_sheet.told.connect(self.told)
        self.bringing = Bringing(services, taking, window)
        self.bringing.brought.connect(self._show_brought)
        self.page = page = ResultsPage(window)
        pages.addWidget(page)
        page.finished.connect(self.leave)
        page.look_asked.connect(self._look_again)
        page.import_asked.connect(self.bringing.ask_for_files)
        page.sheet_asked.connect(lambda: self._make_sheets(self._facts.result))
        page.group_asked.connect(self._make_sheets_of)
        page.words_asked.connect(self.show_words)
        page.row_asked.connect(self._show_row)
        page.history_asked.connect(lambda: self.history_asked.emit(self._facts.result.submission.uuid))
        page.save_asked.connect(self._ask_where_to_save_refused)
        page.shares_asked.connect(self._ask_where_to_save_shares)

    @property
    def _facts(self) -> BatchFacts:
        assert self.page.facts is not None
        return self.page.facts

    # ------------------------------------------------------------------ where it is shown

    def show(self, uuid: str | None = None, practice: Ledger | None = None) -> None:
        """Show the results of a batch; None for the newest that was answered. ``practice``: the record that it is in,
        if it was practised with."""
        self._queries.practice = practice
        if self._pages.currentWidget() is not self.page:
            self._came_from = self._pages.currentWidget()
        self.page.say("")
        self._pages.setCurrentWidget(self.page)
        self.page.take_focus()
        self._read(uuid)

    def leave(self) -> None:
        """Go back to where the person came from."""
        if self._pages.currentWidget() is self.page and self._came_from is not None:
            self._pages.setCurrentWidget(self._came_from)

    def leave_practice(self) -> None:
        """Show nothing of practice any more."""
        if self._queries.practice is not None:
            self.leave()
            self._queries.practice = None
            self.page.show_facts(None)

    def take_up(self) -> None:
        """Show what the ledger contains now."""
        if self._pages.currentWidget() is self.page and self.page.facts is not None:
            self._read(self._facts.result.submission.uuid)

    def put_away(self) -> None:
        """Ask nothing more."""
        self._stop.set()

    def show_words(self, code: str = "") -> None:
        """Explain the codes of impact.com, this one first."""
        WordsDialog(self._window, code).open()

    def _read(self, uuid: str | None) -> None:
        # what was practised with belongs to no program, and nobody can be asked about it
        programs = [] if self._queries.practice else self._services.known_programs()
        if self._reading is not None:
            # what was asked for last is shown, whichever is known first
            self._reading.cancel()
        dates, now = self._lock_dates, datetime.now(UTC)
        self._reading = self._queries.ask(lambda ledger: facts_of(ledger, uuid, programs, dates, now), self._show_facts)

    def _show_facts(self, facts: BatchFacts | None) -> None:
        self._reading = None
        self.page.show_facts(facts, self.bringing.matched)

    def _tell(self, words: str) -> None:
        self.page.say(words)
        self.told.emit(words)

    # ------------------------------------------------------------------ answers

    def _look_again(self) -> None:
        services, stopped = self._services, self._stop.is_set
        submission, program = self._facts.result.submission, self._facts.asks
        assert program is not None
        self._tell(text("fetch-asking"))
        self._queries.change(
            lambda _: look_again(services, program, submission, datetime.now(UTC), stopped),
            lambda answers: text("resultpage-looked", answers=len(answers)),
        )

    def _show_brought(self, brought: Brought) -> None:
        self.changed.emit()
        if brought.batch is None:
            UnmatchedDialog(None, brought.matched, self._window).open()
        else:
            self.show(brought.batch)
        self._tell(brought.words)

    # ------------------------------------------------------------------ what is done about it

    def _make_sheets_of(self, group: CodeGroup) -> None:
        self._make_sheets(self._facts.result.only(group.code.code))

    def _make_sheets(self, result: BatchResult) -> None:
        """Open the refused rows that can go again as a sheet, and what has to become a change as another one."""
        practice = self._queries.practice is not None
        self._queries.ask(
            lambda ledger: fix_sheet(ledger, result), lambda sheet: self._open_sheets(result, sheet, practice=practice)
        )

    def make_sheets(self, uuid: str, code: str, practice: Ledger | None = None) -> None:
        """Open the same of what was refused in a batch with one code, wherever the person is. ``practice``: see
        `show`."""

        def work(ledger: Ledger) -> tuple[BatchResult, FixSheet]:
            result = result_of(ledger, ledger.submission(uuid))
            alone = result.only(code)
            return alone, fix_sheet(ledger, alone)

        self._of_sheet.practice = practice
        self._of_sheet.ask(work, lambda made: self._open_sheets(*made, practice=practice is not None))

    def _open_sheets(self, result: BatchResult, sheet: FixSheet, *, practice: bool) -> None:
        batch = result.submission
        known = [] if practice else self._services.known_programs()
        program = next((one for one in known if one.name == batch.program), None)
        made = [(sheet.again, batch.template), (sheet.changes, "modification")]
        made = [(rows, template) for rows, template in made if rows.height]
        for rows, template in made:
            self.sheet_asked.emit(partial(open_fix_sheet, rows, template, result), batch.source, program, practice)
        if made:
            self.told.emit(text("resultpage-made", source=batch.source, sheets=len(made)))
        else:
            self.told.emit(text("resultpage-fix-nothing"))

    def _show_row(self, row: RefusedRow) -> None:
        folder = Path(self._opened.path()) / row.part.sha256[:12]
        number = row.number or 1
        if self._queries.practice is not None:
            self.row_asked.emit(None, number)
            return
        self._queries.ask(
            lambda ledger: ledger.archive.save(row.part.sha256, row.part.name, folder),
            lambda path: self.row_asked.emit(path, number),
        )

    def _ask_where_to_save_refused(self) -> None:
        result = self._facts.result
        name = text("resultpage-save-name", source=Path(result.submission.source).stem)
        self._ask_where_to_save(
            "refusedSaveDialog", "resultpage-save-title", lambda path: write_refused(result, path), name
        )

    def _ask_where_to_save_shares(self) -> None:
        shares = self._facts.shares
        self._ask_where_to_save("sharesSaveDialog", "resultpage-shares-title", lambda path: write_shares(shares, path))

    def _ask_where_to_save(self, dialog: str, title: str, write: Callable[[Path], None], name: str = "") -> None:
        ask_where_to_save(
            self._window,
            dialog,
            text(title),
            lambda path: self._queries.ask(
                lambda _: write(path), lambda _: self._tell(text("resultpage-saved", path=str(path)))
            ),
            suffix="csv",
            filters=[f"{text('resultpage-shares-kind')} (*.csv)"],
            start=str(Path.home()),
            suggested=name,
        )
