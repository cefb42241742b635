"""What repairs would change, cell by cell, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from courier.draft import Draft
from courier.messages import text
from courier.rules.phrases import title
from courier.rules.repairs import MOVING, Plan
from courier.sheet.edit import Cells
from courier.visible import visible
from gui.grid.columns import grid_columns
from gui.session.questions import Question
from gui.session.session import Session
from gui.style.parts import named
from gui.style.plain import TIP_ROLE, tip

_HEADERS = ("preview-row", "preview-field", "preview-before", "preview-after")
_UNFOLDED = 1_000
"""Lines of a kind up to which they are shown unfolded."""
_WIDTHS = (90, 140, 260)
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class _Group:
    """The changes that one rule explains. ``cells``: in sheet order, of each the number of its change in the plan, its
    place in that change and its row id (UInt32 ``change``, ``place``, ``row``); rows that move have no change."""

    words: str
    cells: pl.DataFrame


class PlanModel(QAbstractItemModel):
    """All changes of a plan by the rules that explain them, in the order of the problems, each group in sheet order.
    Texts are looked up for the lines in view only."""

    def __init__(self, draft: Draft, plan: Plan, parent: QObject) -> None:
        super().__init__(parent)
        self._sheet = draft.sheet
        self._changes = plan.changes
        self._titles = {column.column: column.title for column in grid_columns(draft)}
        self._orders = draft.checker.frames.column_of("OrderId")
        ranks = {column: rank for rank, column in enumerate(self._titles)}
        self._groups = [_cells_of(rule, draft, plan, ranks) for rule in plan.cells]
        if plan.moved:
            words = text("preview-group-rows", title=title(MOVING), rows=plan.moved)
            moved = plan.moved_rows.gather(draft.sheet.positions.gather(plan.moved_rows).arg_sort())
            self._groups.append(_Group(words, pl.DataFrame([moved.alias("row")])))

    # ------------------------------------------------------------------ Qt's questions

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        # the id of a group is 0, that of a change the number of its group, counted from 1
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent() has the same name
        group = index.internalId() if index.isValid() else 0
        return self.createIndex(group - 1, 0, 0) if group else QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._groups)
        return 0 if parent.internalId() or parent.column() else self._groups[parent.row()].cells.height

    def columnCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        wanted = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return text(_HEADERS[section]) if wanted else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, TIP_ROLE):
            return None
        words = self._words(index)
        return tip(words) if role == TIP_ROLE else words

    def _words(self, index: _Index) -> str:
        if not index.internalId():
            return self._groups[index.row()].words if index.column() == 0 else ""
        return self._line(self._groups[index.internalId() - 1], index.row())[index.column()]

    def _line(self, group: _Group, at: int) -> tuple[str, str, str, str]:
        row = group.cells["row"][at]
        number = str(self._sheet.number(row) or text("grid-new-row"))
        if "change" not in group.cells.columns:
            order = self._sheet.cells([row], self._orders)[0] if self._orders else None
            return number, "OrderId", visible(order or ""), text("preview-moves")
        change, place = self._changes[group.cells["change"][at]], group.cells["place"][at]
        assert isinstance(change, Cells)
        before, after = (visible(texts[place] or "") or text("card-empty") for texts in (change.before, change.after))
        return number, self._titles.get(change.column, change.column), before, after


def _cells_of(rule: str, draft: Draft, plan: Plan, ranks: dict[str, int]) -> _Group:
    """The cells of a plan that one rule explains. ``ranks``: of the columns, from the left."""
    parts = []
    for number, change in enumerate(plan.changes):
        if isinstance(change, Cells) and change.rule == rule:
            rows = pl.Series("row", change.rows, dtype=pl.UInt32)
            at = draft.sheet.positions.gather(rows).alias("at")
            place = pl.int_range(rows.len(), dtype=pl.UInt32, eager=True).alias("place")
            of_change = pl.lit(number, dtype=pl.UInt32).alias("change")
            of_column = pl.lit(ranks.get(change.column, 0), dtype=pl.UInt32).alias("rank")
            parts.append(pl.DataFrame([rows, at, place]).with_columns(of_change, of_column))
    cells = pl.concat(parts).sort("at", "rank")
    words = text("preview-group", title=title(rule), cells=cells.height)
    return _Group(words, cells.select("row", "change", "place"))


def show_fix_preview(parent: QWidget, session: Session, plan: Plan, go: Callable[[], None]) -> None:
    """Show a plan's cells before and after; ``go`` is called when the person wants it carried out."""
    about = text("preview-about", cells=plan.total - plan.moved, moved=plan.moved)
    question = Question("fixPreview", text("preview-title"), about, parent)
    tree = named(QTreeView(), "fixPreviewTable", text("preview-title"))
    model = PlanModel(session.draft, plan, tree)
    tree.setModel(model)
    # without this every line would be measured
    tree.setUniformRowHeights(True)
    tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    tree.setMinimumSize(820, 360)
    for column, width in enumerate(_WIDTHS):
        tree.setColumnWidth(column, width)
    for group in range(model.rowCount()):
        tree.setFirstColumnSpanned(group, QModelIndex(), True)
        place = model.index(group, 0)
        # every line that is unfolded is laid out, which for a million of them takes seconds
        if model.rowCount(place) <= _UNFOLDED:
            tree.expand(place)
    question.body.addWidget(tree)
    question.offer(text("preview-go", changes=plan.total), go, primary=True, name="fixPreviewGo")
    question.ask_or_cancel(name="fixPreviewCancel")
