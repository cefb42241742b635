"""The tabs of the open workbook below its grid, as spreadsheets have them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from courier.messages import text
from courier.reading import Table
from gui.style.plain import literal


class TabStrip(QTabBar):
    """``wanted`` with the name of the tab that a person chooses; the one that is open stays marked until another is.
    Hidden where there is nothing to choose."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tabStrip")
        self.setAccessibleName(text("reading-tabs"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.currentChanged.connect(self._choose)
        self._open = -1
        self.hide()

    def show_tabs(self, table: Table) -> None:
        """Offer the tabs of a workbook."""
        with QSignalBlocker(self):
            while self.count():
                self.removeTab(0)
            for name, hidden in table.tabs:
                words = text("reading-tab-about", tab=name, fields=0, hidden=str(hidden).lower())
                place = self.addTab(literal(words))
                self.setTabData(place, name)
                if name == table.tab:
                    self._open = place
            self.setCurrentIndex(self._open)
        self.setVisible(self.count() > 1)

    def show_none(self) -> None:
        """Offer nothing."""
        self.hide()

    def _choose(self, place: int) -> None:
        if place == self._open:
            return
        with QSignalBlocker(self):
            self.setCurrentIndex(self._open)
        self.wanted.emit(self.tabData(place))
