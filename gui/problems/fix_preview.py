"""What the safe repairs would change, cell by cell, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from courier.messages import text
from courier.rules.phrases import title
from courier.rules.repairs import Plan
from courier.sheet.sheet import Sheet
from gui.session.questions import Question
from gui.style.parts import visible
from gui.style.sample_table import sample_table

_COLUMNS = ("preview-row", "preview-field", "preview-before", "preview-after", "preview-rule")


def show_fix_preview(parent: QWidget, sheet: Sheet, plan: Plan, go: Callable[[], None]) -> None:
    """Show a plan's cells before and after; ``go`` is called when the person wants it carried out."""
    shown = text("preview-about", shown=len(plan.samples), cells=sum(plan.cells.values()), moved=plan.moved)
    question = Question("fixPreview", text("preview-title"), shown, parent)
    lines = [
        (
            str(sheet.number(sample.row) or text("grid-new-row")),
            sample.field or text("grid-surplus"),
            visible(sample.before or "") or text("card-empty"),
            sample.after or "",
            title(sample.rule),
        )
        for sample in plan.samples
    ]
    headers = [text(key) for key in _COLUMNS]
    table = sample_table("fixPreviewTable", text("preview-title"), headers, lines, (60, 120, 220, 220))
    table.setMinimumSize(820, 360)
    question.body.addWidget(table)
    question.offer(text("preview-go"), go, primary=True, name="fixPreviewGo")
    question.ask_or_cancel(name="fixPreviewCancel")
