"""The widths of the columns: what a person gave them, else enough for their headers."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTableView

from gui.grid.model import SheetModel

_MOST = 260


class ColumnWidths:
    """Keeps the widths of one grid by column, wherever a column stands."""

    def __init__(self, grid: QTableView, model: SheetModel) -> None:
        self._grid, self._model = grid, model
        self._given: dict[tuple[str, str], int] = {}
        self._fitting = False
        grid.horizontalHeader().sectionResized.connect(self._note)

    def fit(self) -> None:
        """Give each column shown its width."""
        self._fitting = True
        for place, shown in enumerate(self._model.columns):
            width = self._given.get((shown.column, shown.title))
            if width is None:
                width = min(_MOST, max(shown.width if shown.name else 90, self.of_header(place)))
            self._grid.setColumnWidth(place, width)
        self._fitting = False

    def of_header(self, place: int) -> int:
        """What a header needs."""
        bold = QFont(self._grid.font())
        bold.setBold(True)
        shown, metrics = self._model.column_at(place), QFontMetrics(bold)
        return max(metrics.horizontalAdvance(words) for words in (shown.title, shown.subtitle)) + 20

    def _note(self, place: int, _before: int, width: int) -> None:
        if not self._fitting and place < self._model.columnCount():
            shown = self._model.column_at(place)
            self._given[shown.column, shown.title] = width
