"""The first records of a source as they stand: the header marked, and the cells that another reading would change."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from courier.messages import text
from courier.reading.preview import PreviewResult, differing_cells
from courier.visible import visible
from gui.style.layouts import vbox
from gui.style.sample_table import fill_sample, sample_table
from gui.style.theme import current

_MOST_COLUMNS = 60
_WIDTH = 130


class RecordsTable(QWidget):
    """``header_chosen`` with the number of the record that was clicked, or on which Enter was pressed."""

    header_chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table: QTableWidget = sample_table("readingPreview", text("reading-preview"), (), (), ())
        self.table.setWordWrap(False)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.horizontalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.cellClicked.connect(self._choose)
        self.table.cellActivated.connect(self._choose)
        within = vbox(self, margins=(0, 0, 0, 0))
        within.addWidget(self.table)
        self._numbers: list[int] = []
        self.differing = 0
        """How many cells are marked because they would be others."""

    def show_look(self, look: PreviewResult, before: PreviewResult) -> None:
        """Show a reading; ``before``: the one of the open sheet."""
        cells = look.records.cells.select(look.records.cells.columns[:_MOST_COLUMNS])
        self._numbers = look.records.rows.to_list()
        lines = [
            (str(number), *(visible(cell or "") for cell in row))
            for number, row in zip(self._numbers, cells.iter_rows(), strict=True)
        ]
        table = self.table
        table.clearContents()
        table.setRowCount(len(lines))
        table.setColumnCount(cells.width + 1)
        items = fill_sample(table, lines)
        table.setColumnWidth(0, 54)
        for place in range(1, cells.width + 1):
            table.setColumnWidth(place, _WIDTH)
        self._mark_rows(look, items)
        changed = [
            (row, column) for row, column in differing_cells(before.records, look.records) if column < cells.width
        ]
        self.differing = len(changed)
        for row, column in changed:
            item = items[row][column + 1]
            item.setBackground(QColor(current().warning_fill))
            item.setForeground(QColor(current().text))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, text("reading-cell-differs", value=item.text()))

    def _mark_rows(self, look: PreviewResult, items: list[list[QTableWidgetItem]]) -> None:
        theme, header = current(), look.table.header_row
        kept = set(look.table.rows.head(len(self._numbers)).to_list())
        for number, line in zip(self._numbers, items, strict=True):
            for column, item in enumerate(line):
                if number == header:
                    item.setBackground(QColor(theme.selection))
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, text("reading-cell-header", value=item.text()))
                elif number not in kept:
                    item.setForeground(QColor(theme.muted))
                if column == 0:
                    item.setForeground(QColor(theme.muted))
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _choose(self, row: int, _column: int) -> None:
        self.header_chosen.emit(self._numbers[row])
