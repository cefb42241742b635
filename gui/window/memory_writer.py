"""Saves the decisions about a sheet for the next one with the same headers, shortly after each decision."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from PySide6.QtCore import QObject, QTimer

from courier.messages import UserError
from courier.opened_edits import decided_by
from courier.programs import with_constants_of
from courier.recipe import recipe_of
from courier.sheet.edit import Change, Choice
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping import Typed
from courier.sheet.memory import Memories
from gui.session.session import Session

_PAUSE = 400
"""Milliseconds without a further change before anything is written."""
_HANDED_OVER = "edit-handover"
"""The edit that brings the decisions of a sheet that a colleague handed over."""
_KEPT = ("mapping", "template", "zone", "program", "readings")


class MemoryWriter(QObject):
    """Listens to a session. Only what a person decided is kept, and never anything of the practice sheet."""

    def __init__(self, session: Session, memories: Memories, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._memories = session, memories
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.write)
        session.changed.connect(self._timer.start)
        session.counted.connect(self._timer.start)

    def write(self) -> None:
        """Write now. If the file cannot be written, only the memory is lost."""
        self._timer.stop()
        if not self._session.sheet_open or self._session.practice or not self._decided():
            return
        opened = self._session.opened
        choices, recipe, locked = opened.draft.choices, recipe_of(opened.draft), opened.locked
        # what was typed belongs to this sheet, and a program brings its own values
        mapping = _without_typed(with_constants_of(choices.mapping, opened.options.program, None))
        chosen = choices.chosen
        if locked is not None:
            # the program's lock decides, and nobody chose
            mapping, chosen = opened.detected, chosen - decided_by(locked, choices)
        answers = {str(step["day_first"]): bool(step["value"]) for step in recipe if "day_first" in step}
        before = dict(opened.recalled.day_first) if opened.recalled else {}
        try:
            self._memories.remember(
                opened.table.named_headers,
                mapping,
                detected=opened.detected,
                template=choices.template if "template" in chosen else None,
                zone=choices.zone if "zone" in chosen else None,
                program=choices.program,
                day_first={**before, **answers},
                left_repairs=self._session.safe.left_out,
                recipe=recipe or (opened.recalled.recipe if opened.recalled else ()),
            )
        except UserError:
            return

    def forget(self) -> None:
        """Forget what is kept for sheets with these headers, and go on as if no such sheet had been seen before."""
        self._memories.forget(self._session.opened.table.named_headers)
        self._session.forget_memory()

    def _decided(self) -> bool:
        done = self._session.draft.undo_stack.done
        if any(edit.what == _HANDED_OVER for edit in done):
            # what somebody else decided is no decision of this person, and neither is a repair of that sheet
            since = takewhile(lambda edit: edit.what != _HANDED_OVER, reversed(done))
            return any(_decides(change) for edit in since for change in edit.changes)
        recalled = self._session.opened.recalled
        before = frozenset(recalled.left_repairs) if recalled else frozenset[str]()
        return bool(done) or self._session.safe.left_out != before


def _decides(change: Change) -> bool:
    """Whether a change is of a decision that is kept."""
    if not isinstance(change, Choice) or change.name not in _KEPT:
        return False
    if change.name == "mapping":
        return _without_typed(change.before) != _without_typed(change.after)
    return bool(change.before != change.after)


def _without_typed(mapping: FieldMapping) -> FieldMapping:
    return replace(mapping, feeds=tuple(pair for pair in mapping.feeds if pair[1] != Typed()))
