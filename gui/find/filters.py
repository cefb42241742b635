"""Which rows the grid shows: those of a rule, with errors, with a value, ready or not, in sheet order or sorted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import polars as pl
from PySide6.QtCore import QObject, Signal

from courier.draft import Draft
from courier.messages import text
from courier.results.codes import ResultCode
from courier.rules.phrases import title
from courier.sheet.exclusions import Condition, holds
from courier.sheet.search import most_frequent
from gui.find.column_texts import in_order, whole_texts
from gui.grid.columns import GridColumn
from gui.grid.model import SheetModel
from gui.grid.view import Grid
from gui.session.session import Session
from gui.session.sheet_queries import SheetQueries

_OFFERED = 30
"""Values of a column that a person may choose from."""


@dataclass(frozen=True)
class Filter:
    """``words``: what its rows have in common; ``kind`` tells apart those that something else than words depends on;
    ``column``: where to look in the row that one is in, or else in the first; None for the column that one is in."""

    words: str
    rows: Callable[[Draft], pl.Series]
    kind: str = ""
    column: Callable[[Draft, int], str | None] | None = None


class Filters(QObject):
    """A filter holds until another one or all rows are wanted. A row that no longer belongs to it stays until the
    person moves on (`move_on`), so that rows can be selected and filled down while they are repaired. ``changed``:
    other rows are shown; ``busy``: how far the search for them is, None when it is over."""

    changed = Signal()
    busy = Signal(object)

    def __init__(self, session: Session, model: SheetModel, grid: Grid, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._model, self._grid = session, model, grid
        self._queries = SheetQueries(session, self)
        self._now: Filter | None = None
        self._sorting: tuple[str, bool, str] | None = None
        self._words = ""
        self._outdated = self._showing = self._arriving = False
        self._queries.busy.connect(lambda _, done: self.busy.emit(done))
        session.opened_sheet.connect(self._forget)
        session.changed.connect(self._note_change)
        model.modelReset.connect(self._follow)

    # ------------------------------------------------------------------ what is shown

    @property
    def kind(self) -> str:
        """The kind of the filter in force, "" if there is none."""
        return self._now.kind if self._now else ""

    @property
    def outdated(self) -> bool:
        """Whether rows may be shown that no longer belong, or others be missing."""
        return self._outdated

    def show_rule(self, rule: str) -> None:
        """Only rows that a rule marks."""
        self.show(Filter(title(rule), lambda draft: draft.rows_with(rule), "rule", partial(_marked_column, rule)))

    def show_failing(self) -> None:
        """Only rows with errors of their own."""
        wanted = Filter(text("filter-failing"), lambda draft: in_order(draft, draft.verdict.bad_rows()), "failing")
        self.show(wanted)

    def show_division(self, which: str) -> None:
        """Only rows that are ready, need repair, are on hold, excluded, sent or refused by impact.com; "" for all."""
        if not which:
            self.show_all()
            return
        choices: dict[str, Callable[[Draft], pl.Series]] = {
            "ready": Draft.ready_rows,
            "repair": Draft.needs_repair_rows,
            "hold": Draft.on_hold_rows,
            "out": Draft.left_out_rows,
            "sent": Draft.sent_rows,
            "refused": partial(self._refused_rows, ""),
        }
        self.show(Filter(text(f"division-{which}"), choices[which], which))

    def show_refused(self, code: ResultCode) -> None:
        """Only rows that impact.com refused with a code."""
        self.show(Filter(code.title, partial(self._refused_rows, code.code), "refused-so"))

    def follow_answers(self) -> None:
        """Show the rows that are refused as far as is known now, if refused rows are shown."""
        if self.kind in ("refused", "refused-so"):
            self.look_again()

    def _refused_rows(self, code: str, draft: Draft) -> pl.Series:
        """``code``: the one that they were refused with, "" for any."""
        refused = self._session.answers.refused.items()
        rows = [row for row, refusal in refused if not code or code in {one.code for one in refusal.codes}]
        order = draft.sheet.row_order
        return order.filter(order.is_in(pl.Series(rows, dtype=pl.UInt32).implode()))

    def show_value(self, column: GridColumn, test: str, value: str) -> None:
        """Only rows whose cell in a column meets a test, upper and lower case and outer blanks aside."""
        words = text("filter-condition", column=column.title, test=text(f"test-{test}"), value=value).strip()
        condition = Condition(column.column, test, (value,))

        def rows(draft: Draft) -> pl.Series:
            cells = pl.DataFrame([_texts(draft, column).alias(column.column)])
            return in_order(draft, cells.select_seq(holds(condition).alias("is"))["is"])

        self.show(Filter(words, rows, "value"))

    def show(self, wanted: Filter) -> None:
        """Show the rows of a filter, sorted as they were."""
        self._now, self._arriving = wanted, wanted.column is not None
        self._look()

    def move_on(self) -> None:
        """Leave away the rows that were repaired, because the person goes on to the next problem."""
        if self._outdated and self._model.filtered and self._session.sheet_open and not self._session.draft.stale:
            self.look_again()

    def sort(self, column: GridColumn, *, descending: bool) -> None:
        """Sort the rows shown by a column, numbers as numbers. Nothing that is sent changes."""
        self._sorting = (column.column, descending, column.title)
        self._look()

    def show_all(self) -> None:
        """All rows in their own order."""
        self._forget()
        self._model.show_all()

    def look_again(self) -> None:
        """Leave rows away that no longer belong, and take up new ones."""
        if self._now is not None or self._sorting is not None:
            self._look()

    def stop(self) -> None:
        """Stop searching; the rows shown stay."""
        self._queries.forget("rows")

    def ask_values(self, column: GridColumn, then: Callable[[list[tuple[str, int]]], None]) -> None:
        """The most frequent values of a column and how often they are there."""
        self._queries.ask("values", lambda draft, _: most_frequent(_texts(draft, column), _OFFERED), then)

    def _look(self) -> None:
        now, sorting = self._now, self._sorting
        columns = {column.column: column for column in self._model.all_columns}
        by = columns.get(sorting[0]) if sorting else None

        current = self._grid.current_cell()

        def work(draft: Draft) -> tuple[pl.Series, tuple[int, str | None] | None]:
            rows = now.rows(draft) if now else draft.sheet.row_order
            if sorting is not None and by is not None:
                rows = _sorted(rows, _texts(draft, by), descending=sorting[1])
            if now is None or now.column is None or not rows.len():
                return rows, None
            stays = current is not None and bool((rows == current[0]).any())
            row = current[0] if stays and current else int(rows[0])
            return rows, (row, now.column(draft, row))

        self._queries.ask("rows", lambda draft, _: work(draft), self._take, again=True, checked=now is not None)

    def _take(self, found: tuple[pl.Series, tuple[int, str | None] | None]) -> None:
        rows, cell = found
        words = self._now.words if self._now else ""
        if self._sorting is not None:
            sorted_by = self._sorting[2]
            words = (
                text("filter-sorted", what=words, column=sorted_by) if words else text("grid-sorted", column=sorted_by)
            )
        self._outdated, self._showing, self._words = False, True, words
        self._model.show_rows(rows, words)
        if self._arriving and cell is not None:
            self._grid.go_to(*cell)
        self._arriving = self._showing = False
        self.changed.emit()

    # ------------------------------------------------------------------ moving on

    def _forget(self) -> None:
        self._queries.drop()
        self._now, self._sorting, self._outdated, self._words = None, None, False, ""

    def _follow(self) -> None:
        """Forget the filter if something else changed the rows shown."""
        if self._showing:
            return
        if self._model.shown_as != self._words:
            self._forget()
        self.changed.emit()

    def _note_change(self) -> None:
        if self._now is not None:
            self._outdated = True
            self.changed.emit()


def _marked_column(rule: str, draft: Draft, row: int) -> str | None:
    """The first column of a row that a rule marks, None where it speaks of the whole row."""
    names = [name for (marking, name), mask in draft.verdict.masks.items() if marking == rule and mask[row]]
    columns = [draft.checker.frames.column_of(name) for name in draft.checker.view.names if name in names]
    return next((column for column in columns if column), None)


def _texts(draft: Draft, column: GridColumn) -> pl.Series:
    return next(whole_texts(draft, [column]))[1]


def _sorted(rows: pl.Series, texts: pl.Series, *, descending: bool) -> pl.Series:
    cells = pl.DataFrame([rows.alias("row"), texts.gather(rows).alias("text")])
    cells = cells.with_columns(number=pl.col("text").str.strip_chars().cast(pl.Float64, strict=False))
    # two sorts by one key each take half as long as one by two
    by_number, by_text = cells.filter(pl.col("number").is_not_null()), cells.filter(pl.col("number").is_null())
    parts = ((by_number, "number"), (by_text, "text"))
    found = [part.sort(key, descending=descending, nulls_last=True, maintain_order=True)["row"] for part, key in parts]
    return pl.concat(found)
