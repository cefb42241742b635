"""The cells of one rule's problems as a list that is filled as it is scrolled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView
from shiboken6 import isValid

from courier.draft import Draft
from courier.messages import text
from courier.rules.field_view import EXTRA
from courier.rules.phrases import phrase, title
from courier.rules.rule import Problem
from courier.visible import visible
from gui.problems.card_content import short
from gui.problems.cell_line import LINE_ROLE, CellLine, CellLineDelegate, line_height
from gui.session.session import Session
from gui.session.sheet_queries import SheetQueries
from gui.style.plain import TIP_ROLE, tip

_PAGE = 500
_BLOCK = 64
_SHORT, _TALLEST = 3, 8
"""Lines shown at first, and before the list scrolls."""
_REACHED = 20_000
"""Lines up to which the one of the grid's current cell is shown: every line before it has to be laid out."""

Index = QModelIndex | QPersistentModelIndex
Cell = tuple[int, str | None]


@dataclass(frozen=True)
class Marked:
    """The cells that a rule marks, in sheet order. ``which``: per row the place of its field in ``names``, None where
    there is only one."""

    rows: pl.Series
    names: tuple[str | None, ...]
    which: pl.Series | None = None

    def same(self, other: Marked) -> bool:
        """Whether these are the same cells."""
        if self.names != other.names or not self.rows.equals(other.rows):
            return False
        return self.which is None or (other.which is not None and self.which.equals(other.which))


NOTHING = Marked(pl.Series([], dtype=pl.UInt32), ())


def marked_by(draft: Draft, rule: str) -> Marked:
    """The cells that a rule marks."""
    masks = {
        name: mask for (marking_rule, name), mask in draft.verdict.masks.items() if marking_rule == rule and mask.any()
    }
    order = draft.sheet.row_order
    rows = [order.filter(mask.gather(order)) for mask in masks.values()]
    if len(rows) < 2:
        return Marked(rows[0], tuple(masks)) if rows else NOTHING
    which = [pl.Series([at], dtype=pl.UInt8).new_from_index(0, some.len()) for at, some in enumerate(rows)]
    both = pl.DataFrame([pl.concat(rows).alias("row"), pl.concat(which).alias("which")])
    both = both.with_columns(draft.sheet.positions.gather(both["row"]).alias("place")).sort("place", "which")
    return Marked(both["row"], tuple(masks), both["which"])


@dataclass
class _Block:
    words: list[str]
    tips: list[str]
    lines: list[CellLine]
    explained: bool = False


