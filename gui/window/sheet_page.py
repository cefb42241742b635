"""The page of an open sheet: bars, the grid with a pane beside it, and what explains the current cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from gui.session.view_memory import ViewMemory
from gui.style.layouts import hbox, vbox
from gui.style.measures import scaled
from gui.style.parts import named
from gui.window.placement import screen_mark
from gui.window.side_rail import SideRail

_NARROW, _WIDE = 900, 1240
"""Widths below which the pane is a rail, and from which on it has its full width."""
_SIDE, _SIDE_LEAST = 332, 292


class SheetPage(QWidget):
    """Where there is no room for the pane beside the grid at all times, ``rail`` stands in its place and asks for it.
    The width that a person gives the pane is remembered for the screen."""

    def __init__(
        self,
        above: Sequence[QWidget],
        grid: QWidget,
        side: Sequence[QWidget],
        rail: SideRail,
        below: Sequence[QWidget],
        memory: ViewMemory,
    ) -> None:
        super().__init__()
        self._memory, self._rail = memory, rail
        rail.asked.connect(self.show_side)
        self._narrow = self._asked = False
        self._given = 0
        self._stack = QStackedWidget()
        for pane in side:
            self._stack.addWidget(pane)
        self._side = named(QWidget(), "sidePane")
        vbox(self._side, margins=(0, 0, 0, 0)).addWidget(self._stack)
        self._side.setMinimumWidth(scaled(_SIDE_LEAST))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(3)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(grid)
        self._splitter.addWidget(self._side)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.splitterMoved.connect(lambda *_: self._note())
        grid.setMinimumWidth(scaled(200))
        column = vbox(self, margins=(0, 0, 0, 0), spacing=0)
        for bar in above:
            column.addWidget(bar)
        line = hbox(margins=(0, 0, 0, 0), spacing=0)
        line.addWidget(self._splitter, 1)
        line.addWidget(rail)
        column.addLayout(line, 1)
        for bar in below:
            column.addWidget(bar)

    def show_pane(self, place: int, *, ask: bool = False) -> None:
        """Show one of the panes. ``ask``: where there is little room too, because something happens in it."""
        self._stack.setCurrentIndex(place)
        if ask:
            self.show_side(True)

    def show_side(self, asked: bool) -> None:
        """Where there is little room, show the pane or hide it."""
        self._asked = asked
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() <= 0:
            kept = self._memory.numbers("side", screen_mark(self.screen()))
            self._given = kept[0] if kept else 0
        self._narrow = self.width() < scaled(_NARROW)
        self._fit()

    def _fit(self) -> None:
        self._side.setVisible(not self._narrow or self._asked)
        self._rail.setVisible(self._narrow)
        self._rail.show_open(self._asked)
        usual = scaled(_SIDE if self.width() >= scaled(_WIDE) else _SIDE_LEAST)
        width = max(scaled(_SIDE_LEAST), min(self._given or usual, self.width() // 2))
        self._splitter.setSizes([self.width() - width, width])

    def _note(self) -> None:
        self._given = self._side.width()
        self._memory.keep([self._given], "side", screen_mark(self.screen()))
