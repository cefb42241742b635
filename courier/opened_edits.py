"""Edits that depend on how a sheet was opened: with which program, and whether such a sheet was remembered."""

from __future__ import annotations

from dataclasses import replace

from courier.draft_edits import change_choices, change_mapping
from courier.open_sheet import OpenedSheet, filled_by
from courier.programs import Program, with_constants_of
from courier.sheet.edit import Edit
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


def choose_program(opened: OpenedSheet, program: Program | None) -> Edit:
    """Work with the facts of a program from here on; None for no program."""
    draft, before = opened.draft, opened.options.program
    choices = draft.choices
    mapping, zone, template = choices.mapping, choices.zone, choices.template
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
