"""Find and replace: the work behind the keys and the bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from courier.draft import Draft
from courier.draft_edits import own_columns, replace_step, type_cells
from courier.messages import text
from courier.sheet.edit import Edit
from courier.sheet.search import Hits, Search, SearchError, find, replacement
from gui.find.column_texts import marked_cells, own_cells, whole_texts
from gui.find.find_bar import FindBar, Scope
from gui.find.replace_preview import show_replacement
from gui.grid.columns import GridColumn
from gui.grid.model import SheetModel
from gui.grid.view import Grid
from gui.session.session import Session
from gui.session.sheet_queries import Progress, SheetQueries


@dataclass(frozen=True)
class _Place:
    """Where to look. ``rows``: the rows shown where they are not all rows; ``column``: the one of that scope;
    ``areas``: row ids and columns of a selection."""

    scope: Scope = "all"
    rows: pl.Series | None = None
    column: str = ""
    areas: tuple[tuple[pl.Series, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class _Found:
    """``row_order``: row ids, those shown first; ``places``: the place in it of each row id."""

    hits: Hits
    order: pl.Series
    places: pl.Series = field(repr=False)


class FindReplace(QObject):
    """``told``: a sentence about what was done; ``sheet_wanted``: the grid must be seen."""

    told = Signal(str)
    sheet_wanted = Signal()

    def __init__(self, session: Session, model: SheetModel, grid: Grid, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._model, self._grid, self._window = session, model, grid, window
        self._queries = SheetQueries(session, self)
        self._found: _Found | None = None
        self._areas: tuple[tuple[pl.Series, tuple[str, ...]], ...] = ()
        self._column = ""
        self._step_then = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        bar = self.bar = FindBar(window)
        bar.wanted.connect(self._look_again)
        bar.scope_chosen.connect(self._take_scope)
        bar.step.connect(self.step)
        bar.replace_one.connect(self._replace_one)
        bar.replace_all.connect(self._replace_all)
        bar.stopped.connect(self._stop)
        bar.closed.connect(self.close)
        self._queries.busy.connect(lambda _, done: bar.show_progress(done))
        session.changed.connect(self._follow)
        session.opened_sheet.connect(bar.hide)
        model.modelReset.connect(self._look_again)
        grid.at.connect(self._count)

    def connect_actions(self, find_: QAction, replace_: QAction) -> None:
        """Let these two actions open the bar."""
        find_.triggered.connect(lambda: self.open(replacing=False))
        replace_.triggered.connect(lambda: self.open(replacing=True))

    # ------------------------------------------------------------------ opening and closing

    def open(self, *, replacing: bool) -> None:
        """Show the bar; several selected cells are where to look then."""
        self.sheet_wanted.emit()
        self.bar.offer_shown(self._model.filtered)
        several = sum(area.height() * area.width() for area in self._grid.selection.areas) > 1
        if several:
            self.bar.show_scope("selection")
        elif self.bar.scope == "selection" or self._model.filtered:
            # rows that are not shown must not be changed by surprise
            self.bar.show_scope("shown" if self._model.filtered else "all")
        self.bar.show_for(replacing=replacing)
        self._take_scope(self.bar.scope)

    def close(self) -> None:
        """Hide the bar and stop looking."""
        self._queries.forget("search")
        self._queries.forget("replace")
        self._found = None
        self.bar.hide()
        self._grid.setFocus()

    def _stop(self) -> None:
        self._queries.forget("search")
        self._queries.forget("replace")
        self.bar.say(text("find-stopped"))

    def _take_scope(self, scope: Scope) -> None:
        current = self._grid.current_cell()
        tip = ""
        self._areas = ()
        if scope == "column" and current is not None:
            self._column = current[1]
            shown = next((column for column in self._model.columns if column.column == current[1]), None)
            tip = text("find-where-column-tip", column=shown.title if shown else "")
        elif scope == "selection":
            rows, columns = self._model.rows, self._model.columns
            self._areas = tuple(
                (
                    rows.slice(area.top(), area.height()),
                    tuple(column.column for column in columns[area.left() : area.right() + 1]),
                )
                for area in self._grid.selection.areas
            )
            tip = text("find-where-selection-tip", rows=sum(rows.len() for rows, _ in self._areas))
        self.bar.show_scope(scope, tip)
        self._look_again()

    # ------------------------------------------------------------------ looking

    def _follow(self) -> None:
        """Search again after the sheet has changed; a pending step is kept."""
        wished = self._step_then
        self._look_again()
        self._step_then = wished

    def _look_again(self) -> None:
        self._queries.forget("search")
        self._found, self._step_then = None, 0
        if self.bar.isVisible() and self._session.sheet_open:
            self._soon.start()

    def _look(self) -> None:
        self._soon.stop()
        if not self.bar.isVisible() or not self._session.sheet_open:
            return
        self.bar.offer_shown(self._model.filtered)
        try:
            search = self.bar.search()
        except SearchError as problem:
            self.bar.say(str(problem), wrong=True)
            return
        if search is None:
            self.bar.say("")
            return
        self.bar.say(text("find-searching"))
        place, columns = self._where(), self._model.reachable_columns
        self._queries.ask("search", lambda draft, report: _search(draft, search, place, columns, report), self._take)

    def _where(self) -> _Place:
        rows = self._model.rows if self._model.filtered else None
        return _Place(self.bar.scope, rows, self._column, self._areas)

    def _take(self, found: _Found) -> None:
        self._found = found
        self._count()
        by, self._step_then = self._step_then, 0
        if by:
            self.step(by)

    def _count(self) -> None:
        if self._found is None or not self.bar.isVisible():
            return
        hits, cell = self._found.hits, self._current()
        number = hits.number(cell) if cell else None
        if number is not None:
            self.bar.say(text("find-count", number=number, count=hits.count))
        else:
            self.bar.say(text("find-hits", count=hits.count), wrong=not hits.count)

    def _current(self) -> tuple[int, str] | None:
        """The current cell by its place among the rows that were looked through."""
        current = self._grid.current_cell()
        if current is None or self._found is None or current[0] >= self._found.places.len():
            return None
        place = self._found.places[current[0]]
        return None if place is None else (int(place), current[1])

    def step(self, by: int) -> None:
        """To the next hit, or the one before it; as soon as there are some."""
        if self._soon.isActive():
            self._step_then = by
            self._look()
            return
        if self._found is None:
            self._step_then = by
            return
        target = self._found.hits.next(self._current(), by)
        if target is None:
            self.told.emit(text("status-not-found", wanted=self.bar.text.text(), where=self.bar.scope))
            return
        self._go(target)

    def _go(self, target: tuple[int, str]) -> None:
        assert self._found
        row = int(self._found.order[target[0]])
        if self._model.place_of(row) is None:
            self._model.show_all()
        self._grid.go_to(row, target[1])
        number = self._session.draft.sheet.number(row)
        self.told.emit(text("status-found", found=self.bar.text.text(), row=str(number or text("grid-new-row"))))

    # ------------------------------------------------------------------ replacing

    def _search(self) -> Search | None:
        """What is looked for, if what is written instead can be understood too."""
        try:
            search = self.bar.search()
            if search is not None:
                search.check_replacement(self.bar.by.text())
        except SearchError as problem:
            self.bar.say(str(problem), wrong=True)
            return None
        return search

    def _replace_one(self) -> None:
        search = self._search()
        if self._soon.isActive():
            self._look()
        cell, found = self._current(), self._found
        if search is None or found is None or not self._session.sheet_open:
            return
        if cell is None or cell not in found.hits:
            self.step(1)
            return
        draft = self._session.draft
        following = found.hits.next(cell)
        row, column = int(found.order[cell[0]]), cell[1]
        own = column in own_cells(draft, self._model.columns)
        if own:
            before = draft.sheet.cell(row, column) or ""
            after = search.replaced(pl.Series([before]), self.bar.by.text())[0]
            self._session.do(type_cells(draft, [(row, column, after)], "edit-replace"))
        if following is not None:
            self._found = found
            self._go(following)
            self._look_again()
        if not own:
            self.told.emit(text("find-read-only"))

    def _replace_all(self) -> None:
        search = self._search()
        if search is None or not self._session.sheet_open:
            return
        place, columns, by = self._where(), self._model.columns, self.bar.by.text()
        self._queries.ask(
            "replace",
            lambda draft, report: _replace(draft, search, by, place, columns, report),
            self._show_replacement,
            again=True,
        )

    def _show_replacement(self, answer: tuple[Edit, int]) -> None:
        edit, kept = answer
        if edit.empty:
            self.told.emit(text("find-nothing-to-replace"))
            return
        titles = {column.column: column.title for column in self._model.columns}

        def go() -> None:
            if self._session.do(edit):
                self.told.emit(text("find-replaced", cells=int(edit.facts["cells"])))

        show_replacement(self._window, self._session.draft.sheet, titles, edit, kept, go)


def _search(draft: Draft, search: Search, place: _Place, columns: Sequence[GridColumn], report: Progress) -> _Found:
    sheet = draft.sheet
    order, places = sheet.row_order, sheet.positions
    if place.rows is not None:
        # rows that are shown come first, in their order; hidden ones after them
        hidden = order.filter(~order.is_in(place.rows.implode()))
        order = place.rows.clone().append(hidden)
        places = pl.Series([None], dtype=pl.UInt32).new_from_index(0, sheet.id_count)
        places = places.scatter(order, pl.int_range(0, order.len(), dtype=pl.UInt32, eager=True))

    def looked_through() -> Iterator[tuple[str, pl.Series]]:
        for done, one in enumerate(whole_texts(draft, columns)):
            report(done / len(columns))
            yield one

    return _Found(find(search, looked_through(), places, _within(draft, place, columns)), order, places)


def _within(draft: Draft, place: _Place, columns: Sequence[GridColumn]) -> dict[str, pl.Series] | None:
    if place.scope == "failing":
        return marked_cells(draft, columns)
    nowhere = pl.Series([False]).new_from_index(0, draft.sheet.id_count)
    if place.scope in ("shown", "column"):
        rows = draft.sheet.row_order if place.rows is None else place.rows
        names = [column.column for column in columns] if place.scope == "shown" else [place.column]
        return dict.fromkeys(names, nowhere.clone().scatter(rows, True))
    if place.scope != "selection":
        return None
    within: dict[str, pl.Series] = {}
    for rows, chosen in place.areas:
        for name in chosen:
            within[name] = within.get(name, nowhere).clone().scatter(rows, True)
    return within


def _replace(
    draft: Draft, search: Search, by: str, place: _Place, columns: Sequence[GridColumn], report: Progress
) -> tuple[Edit, int]:
    """The edit, and how many hits it has to leave as they are."""
    found = _search(draft, search, place, columns, report)
    own, cells = own_cells(draft, columns), draft.sheet.frame()
    rows = {name: found.order.gather(places) for name, places in found.hits.columns.items() if name in own}
    report(0.95)
    kept = sum(places.len() for name, places in found.hits.columns.items() if name not in own)
    edit = replacement(search, by, {name: cells[name] for name in rows if name in cells.columns}, rows)
    return replace(edit, step=_step(draft, search, by, place, columns)), kept


def _step(draft: Draft, search: Search, by: str, place: _Place, columns: Sequence[GridColumn]) -> dict[str, Any] | None:
    """How it is done again on the next sheet; None if it was limited to rows or cells of this one."""
    if place.scope == "column":
        return replace_step(draft, search, by, [place.column])
    if place.scope != "all":
        return None
    shown = {column.column for column in columns}
    hidden = not shown.issuperset(own_columns(draft))
    return replace_step(draft, search, by, [name for name in draft.sheet.columns if name in shown] if hidden else None)
