"""Where the columns are in the header: some stay in view on the left while the others scroll.

Places are counted from where reading begins, so that from right to left everything is the same but mirrored.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

MENU_SIGN = 18
"""Width of the place that opens the menu, at the right end of a header that the mouse is over."""


class FrozenHeader(QHeaderView):
    """``menu_asked``: for the column at a place."""

    menu_asked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.frozen = 0
        """How many columns stay in view where reading begins; the grid says so."""

    @property
    def edge(self) -> int:
        """Where the columns that stay in view end."""
        return self.sectionPosition(self.frozen - 1) + self.sectionSize(self.frozen - 1) if self.frozen else 0

    def mirrored(self, x: int, width: int = 1) -> int:
        """The left end of a stretch that begins at ``x``, or back: the same from left to right."""
        return self.viewport().width() - x - width if self.isRightToLeft() else x

    @property
    def shift(self) -> int:
        """How much further to the right the columns that stay in view are than those that scrolled."""
        return -self.offset() if self.isRightToLeft() else self.offset()

    def left_of(self, place: int) -> int:
        """Where a column begins in the viewport."""
        return self.sectionPosition(place) - (0 if place < self.frozen else self.offset())

    def place_at(self, x: int) -> int:
        """The column at a point of the viewport, -1 if there is none."""
        return self.logicalIndexAt(self.mirrored(x - self.offset() if x < self.edge else x))

    def over_sign(self, x: int) -> bool:
        """Whether a point is over the sign that opens the menu."""
        place = self.place_at(x)
        right = self.left_of(place) + self.sectionSize(place)
        return place >= 0 and right - MENU_SIGN - 4 <= x < right - 4
