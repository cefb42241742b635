"""What replacing all would change, cell by cell, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from PySide6.QtWidgets import QWidget

from courier.messages import text
from courier.sheet.edit import Cells, Edit
from courier.sheet.sheet import Sheet
from courier.visible import visible
from gui.session.questions import Question
from gui.style.sample_table import sample_table

_MOST = 200


def show_replacement(
    parent: QWidget, sheet: Sheet, titles: dict[str, str], edit: Edit, kept: int, go: Callable[[], None]
) -> None:
    """``titles``: what stands over each column; ``kept``: hits that cannot be written to; ``go`` is called when the
    person wants it."""
    cells = (
        (change.column, *cell)
        for change in edit.changes
        if isinstance(change, Cells)
        for cell in zip(change.rows, change.before, change.after, strict=True)
    )
    samples = list(islice(cells, _MOST))
    total = int(edit.facts["cells"])
    about = text("replace-about", cells=total, shown=len(samples) if total > len(samples) else 0, kept=kept)
    question = Question("replacePreview", text("replace-title"), about, parent)
    lines = [
        (
            str(sheet.number(row) or text("grid-new-row")),
            titles.get(column, column),
            *(visible(cell or "") or text("card-empty") for cell in (before, after)),
        )
        for column, row, before, after in samples
    ]
    headers = [text(key) for key in ("preview-row", "filter-column", "preview-before", "preview-after")]
    table = sample_table("replacePreviewTable", text("replace-title"), headers, lines, (70, 140, 250))
    table.setMinimumSize(760, 320)
    question.body.addWidget(table)
    question.offer(text("replace-go"), go, primary=True, name="replaceGo")
    question.offer(text("button-cancel"), None, name="replaceCancel")
    question.ask()
