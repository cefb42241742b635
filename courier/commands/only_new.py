"""``courier send --only-new`` and ``--changes-to``: hold back orders that were sent before, and write their changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from courier.changes import RULE, Changes, changes_of, reasons, write_changes
from courier.commands.base import warn
from courier.draft_edits import set_aside_rule
from courier.messages import UserError, text
from courier.open_sheet import OpenedSheet
from courier.shipping.dispatch import Blocked, readiness


@dataclass(frozen=True)
class HeldBack:
    """How many rows were held back because their orders were sent before, and how many of these need nothing more."""

    rows: int = 0
    settled: int = 0


def hold_back_sent(opened: OpenedSheet, changes_to: Path | None, *, hold_errors: bool) -> HeldBack:
    """Set orders aside that were sent before. ``changes_to``: where those with other values are written as changes,
    None to say only that there are some; nothing is written if errors keep the sheet back. Raises UserError."""
    draft = opened.draft
    if changes_to is not None and opened.path is not None and changes_to.resolve() == opened.path.resolve():
        raise UserError("changes-not-the-source")
    changes = changes_of(draft, reasons(draft.choices.facts)[0])
    draft.do(set_aside_rule(draft, RULE))
    changed = changes.table.height
    held = HeldBack(changes.same + changes.unsure + changed, changes.same + (changed if changes_to is not None else 0))
    state = readiness(draft, hold_errors=hold_errors)
    if not (isinstance(state, Blocked) and state.errors):
        _say(changes, changes_to)
    return held


def _say(changes: Changes, changes_to: Path | None) -> None:
    """Write the changes, and say what became of the rows that are not as they were sent."""
    changed = changes.table.height
    if changed and changes_to is not None:
        write_changes(changes.table, changes_to)
        warn(text("only-new-changes", rows=changed, path=str(changes_to)))
    elif changed:
        warn(text("only-new-changed", rows=changed))
    elif changes_to is not None:
        warn(text("only-new-no-changes"))
    if changes.unsure:
        warn(text("only-new-unsure", rows=changes.unsure))
