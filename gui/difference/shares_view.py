"""Rows and money, from what came to what leaves, and the fields that are sent."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QWidget

from courier.formats import number_text
from courier.messages import text
from courier.report.difference import Difference
from courier.report.difference_html import amounts_of
from gui.style.layouts import vbox
from gui.style.parts import empty, label
from gui.style.sample_table import sample_table


class SharesView(QWidget):
    """Two tables to look at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = vbox(self, margins=(0, 0, 0, 0), spacing=6)

    def show_difference(self, found: Difference) -> None:
        """Show another comparison."""
        empty(self._lines)
        codes = found.currencies
        heads = [text("difference-share"), text("difference-rows")]
        heads += [code or text("difference-no-currency") for code in codes]
        lines = [
            [text(f"difference-{share.kind}"), number_text(share.rows), *amounts_of(share.totals, codes)]
            for share in found.shares
        ]
        title = text("difference-rows-and-money")
        shares = sample_table("differenceShares", title, heads, lines, [])
        _align_numbers(shares, 1)
        _show_whole(shares)
        self._lines.addWidget(shares)
        if not found.shares[-1].rows:
            # nothing leaves, so no field does
            self._lines.addStretch(1)
            return
        words = text("difference-fields", fields=len(found.fields), cells=found.cells)
        self._lines.addWidget(label(words, title=True))
        lines = [
            [
                field.header,
                field.source if field.value is None else text("difference-for-all", value=field.value),
                number_text(field.rows.len()),
            ]
            for field in found.fields
        ]
        heads = [text("difference-field"), text("difference-source"), text("difference-changed")]
        fields = sample_table("differenceFields", words, heads, lines, [])
        _align_numbers(fields, 2)
        _show_whole(fields)
        self._lines.addWidget(fields)
        if found.staying:
            staying = text("difference-staying", columns=len(found.staying))
            self._lines.addWidget(label(f"{staying}: {', '.join(found.staying)}", muted=True, wrap=True))
        self._lines.addStretch(1)


def _show_whole(table: QTableWidget) -> None:
    """Make a table as high as its lines: the page scrolls, not the table."""
    head = table.horizontalHeader().sizeHint().height()
    table.setFixedHeight(head + sum(map(table.rowHeight, range(table.rowCount()))) + 4)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _align_numbers(table: QTableWidget, first: int) -> None:
    """Align the columns from ``first`` on to the right, and give the column before them the room that is left."""
    header = table.horizontalHeader()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(first - 1, QHeaderView.ResizeMode.Stretch)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for column in range(first, table.columnCount()):
        items = [table.item(row, column) for row in range(table.rowCount())]
        for item in (*items, table.horizontalHeaderItem(column)):
            if item is not None:
                item.setTextAlignment(right)
