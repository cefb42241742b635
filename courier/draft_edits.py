"""Makes edits of a draft, which `Draft.do` applies. Edits of whole rows are in `courier.sheet.row_edits`, repairs in
`courier.rules.repairs`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from courier.catalogue.fields import Template
from courier.catalogue.zones import zone_named
from courier.draft import Draft
from courier.rules.file_rules import CHANGE_SIGNS
from courier.rules.frames import FieldFrames
from courier.rules.named_zones import with_named_zones
from courier.rules.order_rules import SKU_TWICE, is_child_line
from courier.rules.orders import BY_EVENT_AND_ORDER, BY_ORDER, regroup
from courier.rules.readings import READ_TOGETHER, read_columns
from courier.sheet.choices import ColumnReading
from courier.sheet.column_places import written_place
from courier.sheet.edit import Cells, Change, Choice, Edit
from courier.sheet.errors import MappingError
from courier.sheet.exclusions import Exclusion, exclude_where, to_json, with_columns
from courier.sheet.mapping import Column, Typed
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.row_edits import delete_rows
from courier.sheet.search import Search, replacement
from courier.sheet.sheet import OVERRIDE

_MARKED_INSTEAD = {"MediaId": ("EventDate",)}
"""The fields that a rule marks when a value in another field repairs it: old orders need a partner."""


def type_cells(draft: Draft, cells: Sequence[tuple[int, str, str]], what: str = "edit-type") -> Edit:
    """The edit that writes texts into ``cells``: (row id, column, text). ``what``: its message key."""
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
    """The edit that changes what feeds the fields. Fields with another feed get new column readings."""
    texts = FieldFrames(mapping, draft.choices.zone, draft.sheet.damaged).raw(draft.sheet.frame())
    before, readings = draft.choices.mapping, draft.choices.readings
    changed = {
        name
        for name, feed in mapping.feeds
        if before.feed(name) != feed or name not in readings or mapping.words_of(name) != before.words_of(name)
    }
    kept = {name: reading for name, reading in readings.items() if name in texts.columns}
    # some columns are read together with others
    together = [name for name in READ_TOGETHER if name in texts.columns] if changed & READ_TOGETHER else []
    read = read_columns(texts.select(sorted(changed.union(together))), draft.now)
    # what a person answered about two zones stays answered
    zone = draft.choices.zone if "zone" in draft.choices.chosen else None
    readings = {**kept, **with_named_zones(read, mapping, draft.sheet, zone, remembered=True)}
    return change_choices(draft, "edit-mapping", mapping=mapping, readings=readings)


def translate_values(draft: Draft, name: str, pairs: Sequence[tuple[str, str]]) -> Edit:
    """The edit that gives a field other replacements of its values, as `Mapping.with_words` does."""
    edit = change_mapping(draft, draft.choices.mapping.with_words(name, pairs))
    return replace(edit, step={"words": name, "pairs": [list(pair) for pair in pairs]})


def own_columns(draft: Draft) -> list[str]:
    """The columns whose cells are the sheet's own, so that other texts can be written there."""
    mapping = draft.choices.mapping
    typed = [OVERRIDE + name for name, feed in mapping.feeds if isinstance(feed, Typed) and not mapping.words_of(name)]
    return [*typed, *draft.sheet.columns]


def replace_texts(draft: Draft, search: Search, by: str, columns: Sequence[str] | None = None) -> Edit:
    """The edit that replaces each match in all rows of some columns by ``by``; in all own columns if None. Raises
    SearchError as `Search.replaced` does."""
    cells, order = draft.sheet.frame(), draft.sheet.row_order
    names = [name for name in own_columns(draft) if name in cells.columns and (columns is None or name in columns)]
    rows = {name: order.filter(search.marks(cells[name]).gather(order)) for name in names}
    return replace(
        replacement(search, by, cells.select(names).to_dict(), rows), step=replace_step(draft, search, by, columns)
    )


def replace_step(draft: Draft, search: Search, by: str, columns: Sequence[str] | None) -> dict[str, Any] | None:
    """How a replacement in all rows of some columns is repeated; None where a column is none of the source's."""
    if columns is not None and not set(columns) <= set(draft.sheet.columns):
        return None
    places = None if columns is None else [written_place(draft.sheet.headers, column) for column in columns]
    return {"replace": search.wanted, "by": by, "kind": search.kind, "case": search.case, "columns": places}


def set_date_order(draft: Draft, name: str, *, day_first: bool) -> Edit:
    """The edit that decides whether the day comes first in the dates of one field."""
    return _decide_reading(draft, "edit-date-order", name, "day_first", day_first)


def set_short_years(draft: Draft, name: str, *, agreed: bool) -> Edit:
    """The edit that decides whether two-digit years in one field's dates are those from 2000 on."""
    return _decide_reading(draft, "edit-short-years", name, "short_years", agreed)


