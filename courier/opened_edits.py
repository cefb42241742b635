"""Edits that depend on how a sheet was opened: with which program, and whether such a sheet was remembered."""

from __future__ import annotations

from dataclasses import replace

from courier.draft_edits import change_choices, change_mapping
from courier.open_sheet import OpenedSheet, filled_by
from courier.programs import Program, with_constants_of
from courier.sheet.edit import Edit
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping import Typed
from courier.sheet.mapping_recipe import MappingRecipe
from courier.sheet.program_facts import ProgramFacts


def forget_memory(opened: OpenedSheet) -> Edit:
    """Decide as if no such sheet had been seen before, but keep the program and what was chosen in this sheet."""
    draft, program, recalled = opened.draft, opened.options.program, opened.recalled
    chosen = {name for name in draft.choices.chosen if getattr(draft.choices, name) != getattr(recalled, name, None)}
    mapping, template, zone = opened.detected, draft.choices.template, draft.choices.zone
    if "template" not in chosen:
        template = opened.made_for or draft.fitting_template(mapping).template
    if "zone" not in chosen:
        zone = replace(opened.options, zone=None).zone_with(program) or None
    if program is not None:
        mapping = filled_by(mapping, template, program)
    edit = change_mapping(draft, mapping)
    more = change_choices(draft, edit.what, template=template, zone=zone, chosen=frozenset(chosen))
    return replace(edit, changes=(*edit.changes, *more.changes))


def apply_recipe(opened: OpenedSheet, recipe: MappingRecipe) -> Edit:
    """Feed the fields as a recipe says, as far as the sheet has its columns."""
    draft, program, choices = opened.draft, opened.options.program, opened.draft.choices
    mapping = _with_typed(recipe.mapping_on(draft.sheet.headers), choices.mapping)
    template = recipe.template or draft.fitting_template(mapping).template
    if program is not None:
        mapping = filled_by(mapping, template, program)
    chosen = {name for name in ("template", "zone") if getattr(recipe, name)}
    edit = change_mapping(draft, mapping)
    more = change_choices(
        draft, edit.what, template=template, zone=recipe.zone or choices.zone, chosen=choices.chosen | chosen
    )
    return replace(edit, changes=(*edit.changes, *more.changes))


def _with_typed(mapping: FieldMapping, before: FieldMapping) -> FieldMapping:
    """A mapping with the fields of another one that hold only what was typed, as far as nothing feeds them."""
    fed = {name for name, _ in mapping.feeds}
    typed = [(name, feed) for name, feed in before.feeds if feed == Typed() and name not in fed]
    return replace(mapping, feeds=(*mapping.feeds, *typed))


def choose_program(opened: OpenedSheet, program: Program | None) -> Edit:
    """Work with the facts of a program from here on; None for no program."""
    draft, before = opened.draft, opened.options.program
    choices = draft.choices
    mapping, zone, template = choices.mapping, choices.zone, choices.template
    recipe = program.recipe if program else None
    if recipe is not None:
        mapping = _with_typed(recipe.mapping_on(draft.sheet.headers), mapping)
        template, zone = recipe.template or template, recipe.zone or zone
    elif before is not None and before.recipe is not None and (program is None or program.name != before.name):
        # the lock goes with its program; a program that only gave it up leaves everything as it is
        mapping = _with_typed(opened.detected, mapping)
    facts = program.facts() if program else ProgramFacts()
    if "zone" not in choices.chosen:
        own = program.zone if program else ""
        zone = own or ((opened.options.default_zone or None) if before and zone == before.zone else zone)
    detects = "template" not in choices.chosen and template != opened.made_for
    if detects and facts.parents != choices.facts.parents:
        # the program says which event types follow each other
        template = draft.fitting_template(mapping, facts).template
    if program is not None:
        mapping = filled_by(mapping, template, program)
    edit = change_mapping(draft, with_constants_of(mapping, before, program))
    more = change_choices(
        draft, "edit-program", program=program.name if program else None, facts=facts, zone=zone, template=template
    )
    return replace(more, changes=(*edit.changes, *more.changes))
