"""The main window: the start page at once, and the workspace right after the first paint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QToolButton, QWidget

from courier.messages import text
from courier.practice.sheet_file import practice_file
from gui.soon import soon
from gui.style.layouts import hbox, vbox
from gui.style.measures import BAR_MARGINS, status_height
from gui.style.parts import styled
from gui.window.actions import WindowActions
from gui.window.dialogs import open_dialogs
from gui.window.guide import PRACTICES
from gui.window.menu_bar import MenuBar
from gui.window.part_walk import PartWalk
from gui.window.placement import keep_place, place, put_on_screen
from gui.window.recent_menu import RecentMenu
from gui.window.start_page import StartPage

if TYPE_CHECKING:
    from courier.sheet.exclusions import Exclusion
    from gui.session.services import AppServices
    from gui.window.workspace import Workspace


class MainWindow(QMainWindow):
    """``services`` hold what all windows share: destinations, programs, passwords. ``another``: opens a second
    window. ``elsewhere`` with what is to be done in a window without a sheet, because this one has one; ``closed``
    after everything was put away."""

    elsewhere = Signal(object)
    closed = Signal()

    def __init__(self, services: AppServices, another: Callable[[Path, Exclusion | None], object]) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setAcceptDrops(True)
        self.setWindowTitle(text("window-title-start"))
        self._services, self._another = services, another
        place(self, services.views)
        self._workspace: Workspace | None = None
        self._placed = False
        self.commands = WindowActions(self)
        self.menu = MenuBar(self.commands, self)
        self.setMenuBar(self.menu)
        self.start = StartPage(self)
        RecentMenu(self.menu.recent, services, self.open_file)
        self._connect()
        self._show_placeholder()

    def _connect(self) -> None:
        commands, start = self.commands, self.start
        commands.new_window.triggered.connect(lambda: self.elsewhere.emit(lambda _: None))
        commands.open.triggered.connect(lambda: self.workspace.ask_for_file())
        commands.today.triggered.connect(lambda: self.workspace.home.show())
        commands.history.triggered.connect(lambda: self.workspace.history.show())
        commands.results.triggered.connect(lambda: self.workspace.history.results.show())
        commands.answers.triggered.connect(lambda: self.workspace.history.results.bringing.ask_for_files())
        commands.result_words.triggered.connect(lambda: self.workspace.history.results.show_words())
        commands.reversals.triggered.connect(lambda: self.workspace.reversals.open_at())
        for action, kind in zip(
            (commands.practice, commands.practice_workbook, commands.practice_returns), PRACTICES, strict=True
        ):
            action.triggered.connect(lambda _=False, kind=kind: self._practise(kind))
        commands.guide.triggered.connect(lambda: self.workspace.home.show(guide=True))
        start.guide.practice_asked.connect(self._practise)
        start.guide.destination_asked.connect(lambda: self.workspace.shipping.ask_for_destination(""))
        start.recent_files.file_asked.connect(self.open_file)
        open_dialogs(commands, self.menu, self)
        commands.close.triggered.connect(self.close)
        commands.quit.triggered.connect(lambda: QApplication.closeAllWindows())
        walk = PartWalk(self)
        commands.refresh.triggered.connect(lambda: self.workspace.history.refresh())
        commands.next_part.triggered.connect(lambda: walk.step(1))
        commands.previous_part.triggered.connect(lambda: walk.step(-1))
        start.open_asked.connect(commands.open.trigger)
        start.practice_asked.connect(commands.practice.trigger)
        start.news_asked.connect(commands.news.trigger)
        start.update_asked.connect(commands.updates.trigger)
        start.back_asked.connect(commands.sheet.trigger)
        start.draft_asked.connect(
            lambda draft, name: self._in_empty_window(lambda window: window.workspace.loader.draft(draft, name))
        )

    def _practise(self, kind: str) -> None:
        self._in_empty_window(lambda window: window.workspace.loader.practice(kind))

    def _in_empty_window(self, do: Callable[[MainWindow], object]) -> None:
        if self.workspace.taken:
            self.elsewhere.emit(do)
        else:
            do(self)

    def _show_placeholder(self) -> None:
        """Show the start page at its final position, with bars as high as the workspace's."""
        stage = QWidget()
        lines = vbox(stage, margins=(0, 0, 0, 0), spacing=0)
        above, below = QWidget(), QWidget()
        above.setObjectName("bar")
        below.setObjectName("statusLine")
        below.setFixedHeight(status_height())
        within = hbox(above, margins=BAR_MARGINS)
        tool = QToolButton()
        tool.setDefaultAction(self.commands.open)
        within.addWidget(tool)
        within.addStretch(1)
        for strip in (above, below):
            styled(strip)
        lines.addWidget(above)
        lines.addWidget(self.start, 1)
        lines.addWidget(below)
        self.setCentralWidget(stage)

    @property
    def workspace(self) -> Workspace:
        """The workspace; made when first needed, at the latest right after the first paint."""
        if self._workspace is None:
            # its libraries take several times as long to load as the window itself
            from gui.window.workspace import Workspace

            self._workspace = Workspace(self._services, self.commands, self.menu, self.start, self._another, self)
            self.closed.connect(self._workspace.team_notice.presence.end)
            results = self._workspace.history.results
            results.row_asked.connect(self._show_row)
            results.sheet_asked.connect(
                lambda make, name, program, practice: self._in_empty_window(
                    lambda window: window.workspace.loader.made(make, name, program, practice=practice)
                )
            )
            self.setCentralWidget(self._workspace)
            self._workspace.reversals.sheet_asked.connect(
                lambda path, program, then: self._in_empty_window(
                    lambda window: window.workspace.loader.changes(path, program, then)
                )
            )
        return self._workspace

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._placed:
            # the frame that the system puts around the window is known only now
            self._placed = True
            soon(self, lambda: put_on_screen(self))
        if self._workspace is None:
            soon(self, lambda: self.workspace)

    @property
    def empty(self) -> bool:
        """Whether it has no sheet, and none is on its way."""
        return self._workspace is None or not self._workspace.taken

    def open_file(self, path: Path, left_out: Exclusion | None = None) -> None:
        """Open a file here, or in a window of its own if this one has a sheet. ``left_out``: rows that do not count.
        The file of the practice sheet is practised with."""
        if path == practice_file():
            self._practise("orders")
        else:
            self.workspace.open_file(path, left_out)

    def _show_row(self, path: Path | None, number: int) -> None:
        from gui.window.row_of_file import open_at_row, shows_file

        if path is None:
            self.workspace.navigation.show_division("refused")
        elif shows_file(self.workspace, path):
            open_at_row(self.workspace, path, number)
        else:
            self._in_empty_window(lambda window: open_at_row(window.workspace, path, number))

    # ------------------------------------------------------------------ keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and not self.workspace.session.sheet_open:
            self._paste(QGuiApplication.clipboard().text())
            return
        if event.matches(QKeySequence.StandardKey.Cancel) and self.workspace.session.sheet_open:
            self.workspace.show_sheet()
            return
        super().keyPressEvent(event)

    def _paste(self, content: str) -> None:
        workspace = self.workspace
        workspace.history.results.bringing.sort_out_text(content, lambda: workspace.loader.pasted(content))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # drags that begin in the grid are handled by the grid
        if event.mimeData().formats() and event.source() is None:
            event.acceptProposedAction()
            self.start.show_dragged(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.start.show_dragged(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.start.show_dragged(False)
        event.acceptProposedAction()
        self.workspace.file_drop.take_drop(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._workspace is not None and self.isVisible() and not self._workspace.may_close(self.close):
            event.ignore()
            return
        self.put_away()
        super().closeEvent(event)
        self.closed.emit()

    def put_away(self) -> None:
        """Stop all work and write the last edits. Asks nothing."""
        keep_place(self, self._services.views)
        if self._workspace is not None:
            self._workspace.put_away()

    def stop_for_session_end(self) -> None:
        """Stop transfers and write the last edits; the window may go on to be used."""
        if self._workspace is not None:
            self._workspace.stop_for_session_end()