def _decide_reading(draft: Draft, what: str, name: str, part: str, answer: bool) -> Edit:
    """The edit that sets one ``part`` of the column reading of a field, which a recipe can repeat."""
    readings = draft.choices.readings
    values: dict[str, Any] = {part: answer}
    reading = replace(readings.get(name, ColumnReading()), **values)
    edit = change_choices(draft, what, readings={**readings, name: reading})
    return replace(edit, step={part: name, "value": answer})


def set_zone(draft: Draft, zone: str) -> Edit:
    """The edit with which a person sets the time zone of dates without one, also where the file names two zones for
    them. ``zone``: any name that a zone has, else MappingError."""
    named = zone_named(zone)
    if named is None:
        raise MappingError("zone-unknown", zone=zone)
    readings = {
        name: reading if reading.other_source is None else replace(reading, zone=None, other_source=None)
        for name, reading in draft.choices.readings.items()
    }
    return replace(_choose(draft, "edit-zone", zone=named, readings=readings), step={"zone": named})


def set_template(draft: Draft, template: Template) -> Edit:
    """The edit with which a person chooses the template."""
    return _choose(draft, "edit-template", template=template)


def _choose(draft: Draft, what: str, **choices: object) -> Edit:
    """The edit with which a person makes decisions that are otherwise detected."""
    names = {name for name in choices if name != "readings"}
    return change_choices(draft, what, chosen=draft.choices.chosen | names, **choices)


def fill_field(draft: Draft, rule: str, name: str, value: str, rows: pl.Series | None = None) -> Edit:
    """The edit that writes one value into a field wherever a rule marks the field or a row that lacks it; only within
    ``rows`` unless None. A field that nothing feeds gets a column of its own."""
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


def delete_child_lines(draft: Draft) -> Edit | None:
    """The edit that deletes the lines that repeat another one of their order without its price; None if there are
    none."""
    marked = draft.rows_with(SKU_TWICE, ("Sku",))
    if not marked.len():
        return None
    checker = draft.checker
    frame = regroup(checker.groups_of(draft.verdict, marked, BY_ORDER), BY_EVENT_AND_ORDER)
    children = frame.filter(frame.select_seq(is_child_line(checker.view).alias("child"))["child"])["@row"]
    return delete_rows(draft.sheet, draft.sheet.positions.gather(children).to_list()) if children.len() else None


def set_aside(draft: Draft, rows: Iterable[int], *, aside: bool = True) -> Edit:
    """The edit that sets the whole orders of these rows aside, or puts them back into the batch."""
    orders = frozenset(draft.in_orders_of(pl.Series(list(rows), dtype=pl.UInt32)).arg_true().to_list())
    chosen = draft.choices.set_aside | orders if aside else draft.choices.set_aside - orders
    return change_choices(draft, "edit-set-aside" if aside else "edit-take-back", set_aside=chosen)


def set_aside_rule(draft: Draft, rule: str) -> Edit:
    """The edit that sets the orders aside in which a rule marks a row."""
    return set_aside(draft, draft.rows_with(rule).to_list())


def leave_out(draft: Draft, *exclusions: Exclusion) -> Edit:
    """The edit that also leaves out what some exclusions name. See `set_exclusions`."""
    return set_exclusions(draft, (*draft.choices.mapping.left_out, *exclusions))


def set_exclusions(draft: Draft, exclusions: Sequence[Exclusion]) -> Edit:
    """The edit after which exactly these exclusions hold, with the template that fits the other rows unless a person
    chose one. The new ones can be repeated on another sheet."""
    before = draft.choices.mapping.left_out
    mapping = replace(draft.choices.mapping, left_out=tuple(dict.fromkeys(exclusions)))
    chosen = "template" in draft.choices.chosen
    template = draft.choices.template if chosen else draft.fitting_template(mapping).template
    edit = change_choices(draft, "edit-left-out", mapping=mapping, template=template)
    added = to_json(exclusion for exclusion in mapping.left_out if exclusion not in before)
    headers = draft.sheet.headers
    step = {"leave_out": with_columns(added, lambda column: written_place(headers, column))}
    return replace(edit, step=step if added else None)


def kinds_apart(mapping: FieldMapping) -> tuple[Exclusion, Exclusion] | None:
    """For a sheet that mixes changes and new conversions: what leaves out the changes, and what the new conversions.
    None if no single column distinguishes them."""
    feeds = [mapping.feed(name) for name in CHANGE_SIGNS]
    columns = [feed.column for feed in feeds if isinstance(feed, Column)]
    if len(columns) != 1:
        return None
    return exclude_where(columns[0], "not_empty"), exclude_where(columns[0], "empty")
