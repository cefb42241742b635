"""The repairs of one sheet as steps that can be repeated on the next sheet with the same headers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, get_args

from courier.catalogue.fields import FIELDS
from courier.catalogue.rules import RULE_FACTS
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
from courier.rules.repairs import FIX_ORDER
from courier.sheet.column_places import column_at
from courier.sheet.edit import Edit
from courier.sheet.exclusions import Exclusion, from_json, with_columns
from courier.sheet.search import Search, SearchError, SearchKind

Step = Mapping[str, Any]
"""Plain values: ``fix`` (rules, None for all safe repairs; ``safe``), ``fill`` (rule, with ``field`` and ``value``),
``day_first`` (field, with ``value``), ``short_years`` (field, with ``value``), ``zone``, ``replace`` (a text, with
``by``, ``kind``, ``case`` and ``columns``: their places, None for all), ``words`` (field, with ``pairs``),
``leave_out`` (exclusions with columns by place)."""


def recipe_of(draft: Draft) -> tuple[Step, ...]:
    """The repairs in effect on a draft, oldest first."""
    return tuple(edit.step for edit in draft.undo_stack.done if edit.step is not None)


def edit_of(draft: Draft, step: Step, left_out: Collection[str] = ()) -> Edit | None:
    """The edit that repeats a step on a checked draft; None for an unknown step or one that does not fit the sheet.
    ``left_out``: rules whose repairs are not wanted unless the step is of one of them alone."""
    fields = draft.checker.view.names
    match step:
        case {"fix": list() | None as rules, "safe": bool(safe)}:
            known = None if rules is None else [rule for rule in FIX_ORDER if rule in rules]
            plan = draft.plan(known, safe_only=safe)
            return (plan if known is not None and len(known) == 1 else plan.without(left_out)).edit
        case {"fill": str(rule), "field": str(name), "value": str(value)} if rule in RULE_FACTS and name in FIELDS:
            return fill_field(draft, rule, name, value)
        case {"day_first": str(name), "value": bool(value)} if name in fields:
            return set_date_order(draft, name, day_first=value)
        case {"short_years": str(name), "value": bool(value)} if name in fields:
            return set_short_years(draft, name, agreed=value)
        case {"zone": str(zone)} if known_zone(zone):
            return set_zone(draft, zone)
        case {"words": str(name), "pairs": pairs} if name in FIELDS and (several := _pairs(pairs)) is not None:
            return translate_values(draft, name, several)
        case {"leave_out": values}:
            missing = _missing_exclusions(draft, values)
            return leave_out(draft, *missing) if missing else None
        case {"replace": str(wanted), "by": str(by), "kind": kind, "case": bool(case), "columns": places} if (
            kind in get_args(SearchKind)
        ):
            try:
                return replace_texts(draft, Search(wanted, kind, case), by, _columns_at(draft, places))
            except (SearchError, TypeError, ValueError):
                # an expression that this version does not accept, or no places
                return None
    return None


def in_effect(draft: Draft, step: Step) -> bool:
    """Whether a decision of a step holds already, so that nothing of it is left to repeat."""
    choices = draft.choices
    match step:
        case {"day_first": str(name), "value": value} if reading := choices.readings.get(name):
            return reading.day_first is value
        case {"short_years": str(name), "value": value} if reading := choices.readings.get(name):
            return reading.short_years is value
        case {"zone": str(zone)}:
            return choices.zone == zone_named(zone)
        case {"words": str(name), "pairs": pairs} if (several := _pairs(pairs)) is not None:
            return list(choices.mapping.words_of(name)) == [(theirs.strip(), ours) for theirs, ours in several]
        case {"leave_out": values}:
            return not _missing_exclusions(draft, values)
    return False


def _pairs(values: object) -> list[tuple[str, str]] | None:
    """Words and their replacements; None if these are others."""
    if not isinstance(values, list):
        return None
    pairs = []
    for value in values:
        match value:
            case [str(theirs), str(ours)]:
                pairs.append((theirs, ours))
            case _:
                return None
    return pairs


def _columns_at(draft: Draft, places: Iterable[Any] | None) -> list[str] | None:
    """The columns of the sheet at these places; None for all. Raises TypeError or ValueError."""
    if places is None:
        return None
    return [column for place in places if (column := column_at(draft.sheet.headers, place))]


def _missing_exclusions(draft: Draft, values: Iterable[Any]) -> tuple[Exclusion, ...]:
    """Those of some exclusions, with columns by place, that fit the sheet and are not in force; none if they are not as
    an app writes them."""
    headers = draft.sheet.headers
    try:
        wanted = from_json(with_columns(values, lambda place: column_at(headers, place)))
    except (TypeError, ValueError, KeyError):
        return ()
    return tuple(exclusion for exclusion in wanted if exclusion not in draft.choices.mapping.left_out)
