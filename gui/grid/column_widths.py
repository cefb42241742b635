"""The widths of the columns: what a person gave them, else what their texts need while there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTableView

from gui.grid.columns import GridColumn
from gui.grid.model import SheetModel
from gui.session.view_memory import headers_mark
from gui.style.measures import scaled

_MOST, _LEAST, _WIDEST = 260, 90, 620
"""The most that a column gets for its header, the least of one that is not sent, and the most of all."""
_WHOLE = 170
"""Texts up to this width are shown whole even where there is no room left beside each other: order IDs, dates."""


class ColumnWidths(QObject):
    """Keeps the widths of one grid by column, wherever a column stands. ``given``: a person changed one.
    ``contents``: per column shown what its texts near the visible rows need."""

    given = Signal()

    def __init__(self, grid: QTableView, model: SheetModel, contents: Callable[[], list[int]]) -> None:
        super().__init__(grid)
        self._grid, self._model, self._contents = grid, model, contents
        self._given: dict[str, int] = {}
        self._needs: dict[tuple[str, str], int] = {}
        self._fitting = False
        grid.horizontalHeader().sectionResized.connect(self._note)

    @property
    def by_hand(self) -> dict[str, int]:
        """The widths that a person gave, by marks of the columns."""
        return dict(self._given)

    def begin(self, given: dict[str, int]) -> None:
        """Begin with another sheet, and with the widths that a person gave such a one before."""
        self._given, self._needs = dict(given), {}
        self.fit()

    def measure_again(self) -> None:
        """Measure all texts again, as the font is another one."""
        self._needs = {}
        self.fit()

    def fit(self) -> None:
        """Give each column shown its width. What room there is goes to those whose texts are cut."""
        columns = self._model.columns
        self._measure(columns)
        wanted = [self._given.get(_name(column)) or self._needs[_key(column)] for column in columns]
        widths = [
            wanted[place]
            if _name(column) in self._given
            else min(max(self._share(place, column), scaled(_WHOLE)), wanted[place])
            for place, column in enumerate(columns)
        ]
        room = self._grid.viewport().width() - sum(widths)
        # the smallest wishes first, so that as many columns as possible are whole
        for place in sorted(range(len(columns)), key=lambda place: wanted[place] - widths[place]):
            more = min(wanted[place] - widths[place], room)
            if more > 0:
                widths[place] += more
                room -= more
        self._fitting = True
        for place, width in enumerate(widths):
            if self._grid.columnWidth(place) != width:
                self._grid.setColumnWidth(place, width)
        self._fitting = False

    def of_header(self, place: int) -> int:
        """What a header needs."""
        bold = QFont(self._grid.font())
        bold.setBold(True)
        shown, metrics = self._model.column_at(place), QFontMetrics(bold)
        return max(metrics.horizontalAdvance(words) for words in (shown.title, shown.subtitle)) + 20

    def _measure(self, columns: Sequence[GridColumn]) -> None:
        if all(_key(column) in self._needs for column in columns):
            return
        for place, (column, contents) in enumerate(zip(columns, self._contents(), strict=True)):
            self._needs.setdefault(_key(column), min(scaled(_WIDEST), max(contents, self._share(place, column))))

    def _share(self, place: int, column: GridColumn) -> int:
        """What a column gets in any case."""
        return min(scaled(_MOST), max(scaled(column.width if column.name else _LEAST), self.of_header(place)))

    def _note(self, place: int, _before: int, width: int) -> None:
        if not self._fitting and place < self._model.columnCount():
            self._given[_name(self._model.column_at(place))] = width
            self.given.emit()


def _name(column: GridColumn) -> str:
    """A mark of a column that is the same in other sheets with the same headers, and does not tell its header."""
    return headers_mark((column.title, column.subtitle))


def _key(column: GridColumn) -> tuple[str, str]:
    return column.column, column.title
