"""The repairs of one sheet as steps that can be repeated on the next sheet with the same headers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from courier.catalogue.zones import known_zone, zone_named
from courier.draft import Draft
from courier.draft_edits import (
    fill_field,
    leave_out,
    replace_texts,
    set_date_order,
    set_short_years,
    set_zone,
    translate_values,
)
from courier.sheet.column_places import column_at
from courier.sheet.edit import Edit
from courier.sheet.exclusions import Exclusion, from_json, with_columns
from courier.sheet.search import Search, SearchError

Step = Mapping[str, Any]
"""Plain values: ``fix`` (rules, None for all safe repairs; ``safe``), ``fill`` (rule, with ``field`` and ``value``),
``day_first`` (field, with ``value``), ``short_years`` (field, with ``value``), ``zone``, ``replace`` (a text, with
``by``, ``kind``, ``case`` and ``columns``: their places, None for all), ``words`` (field, with ``pairs``),
``leave_out`` (exclusions with columns by place)."""


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
        case {"zone": zone} if known_zone(str(zone)):
            return set_zone(draft, str(zone))
        case {"words": name, "pairs": pairs}:
            return translate_values(draft, str(name), [(theirs, ours) for theirs, ours in pairs])
        case {"leave_out": values}:
            missing = _missing_exclusions(draft, values)
            return leave_out(draft, *missing) if missing else None
        case {"replace": wanted, "by": by, "kind": kind, "case": case, "columns": places}:
            columns = None if places is None else [column_at(draft.sheet.headers, place) for place in places]
            found = None if columns is None else [column for column in columns if column]
            try:
                return replace_texts(draft, Search(wanted, kind, bool(case)), str(by), found)
            except SearchError:
                # an expression that this version does not accept
                return None
    return None


def in_effect(draft: Draft, step: Step) -> bool:
    """Whether a decision of a step holds already, so that nothing of it is left to repeat."""
    choices = draft.choices
    match step:
        case {"day_first": name, "value": value} if reading := choices.readings.get(name):
            return reading.day_first is value
        case {"short_years": name, "value": value} if reading := choices.readings.get(name):
            return reading.short_years is value
        case {"zone": zone}:
            return choices.zone == zone_named(str(zone))
        case {"words": name, "pairs": pairs}:
            return list(choices.mapping.words_of(name)) == [(theirs.strip(), ours) for theirs, ours in pairs]
        case {"leave_out": values}:
            return not _missing_exclusions(draft, values)
    return False


def _missing_exclusions(draft: Draft, values: Iterable[Any]) -> tuple[Exclusion, ...]:
    """Those of some exclusions, with columns by place, that fit the sheet and are not in force."""
    headers = draft.sheet.headers
    wanted = from_json(with_columns(values, lambda place: column_at(headers, place)))
    return tuple(exclusion for exclusion in wanted if exclusion not in draft.choices.mapping.left_out)
