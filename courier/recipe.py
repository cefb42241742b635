"""What was done to repair one sheet, to be done again on the next one with the same headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from courier.draft import Draft
from courier.draft_edits import fill_field, set_date_order, set_short_years, set_zone
from courier.sheet.edit import Edit

Step = Mapping[str, Any]
"""Plain values: ``fix`` (rules, None for all safe repairs; ``safe``), ``fill`` (rule, with ``field`` and ``value``),
``day_first`` (field, with ``value``), ``short_years`` (field, with ``value``), ``zone``."""


def recipe_of(draft: Draft) -> tuple[Step, ...]:
    """The repairs in force on a draft, oldest first."""
    return tuple(edit.step for edit in draft.undo_stack.done if edit.step is not None)


def replay(draft: Draft, recipe: Sequence[Step]) -> int:
    """Do the steps of a recipe on a checked draft, each as an edit of its own. How many of them changed something;
    steps that do not fit the sheet any more change nothing."""
    return sum(draft.do(edit) for step in recipe if (edit := edit_of(draft, step)) is not None)


def edit_of(draft: Draft, step: Step) -> Edit | None:
    """The edit that does one step on a draft; None for a step that is not known here or does not fit."""
    fields = draft.checker.view.names
    match step:
        case {"fix": rules, "safe": safe}:
            return draft.plan(rules, safe_only=bool(safe)).edit
        case {"fill": rule, "field": name, "value": value}:
            return fill_field(draft, str(rule), str(name), str(value))
        case {"day_first": name, "value": value} if name in fields:
            return set_date_order(draft, str(name), day_first=bool(value))
        case {"short_years": name, "value": value} if name in fields:
            return set_short_years(draft, str(name), agreed=bool(value))
        case {"zone": zone}:
            return set_zone(draft, str(zone))
    return None
