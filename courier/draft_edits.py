"""Edits of a draft as values; `Draft.do` applies them. Edits of whole rows are in `courier.sheet.row_edits`, those of
repairs in `courier.rules.repairs`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from courier.draft import Draft
from courier.rules.file_rules import CHANGE_SIGNS
from courier.rules.frames import FieldFrames
from courier.rules.readings import read_columns
from courier.rules.template_choice import detect_template
from courier.sheet.choices import ColumnReading
from courier.sheet.edit import Cells, Change, Choice, Edit
from courier.sheet.mapping import Column, Condition, Typed, left_out_expression
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.sheet import OVERRIDE

_MARKED_INSTEAD = {"MediaId": ("EventDate",)}
"""What a rule marks when another field would mend it: old orders need a partner."""


def type_cells(draft: Draft, cells: Sequence[tuple[int, str, str]], what: str = "edit-type") -> Edit:
    """The edit that writes texts into cells given as (row id, column, text). ``what``: its message key."""
    by_column: dict[str, tuple[list[int], list[str]]] = {}
    for row, column, text in cells:
        rows, texts = by_column.setdefault(column, ([], []))
        rows.append(row)
        texts.append(text)
    changes = [
        Cells(column, rows, draft.sheet.cells(rows, column), texts) for column, (rows, texts) in by_column.items()
    ]
    return Edit(what, tuple(changes), {"cells": len(cells)})


def change_choices(draft: Draft, what: str, **choices: object) -> Edit:
    """The edit that changes decisions, e.g. ``change_choices(draft, "edit-template", template="order")``."""
    changes: list[Change] = [Choice(name, getattr(draft.choices, name), value) for name, value in choices.items()]
    return Edit(what, tuple(changes))


def change_mapping(draft: Draft, mapping: FieldMapping) -> Edit:
    """The edit that changes what feeds the fields; columns fed anew are read anew."""
    texts = FieldFrames(mapping, draft.choices.zone, draft.sheet.damaged).raw(draft.sheet.frame())
    before = dict(draft.choices.mapping.feeds)
    known = draft.choices.readings
    words = draft.choices.mapping.words_of
    fresh = {
        name
        for name, feed in mapping.feeds
        if before.get(name) != feed or name not in known or mapping.words_of(name) != words(name)
    }
    kept = {name: reading for name, reading in known.items() if name in texts.columns}
    readings = {**kept, **read_columns(texts.select(sorted(fresh)), draft.now)}
    return change_choices(draft, "edit-mapping", mapping=mapping, readings=readings)


def set_date_order(draft: Draft, name: str, *, day_first: bool) -> Edit:
    """The edit that says how the dates of one field are to be read."""
    reading = replace(draft.choices.readings.get(name, ColumnReading()), day_first=day_first)
    edit = change_choices(draft, "edit-date-order", readings={**draft.choices.readings, name: reading})
    return replace(edit, step={"day_first": name, "value": day_first})


def set_short_years(draft: Draft, name: str, *, agreed: bool) -> Edit:
    """The edit that says whether years of two digits in one field's dates are those from 2000 on."""
    reading = replace(draft.choices.readings.get(name, ColumnReading()), short_years=agreed)
    edit = change_choices(draft, "edit-short-years", readings={**draft.choices.readings, name: reading})
    return replace(edit, step={"short_years": name, "value": agreed})


def set_zone(draft: Draft, zone: str) -> Edit:
    """The edit that says in which time zone dates without one are."""
    return replace(change_choices(draft, "edit-zone", zone=zone), step={"zone": zone})


def fill_field(draft: Draft, rule: str, name: str, value: str, rows: pl.Series | None = None) -> Edit:
    """The edit that writes one value into a field wherever a rule marks the field, or the row for its sake; within
    ``rows`` if given. A field that nothing feeds gets a column of its own."""
    marked = draft.rows_with(rule, (name, None, *_MARKED_INSTEAD.get(name, ())))
    if rows is not None:
        marked = marked.filter(marked.is_in(rows.implode()))
    changes: list[Change] = []
    mapping = draft.choices.mapping
    feed = mapping.feed(name)
    if feed is None:
        changes.append(Choice("mapping", mapping, mapping.with_feed(name, Typed())))
    column = feed.column if isinstance(feed, Column) else OVERRIDE + name
    ids = marked.to_list()
    changes.append(Cells(column, ids, draft.sheet.cells(ids, column), [value] * len(ids)))
    step = {"fill": rule, "field": name, "value": value} if rows is None else None
    return Edit("edit-fill", tuple(changes), {"cells": len(ids)}, step)


def set_aside(draft: Draft, rows: Iterable[int], *, aside: bool = True) -> Edit:
    """The edit that sets the whole orders of these rows aside, or takes them back."""
    wanted = pl.Series(list(rows), dtype=pl.UInt32)
    mask = (draft.verdict.included & False).scatter(wanted, True)
    whole = frozenset(draft.verdict.held_back(mask).arg_true().to_list())
    chosen = draft.choices.set_aside | whole if aside else draft.choices.set_aside - whole
    return change_choices(draft, "edit-set-aside" if aside else "edit-take-back", set_aside=chosen)


def leave_out(draft: Draft, condition: Condition) -> Edit:
    """The edit that leaves out the rows that a condition names too; the template is the one that fits the others."""
    mapping = replace(draft.choices.mapping, left_out=(*draft.choices.mapping.left_out, condition))
    cells = draft.sheet.frame(draft.sheet.row_order)
    kept = cells.filter(~left_out_expression(mapping.left_out).fill_null(False))
    texts = FieldFrames(mapping, draft.choices.zone, draft.sheet.damaged).raw(kept)
    template = detect_template(texts, draft.choices.facts.parents).template
    return change_choices(draft, "edit-left-out", mapping=mapping, template=template)


def kinds_apart(mapping: FieldMapping) -> tuple[Condition, Condition] | None:
    """Where changes and new conversions are mixed: the conditions that leave out the one kind and the other. None
    where no single column tells them apart."""
    feeds = [mapping.feed(name) for name in CHANGE_SIGNS]
    columns = [feed.column for feed in feeds if isinstance(feed, Column)]
    if len(columns) != 1:
        return None
    return Condition(columns[0], "not_empty"), Condition(columns[0], "empty")
