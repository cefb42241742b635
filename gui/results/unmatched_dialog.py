"""The lines of an answer that fit no row that was sent, listed one by one: nothing of it is dropped."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from courier.messages import text
from courier.results.batch_result import BatchResult
from courier.results.matching import Matched
from courier.visible import visible
from gui.style.dialog import Dialog
from gui.style.layouts import hbox, vbox
from gui.style.measures import scaled
from gui.style.parts import button, label, named

_HEADERS = ("line", "order", "sku", "reason")


class UnmatchedDialog(Dialog):
    """``result``: of which rows that fit nothing are listed, None for none; ``matched``: what a table brought."""

    def __init__(self, result: BatchResult | None, matched: Matched | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("unmatchedDialog")
        self.setWindowTitle(text("unmatched-title"))
        self.resize(scaled(720), scaled(420))
        outer = vbox(self, margins=(24, 16, 24, 16), spacing=12)
        lines = list(_lines(result, matched))
        files = [one.file or one.batch for one in matched.unmatched_submissions] if matched else []
        files = [name for name in dict.fromkeys(files) if name]
        if lines:
            outer.addWidget(label(text("unmatched-about", rows=len(lines)), wrap=True))
            outer.addWidget(_table(lines), 1)
        if files:
            names = "\n".join(map(visible, files))
            outer.addWidget(named(label(text("unmatched-files", files=len(files)), wrap=True), "unmatchedFiles"))
            outer.addWidget(label(names, muted=True, wrap=True))
        foot = hbox()
        foot.addStretch(1)
        foot.addWidget(button(text("button-close"), primary=True, name="unmatchedClose", clicked=self.close))
        outer.addLayout(foot)


def _lines(result: BatchResult | None, matched: Matched | None) -> Iterator[tuple[str, str, str, str]]:
    seen = set()
    for row in result.rows if result else ():
        if row.number is None:
            line = (_number(row.line), row.order or row.action, row.sku, row.reason)
            seen.add(line)
            yield line
    for said in matched.unmatched_rows.iter_rows(named=True) if matched else ():
        line = (_number(said["line"]), said["order_id"] or said["action_id"] or "", said["sku"] or "", said["reason"])
        if line not in seen:
            yield line


def _number(line: int | None) -> str:
    return "" if line is None else str(line)


def _table(lines: list[tuple[str, str, str, str]]) -> QTableWidget:
    table = named(QTableWidget(len(lines), len(_HEADERS)), "unmatchedRows", text("unmatched-title"))
    table.setHorizontalHeaderLabels([text(f"resultpage-column-{name}") for name in _HEADERS])
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setStretchLastSection(True)
    for place, line in enumerate(lines):
        for column, words in enumerate(line):
            table.setItem(place, column, QTableWidgetItem(visible(words)))
    return table
