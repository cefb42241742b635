"""The changes of a plan of repairs as a tree: the kinds of them, each with a tick, and all cells of each kind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from courier.draft import Draft
from courier.messages import text
from courier.rules.phrases import title
from courier.rules.repairs import MOVING, Plan
from courier.sheet.edit import Cells
from courier.visible import visible
from gui.grid.columns import grid_columns
from gui.style.plain import TIP_ROLE, tip

_HEADERS = ("preview-row", "preview-order", "preview-field", "preview-before", "preview-after")
BEFORE, AFTER = 3, 4
"""The columns of the texts before and after a change."""
CHANGE_ROLE = Qt.ItemDataRole.UserRole
"""The texts before and after, of a kind those of its first cell; None where rows move."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class PlanGroup:
    """The changes that one rule explains. ``cells``: in sheet order, of each the number of its change in the plan, its
    place in that change and its row id (UInt32 ``change``, ``place``, ``row``); rows that move have no change."""

    rule: str
    words: str
    cells: pl.DataFrame


class PlanModel(QAbstractItemModel):
    """All changes of a plan by the rules that explain them, in the order of the problems, each group in sheet order.
    Texts are looked up for the lines in view only. ``ticked``: other kinds are ticked."""

    ticked = Signal()

    def __init__(
        self,
        draft: Draft,
        plan: Plan,
        groups: Sequence[PlanGroup],
        parent: QObject,
        left_out: Collection[str] | None = None,
    ) -> None:
        """``groups``: `plan_groups` of the plan; ``left_out``: rules that are not ticked at first, None where nothing
        can be ticked."""
        super().__init__(parent)
        self._left_out_before = frozenset(left_out or ()) & set(plan.groups)
        self.left_out = self._left_out_before
        """The rules that are not ticked."""
        self._ticks = left_out is not None
        self._sheet = draft.sheet
        self._changes = [change if isinstance(change, Cells) else Cells("", [], [], []) for change in plan.changes]
        self._titles = {column.column: column.title for column in grid_columns(draft)}
        self._orders = draft.checker.frames.column_of("OrderId")
        self._groups = groups

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
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._tick(index)
        if role == CHANGE_ROLE:
            return self._change(index)
        if role not in (Qt.ItemDataRole.DisplayRole, TIP_ROLE):
            return None
        words = self._words(index)
        return tip(words) if role == TIP_ROLE else words

    def flags(self, index: _Index) -> Qt.ItemFlag:
        group = self._ticks and index.isValid() and not index.internalId() and index.column() == 0
        return super().flags(index) | (Qt.ItemFlag.ItemIsUserCheckable if group else Qt.ItemFlag.NoItemFlags)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.internalId() or not self._ticks:
            return False
        rule = frozenset([self._groups[index.row()].rule])
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        self.left_out = self.left_out - rule if wanted else self.left_out | rule
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True

    def _tick(self, index: _Index) -> Qt.CheckState | None:
        if index.internalId() or index.column() or not self._ticks:
            return None
        wanted = self._groups[index.row()].rule not in self.left_out
        return Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked

    def _change(self, index: _Index) -> tuple[str, str] | None:
        group = self._groups[index.internalId() - 1 if index.internalId() else index.row()]
        if "change" not in group.cells.columns:
            return None
        return self._texts(group, index.row() if index.internalId() else 0)

    def _words(self, index: _Index) -> str:
        if not index.internalId():
            group = self._groups[index.row()]
            again = group.rule in self._left_out_before and group.rule in self.left_out
            return (text("preview-left-out", group=group.words) if again else group.words) if not index.column() else ""
        return self._line(self._groups[index.internalId() - 1], index.row())[index.column()]

    def _line(self, group: PlanGroup, at: int) -> tuple[str, str, str, str, str]:
        row = group.cells["row"][at]
        number = str(self._sheet.number(row) or text("grid-new-row"))
        order = visible((self._sheet.cells([row], self._orders)[0] if self._orders else None) or "")
        if "change" not in group.cells.columns:
            return number, order, "OrderId", "", text("preview-moves")
        column = self._changes[group.cells["change"][at]].column
        before, after = (visible(words) or text("card-empty") for words in self._texts(group, at))
        return number, order, self._titles.get(column, column), before, after

    def _texts(self, group: PlanGroup, at: int) -> tuple[str, str]:
        change, place = self._changes[group.cells["change"][at]], group.cells["place"][at]
        return change.before[place] or "", change.after[place] or ""


def plan_groups(draft: Draft, plan: Plan) -> list[PlanGroup]:
    """The kinds of changes of a plan, in the order of the problems. Of a million changes this takes a while."""
    ranks = {column.column: rank for rank, column in enumerate(grid_columns(draft))}
    groups = [_cells_of(rule, draft, plan, ranks) for rule in plan.cells]
    if plan.moved:
        words = text("preview-group-rows", title=title(MOVING), rows=plan.moved)
        moved = plan.moved_rows.gather(draft.sheet.positions.gather(plan.moved_rows).arg_sort())
        groups.append(PlanGroup(MOVING, words, pl.DataFrame([moved.alias("row")])))
    return groups


def _cells_of(rule: str, draft: Draft, plan: Plan, ranks: dict[str, int]) -> PlanGroup:
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
    return PlanGroup(rule, words, cells.select("row", "change", "place"))
