"""The history of a cell in words."""

from __future__ import annotations

from courier.draft import Draft
from courier.messages import text
from courier.rules.phrases import title
from courier.sheet.cell_history import CellChange, cell_changes
from courier.sheet.sheet import OVERRIDE

_SHOWN = 12
"""Changes of one cell that are listed, newest first."""


def cell_history(draft: Draft, column: str, row: int) -> tuple[str, str]:
    """The source's text with the last change, and every change in a line of its own; "" twice for an unchanged cell."""
    turns = list(cell_changes(draft.undo_stack.done, column, row))
    if not turns:
        return "", ""
    lines = [
        text("inspector-past-turn", what=_what(turn), before=turn.before or "", after=turn.after or "")
        for turn in turns[:_SHOWN]
    ]
    return _since_source(draft, column, row, _what(turns[0])), "\n".join(lines)


def _since_source(draft: Draft, column: str, row: int, what: str) -> str:
    if row >= draft.sheet.source_count:
        return text("inspector-past-new", what=what)
    if column.startswith(OVERRIDE):
        return text("inspector-past-computed", what=what)
    source = draft.sheet.source_cell(row, column)
    if not source:
        return text("inspector-past-source-empty", what=what)
    return text("inspector-past-source", value=source, what=what)


def _what(turn: CellChange) -> str:
    return text("inspector-past-repair", rule=title(turn.rule)) if turn.rule else text(turn.what)
