"""The undo and redo stacks of a sheet, without a limit."""

from __future__ import annotations

from collections.abc import Iterable

from courier.sheet.edit import Edit


class UndoHistory:
    """Two stacks of edits. A new edit clears the redo stack."""

    def __init__(self, done: Iterable[Edit] = (), undone: Iterable[Edit] = ()) -> None:
        self._done = list(done)
        self._undone = list(undone)

    def copy(self) -> UndoHistory:
        """The same edits in stacks of their own."""
        return UndoHistory(self._done, self._undone)

    def add(self, edit: Edit) -> None:
        """Record an edit that was just applied."""
        self._done.append(edit)
        self._undone.clear()

    @property
    def done(self) -> tuple[Edit, ...]:
        """The edits in effect, oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Edit, ...]:
        """The undone edits; the last one is redone next."""
        return tuple(self._undone)

    @property
    def next_undo(self) -> Edit | None:
        """The edit that `undo` would undo, or None."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Edit | None:
        """The edit that `redo` would redo, or None."""
        return self._undone[-1] if self._undone else None

    def undo(self) -> Edit | None:
        """Undo the newest edit: the inverse edit to apply, or None."""
        if not self._done:
            return None
        edit = self._done.pop()
        self._undone.append(edit)
        return edit.inverse()

    def redo(self) -> Edit | None:
        """Redo the newest undone edit: the edit to apply, or None."""
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._done.append(edit)
        return edit