class CellsModel(QAbstractListModel):
    """Row numbers and texts are looked up for the visible lines; repairs and reasons follow from a background job."""

    def __init__(self, session: Session, queries: SheetQueries, rule: str, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._queries, self._rule = session, queries, rule
        self._marked = NOTHING
        self._loaded = 0
        self._blocks: dict[int, _Block] = {}
        self._asking = False

    def show_cells(self, marked: Marked) -> None:
        """Show these cells and look up their details again."""
        self._asking = False
        if marked.same(self._marked):
            self._blocks = {}
            if self._loaded:
                self.dataChanged.emit(self.index(0), self.index(self._loaded - 1))
            return
        self.beginResetModel()
        self._blocks = {}
        self._marked = marked
        # keep the scroll position
        self._loaded = min(marked.rows.len(), max(self._loaded, _PAGE))
        self.endResetModel()

    def cell(self, place: int) -> tuple[int, str]:
        """Row id and sheet column at a place, "" for a whole row."""
        name = self._name(place)
        return int(self._marked.rows[place]), self._column(self._session.draft, name) or ""

    def place_of(self, row: int, column: str) -> int | None:
        """The place of a cell, or else of another one of its row; None if there is none."""
        places = (self._marked.rows == row).arg_true().to_list()
        return min(places, key=lambda place: self.cell(place)[1] != column, default=None)

    def load_to(self, place: int) -> bool:
        """Load the lines up to a place; False if it is too far down for that."""
        if place >= _REACHED:
            return False
        while self._loaded <= place:
            self.fetchMore(QModelIndex())
        return True

    @property
    def count(self) -> int:
        """How many cells there are, loaded or not."""
        return self._marked.rows.len()

    def _name(self, place: int) -> str | None:
        which = self._marked.which
        return self._marked.names[int(which[place]) if which is not None else 0]

    def _column(self, draft: Draft, name: str | None) -> str | None:
        return draft.checker.frames.column_of(name) if name else None

    # ------------------------------------------------------------------ Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else self._loaded

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._loaded < self._marked.rows.len()

    def fetchMore(self, parent: Index) -> None:
        more = min(_PAGE, self._marked.rows.len() - self._loaded)
        if parent.isValid() or more <= 0:
            return
        self.beginInsertRows(QModelIndex(), self._loaded, self._loaded + more - 1)
        self._loaded += more
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not self._session.sheet_open:
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, TIP_ROLE, Qt.ItemDataRole.AccessibleTextRole, LINE_ROLE):
            return None
        number, line = divmod(index.row(), _BLOCK)
        block = self._blocks.get(number)
        if block is None:
            block = self._blocks[number] = self._prepare(number)
        if not block.explained and not self._asking and not self._session.draft.stale:
            self._explain(number)
        if role == Qt.ItemDataRole.DisplayRole:
            return block.words[line]
        if role == LINE_ROLE:
            return block.lines[line]
        if role == TIP_ROLE:
            return tip(block.tips[line] or block.words[line])
        return f"{block.words[line]}. {block.tips[line]}"

    # ------------------------------------------------------------------ blocks

    def _rows(self, number: int) -> pl.Series:
        return self._marked.rows.slice(number * _BLOCK, _BLOCK)

    def _prepare(self, number: int) -> _Block:
        draft = self._session.draft
        rows = self._rows(number)
        fields = draft.fields(rows)
        words, lines = [], []
        orders = fields["OrderId"] if "OrderId" in fields.columns else None
        for at, spoken in enumerate(draft.sheet.numbers(rows.to_list())):
            name = self._name(number * _BLOCK + at)
            facts = {"row": str(spoken or text("grid-new-row"))}
            if name is None or name not in fields.columns:
                words.append(text("card-cell", **facts))
            elif len(self._marked.names) > 1:
                column = self._column(draft, name)
                shown = self._session.header(column or "") if name.startswith(EXTRA) else name
                words.append(text("card-cell-field", **facts, field=shown, value=short(fields[name][at])))
            else:
                words.append(text("card-cell-value", **facts, value=short(fields[name][at])))
            order = (orders[at] if orders is not None else None) or ""
            value = fields[name][at] or "" if name is not None and name in fields.columns else None
            lines.append(CellLine(facts["row"], visible(order), value))
        return _Block(words, [""] * len(words), lines)

    def _explain(self, number: int) -> None:
        self._asking = True
        rows, rule = self._rows(number).unique(), self._rule
        self._queries.ask(
            f"cells {rule}",
            lambda draft, _: draft.problems(rows, [rule]),
            lambda problems: self._take(number, problems),
            at_once=False,
        )

    def _take(self, number: int, problems: list[Problem]) -> None:
        if not isValid(self):
            # its card went meanwhile
            return
        self._asking = False
        block = self._blocks.get(number)
        if block is None or not self._session.sheet_open:
            return
        draft = self._session.draft
        by_cell: dict[Cell, Problem] = {(problem.row or 0, problem.column): problem for problem in problems}
        block.explained = True
        for at, row in enumerate(self._rows(number)):
            problem = by_cell.get((row, self._column(draft, self._name(number * _BLOCK + at))))
            if problem is not None:
                block.tips[at] = phrase(problem, self._session.header)
                if problem.fix and problem.fix.value is not None:
                    block.words[at] = text("card-cell-change", cell=block.words[at], after=short(problem.fix.value))
                    block.lines[at].after = problem.fix.value
        last = min((number + 1) * _BLOCK, self._loaded) - 1
        if last >= number * _BLOCK:
            self.dataChanged.emit(self.index(number * _BLOCK), self.index(last))


class CellsList(QListView):
    """``chosen``: a cell (row id, column) was clicked or entered; ``moved``: the keyboard went to one;
    ``hidden_cells``: how many more there are than a short list shows."""

    chosen = Signal(int, str)
    moved = Signal(int, str)
    hidden_cells = Signal(int)

    def __init__(self, session: Session, queries: SheetQueries, rule: str) -> None:
        super().__init__()
        self.setObjectName(f"cells{rule}")
        self.setAccessibleName(text("card-cells-name", title=title(rule)))
        self._rule, self._queries = rule, queries
        self._lines = _SHORT
        self._marking = False
        self._cell: tuple[int, str] | None = None
        self._model = CellsModel(session, queries, rule, self)
        self.setModel(self._model)
        self.setItemDelegate(CellLineDelegate(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.chosen.emit(*self._model.cell(index.row())))
        self.activated.connect(lambda index: self.chosen.emit(*self._model.cell(index.row())))

    def refresh(self) -> None:
        """Show what the rule marks now."""
        rule = self._rule
        self._queries.ask(f"list {rule}", lambda draft, _: marked_by(draft, rule), self._show)

    def show_more(self) -> None:
        """Show a longer list, which scrolls."""
        self._lines = _TALLEST
        self._fit()
        self.setFocus()

    def mark(self, cell: tuple[int, str] | None) -> None:
        """Make the line of the grid's current cell, or of its row, the current one."""
        self._cell = cell
        place = self._model.place_of(*cell) if cell is not None else None
        self._marking = True
        if place is not None and self._model.load_to(place):
            self.setCurrentIndex(self._model.index(place))
        else:
            self.setCurrentIndex(QModelIndex())
        self._marking = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._marking and self.hasFocus():
            self.moved.emit(*self._model.cell(current.row()))

    def _show(self, marked: Marked) -> None:
        if not isValid(self):
            return
        where = self.verticalScrollBar().value()
        self._model.show_cells(marked)
        self._fit()
        self.verticalScrollBar().setValue(where)
        self.mark(self._cell)

    def _fit(self) -> None:
        count = self._model.count
        self.setFixedHeight(min(max(1, count), self._lines) * line_height(self.fontMetrics()))
        scrolls = self._lines > _SHORT
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.hidden_cells.emit(0 if scrolls else max(0, count - self._lines))
