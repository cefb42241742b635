"""Edits that depend on how a sheet was opened: with which program, and whether such a sheet was remembered."""

from __future__ import annotations

from dataclasses import replace

from courier.draft import Draft
from courier.draft_edits import change_choices, change_mapping
from courier.open_sheet import OpenedSheet, filled_by
from courier.programs import Program, with_constants_of
from courier.rules.named_zones import with_named_zones
from courier.sheet.choices import Choices
from courier.sheet.edit import Change, Choice, Edit
from courier.sheet.mapping import Constant, Typed
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping_recipe import MappingRecipe
from courier.sheet.program_facts import ProgramFacts


def forget_memory(opened: OpenedSheet) -> Edit:
    """Decide as if no such sheet had been seen before, but keep the program and what was chosen in this sheet."""
    draft, program, recalled, locked = opened.draft, opened.options.program, opened.recalled, opened.locked
    choices, mapping = draft.choices, opened.detected
    chosen = {name for name in choices.chosen if getattr(choices, name) != getattr(recalled, name, None)}
    if locked is not None:
        mapping = _with_typed(locked.mapping_on(draft.sheet.headers), choices.mapping)
    template, zone = choices.template, choices.zone
    if "template" not in chosen:
        template = (locked and locked.template) or opened.made_for or draft.fitting_template(mapping).template
    if "zone" not in chosen:
        zone = (locked and locked.zone) or replace(opened.options, zone=None).zone_with(program) or None
    if program is not None:
        mapping = filled_by(mapping, template, program)
    now = _said_by(locked).union(chosen) if locked is not None else frozenset(chosen)
    weigh = (locked and locked.zone) or "" if "zone" not in chosen else ""
    return _decide(draft, "edit-mapping", mapping, weigh=weigh, template=template, zone=zone, chosen=now)


def decided_by(recipe: MappingRecipe, choices: Choices) -> frozenset[str]:
    """Which of template and zone are as a recipe says, and so no choice of a person."""
    return frozenset(name for name in _said_by(recipe) if getattr(recipe, name) == getattr(choices, name))


def _said_by(recipe: MappingRecipe) -> frozenset[str]:
    return frozenset(name for name in ("template", "zone") if getattr(recipe, name))


def _decide(draft: Draft, what: str, mapping: FieldMapping, *, weigh: str | None = "", **choices: object) -> Edit:
    """The edit that changes what feeds the fields together with other decisions. ``what``: its message key; ``weigh``:
    the zone that a recipe says, which is an objection where the file names another; None if none says one any more, ""
    if nothing changed about that."""
    more = change_choices(draft, what, **choices)
    changes: tuple[Change, ...] = change_mapping(draft, mapping).changes
    if weigh != "":
        changes = tuple(
            replace(change, after=with_named_zones(change.after, mapping, draft.sheet, weigh))
            if isinstance(change, Choice) and change.name == "readings"
            else change
            for change in changes
        )
    return replace(more, changes=(*changes, *more.changes))


def apply_recipe(opened: OpenedSheet, recipe: MappingRecipe) -> Edit:
    """Feed the fields as a recipe says, as far as the sheet has its columns."""
    return _with_recipe(opened, recipe, recipe.mapping_on(opened.draft.sheet.headers))


def _with_recipe(opened: OpenedSheet, recipe: MappingRecipe, mapping: FieldMapping) -> Edit:
    """Let a recipe hold, with a mapping that is its own or has more."""
    draft, program, choices = opened.draft, opened.options.program, opened.draft.choices
    mapping = _with_typed(mapping, choices.mapping)
    template = recipe.template or draft.fitting_template(mapping).template
    if program is not None:
        mapping = filled_by(mapping, template, program)
    zone, chosen = recipe.zone or choices.zone, choices.chosen | _said_by(recipe)
    return _decide(draft, "edit-mapping", mapping, weigh=recipe.zone or "", template=template, zone=zone, chosen=chosen)


def follow_lock(opened: OpenedSheet) -> Edit | None:
    """What feeds the fields of a sheet that was kept while its program's lock changed, as the lock says now; None where
    that is so already. What a person left out stays left out, and their words stay where the lock has none."""
    recipe, before = opened.locked, opened.draft.choices.mapping
    if recipe is None:
        return None
    locked = recipe.mapping_on(opened.draft.sheet.headers)
    if _follows(before, locked):
        return None
    fields = {name for name, _ in locked.words}
    left_out = (*locked.left_out, *(one for one in before.left_out if one not in locked.left_out))
    words = (*locked.words, *(pair for pair in before.words if pair[0] not in fields))
    return _with_recipe(opened, recipe, replace(locked, left_out=left_out, words=words))


def _follows(mapping: FieldMapping, locked: FieldMapping) -> bool:
    """Whether a mapping has all of a locked one, and feeds more fields only with values that are in no column."""
    more = set(mapping.feeds) - set(locked.feeds)
    return (
        set(locked.feeds) <= set(mapping.feeds)
        and mapping.extra == locked.extra
        and set(locked.left_out) <= set(mapping.left_out)
        and set(locked.words) <= set(mapping.words)
        and all(isinstance(feed, Constant | Typed) for _, feed in more)
    )


def _with_typed(mapping: FieldMapping, before: FieldMapping) -> FieldMapping:
    """A mapping with the fields of another one that hold only what was typed, as far as nothing feeds them."""
    fed = {name for name, _ in mapping.feeds}
    typed = [(name, feed) for name, feed in before.feeds if feed == Typed() and name not in fed]
    return replace(mapping, feeds=(*mapping.feeds, *typed))


def choose_program(opened: OpenedSheet, program: Program | None) -> Edit:
    """Work with the facts of a program from here on; None for no program. A lock that it has holds as it does for a
    sheet that is opened with it; with a lock that goes, what only that decided is decided anew."""
    draft, before = opened.draft, opened.options.program
    choices = draft.choices
    mapping, zone, template, chosen = choices.mapping, choices.zone, choices.template, choices.chosen
    lock, gone = program.recipe if program else None, opened.locked
    if lock is None and program is not None and before is not None and program.name == before.name:
        # a program that only gave up its lock leaves everything as it is
        gone = None
    freed = decided_by(gone, choices) if gone is not None else frozenset[str]()
    chosen -= freed
    if lock is not None:
        mapping = _with_typed(lock.mapping_on(draft.sheet.headers), mapping)
        template, zone, chosen = lock.template or template, lock.zone or zone, chosen | _said_by(lock)
    elif gone is not None:
        mapping = _with_typed(opened.detected, mapping)
    facts = program.facts() if program else ProgramFacts()
    if "zone" not in chosen:
        follows = "zone" in freed or (before is not None and zone == before.zone)
        own = program.zone if program else ""
        zone = own or ((opened.options.default_zone or None) if follows else zone)
    detects = "template" in freed or (facts.parents != choices.facts.parents and template != opened.made_for)
    if "template" not in chosen and detects:
        # the program says which event types follow each other
        template = opened.made_for or draft.fitting_template(mapping, facts).template
    if program is not None:
        mapping = filled_by(mapping, template, program)
    mapping = with_constants_of(mapping, before, program)
    name = program.name if program else None
    weigh = (lock and lock.zone) or (None if "zone" in freed else "")
    return _decide(
        draft, "edit-program", mapping, weigh=weigh, program=name, facts=facts, zone=zone, template=template,
        chosen=chosen,
    )  # fmt: skip
