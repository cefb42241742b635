"""Reads the table of a workbook: chooses the tab whose headers fit best and notes what a person should know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

import polars as pl

from courier.catalogue.headers import known_field
from courier.messages import Fact
from courier.reading.grid import RawGrid
from courier.reading.header import header_place
from courier.reading.layout import table_of, without_empty_columns
from courier.reading.read_options import DETECT, OnProgress, ReadOptions
from courier.reading.table import Note, ReadingError, Table
from courier.reading.workbooks.book import Book, Tab, TabCells
from courier.reading.workbooks.html import Html
from courier.reading.workbooks.markup import MarkupKind
from courier.reading.workbooks.mhtml import Mhtml
from courier.reading.workbooks.ods import Ods
from courier.reading.workbooks.spreadsheet_ml import SpreadsheetMl
from courier.reading.workbooks.xls import Xls
from courier.reading.workbooks.xlsb import Xlsb
from courier.reading.workbooks.xlsx import Xlsx

WorkbookKind = Literal["xlsx", "xlsb", "xls", "ods"] | MarkupKind
KINDS: dict[WorkbookKind, Callable[[bytes], Book]] = {
    "xlsx": Xlsx,
    "xlsb": Xlsb,
    "xls": Xls,
    "ods": Ods,
    "html": Html,
    "xml": SpreadsheetMl,
    "mhtml": Mhtml,
}
_ENOUGH_FIELDS = 4
"""Known fields from which a tab is chosen without looking at the others."""
_MOST_TABS = 200
"""Tabs that are looked at to find the one with the orders; each costs as much as a small file."""


def read_workbook(
    data: bytes,
    kind: WorkbookKind,
    tab: str | None = None,
    options: ReadOptions = DETECT,
    progress: OnProgress = lambda _: None,
) -> Table:
    """The table of a tab of a workbook of a ``kind`` of `KINDS`: ``tab``, or the one whose headers fit best.

    Raises ReadingError for a broken workbook, a missing tab, an empty one, or one that unpacks to too much.
    """
    progress(0.1)
    _, table = grid_and_table(data, kind, tab, options)
    progress(0.9)
    return table


def tab_names(data: bytes, kind: WorkbookKind) -> list[tuple[Tab, int]]:
    """All tabs with how many known fields their headers name. Raises ReadingError for a broken workbook."""
    with _broken_workbook_error():
        book = KINDS[kind](data)
        return [
            (tab, _count_fields(book.cells(tab.name)) or 0 if place < _MOST_TABS else 0)
            for place, tab in enumerate(book.tabs)
        ]


def grid_and_table(data: bytes, kind: WorkbookKind, tab: str | None, options: ReadOptions) -> tuple[RawGrid, Table]:
    """All rows of a tab as they stand, and the table that is read from them; see `read_workbook`."""
    with _broken_workbook_error():
        return _read(KINDS[kind](data), tab, options)


@contextmanager
def _broken_workbook_error() -> Iterator[None]:
    """Turns whatever the libraries raise for a broken workbook into a ReadingError."""
    try:
        yield
    except ReadingError:
        raise
    except Exception as problem:
        raise ReadingError("reading-broken-workbook") from problem
    except BaseException as problem:
        # a panic in calamine is not an Exception
        if type(problem).__name__ != "PanicException":
            raise
        raise ReadingError("reading-broken-workbook") from problem


def _read(book: Book, tab: str | None, options: ReadOptions) -> tuple[RawGrid, Table]:
    notes = [*book.notes]
    chosen, cells = _choose(book, tab, notes)
    notes += _notes_of(cells)
    grid = _grid(cells)
    if cells.last_row is not None and (missing := cells.last_row - grid.cells.height) > 0:
        notes.append(Note("note-rows-missing", {"rows": missing, "last": str(cells.last_row)}))
    table = table_of(grid, notes, format=book.format, tab=chosen, damaged=cells.damaged, header_row=options.header_row)
    made_for = book.made_for()
    # the app's own workbooks hide a list of values that is not a table
    tabs = tuple((sheet.name, sheet.hidden) for sheet in book.tabs if not (sheet.hidden and made_for))
    return grid, replace(table, tabs=tabs, made_for=made_for)


def _grid(cells: TabCells) -> RawGrid:
    """The rows and columns up to the last cell that is not only formatted. Raises ReadingError if there is none."""
    frame = pl.DataFrame(cells.columns)
    filled = frame.select_seq(pl.any_horizontal(pl.lit(False), pl.all() != "").alias("f"))["f"].arg_true()
    if not filled.len():
        raise ReadingError("reading-empty")
    frame = without_empty_columns(frame.head(int(filled[-1]) + 1), 0, always_full=True)
    return RawGrid(frame, pl.int_range(1, frame.height + 1, eager=True, dtype=pl.Int64), always_full=True)


def _choose(book: Book, tab: str | None, notes: list[Note]) -> tuple[str, TabCells]:
    names = [sheet.name for sheet in book.tabs]
    hidden = [sheet.name for sheet in book.tabs if sheet.hidden]
    if tab is not None:
        if tab not in names:
            raise ReadingError("reading-no-such-tab", tab=tab, tabs=", ".join(names))
        chosen, cells = tab, book.cells(tab)
    else:
        chosen, cells, fields, first = _best_tab(book)
        others = [name for name in names if name != chosen]
        if others:
            notes.append(Note("note-other-tabs", {"tab": chosen, "others": ", ".join(others)}))
        if chosen != first:
            notes.append(Note("note-tab-fits", {"tab": chosen, "fields": fields}))
        unseen = [name for name in hidden if name != chosen]
        if unseen and not book.made_for():
            notes.append(Note("note-hidden-tabs", {"tabs": ", ".join(unseen), "count": len(unseen)}))
    if chosen in hidden:
        notes.append(Note("note-hidden-tab", {"tab": chosen}))
    return chosen, cells


def _best_tab(book: Book) -> tuple[str, TabCells, int, str]:
    """The tab whose headers name the most fields, its cells, how many fields these are, and the first tab that is not
    empty. Hidden tabs count only if all are hidden. Raises ReadingError if all are empty."""
    best: tuple[str, TabCells, int] | None = None
    first = ""
    names = [tab.name for tab in book.tabs if not tab.hidden] or [tab.name for tab in book.tabs]
    for name in names[:_MOST_TABS]:
        cells = book.cells(name)
        fields = _count_fields(cells)
        if fields is None:
            continue
        first = first or name
        if best is None or fields > best[2]:
            best = (name, cells, fields)
        if fields >= _ENOUGH_FIELDS:
            break
    if best is None:
        raise ReadingError("reading-empty")
    return *best, first


def _count_fields(cells: TabCells) -> int | None:
    """How many fields the headers of a tab name; None if the tab is empty."""
    head = [list(row) for row in zip(*(column.head(50).to_list() for column in cells.columns), strict=True)]
    place = header_place(head)
    if place is None:
        return None
    return len({known_field(cell) for cell in head[place] if cell.strip()} - {None})


def _notes_of(cells: TabCells) -> list[Note]:
    """Notes of what a tab has lost or hides."""
    hidden = cells.hidden_columns
    facts: dict[str, Mapping[str, Fact]] = {
        "note-damaged": {"cells": sum(rows.len() for rows in cells.damaged.values())},
        "note-error-cells": {"cells": cells.errors},
        "note-no-value": {"cells": cells.without_value},
        "note-merged": {"cells": cells.merged},
        "note-hidden-rows": {"rows": cells.hidden_rows},
        "note-hidden-columns": {"columns": ", ".join(hidden), "count": len(hidden)},
    }
    return [Note(key, counts) for key, counts in facts.items() if any(counts.values())]
