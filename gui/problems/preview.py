"""What the safe repairs would change, cell by cell, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from courier.messages import text
from courier.rules.repairs import Plan
from courier.rules.wording import title
from courier.sheet.sheet import Sheet
from gui.style.parts import visible
from gui.window.questions import Question

_COLUMNS = ("preview-row", "preview-field", "preview-before", "preview-after", "preview-rule")


def show_preview(parent: QWidget, sheet: Sheet, plan: Plan, go: Callable[[], None]) -> None:
    """Show a plan's cells before and after; ``go`` is called when the person wants it carried out."""
    shown = text("preview-about", shown=len(plan.samples), cells=sum(plan.cells.values()), moved=plan.moved)
    question = Question("fixPreview", text("preview-title"), shown, parent)
    table = QTableWidget(len(plan.samples), len(_COLUMNS))
    table.setObjectName("fixPreviewTable")
    table.setAccessibleName(text("preview-title"))
    table.setHorizontalHeaderLabels([text(key) for key in _COLUMNS])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    for line, one in enumerate(plan.samples):
        number = str(sheet.number(one.row) or text("grid-new-row"))
        words = (number, one.field, visible(one.before or "") or text("card-empty"), one.after or "", title(one.rule))
        for place, word in enumerate(words):
            item = QTableWidgetItem(word)
            item.setToolTip(word)
            table.setItem(line, place, item)
    heads = table.horizontalHeader()
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    heads.setStretchLastSection(True)
    for place, width in enumerate((60, 120, 220, 220)):
        table.setColumnWidth(place, width)
    table.setMinimumSize(820, 360)
    question.body.addWidget(table)
    question.offer(text("preview-go"), go, primary=True, name="fixPreviewGo")
    question.offer(text("button-cancel"), None, name="fixPreviewCancel")
    question.ask()
