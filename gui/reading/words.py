"""How a sheet was read, in words."""

from __future__ import annotations

from courier.messages import text
from courier.reading import Note, Table

_FIRST = (
    "note-pasted-cut", "note-rows-missing", "note-damaged", "note-other-table", "note-hidden-tab", "note-tab-fits",
    "note-other-tabs", "note-no-header",
)  # fmt: skip
"""Assumptions that are shown before others."""


def amount_read(table: Table) -> str:
    """``3,999 rows, 12 columns``."""
    return text("reading-amount", rows=table.cells.height, columns=len(table.headers))


def read_in_short(table: Table) -> str:
    """The size of what was read, and the most important assumption."""
    notes = sorted(table.notes, key=_rank)
    if not notes:
        return text("reading-said", amount=amount_read(table))
    return text("reading-said-assumed", amount=amount_read(table), first=str(notes[0]), more=len(notes) - 1)


def _rank(note: Note) -> int:
    return _FIRST.index(note.key) if note.key in _FIRST else len(_FIRST)
