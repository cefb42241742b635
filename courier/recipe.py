"""The repairs of one sheet as steps that can be repeated on the next sheet with the same headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courier.draft import Draft
from courier.draft_edits import fill_field, set_date_order, set_short_years, set_zone
from courier.sheet.edit import Edit

Step = Mapping[str, Any]
"""Plain values: ``fix`` (rules, None for all safe repairs; ``safe``), ``fill`` (rule, with ``field`` and ``value``),
``day_first`` (field, with ``value``), ``short_years`` (field, with ``value``), ``zone``."""


def recipe_of(draft: Draft) -> tuple[Step, ...]:
    """The repairs in effect on a draft, oldest first."""
    return tuple(edit.step for edit in draft.undo_stack.done if edit.step is not None)


def edit_of(draft: Draft, step: Step) -> Edit | None:
    """The edit that repeats a step on a checked draft; None for an unknown step or one that does not fit the sheet."""
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
