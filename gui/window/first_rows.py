"""The first rows of a large file with their problems, shown while the rest is being read."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from courier.open_sheet import OpenedSheet
from gui.grid.model import SheetModel
from gui.grid.view import Grid
from gui.reading.sheet_loader import SheetLoader
from gui.session.session import Session


class FirstRows(QObject):
    """Shows them read-only in place of the start page, until the sheet is opened or refused. ``grid``: the sheet's,
    which goes on at the same scroll position. ``told``: a sentence when someone tries to edit."""

    told = Signal(str)

    def __init__(self, loader: SheetLoader, pages: QStackedWidget, start: QWidget, grid: Grid) -> None:
        super().__init__(pages)
        self._pages, self._start, self._sheet_grid = pages, start, grid
        self._grid: Grid | None = None
        loader.looked.connect(self._show)
        loader.opened.connect(self._give_way)
        for end in (loader.refused, loader.cancelled):
            end.connect(self._go_back)

    def _show(self, opened: OpenedSheet) -> None:
        if self._pages.currentWidget() is not self._start:
            return
        session = Session(self, look_only=True)
        session.told.connect(self.told)
        model = SheetModel(session, session)
        self._grid = Grid(session, model, self._pages)
        session.setParent(self._grid)
        self._grid.setObjectName("firstLook")
        self._pages.addWidget(self._grid)
        session.take(opened)
        self._grid.move_to(model.index(0, 0))
        self._pages.setCurrentWidget(self._grid)
        self._grid.setFocus()

    def _give_way(self) -> None:
        if self._grid is None:
            return
        at, down = self._grid.currentIndex(), self._grid.verticalScrollBar().value()
        model = self._sheet_grid.sheet_model
        if at.row() < model.rowCount() and at.column() < model.columnCount():
            self._sheet_grid.move_to(model.index(at.row(), at.column()))
            self._sheet_grid.verticalScrollBar().setValue(down)
        self._close()

    def _go_back(self) -> None:
        if self._grid is not None:
            if self._pages.currentWidget() is self._grid:
                self._pages.setCurrentWidget(self._start)
            self._close()

    def _close(self) -> None:
        assert self._grid
        self._pages.removeWidget(self._grid)
        self._grid.deleteLater()
        self._grid = None
