"""Navigation in the sheet: find, filters, and from problem to problem."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.messages import text
from courier.results.codes import ResultCode
from gui.find.filter_bar import FilterBar
from gui.find.filters import Filters
from gui.find.find_replace import FindReplace
from gui.grid.model import SheetModel
from gui.grid.view import Grid
from gui.problems.next_problem import next_problem, wrong_values
from gui.problems.pane import ProblemsPane
from gui.session.session import Session
from gui.window.actions import WindowActions


class Navigation(QObject):
    """``go_to``: show a cell (row id, column); ``value_wanted``: show the one value of a field for all rows;
    ``sheet_wanted``: show the grid; ``told``: a sentence."""

    go_to = Signal(int, str)
    value_wanted = Signal(str)
    sheet_wanted = Signal()
    told = Signal(str)

    def __init__(
        self,
        session: Session,
        model: SheetModel,
        grid: Grid,
        actions: WindowActions,
        problems: ProblemsPane,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._model, self._grid = session, model, grid
        self._at_values = False
        self.filters = Filters(session, model, grid, self)
        self.filter_bar = FilterBar(self.filters, model, window)
        self.find_replace = FindReplace(session, model, grid, window)
        self.find_replace.told.connect(self.told)
        self.find_replace.sheet_wanted.connect(self.sheet_wanted)
        self.find_replace.connect_actions(actions.find_text, actions.replace)
        actions.filter.triggered.connect(self.choose_rows)
        actions.next_problem.triggered.connect(lambda: self.step(1))
        actions.previous_problem.triggered.connect(lambda: self.step(-1))
        actions.show_ready.triggered.connect(lambda: self.show_division("ready"))
        actions.show_repair.triggered.connect(lambda: self.show_division("repair"))
        actions.show_hold.triggered.connect(lambda: self.show_division("hold"))
        actions.show_excluded.triggered.connect(lambda: self.show_division("out"))
        actions.show_all.triggered.connect(self.filters.show_all)
        problems.show_rule.connect(self._show_rule)
        problems.answers.show_asked.connect(self._show_refused)
        problems.only_failing.connect(self._show_failing)
        self.filters.changed.connect(lambda: problems.show_only_failing(self.filters.kind == "failing"))

    @property
    def bars(self) -> tuple[QWidget, ...]:
        """The bars above the grid."""
        return self.find_replace.bar, self.filter_bar

    def choose_rows(self) -> None:
        """Open the filter by value, for the current column at first."""
        self.sheet_wanted.emit()
        current = self._grid.current_cell()
        self.filter_bar.open_choice(current[1] if current else None)

    def show_division(self, which: str) -> None:
        """See `Filters.show_division`."""
        self.filters.show_division(which)
        self.sheet_wanted.emit()

    def step(self, by: int) -> None:
        """To the next problem, or the one before it, among the rows shown. What is wrong with a value for all rows
        comes once, between the last row and the first."""
        place = next_problem(self._session, self._model, self._grid.current_cell(), by)
        values = wrong_values(self._session, self._model) if place is None or place.around else []
        self._at_values = bool(values) and (place is None or not self._at_values)
        if self._at_values:
            self.value_wanted.emit(values[0])
            self.told.emit(text("problems-step-value", field=values[0]))
        elif place is not None:
            self.go_to.emit(place.row, place.column)
            self.filters.move_on()
        elif self._session.sheet_open:
            self.told.emit(text("problems-step-none-shown") if self._model.filtered else text("problems-step-none"))

    def _show_rule(self, rule: str) -> None:
        self.sheet_wanted.emit()
        self.filters.show_rule(rule)
        self._grid.setFocus()

    def _show_refused(self, code: ResultCode) -> None:
        self.sheet_wanted.emit()
        self.filters.show_refused(code)
        self._grid.setFocus()

    def _show_failing(self, only: bool) -> None:
        if only:
            self.filters.show_failing()
        elif self.filters.kind == "failing":
            self.filters.show_all()
