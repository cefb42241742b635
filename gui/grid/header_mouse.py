"""The mouse over the column headers: selecting columns, dragging them to another place, and their widths."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from gui.grid.column_actions import ColumnActions
from gui.grid.frozen_header import FrozenHeader
from gui.grid.selection import Selection

_GRIP = 4
"""Pixels on both sides of an edge where it can be dragged."""


class HeaderMouse:
    """``gap``: before which column the dragged ones would be put down; None while none is dragged."""

    def __init__(self, header: FrozenHeader, selection: Selection, columns: ColumnActions) -> None:
        self._header, self._selection, self._columns = header, selection, columns
        self.gap: int | None = None
        self._pressed: tuple[int, QPoint] | None = None
        self._edge: tuple[int, int] | None = None

    @property
    def dragging_edge(self) -> bool:
        """Whether a width is being changed."""
        return self._edge is not None

    def edge_at(self, x: int) -> int | None:
        """The column whose right edge is at a point."""
        header = self._header
        place = header.place_at(x)
        if place < 0:
            last = header.count() - 1
            return last if last >= 0 and x - header.left_of(last) - header.sectionSize(last) <= _GRIP else None
        left = header.left_of(place)
        if left + header.sectionSize(place) - x <= _GRIP:
            return place
        # columns that scrolled out of view have no edge here
        covered = place == header.place_at(header.edge) and header.frozen != place
        return place - 1 if place and x - left < _GRIP and not covered else None

    def press(self, at: QPoint, held: Qt.KeyboardModifier) -> None:
        """The left button was pressed."""
        edge = self.edge_at(at.x())
        if edge is not None:
            self._edge = (edge, at.x() - self._header.sectionSize(edge))
            return
        place = self._header.place_at(at.x())
        if place < 0:
            return
        if self._header.over_sign(at.x()) and not held:
            self._header.menu_asked.emit(place)
            return
        if held & Qt.KeyboardModifier.ShiftModifier:
            self._selection.reach_columns(place)
            return
        if held & Qt.KeyboardModifier.ControlModifier:
            self._selection.take_columns(place, place, more=True)
            return
        if place not in self.taken():
            self._selection.take_columns(place, place)
        self._pressed = (place, at)

    def move(self, at: QPoint) -> None:
        """The mouse moved, with the button down or not."""
        if self._edge is not None:
            place, start = self._edge
            self._header.resizeSection(place, max(self._header.minimumSectionSize(), at.x() - start))
        elif self._pressed is not None:
            if self.gap is None and abs(at.x() - self._pressed[1].x()) < QApplication.startDragDistance():
                return
            place = self._header.place_at(max(0, at.x()))
            middle = self._header.left_of(place) + self._header.sectionSize(place) / 2
            self.gap = self._header.count() if place < 0 else place + (at.x() > middle)
            self._header.viewport().update()

    def release(self) -> None:
        """The button was released."""
        pressed, gap, edge = self._pressed, self.gap, self._edge
        self._pressed = self.gap = self._edge = None
        if edge is not None:
            width = self._header.sectionSize(edge[0])
            for place in self._with_taken(edge[0]):
                self._header.resizeSection(place, width)
        elif pressed is not None and gap is not None:
            self._columns.move(self._with_taken(pressed[0]), gap)
            self._header.viewport().update()
        elif pressed is not None:
            self._selection.take_columns(pressed[0], pressed[0])

    def double_click(self, at: QPoint) -> None:
        """On an edge: as wide as the contents need. Elsewhere: the menu."""
        edge = self.edge_at(at.x())
        self._edge = self._pressed = None
        if edge is not None:
            self._columns.fit(self._with_taken(edge))
        elif (place := self._header.place_at(at.x())) >= 0:
            self._header.menu_asked.emit(place)

    def right_click(self, place: int) -> None:
        """The menu, for the selected columns if this is one of them."""
        if place not in self.taken():
            self._selection.take_columns(place, place)
        self._header.menu_asked.emit(place)

    def taken(self) -> list[int]:
        """The columns that are selected as a whole."""
        return self._selection.columns if self._selection.whole_columns else []

    def _with_taken(self, place: int) -> list[int]:
        taken = self.taken()
        return taken if place in taken else [place]
