"""Sheets to edit in tests of drafts."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from courier.draft import Draft
from courier.draft_edits import change_mapping, set_zone, type_cells
from courier.drafts.edits import pack_edit
from courier.drafts.store import DraftStore, Resumed
from courier.open_sheet import OpenedSheet, OpenOptions, open_source, open_table
from courier.reading import read_pasted
from courier.sheet.edit import Choice, Edit, Rows
from courier.sheet.exclusions import exclude_where
from courier.sheet.mapping import Column
from courier.sheet.row_edits import delete_rows, insert_rows

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CONTENT = (
    "Order ID;Order Date;Amount;Currency;SKU;E-mail\n"
    "A-1;2026-11-20T10:00:00Z;10,50;EUR;S1;jo@example.org\n"
    "A-1;2026-11-20T10:00:00Z;3,00;EUR;S2;jo@example.org\n"
    "A-2;2026-11-21T11:00:00Z;7,25;USD;Süß;\n"
    "A-3;2026-11-22T12:00:00Z;1;USD\n"
    "A-4;03/04/2026;2.00;usd;S5;x@example.org\n"
)


def source(folder: Path, content: str = CONTENT, name: str = "orders.csv") -> Path:
    """A file with orders."""
    path = folder / name
    path.write_bytes(content.encode())
    return path


def opened_file(path: Path, **wishes: Any) -> OpenedSheet:
    """A file as a checked draft."""
    opened = open_source(path, OpenOptions(**wishes), NOW)
    opened.draft.check()
    return opened


def opened_paste(content: str = CONTENT.replace(";", "\t")) -> OpenedSheet:
    """A pasted block as a checked draft."""
    opened = open_table(read_pasted(content), "Pasted rows", None, OpenOptions(), NOW)
    opened.draft.check()
    return opened


def look(draft: Draft) -> dict[str, Any]:
    """The complete state of a draft: cells, row order, choices, and both stacks of edits."""
    sheet = draft.sheet
    return {
        "cells": sheet.frame(sheet.row_order).rows(),
        "columns": set(sheet.frame(sheet.row_order).columns),
        "order": sheet.row_order.to_list(),
        "positions": [place for place in sheet.positions.to_list() if place is not None],
        "choices": draft.choices,
        "done": [pack_edit(edit) for edit in draft.undo_stack.done],
        "undone": [pack_edit(edit) for edit in draft.undo_stack.undone],
    }


def looks_back(draft: Draft) -> list[dict[str, Any]]:
    """The states while undoing all edits and redoing them up to the newest."""
    seen = [look(draft)]
    while draft.undo(check=False):
        seen.append(look(draft))
    while draft.redo(check=False):
        seen.append(look(draft))
    return seen


def some_edit(draft: Draft, chance: random.Random) -> Edit:
    """An edit of any kind, which may change nothing."""
    sheet = draft.sheet
    order = sheet.row_order
    kind = chance.randrange(10)
    if kind < 5 and order.len():
        cells = {(chance.choice(order.to_list()), chance.choice(["c0", "c2", "c5", "f:Reason"])) for _ in range(3)}
        texts = ["", "x", "ü😀", "12.00", "\x00\n;", "jo@example.org"]
        return type_cells(draft, [(row, column, chance.choice(texts)) for row, column in sorted(cells)])
    if kind == 5:
        return insert_rows(draft.sheet, chance.randint(0, order.len()), chance.randint(1, 3))
    if kind == 6 and order.len() > 2:
        return delete_rows(draft.sheet, chance.sample(range(order.len()), 2))
    if kind == 7 and order.len():
        turned = pl.Series(order.to_list()[::-1], dtype=pl.UInt32)
        return Edit("edit-fix", (Rows(0, order, turned),), {"cells": order.len()})
    if kind == 8:
        fields = draft.choices.mapping.with_feed("Note", Column(chance.choice(["c4", "c5"])))
        return (
            change_mapping(draft, fields)
            if chance.random() < 0.5
            else set_zone(draft, chance.choice(["UTC", "Europe/Berlin"]))
        )
    aside = frozenset(chance.sample(order.to_list(), min(2, order.len())))
    condition = exclude_where("c3", "is", chance.choice(["usd", "eur"]))
    left_out = (condition,) if chance.random() < 0.3 else ()
    mapping = draft.choices.mapping
    mapping = type(mapping)(mapping.feeds, mapping.extra, left_out, mapping.words)
    changes = (
        Choice("set_aside", draft.choices.set_aside, aside),
        Choice("mapping", draft.choices.mapping, mapping),
    )
    return Edit("edit-set-aside", changes)


def work_on(draft: Draft, journal: Any, chance: random.Random) -> bool:
    """One step as in a window: an edit, an undo or a redo. False if nothing was changed."""
    what = chance.random()
    if what < 0.2:
        if draft.undo(check=False) is None:
            return False
        journal.undid()
    elif what < 0.35:
        if draft.redo(check=False) is None:
            return False
        journal.redid()
    else:
        edit = some_edit(draft, chance)
        if not draft.do(edit, check=False):
            return False
        journal.did(edit)
    return True


def come_back(store: DraftStore, draft_id: str, opened: OpenedSheet) -> Resumed:
    """Resumes a draft, which must have its complete state, and closes its journal again."""
    resumed = store.resume(draft_id, NOW)
    assert look(resumed.opened.draft) == look(opened.draft)
    resumed.journal.close()
    return resumed
