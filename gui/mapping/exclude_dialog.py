"""The dialog in which rows are excluded: conditions on columns, the values that occur, and what would go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from courier.batch_words import plain_sums
from courier.draft import Draft
from courier.exclusions import ColumnValue, ExclusionPreview, preview_all, speaks_for_orders, values_of
from courier.formats import listing
from courier.messages import text
from courier.sheet.exclusions import Condition, Exclusion
from gui.mapping.condition_line import ConditionLine
from gui.mapping.value_list import ValueList
from gui.session.questions import Question
from gui.session.session import Session
from gui.session.sheet_queries import SheetQueries
from gui.style.layouts import scrolling, vbox
from gui.style.parts import button, label, named

_LINES_HEIGHT = 150


class ExcludeDialog(Question):
    """Shows all exclusions of the sheet. ``decided``: those that stand in it at the end, which are to hold instead."""

    decided = Signal(object)

    def __init__(self, session: Session, parent: QWidget, column: str = "", more: Sequence[Exclusion] = ()) -> None:
        """``column``: the id of a column to begin a further condition with, or ""; ``more``: exclusions to offer beside
        those of the sheet."""
        super().__init__("excludeQuestion", text("exclude-title"), text("exclude-about"), parent)
        self._session = session
        self._queries = SheetQueries(session, self)
        self.finished.connect(lambda: self._queries.drop())
        self._conditions: list[ConditionLine] = []
        self._entered: ConditionLine | None = None
        self._number = 0
        self._shown = ("", False)
        inside = named(QWidget(), "excludeConditions")
        self._lines = vbox(inside, margins=(0, 0, 0, 0), spacing=4)
        self._lines.addStretch(1)
        scroll = scrolling(inside, sideways=False)
        scroll.setMinimumSize(640, _LINES_HEIGHT)
        self.body.addWidget(scroll, 1)
        add = button(text("exclude-add"), name="excludeAdd", clicked=lambda: self._add(None))
        self.body.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self._values = ValueList()
        self._values.picked.connect(self._pick)
        self.body.addWidget(self._values, 2)
        self._preview = named(label(wrap=True), "excludePreview")
        self.body.addWidget(self._preview)
        self._go = self.offer(text("exclude-go-nothing"), self._take, primary=True, name="excludeGo")
        before = session.draft.choices.mapping.left_out
        for exclusion in dict.fromkeys((*before, *more)):
            for place, condition in enumerate(exclusion.conditions):
                self._add(condition, joined=place > 0)
        if column or not self._conditions:
            self._add(Condition(column or _likeliest_column(session.draft), "is"))
        self._conditions[-1].column.setFocus()
        self._enter(self._conditions[-1])
        self._look()

    # ------------------------------------------------------------------ conditions

    def _add(self, condition: Condition | None, *, joined: bool = False) -> None:
        self._number += 1
        line = ConditionLine(self._session, self._number)
        if condition is not None:
            line.show_condition(condition)
        line.join.setCurrentIndex(line.join.findData("and" if joined else "or"))
        line.changed.connect(self._look)
        line.entered.connect(partial(self._enter, line))
        line.removed.connect(partial(self._remove, line))
        self._conditions.append(line)
        self._lines.insertWidget(len(self._conditions) - 1, line)
        self._show_first()
        if condition is None:
            line.column.setFocus()
            self._enter(line)
            self._look()

    def _remove(self, line: ConditionLine) -> None:
        self._conditions.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._show_first()
        if self._entered is line:
            self._entered = None
            if self._conditions:
                self._enter(self._conditions[-1])
        self._values.setVisible(bool(self._entered and self._entered.picks))
        self._look()

    def _show_first(self) -> None:
        for place, line in enumerate(self._conditions):
            line.show_first(first=place == 0)

    def _exclusions(self) -> tuple[Exclusion, ...] | None:
        """Those that stand there; None while a value is missing."""
        groups: list[list[Condition]] = []
        for line in self._conditions:
            condition = line.condition
            if condition is None:
                return None
            if line.joined and groups:
                groups[-1].append(condition)
            else:
                groups.append([condition])
        return tuple(dict.fromkeys(Exclusion(tuple(group)) for group in groups))

    # ------------------------------------------------------------------ values

    def _enter(self, line: ConditionLine) -> None:
        for other in self._conditions:
            other.show_entered(entered=other is line)
        column = line.column.currentData()
        same = self._entered is line and self._shown == (column, line.picks)
        self._entered, self._shown = line, (column, line.picks)
        self._values.setVisible(line.picks)
        if same or not line.picks:
            return
        self._values.wait_for(self._session.header(column))

        def count(draft: Draft, _: object) -> tuple[list[ColumnValue], bool]:
            return values_of(draft, column), speaks_for_orders(draft, column)

        def show(counted: tuple[list[ColumnValue], bool]) -> None:
            values, whole = counted
            self._values.show_values(values, line.values, whole_orders=whole)

        self._queries.ask("values", count, show, again=True, checked=True)

    def _pick(self, values: tuple[str, ...]) -> None:
        if self._entered is not None:
            self._entered.pick(values)

    # ------------------------------------------------------------------ what goes

    def _look(self) -> None:
        exclusions = self._exclusions()
        self._go.setEnabled(False)
        self._queries.forget("preview")
        if exclusions is None:
            missing = next(line for line in self._conditions if line.condition is None)
            self._preview.setText(text("exclude-incomplete", column=missing.column.currentText()))
            return
        self._preview.setText(text("exclude-counting"))
        self._queries.ask(
            "preview", lambda draft, _: preview_all(draft, exclusions), self._show_preview, again=True, checked=True
        )

    def _show_preview(self, preview: ExclusionPreview) -> None:
        rows = preview.rows.len()
        sums = listing(f"{amount} {code}" for code, amount in plain_sums(preview.totals).items())
        goes = text("exclude-goes", rows=rows, orders=preview.orders)
        said = [text("exclude-cuts", orders=preview.cut)] if preview.cut else []
        said.append(text("exclude-sum", goes=goes, sums=sums) if sums else f"{goes}.")
        self._preview.setText("\n".join(said) if rows else text("exclude-goes-nothing"))
        key, count = ("exclude-go-orders", preview.orders) if preview.whole_orders else ("exclude-go-rows", rows)
        self._go.setText(text(key, count=count) if rows else text("exclude-go-nothing"))
        self._go.setEnabled(self._exclusions() != self._session.draft.choices.mapping.left_out)

    def _take(self) -> None:
        exclusions = self._exclusions()
        if exclusions is not None:
            self.decided.emit(exclusions)


def _likeliest_column(draft: Draft) -> str:
    """The column to begin with: one in which shops say what became of an order, else the first."""
    return next((column.column for column in draft.checker.view.noticed.values()), draft.sheet.named[0])
