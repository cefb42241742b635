"""What was done, and what was taken back, without limit."""

from courier.sheet.edit import Edit


class UndoHistory:
    """Two stacks of edits. A new edit forgets what had been undone."""

    def __init__(self) -> None:
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    def add(self, edit: Edit) -> None:
        """Record an edit that was just applied."""
        self._done.append(edit)
        self._undone.clear()

    @property
    def done(self) -> tuple[Edit, ...]:
        """The edits in force, oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Edit, ...]:
        """The edits taken back, the one that `redo` would do again last."""
        return tuple(self._undone)

    @property
    def next_undo(self) -> Edit | None:
        """The edit that `undo` would take back."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Edit | None:
        """The edit that `redo` would do again."""
        return self._undone[-1] if self._undone else None

    def undo(self) -> Edit | None:
        """The edit to apply so that the newest step is taken back, or None."""
        if not self._done:
            return None
        edit = self._done.pop()
        self._undone.append(edit)
        return edit.inverse()

    def redo(self) -> Edit | None:
        """The edit to apply so that the newest step taken back is done again, or None."""
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._done.append(edit)
        return edit
