"""A table of sample cells, before and after, that a question shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from gui.style.plain import set_tip


def sample_table(
    name: str, title: str, headers: Sequence[str], lines: Sequence[Sequence[str]], widths: Sequence[int]
) -> QTableWidget:
    """A table to look at only. ``widths``: of all columns but the last, in pixels; the last takes the rest."""
    table = QTableWidget(len(lines), len(headers))
    table.setObjectName(name)
    table.setAccessibleName(title)
    table.setHorizontalHeaderLabels(list(headers))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    # Tab leaves it; there may be hundreds of cells
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    fill_sample(table, lines)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    header.setStretchLastSection(True)
    for place, width in enumerate(widths):
        table.setColumnWidth(place, width)
    return table


def fill_sample(table: QTableWidget, lines: Sequence[Sequence[str]]) -> list[list[QTableWidgetItem]]:
    """Show other cells; there are rows and columns for them. The items, line by line."""
    made: list[list[QTableWidgetItem]] = []
    for line, words in enumerate(lines):
        made.append([])
        for place, word in enumerate(words):
            item = QTableWidgetItem(word)
            set_tip(item, word)
            table.setItem(line, place, item)
            made[line].append(item)
    return made
