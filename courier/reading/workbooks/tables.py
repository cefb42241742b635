"""From a workbook to a table: the tab that fits, and everything said that a person should know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeVar

import polars as pl

from courier.catalogue.headers import known_field
from courier.reading.grid import RawGrid
from courier.reading.header import header_place
from courier.reading.layout import table_of
from courier.reading.read_options import DETECT, ReadOptions
from courier.reading.table import Note, ReadingError, Table
from courier.reading.workbooks.book import Book, Tab, TabCells
from courier.reading.workbooks.ods import Ods
from courier.reading.workbooks.xls import Xls
from courier.reading.workbooks.xlsb import Xlsb
from courier.reading.workbooks.xlsx import Xlsx

WorkbookKind = Literal["xlsx", "xlsb", "xls", "ods"]
KINDS: dict[WorkbookKind, Callable[[bytes], Book]] = {"xlsx": Xlsx, "xlsb": Xlsb, "xls": Xls, "ods": Ods}
_T = TypeVar("_T")
_SURE = 4
"""With so many known fields a tab is taken without a look at the others."""


def read_workbook(
    data: bytes,
    kind: WorkbookKind,
    tab: str | None = None,
    options: ReadOptions = DETECT,
    progress: Callable[[float], None] = lambda _: None,
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

    def look() -> list[tuple[Tab, int]]:
        book = KINDS[kind](data)
        return [(tab, _fitting(book.cells(tab.name)) or 0) for tab in book.tabs]

    return _safely(look)


def grid_and_table(data: bytes, kind: WorkbookKind, tab: str | None, options: ReadOptions) -> tuple[RawGrid, Table]:
    """All rows of a tab as they stand, and the table that is read from them; see `read_workbook`."""
    return _safely(lambda: _read(KINDS[kind](data), tab, options))


def _safely(work: Callable[[], _T]) -> _T:
    """What ``work`` gives; whatever a broken file makes the readers raise is one plain sentence."""
    try:
        return work()
    except ReadingError:
        raise
    except Exception as problem:
        raise ReadingError("reading-broken-workbook") from problem
    except BaseException as problem:
        # calamine's own defects come as an exception that is no Exception
        if type(problem).__name__ != "PanicException":
            raise
        raise ReadingError("reading-broken-workbook") from problem


def _read(book: Book, tab: str | None, options: ReadOptions) -> tuple[RawGrid, Table]:
    notes: list[Note] = []
    chosen, cells = _choose(book, tab, notes)
    _say(cells, notes)
    grid = _grid(cells)
    if cells.last_row is not None and cells.last_row > grid.cells.height:
        notes.append(
            Note("note-rows-missing", {"rows": cells.last_row - grid.cells.height, "last": str(cells.last_row)})
        )
    table = table_of(grid, notes, format=book.format, tab=chosen, damaged=cells.damaged, header_row=options.header_row)
    made_for = book.made_for()
    # ours hide a list that is for nobody to choose
    tabs = tuple((one.name, one.hidden) for one in book.tabs if not (one.hidden and made_for))
    return grid, replace(table, tabs=tabs, made_for=made_for)


def _grid(cells: TabCells) -> RawGrid:
    frame = pl.DataFrame(cells.columns)
    if not frame.width:
        raise ReadingError("reading-empty")
    # rows and columns that were only formatted are none
    filled = frame.select_seq(pl.any_horizontal(pl.all() != "").alias("f"))["f"].arg_true()
    height = int(filled[-1]) + 1 if filled.len() else 0
    frame = frame.head(height)
    while frame.width and (frame.to_series(frame.width - 1) == "").all():
        frame = frame.drop(frame.columns[-1])
    if not frame.width:
        raise ReadingError("reading-empty")
    return RawGrid(frame, pl.int_range(1, height + 1, eager=True, dtype=pl.Int64), always_full=True)


def _choose(book: Book, tab: str | None, notes: list[Note]) -> tuple[str, TabCells]:
    names = [one.name for one in book.tabs]
    if tab is not None:
        if tab not in names:
            raise ReadingError("reading-no-such-tab", tab=tab, tabs=", ".join(names))
        if any(one.hidden and one.name == tab for one in book.tabs):
            notes.append(Note("note-hidden-tab", {"tab": tab}))
        return tab, book.cells(tab)
    best, first = _best_tab(book)
    others = [name for name in names if name != best[0]]
    if others:
        notes.append(Note("note-other-tabs", {"tab": best[0], "others": ", ".join(others)}))
    if best[0] != first:
        notes.append(Note("note-tab-fits", {"tab": best[0], "fields": best[2]}))
    hidden = [one.name for one in book.tabs if one.hidden]
    unseen = [name for name in hidden if name != best[0]]
    if unseen and not book.made_for():
        notes.append(Note("note-hidden-tabs", {"tabs": ", ".join(unseen), "count": len(unseen)}))
    if best[0] in hidden:
        notes.append(Note("note-hidden-tab", {"tab": best[0]}))
    return best[0], best[1]


def _best_tab(book: Book) -> tuple[tuple[str, TabCells, int], str]:
    """The tab whose headers name the most fields, with how many, and the first tab that is not empty. Hidden tabs count
    only where no other is. Raises ReadingError if all are empty."""
    best: tuple[str, TabCells, int] | None = None
    first = ""
    for name in [one.name for one in book.tabs if not one.hidden] or [one.name for one in book.tabs]:
        cells = book.cells(name)
        known = _fitting(cells)
        if known is None:
            continue
        first = first or name
        if best is None or known > best[2]:
            best = (name, cells, known)
        if known >= _SURE:
            break
    if best is None:
        raise ReadingError("reading-empty")
    return best, first


def _fitting(cells: TabCells) -> int | None:
    """How many fields the headers of a tab name; None if there is nothing in it."""
    head = [list(row) for row in zip(*(column.head(50).to_list() for column in cells.columns), strict=True)]
    place = header_place(head)
    if place is None:
        return None
    return len({known_field(cell) for cell in head[place] if cell.strip()} - {None})


def _say(cells: TabCells, notes: list[Note]) -> None:
    damaged = sum(rows.len() for rows in cells.damaged.values())
    for key, count in (
        ("note-damaged", damaged),
        ("note-error-cells", cells.errors),
        ("note-no-value", cells.without_value),
        ("note-merged", cells.merged),
    ):
        if count:
            notes.append(Note(key, {"cells": count}))
    if cells.hidden_rows:
        notes.append(Note("note-hidden-rows", {"rows": cells.hidden_rows}))
    if cells.hidden_columns:
        notes.append(
            Note(
                "note-hidden-columns", {"columns": ", ".join(cells.hidden_columns), "count": len(cells.hidden_columns)}
            )
        )
