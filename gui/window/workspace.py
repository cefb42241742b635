"""Puts together everything around one sheet in a window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget

from courier.activity_log import ACTIVITY
from courier.draft_edits import set_template
from courier.drafts.journal import Journal
from courier.messages import UserError, text
from courier.open_sheet import OpenedSheet
from courier.sheet.exclusions import Exclusion
from gui.delivery.exporter import Exporter
from gui.delivery.ready_check import check_ready
from gui.delivery.review_pane import ReviewPane
from gui.delivery.shipping import Shipping
from gui.delivery.sign_off import SignOffActions
from gui.difference.page import DifferencePage
from gui.grid.header_menu import HeaderMenu
from gui.grid.model import SheetModel
from gui.grid.view import Grid
from gui.history.history_page import HistoryPage
from gui.mapping.about_field import show_about_field
from gui.mapping.exclude_dialog import ExcludeDialog
from gui.mapping.pane import MappingPane
from gui.problems.inspector import Inspector
from gui.problems.pane import ProblemsPane
from gui.problems.repair_actions import RepairActions
from gui.reading.file_drop import FileDrop
from gui.reading.read_again import ReadAgain
from gui.reading.sheet_loader import SheetLoader
from gui.reversals.pane import ReversalPane
from gui.session.services import AppServices
from gui.session.session import Session
from gui.session.show_in_folder import show_in_folder
from gui.soon import soon
from gui.style.layouts import scrolling, vbox
from gui.style.tab_order import tab_as_seen
from gui.window.action_states import ActionStates
from gui.window.actions import WindowActions
from gui.window.answer_marks import AnswerMarks
from gui.window.cell_explanation import CellExplanation
from gui.window.closing import Closing
from gui.window.draft_offer import DraftOffer
from gui.window.first_rows import FirstRows
from gui.window.grid_actions import connect_grid
from gui.window.grid_bar import GridBar
from gui.window.home import Home
from gui.window.long_work import LongWork
from gui.window.memory_writer import MemoryWriter
from gui.window.menu_bar import MenuBar
from gui.window.navigation import Navigation
from gui.window.new_from_template import NewFromTemplate
from gui.window.notice import NoticeBar
from gui.window.notifier import Notifier
from gui.window.preferences import WindowPreferences
from gui.window.program_choice import ProgramChoice
from gui.window.sheet_page import SheetPage
from gui.window.side_rail import SideRail
from gui.window.start_page import StartPage
from gui.window.status_line import StatusLine
from gui.window.team_notice import TeamNotice
from gui.window.title import WindowTitle
from gui.window.toolbar import Toolbar
from gui.window.verdict_speaker import VerdictSpeaker
from gui.window.width_memory import WidthMemory
from gui.window.work_results import WorkResults


class Workspace(QWidget):
    """``services`` hold what all windows share: destinations, programs, passwords. ``start``: the page shown while
    there is no sheet. ``another``: opens a second window."""

    def __init__(
        self,
        services: AppServices,
        actions: WindowActions,
        menu: MenuBar,
        start: StartPage,
        another: Callable[[Path, Exclusion | None], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.setObjectName("desk")
        self._services, self._another = services, another
        self.commands, self.start = actions, start
        self.session = Session(self)
        self.shipping = Shipping(self.session, services, self)
        self._title = WindowTitle(self.shipping.pane, window)
        states = ActionStates(actions, self.session, self.shipping, self)
        self.bar = Toolbar(actions, states, self.session, self.shipping.comparison, menu.destinations, self)
        # pages are made in it: whatever comes to another parent is styled again with all that it holds
        self._pages = QStackedWidget()
        self._pages.addWidget(start)
        self._pages.setParent(self)
        self.model = SheetModel(self.session, self)
        self.grid = Grid(self.session, self.model, self)
        self.review = ReviewPane(self.session, self.shipping.comparison, self)
        self.problems = ProblemsPane(self.session, self)
        self.problems.add_review(self.review, self.review.rules)
        self.inspector = Inspector(self.session, self)
        self.navigation = Navigation(self.session, self.model, self.grid, actions, self.problems, self)
        self.difference = DifferencePage(self.session, services, self._pages)
        self.mapping = MappingPane(self.session, services, self._pages)
        self.status = StatusLine(self.session, self)
        self.sign_off = SignOffActions(self.session, lambda: services.team_approvals, self)
        self.exporter = Exporter(self.session, services, self)
        self.repairs = RepairActions(self.session, self)
        self.programs = ProgramChoice(self.session, services, actions, self.bar, self)
        self._header_menu = HeaderMenu(self.session, self.grid, self)
        self._long_work = LongWork(self.session, self.repairs, self.status)
        self.loader = SheetLoader(services, self)
        self.read_again = ReadAgain(self.session, self.loader, actions.reading, self)
        self.file_drop = FileDrop(self.session, self.loader, self.open_file, self)
        self.draft_offer = DraftOffer(self.session, services, self.loader, self)
        self.blanks = NewFromTemplate(services, self)
        self.blanks.fill_menu(menu.templates)
        self.start.new.setMenu(menu.templates)
        self.notice = NoticeBar(self)
        self.team_notice = TeamNotice(self.session, services, start, actions, self)
        filters = self.navigation.filters
        self.grid_bar = GridBar(self.session, self.model, filters, services.views, actions.filter, self)
        self._widths = WidthMemory(self.session, self.grid, services.views, self)
        self._memory_writer = MemoryWriter(self.session, services.memories, self)
        self._lay_out()
        self._connect()
        VerdictSpeaker(self.session, self.problems)
        AnswerMarks(self.session, services, filters, self.notice, self.problems, self.history, self.shipping)
        CellExplanation(self.session, self.model, self.grid, self.inspector)
        FirstRows(self.loader, self._pages, self.start, self.grid).told.connect(self.status.say)
        self._show_destinations()
        self._count_programs()
        personal = WindowPreferences(services, self.start, self.history, self)
        actions.preferences.triggered.connect(personal.show)
        self.home = Home(self.session, services, self.start, self._pages)

    def _lay_out(self) -> None:
        tellers = (self.draft_offer, self.read_again, self.programs, self.repairs, self.team_notice)
        self.sheet_page = SheetPage(
            (*(teller.suggestion for teller in tellers), self.notice, self.grid_bar, *self.navigation.bars),
            self.grid, (self.problems, scrolling(self.shipping.pane, sideways=False, frame=False)),
            SideRail(self.session), (self.read_again.tabs, self.inspector), self._services.views, self._pages,
        )  # fmt: skip
        for page in (self.sheet_page, self.mapping, self.difference):
            self._pages.addWidget(page)
        self.history = HistoryPage(self._services, self._pages, self.open_file, self)
        self.reversals = ReversalPane(self._services, self._pages, self.history.reversals_asked)
        self._closing = Closing(self.session, self.shipping.pane, self.history.queue, self)
        self.file_drop.sort_out = self.history.results.bringing.sort_out
        self.start.follow(self.history)
        self.start.show_problem(self._services.problems)
        outer = vbox(self, margins=(0, 0, 0, 0), spacing=0)
        outer.addWidget(self.bar)
        outer.addWidget(self._pages, 1)
        outer.addWidget(self.status)

    def _connect(self) -> None:
        bar, session, repairs, filters = self.bar, self.session, self.repairs, self.navigation.filters
        actions = self.commands
        connect_grid(actions, self.grid, self.show_sheet)
        actions.sheet.triggered.connect(self.show_sheet)
        actions.show_source.triggered.connect(self._show_source)
        actions.review.triggered.connect(repairs.preview_all)
        actions.repair_cell.triggered.connect(self.inspector.repair)
        actions.exclude.triggered.connect(lambda: self._ask_exclusions())
        actions.undo.triggered.connect(session.undo)
        actions.redo.triggered.connect(session.redo)
        actions.fix_safely.triggered.connect(repairs.fix_or_review)
        actions.columns.triggered.connect(self.show_columns)
        actions.export.triggered.connect(self._when_ready(self.exporter.ask_for_folder, exporting=True))
        actions.upload.triggered.connect(self._when_ready(self.shipping.send))
        actions.send_later.triggered.connect(self._when_ready(self.shipping.send_later))
        bar.template_chosen.connect(lambda to: session.do(set_template(session.draft, to)))
        self.programs.destination_wanted.connect(self.shipping.choose)
        self.programs.programs_changed.connect(self._count_programs)
        self.programs.programs_changed.connect(self.history.take_up_programs)
        bar.destination_chosen.connect(self.shipping.choose)
        bar.destination_asked.connect(self.shipping.ask_for_destination)
        self.shipping.destinations_changed.connect(self._show_destinations)
        self.shipping.began.connect(lambda: self.sheet_page.show_pane(1, ask=True))
        self.shipping.pane.back.connect(lambda: self.sheet_page.show_pane(0))
        self.shipping.began.connect(self.history.leave)
        self.shipping.settled.connect(self.history.take_up)
        self.shipping.schedule.planned.connect(self.history.take_up)
        notifier = Notifier(self)
        self.shipping.pane.told_outcome.connect(lambda words, good: notifier.tell(words, wrong=not good))
        self.history.queue.settled.connect(lambda _, good, words: notifier.tell(words, wrong=not good))
        self.draft_offer.draft_asked.connect(self.loader.draft)
        self.history.changed.connect(self.shipping.comparison.look_again)
        self.loader.began.connect(self._begun)
        self.loader.progressed.connect(lambda done, what: self.status.show_progress(done, what, self._stop_opening))
        self.loader.opened.connect(self._opened)
        self.loader.refused.connect(self._refused)
        self.file_drop.refused.connect(self._refused)
        actions.compare.triggered.connect(self._compare)
        self.difference.finished.connect(self.show_sheet)
        self.difference.go_to.connect(self._go_to)
        self.difference.told.connect(self.status.say)
        actions.hand_over.triggered.connect(self._when_ready(self.sign_off.ask_to_hand_over))
        for approving in (actions.approve.triggered, self.difference.approve_asked):
            approving.connect(self._when_ready(self.sign_off.ask_to_approve))
        self.sign_off.told.connect(self.status.say)
        actions.report.triggered.connect(self.exporter.ask_for_report)
        self.exporter.progressed.connect(self.status.show_progress)
        self.exporter.ended.connect(lambda *_: self.status.show_progress(None))
        WorkResults(self.exporter, self.shipping.pane, self.history.show, self.notice)
        self.status.show_asked.connect(self.navigation.show_division)
        filters.changed.connect(lambda: self.status.show_filter(filters.kind))
        actions.sent_columns.triggered.connect(self.grid_bar.switch_columns)
        self.grid_bar.columns_asked.connect(self.show_columns)
        self.navigation.go_to.connect(self._go_to)
        self.navigation.value_wanted.connect(self._show_value)
        self.navigation.sheet_wanted.connect(self.show_sheet)
        for teller in (self.blanks, self.read_again, self.file_drop, self.history, self.navigation, repairs, session,
                       self._closing):  # fmt: skip
            teller.told.connect(self.status.say)
        self.problems.go_to.connect(self._go_to)
        repairs.other_kind.connect(self._another)
        self.problems.look_at.connect(lambda row, column: self.grid.go_to(row, column or None))
        self.problems.fix_or_review.connect(repairs.fix_or_review)
        self.problems.undo_asked.connect(session.undo)
        self.problems.reviewed.connect(lambda seen: self.review.follow() if seen else self.review.forget())
        self.problems.review_rule.connect(repairs.review_rule)
        repairs.repaired.connect(self.problems.cards.show_repaired)
        self.problems.preview_asked.connect(repairs.preview_all)
        self.problems.fix_rule.connect(repairs.fix_rule)
        self.problems.look_asked.connect(repairs.look_at_rule)
        self.problems.value_asked.connect(repairs.ask_value)
        self.problems.surplus_asked.connect(repairs.remove_surplus)
        self.problems.returns_asked.connect(repairs.returns_sheet.ask)
        self.problems.child_lines_asked.connect(repairs.delete_child_lines)
        self.problems.split_asked.connect(repairs.ask_split)
        self.problems.called_off_asked.connect(repairs.exclude_called_off)
        repairs.exclusions_asked.connect(lambda more: self._ask_exclusions(more=more))
        self.problems.changes_asked.connect(repairs.changes_sheet.ask)
        self.problems.short_years_asked.connect(repairs.ask_short_years)
        self.grid.fix_rows_asked.connect(repairs.fix_rows)
        self.problems.ask_date_order.connect(repairs.ask_date_order)
        self.problems.ask_zone.connect(repairs.ask_zone)
        self.problems.ask_columns.connect(self.show_columns)
        self.inspector.step.connect(self.navigation.step)
        self.mapping.finished.connect(self._leave_columns)
        self.mapping.program_chosen.connect(self.programs.choose)
        self.mapping.save_program.saved.connect(self.programs.take_saved)
        self.mapping.save_program.destination = lambda: getattr(self.shipping.destination, "name", "")
        self.mapping.leave_out_asked.connect(self._ask_exclusions)
        self.mapping.date_order_asked.connect(lambda name, _: repairs.ask_date_order(name))
        self.mapping.short_years_asked.connect(repairs.ask_short_years)
        self.mapping.forget_asked.connect(self._memory_writer.forget)
        self.mapping.show_left_out.connect(lambda: self.navigation.show_division("out"))
        self._header_menu.columns_asked.connect(self.show_columns)
        self._header_menu.field_asked.connect(lambda field: show_about_field(field, self))
        self._header_menu.leave_out_asked.connect(self._ask_exclusions)
        self._header_menu.sort_asked.connect(lambda column, down: filters.sort(column, descending=down))
        self._header_menu.all_rows_asked.connect(filters.show_all)
        self._header_menu.filter_asked.connect(self.navigation.filter_bar.open_choice)
        self.grid.header_asked.connect(self._header_menu.pop_up)
        self.grid.at.connect(lambda: self.problems.cards.mark_cell(self.grid.current_cell()))

    def focusNextPrevChild(self, forward: bool) -> bool:
        # cards and lines come and go, and so do their buttons
        tab_as_seen(self)
        return super().focusNextPrevChild(forward)

    # ------------------------------------------------------------------ opening

    def open_file(self, path: Path, left_out: Exclusion | None = None) -> None:
        """Open a file here, or in a window of its own if this one has a sheet. ``left_out``: rows that do not count."""
        if self.taken:
            self._another(path, None)
        else:
            self.loader.file(path, left_out)

    @property
    def taken(self) -> bool:
        """Whether there is a sheet, or soon will be."""
        return self.session.sheet_open or self.loader.under_way

    def _begun(self, name: str) -> None:
        self.start.show_problem("")
        self.history.leave()
        self.status.show_progress(0.0, text("status-reading", name=name), self._stop_opening)

    def _stop_opening(self) -> None:
        self.loader.cancel()
        self._refused(text("opening-stopped"))

    def _opened(self, opened: OpenedSheet, practice: bool) -> None:
        self.status.show_progress(None)
        if opened.path is not None and not practice:
            self._services.recent_files.add(opened.path)
        ACTIVITY.info("sheet of %d rows, %d columns", opened.draft.sheet.row_count, len(opened.table.headers))
        self.bar.show_sheet(True)
        resumed = self.loader.resumed
        journal = None if practice else resumed.journal if resumed else self._begin_journal(opened)
        self.session.take(opened, practice=practice, journal=journal)
        self._show_destinations()
        if words := " ".join([*map(str, resumed.notes if resumed else ()), self._services.take_problems()]).strip():
            # after the note about how it was read
            soon(self, lambda: self.status.say(words))
        self.show_sheet()
        self._title.name_sheet(opened.name)
        self.grid.setFocus()
        if self.model.rowCount() and self.model.columnCount():
            self.grid.move_to(self.model.index(0, 0))
        self._long_work.begin()
        if self.mapping.needed:
            self.show_columns()
        elif opened.brought and resumed is None:
            self._compare()

    def _begin_journal(self, opened: OpenedSheet) -> Journal | None:
        """Begin the journal of a sheet; if that fails, the window says so."""
        try:
            return self._services.drafts.begin(opened, self.loader.source)
        except UserError as problem:
            self.status.say(str(problem))
            return None

    def _refused(self, words: str) -> None:
        self.status.show_progress(None, words if self.session.sheet_open else "")
        self.start.show_problem(words)

    def show_sheet(self) -> None:
        """Show the sheet instead of the mapping or the history."""
        self._pages.setCurrentWidget(self.sheet_page)

    def _show_source(self) -> None:
        path = self.session.opened.path
        if path is not None and not show_in_folder(path):
            self.status.say(text("show-source-gone", path=str(path)))

    def show_columns(self) -> None:
        """The mapping of all columns."""
        self._pages.setCurrentWidget(self.mapping)
        self.mapping.show_now()

    def _show_value(self, field: str) -> None:
        self._pages.setCurrentWidget(self.mapping)
        self.mapping.show_now(field)

    def _leave_columns(self) -> None:
        self.show_sheet()
        self.grid.setFocus()

    def ask_for_file(self) -> None:
        """Let the person choose a file."""
        self.loader.ask_for_file(self.file_drop.take_files)

    def _count_programs(self) -> None:
        self.status.show_about(text("status-programs", programs=len(self._services.known_programs())))

    def _show_destinations(self) -> None:
        self.bar.show_destinations(self._services.known_destinations(), self.shipping.destination)

    def _go_to(self, row: int, column: str) -> None:
        if self.model.place_of(row) is None:
            self.model.show_all()
        self.show_sheet()
        self.grid.go_to(row, column or None)
        self.grid.setFocus()

    def _ask_exclusions(self, column: str = "", more: Sequence[Exclusion] = ()) -> None:
        if self.session.sheet_open:
            dialog = ExcludeDialog(self.session, self, column, more)
            dialog.decided.connect(self.repairs.exclude)
            dialog.ask_or_cancel()

    def _when_ready(self, go: Callable[[], None], *, exporting: bool = False) -> Callable[[], None]:
        return lambda: check_ready(self, self.session, go, exporting=exporting)

    def _compare(self) -> None:
        self._pages.setCurrentWidget(self.difference)
        self.difference.show_now(self.shipping.destination)

    # ------------------------------------------------------------------ closing

    def may_close(self, close: Callable[[], object]) -> bool:
        """See `Closing.may_close`."""
        return self._closing.may_close(close)

    def stop_for_session_end(self) -> None:
        """Stop transfers and write the last edits, because the system may end the program at any moment now."""
        self.shipping.stop()
        self.reversals.stop()
        self.history.put_away()
        if self.session.journal is not None:
            self.session.journal.sync()

    def put_away(self) -> None:
        """Stop all work and write the last edits before the window closes."""
        self.stop_for_session_end()
        self.shipping.practice.leave()
        self.loader.cancel()
        self._memory_writer.write()
        self._widths.write()
        self.session.close_journal()
