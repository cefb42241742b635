"""The history page with its questions, the results, the Today list, the queue, and what looks for answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.ledger.records import RecordedPart, Submission
from courier.messages import text
from courier.people import is_mine
from courier.privacy import forget_before, kept_things
from courier.results.batch_result import BatchResult
from courier.results.known_locks import LockDates
from courier.results.learning import Standing, standings
from courier.shipping.outgoing_parts import os_user
from courier.today.locks import LockCalendar, NextLock
from courier.today.program_status import ProgramStatus, program_statuses
from gui.history.clean_sending import CleanSending
from gui.history.pane import HistoryPane
from gui.history.questions import ask_age, ask_anew, ask_drop, ask_outcome, show_kept
from gui.history.queue import Queue
from gui.history.today_list import TodayList
from gui.results.poller import AnswerPoller
from gui.results.results import Results
from gui.session.file_dialogs import ask_for_file, ask_for_folder, ask_where_to_save
from gui.session.ledger_queries import LedgerQueries
from gui.session.services import AppServices


class HistoryPage(QObject):
    """``pages``: the stack in which the history is a page; ``open_file``: opens a sheet. ``told``: a sentence for the
    status line; ``changed``: the ledger has other content; ``recent_known``: the latest batches, and why they cannot be
    read; ``drafts_known``: drafts to go on with; ``reversals_asked``: with a program whose
    orders are to be changed, "" for all, and with an order, "" for none."""

    told = Signal(str)
    changed = Signal()
    recent_known = Signal(object, str)
    drafts_known = Signal(object)
    reversals_asked = Signal(str, str)

    def __init__(
        self, services: AppServices, pages: QStackedWidget, open_file: Callable[[Path], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._services, self._pages, self._open_file, self._window = services, pages, open_file, window
        self._came_from: QWidget | None = None
        # a sheet is opened from a file; the folder is removed with the window
        self._opened = QTemporaryDir()
        self._queries = LedgerQueries(services, self)
        self._calendar = LockCalendar(LockDates().of)
        self._practice: tuple[Ledger, BatchResult] | None = None
        self.queue = Queue(services, window)
        self.answers = AnswerPoller(services, window)
        self.results = Results(services, pages, window)
        self.today = TodayList(window)
        self._clean = CleanSending(services, self.queue, window)
        self.pane = pane = HistoryPane(self._queries, pages)
        pane.show_team(self.of_team)
        pages.addWidget(pane)
        self._queries.told.connect(self._tell)
        self.queue.told.connect(self._tell)
        self.answers.told.connect(self._tell)
        self.results.told.connect(self.told)
        self.results.history_asked.connect(self._show_batch)
        self._clean.told.connect(self._tell)
        self._clean.checking.connect(self.today.show_checking)
        self.today.clean_asked.connect(self._clean.begin)
        self.today.whose_changed.connect(self._show_today)
        self.today.stop_asked.connect(self._clean.stop)
        self._queries.changed.connect(services.look_at_ledger_again)
        services.ledger_moves.moved.connect(self._take_moved)
        for changing in (self._queries, self.queue, self._clean, self.answers, self.results):
            changing.changed.connect(self.take_up)
            changing.changed.connect(self.changed)
        self.today.program_asked.connect(self._show_program)
        self.today.results_asked.connect(self._show_results)
        pane.finished.connect(self.leave)
        pane.export_asked.connect(self._ask_where_to_export)
        pane.merge_asked.connect(self._ask_what_to_merge)
        pane.kept_asked.connect(self._show_kept)
        pane.delete_asked.connect(self.ask_age)
        pane.reversals_asked.connect(self.reversals_asked)
        self.today.reversals_asked.connect(lambda: self.reversals_asked.emit("", ""))
        pane.lost.rebuild_asked.connect(self._rebuild)
        pane.lost.merge_asked.connect(self._ask_what_to_merge)
        pane.lost.anew_asked.connect(lambda: ask_anew(window, self._begin_anew))
        details = pane.details
        details.open_asked.connect(self.open_part)
        details.save_asked.connect(self._ask_where_to_save)
        details.settle_asked.connect(lambda part: ask_outcome(window, part, lambda state: self._settle(part, state)))
        details.note_written.connect(self._note)
        details.send_asked.connect(self.queue.send)
        details.results_asked.connect(self.results.show)
        details.drop_asked.connect(lambda batch: ask_drop(window, batch, lambda: self._drop(batch)))

    # ------------------------------------------------------------------ where it is shown

    def show(self, program: str | None = None) -> None:
        """Show the history, of one program if given."""
        if self._pages.currentWidget() is not self.pane:
            self._came_from = self._pages.currentWidget()
        self._pages.setCurrentWidget(self.pane)
        self.pane.open_at(program)

    def leave(self) -> None:
        """Go back to where the person came from."""
        if self._pages.currentWidget() is self.pane and self._came_from is not None:
            self._pages.setCurrentWidget(self._came_from)

    def begin(self) -> None:
        """Emit what the start page shows at first. A team's record is not waited for."""
        team = self._services.team
        if team is not None:
            team.looked.connect(self._take_looked)
            team.failed.connect(self._take_trouble)
            team.told.connect(self._tell)
            team.look()
            return
        trouble = self._services.ledger_trouble or self._services.ledger_loss()
        self.recent_known.emit(self._services.recent(), trouble)
        self.take_up_programs()

    @property
    def of_team(self) -> bool:
        """Whether several people send."""
        return self._services.team is not None

    def take_up(self) -> None:
        """Show what the ledger contains now, after something of it changed."""
        if self._services.team is not None:
            self._services.team.look_anew()
        else:
            self._show_today()
            self._queries.ask(lambda ledger: ledger.submissions(last=6), lambda sent: self.recent_known.emit(sent, ""))
        self._refresh_pages()

    def refresh(self) -> None:
        """Show what others of the team have recorded meanwhile."""
        if self._services.team is not None:
            self._services.team.look()
            self._refresh_pages()

    def _refresh_pages(self) -> None:
        self.results.take_up()
        if self._pages.currentWidget() is self.pane:
            self.pane.refresh()

    def _take_moved(self) -> None:
        self.pane.show_team(self.of_team)
        self.today.show_open_elsewhere([])
        self.begin()
        self._refresh_pages()
        self.changed.emit()

    def _take_looked(self, recent: list[Submission], loss: str) -> None:
        team = self._services.team
        self.today.show_open_elsewhere([] if team is None else team.open_elsewhere)
        self.recent_known.emit(recent, loss)
        self.take_up_programs()

    def _take_trouble(self, trouble: str) -> None:
        if trouble:
            # why is said by a bar over the page
            self.recent_known.emit([], text("team-unknown"))
            self.take_up_programs()

    def know_practice(self, ledger: Ledger, result: BatchResult) -> None:
        """Show in Today a batch that was practised with. ``ledger``: where it is recorded."""
        self._practice = (ledger, result)
        self._show_today()

    def forget_practice(self) -> None:
        """Show nothing of practice any more."""
        if self._practice is not None:
            self._practice = None
            self.results.leave_practice()
            self._show_today()

    def show_practice(self) -> None:
        """Show the results of the batch that was practised with, if there is one."""
        if self._practice is not None:
            ledger, result = self._practice
            self.results.show(result.submission.uuid, ledger)

    def _show_results(self, uuid: str) -> None:
        if self._practice is not None and self._practice[1].submission.uuid == uuid:
            self.show_practice()
        else:
            self.results.show(uuid)

    def _show_program(self, program: str) -> None:
        if self._practice is not None and program == text("today-practice"):
            self.show_practice()
        else:
            self.show(program)

    def _show_batch(self, uuid: str) -> None:
        self.show()
        self.pane.choose(uuid)

    def take_up_programs(self) -> None:
        """Show drafts and programs again after programs were saved or removed."""
        self.drafts_known.emit(self._services.kept_drafts())
        self._show_today()

    def put_away(self) -> None:
        """Stop all transfers and questions before the window closes."""
        self.queue.stop()
        self.answers.stop()
        self.results.put_away()
        self._clean.stop()

    def _show_today(self) -> None:
        programs = self._services.known_programs()
        names = [program.name for program in programs]
        mine = self.today.whose.mine

        def counts(batch: Submission) -> bool:
            return not mine or is_mine(batch)

        def work(ledger: Ledger) -> tuple[list[ProgramStatus], dict[str, NextLock], Mapping[str, Standing]]:
            now = datetime.now(UTC)
            locks = self._calendar.next_locks(ledger, programs, now)
            drafts = self._services.drafts_in_hand.pending(ledger, now)
            statuses = program_statuses(ledger, names, drafts, locks, counts)
            return statuses, locks, standings(ledger, [status.last for status in statuses if status.last], now)

        def take(answer: tuple[list[ProgramStatus], dict[str, NextLock], Mapping[str, Standing]]) -> None:
            statuses, locks, results = answer
            self._show_standings(statuses, results)
            self.pane.details.locks = locks

        if names and not self._services.ledger_trouble:
            self._queries.ask(work, take)
        else:
            self._show_standings([], {})

    def _show_standings(self, statuses: Sequence[ProgramStatus], results: Mapping[str, Standing]) -> None:
        if self._practice is not None:
            _, practised = self._practice
            batch = practised.submission
            status = ProgramStatus(text("today-practice"), batch, (), (), (), (), None)
            statuses = [status, *statuses]
            results = {**results, batch.uuid: Standing(practised.counts, False)}
        self.today.show_standings(statuses, results, of_team=self.of_team)

    def _tell(self, words: str) -> None:
        self.pane.say(words)
        self.told.emit(words)

    # ------------------------------------------------------------------ the bytes

    def open_part(self, part: RecordedPart) -> None:
        """Open the exact bytes of a part as a sheet."""
        folder = Path(self._opened.path()) / part.sha256[:12]
        self._queries.ask(lambda ledger: ledger.archive.save(part.sha256, part.name, folder), self._open_file)

    def save(self, parts: Sequence[RecordedPart], folder: Path) -> None:
        """Write the exact bytes of parts into a folder."""

        def work(ledger: Ledger) -> None:
            for part in parts:
                ledger.archive.save(part.sha256, part.name, folder)

        self._queries.ask(work, lambda _: self._tell(text("history-saved-parts", parts=len(parts), folder=str(folder))))

    def _ask_where_to_save(self, parts: Sequence[RecordedPart]) -> None:
        title, start = text("history-save-title"), str(Path.home())
        ask_for_folder(self._window, "historySaveDialog", title, start, lambda folder: self.save(parts, folder))

    # ------------------------------------------------------------------ a colleague's ledger

    def export(self, path: Path) -> None:
        """Write the ledger into a file for a colleague."""
        self._queries.ask(
            lambda ledger: ledger.export(path), lambda _: self._tell(text("history-exported", path=str(path)))
        )

    def merge(self, path: Path) -> None:
        """Take over what a colleague's ledger knows."""
        self._queries.change(
            lambda ledger: ledger.merge(path),
            lambda merged: text(
                "history-merged", submissions=merged.submissions, parts=merged.parts, settled=merged.settled
            ),
        )

    def _ask_where_to_export(self) -> None:
        title, start = text("history-export-title"), str(Path.home())
        filters = [f"{text('history-file-kind')} (*.sqlite)"]
        ask_where_to_save(
            self._window, "historyExportDialog", title, self.export, suffix="sqlite", filters=filters, start=start
        )

    def _ask_what_to_merge(self) -> None:
        filters = [f"{text('history-file-kind')} (*.sqlite)", f"{text('open-filter-all')} (*)"]
        title, start = text("history-merge-title"), str(Path.home())
        ask_for_file(self._window, "historyMergeDialog", title, self.merge, start, filters)

    # ------------------------------------------------------------------ a lost ledger

    def _rebuild(self) -> None:
        self._queries.change(lambda ledger: ledger.rebuild(), lambda result: result.message)

    def _begin_anew(self) -> None:
        self._queries.change(lambda ledger: ledger.begin_anew(), lambda _: text("history-begun-anew"))

    # ------------------------------------------------------------------ changes

    def _settle(self, part: RecordedPart, state: State) -> None:
        self._queries.change(
            lambda ledger: ledger.settle_by_hand(part.uuid, state, datetime.now(UTC), os_user()),
            lambda settled: settled.message,
        )

    def _note(self, uuid: str, note: str) -> None:
        self._queries.change(
            lambda ledger: ledger.write_note(uuid, note),
            lambda kept: text("history-note-kept" if kept.note else "history-note-gone"),
        )

    def _drop(self, batch: Submission) -> None:
        self._queries.change(
            lambda ledger: ledger.drop(batch.uuid),
            lambda dropped: (
                text("queue-dropped-batch", source=batch.source)
                if dropped.unsent
                else text("queue-dropped-rest", batch=batch.source)
            ),
        )

    def _show_kept(self) -> None:
        days = self._services.preferences.now.kept_days
        self._queries.ask(lambda _: kept_things(days), lambda things: show_kept(self._window, things, self.ask_age))

    def ask_age(self) -> None:
        """Ask what is old enough to be forgotten, and forget it."""
        ask_age(self._window, self._delete_before)

    def _delete_before(self, moment: datetime) -> None:
        services = self._services
        self._queries.change(
            lambda ledger: forget_before(ledger, services.all_drafts, services.batches_folder, moment),
            lambda gone: " ".join(gone.sentences),
        )
