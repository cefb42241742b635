"""A real window beside a plain list of lists: after any steps both show the same."""

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PySide6.QtGui import QGuiApplication

from courier.open_sheet import OpenOptions, open_source
from tests.gui.test_journey import drop, wait_open
from tests.tries import tries

AMOUNT = 7
TEXTS = st.sampled_from(["", "a", "B", "10", "9.5", "$7.00", 'q"x', "t\tb", "l\nb"])
ROWS = 6


def repaired(amount: str) -> str:
    """What the one safe repair of these texts makes of an amount."""
    return {"$7.00": "7.00"}.get(amount, amount)


def sort_key(text: str) -> tuple[bool, float, bool, str]:
    try:
        return False, float(text), not text, text
    except ValueError:
        return True, 0.0, not text, text


class Machine(RuleBasedStateMachine):
    """``window``: one with a sheet of `ROWS` rows in which only amounts are ever wrong."""

    def __init__(self, window, process: Callable[[], None], path: Path) -> None:
        super().__init__()
        self.window, self.process, self.path = window, process, path
        self.rows: list[list[str]] = []
        self.done: list[list[list[str]]] = []
        self.undone: list[list[list[str]]] = []

    def shown(self) -> list[list[str]]:
        model = self.window.workspace.model
        return [
            [model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def step(self, rows: list[list[str]]) -> None:
        if rows != self.rows:
            self.done.append(self.rows)
            self.undone.clear()
            self.rows = rows

    @initialize()
    def begin(self) -> None:
        opened = open_source(self.path, OpenOptions(), datetime.now(UTC))
        opened.draft.check()
        self.window.workspace.session.take(opened)
        self.rows = self.shown()
        assert len(self.rows) == ROWS

    @rule(row=st.integers(0, 20), column=st.integers(0, 10), text=TEXTS)
    def type_cell(self, row: int, column: int, text: str) -> None:
        if not self.rows:
            return
        row, column = row % len(self.rows), column % len(self.rows[0])
        model = self.window.workspace.model
        model.setData(model.index(row, column), text)
        after = deepcopy(self.rows)
        after[row][column] = text
        self.step(after)

    @rule(row=st.integers(0, 20), texts=st.lists(TEXTS.filter(bool), min_size=2, max_size=2))
    def paste(self, row: int, texts: list[str]) -> None:
        if not self.rows:
            return
        row %= len(self.rows)
        model, grid = self.window.workspace.model, self.window.workspace.grid
        quoted = ['"' + text.replace('"', '""') + '"' for text in texts]
        grid.move_to(model.index(row, 8))
        QGuiApplication.clipboard().setText("\t".join(quoted))
        grid.paste()
        after = deepcopy(self.rows)
        after[row][8:10] = texts
        self.step(after)

    @rule(row=st.integers(0, 20))
    def insert(self, row: int) -> None:
        if not self.rows or len(self.rows) > 12:
            return
        row %= len(self.rows)
        self.window.workspace.grid.move_to(self.window.workspace.model.index(row, 0))
        self.window.workspace.grid.insert_row()
        after = deepcopy(self.rows)
        after.insert(row, [""] * len(self.rows[0]))
        self.step(after)

    @rule(row=st.integers(0, 20))
    def delete(self, row: int) -> None:
        if len(self.rows) < 2:
            return
        row %= len(self.rows)
        self.window.workspace.grid.selection.take_rows(row, row)
        self.window.workspace.grid.delete_rows()
        after = deepcopy(self.rows)
        del after[row]
        self.step(after)

    @rule()
    def repair(self) -> None:
        self.window.workspace.repairs.fix_rule("ROW-AMOUNT-NUM")
        after = deepcopy(self.rows)
        for one in after:
            one[AMOUNT] = repaired(one[AMOUNT])
        self.step(after)

    @rule()
    def undo(self) -> None:
        self.window.workspace.session.undo()
        if self.done:
            self.undone.append(self.rows)
            self.rows = self.done.pop()

    @rule()
    def redo(self) -> None:
        self.window.workspace.session.redo()
        if self.undone:
            self.done.append(self.rows)
            self.rows = self.undone.pop()

    @rule(column=st.integers(0, 10), descending=st.booleans())
    def sort(self, column: int, descending: bool) -> None:
        if not self.rows:
            return
        column %= len(self.rows[0])
        filters = self.window.workspace.navigation.filters
        filters.sort(self.window.workspace.model.column_at(column), descending=descending)
        seen = [row[column] for row in self.shown()]
        filled = sorted((row[column] for row in self.rows if row[column]), key=sort_key)
        numbers = [text for text in filled if not sort_key(text)[0]]
        words = [text for text in filled if sort_key(text)[0]]
        if descending:
            numbers, words = numbers[::-1], words[::-1]
        assert [text for text in seen if text] == numbers + words
        filters.show_all()

    @rule(column=st.integers(0, 10), text=TEXTS.filter(lambda text: text.isalnum()))
    def filter(self, column: int, text: str) -> None:
        if not self.rows:
            return
        column %= len(self.rows[0])
        filters = self.window.workspace.navigation.filters
        filters.show_value(self.window.workspace.model.column_at(column), "is", text)
        assert self.shown() == [row for row in self.rows if row[column].strip().casefold() == text.casefold()]
        filters.show_all()

    @invariant()
    def same(self) -> None:
        self.process()
        assert self.shown() == self.rows
        assert (self.window.workspace.commands.undo.isEnabled(), self.window.workspace.commands.redo.isEnabled()) == (
            bool(self.done), bool(self.undone),
        )  # fmt: skip


@pytest.mark.soak
def test_any_steps_show_what_a_list_of_lists_holds(qtbot, qapp, window, sheet) -> None:
    path = sheet(*({"OrderId": f"AC-{row}"} for row in range(ROWS)))
    drop(window, path)
    wait_open(qtbot, window)
    run_state_machine_as_test(
        lambda: Machine(window, qapp.processEvents, path),
        settings=settings(
            max_examples=tries(3, 120), stateful_step_count=25, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )
