"""The page that shows what leaves beside what came, and the exact text of each file before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QTableView,
    QWidget,
)

from courier.approvals import approval_words, approvals_in_force
from courier.destinations import Destination
from courier.draft import Draft
from courier.messages import text
from courier.report.difference import Difference, difference
from courier.report.difference_html import money_words, write_difference
from courier.sheet.sign_off import Approval
from courier.shipping.file_preview import PreviewedFile, preview_files
from courier.shipping.routing import by_program, route
from gui.difference.cells_model import CellsModel
from gui.difference.file_view import FileView
from gui.difference.shares_view import SharesView
from gui.session.error_text import error_text
from gui.session.file_dialogs import ask_where_to_save
from gui.session.services import AppServices
from gui.session.session import Session
from gui.style.layouts import hbox, scrolling, vbox
from gui.style.parts import button, label, named
from gui.style.plain import set_tip
from gui.work import Job

_WIDTHS = (80, 300)


@dataclass(frozen=True)
class _Found:
    """``draft``: the copy that was compared."""

    draft: Draft
    difference: Difference
    files: list[PreviewedFile]
    approvals: tuple[Approval, ...]


class DifferencePage(QWidget):
    """Compares the sheet as it is when the page is shown. ``go_to``: a row id and a column's id, "" for none;
    ``told``: a sentence for the status line."""

    finished = Signal()
    approve_asked = Signal()
    go_to = Signal(int, str)
    told = Signal(str)

    def __init__(self, session: Session, services: AppServices, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("differencePage")
        self._session, self._services = session, services
        self._job: Job | None = None
        self._found: _Found | None = None
        self._destination: Destination | None = None
        self._compared: tuple[int, int, int] | None = None
        session.changed.connect(self._follow)
        outer = vbox(self, margins=(24, 16, 24, 16), spacing=10)
        self._save = button(text("difference-save"), name="differenceSave", clicked=self._ask_where)
        head = hbox()
        head.addWidget(label(text("difference-page"), title=True, size=4, wrap=True), 1)
        self._approve = button(text("difference-approve"), name="differenceApprove", clicked=self.approve_asked)
        head.addWidget(self._approve)
        head.addWidget(self._save)
        head.addWidget(button(text("difference-done"), primary=True, name="differenceDone", clicked=self.finished))
        outer.addLayout(head)
        self._about = named(label(muted=True, wrap=True), "differenceAbout")
        outer.addWidget(self._about)
        self._places = named(QListWidget(), "differencePlaces", text("difference-places"))
        self._places.currentRowChanged.connect(self._show_place)
        self._shares, self._files = SharesView(self), FileView(self)
        self._files.go_to.connect(lambda row: self.go_to.emit(row, ""))
        self._cells = named(QTableView(), "differenceCells", text("difference-cells"))
        self._cells.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._cells.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._cells.setTabKeyNavigation(False)
        self._cells.verticalHeader().hide()
        self._cells.horizontalHeader().setStretchLastSection(True)
        self._cells.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self._cells.activated.connect(self._go_to_cell)
        self._stack = QStackedWidget()
        # with large texts both tables together are higher than the page
        self._shares_area = scrolling(self._shares, frame=False)
        for view in (self._shares_area, self._cells, self._files):
            self._stack.addWidget(view)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(9)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._places)
        splitter.addWidget(self._stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([240, 800])
        outer.addWidget(splitter, 1)

    def show_now(self, destination: Destination | None) -> None:
        """Compare the sheet as it is now. ``destination``: the chosen one, which decides how files are called."""
        self.put_away()
        self._destination, self._compared = destination, self._state()
        draft, label_ = self._session.draft.snapshot(), self._session.opened.label
        programs, saved = self._services.known_programs(), self._services.known_destinations()
        self._about.setText(text("difference-comparing"))
        self._save.setEnabled(False)
        self._approve.setEnabled(False)

        def work(job: Job) -> _Found:
            if draft.stale:
                draft.check(job.report)
            batches = route(draft, label_, destination, programs, saved) if destination else None
            files = preview_files(draft, batches or by_program(draft, label_, programs))
            return _Found(draft, difference(draft), files, approvals_in_force(draft))

        self._job = Job(work, self)
        self._job.start(self._show, lambda problem: self._about.setText(error_text(problem, "difference-defect")))

    def _state(self) -> tuple[int, int, int]:
        """Differs after each step of work on the sheet."""
        draft = self._session.draft
        done = draft.undo_stack.done
        return draft.round, len(done), id(done[-1]) if done else 0

    def _follow(self) -> None:
        """Compare again what has changed while it is looked at."""
        if self.isVisible() and self._session.sheet_open and self._state() != self._compared:
            self.show_now(self._destination)

    def put_away(self) -> None:
        """Stop what is under way and let go of the sheet."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._files.stop()
        self._places.clear()
        self._stack.hide()
        self._found = None
        model = self._cells.model()
        self._cells.setModel(None)
        if model is not None:
            model.deleteLater()

    def hideEvent(self, event: QHideEvent) -> None:
        # a window that is only minimised shows the same again
        if not event.spontaneous():
            self.put_away()
        super().hideEvent(event)

    def _show(self, found: _Found) -> None:
        self._job, self._found = None, found
        model = CellsModel(found.draft, self._cells)
        self._cells.setModel(model)
        for place, width in enumerate(_WIDTHS):
            self._cells.setColumnWidth(place, width)
        notes = [*map(str, self._session.opened.brought), *approval_words(found.approvals)]
        self._about.setText("\n".join([*notes, money_words(found.difference)]))
        self._shares.show_difference(found.difference)
        self._add(text("difference-rows-and-money"), lambda: self._stack.setCurrentWidget(self._shares_area))
        for field in found.difference.fields:
            if field.rows.len():
                words = text("difference-field-line", field=field.header, cells=field.rows.len())
                self._add(words, partial(self._show_cells, field.name, field.rows))
        for file in found.files:
            rows = file.rows
            facts = {"number": rows.number, "parts": rows.parts, "rows": rows.ids.len()}
            words = text("difference-file-line", label=file.batch.label, **facts)
            self._add(words, partial(self._show_file, file))
        self._stack.show()
        self._save.setEnabled(True)
        self._approve.setEnabled(bool(found.files))
        self._places.setCurrentRow(0)
        self._places.setFocus()

    def _add(self, words: str, show: object) -> None:
        item = QListWidgetItem(words)
        set_tip(item, words)
        item.setData(Qt.ItemDataRole.UserRole, show)
        self._places.addItem(item)

    def _show_place(self, place: int) -> None:
        if place >= 0:
            self._places.item(place).data(Qt.ItemDataRole.UserRole)()

    def _show_cells(self, name: str, rows: pl.Series) -> None:
        model = self._cells.model()
        assert isinstance(model, CellsModel)
        model.show_field(name, rows)
        self._stack.setCurrentWidget(self._cells)

    def _show_file(self, file: PreviewedFile) -> None:
        assert self._found is not None
        self._stack.setCurrentWidget(self._files)
        self._files.show_file(self._found.draft, file)

    def _go_to_cell(self, index: QModelIndex) -> None:
        model = self._cells.model()
        assert isinstance(model, CellsModel)
        self.go_to.emit(*model.place(index.row()))

    # ------------------------------------------------------------------ as a file

    def _ask_where(self) -> None:
        start = str(self._session.suggested_folder())
        filters = [f"{text('difference-kind')} (*.html)"]
        ask_where_to_save(
            self, "differenceDialog", text("difference-where"), self.write, suffix="html", filters=filters, start=start
        )

    def write(self, path: Path) -> None:
        """Write the comparison that is shown as a file."""
        if self._found is None:
            return
        found, label_ = self._found, self._session.opened.label
        if path == self._session.opened.path:
            self.told.emit(text("report-not-the-source"))
            return
        Job(lambda _: write_difference(found.draft, found.difference, label_, path), self).start(
            lambda _: self.told.emit(text("difference-saved", path=str(path))),
            lambda problem: self.told.emit(error_text(problem, "difference-defect")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.finished.emit()
            return
        super().keyPressEvent(event)
