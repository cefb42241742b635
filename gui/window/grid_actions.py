"""Joins the actions on cells and rows with the grid, and with a field to type in where one has the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit

from gui.grid.view import Grid
from gui.window.actions import WindowActions

_Field = QLineEdit | QPlainTextEdit


def connect_grid(actions: WindowActions, grid: Grid, show_sheet: Callable[[], object]) -> None:
    """``show_sheet``: shows the grid. What was asked for while another page is shown changes nothing that nobody sees:
    the sheet is shown first."""

    def do(work: Callable[[], object]) -> None:
        if not grid.isVisible():
            show_sheet()
            grid.setFocus()
        else:
            work()

    def do_in_text(work: Callable[[], object], in_field: Callable[[_Field], object]) -> None:
        field = QApplication.focusWidget()
        if isinstance(field, _Field):
            in_field(field)
        else:
            do(work)

    cells, rows, selection = grid.cells, grid.rows, grid.selection
    for action, work in (
        (actions.clear, cells.clear),
        (actions.edit_cell, lambda: grid.edit(grid.currentIndex(), QAbstractItemView.EditTrigger.EditKeyPressed, None)),
        (actions.fill_down, cells.fill_down),
        (actions.fill_right, cells.fill_right),
        (actions.restore, cells.revert),
        (actions.select_row, lambda: selection.widen(rows=True)),
        (actions.select_column, lambda: selection.widen(columns=True)),
        (actions.go_to_row, grid.go_to_row.ask),
        (actions.insert_row, rows.insert),
        (actions.duplicate_row, rows.duplicate),
        (actions.move_row_up, lambda: rows.move(-1)),
        (actions.move_row_down, lambda: rows.move(1)),
        (actions.delete_rows, rows.delete),
        (actions.hold, rows.toggle_hold),
    ):
        action.triggered.connect(lambda _=False, work=work: do(work))
    for action, work, in_field in (
        (actions.cut, cells.cut, lambda field: field.cut()),
        (actions.copy, cells.copy, lambda field: field.copy()),
        (actions.paste, cells.paste, lambda field: field.paste()),
        (actions.select_all, grid.selectAll, lambda field: field.selectAll()),
    ):
        action.triggered.connect(lambda _=False, work=work, in_field=in_field: do_in_text(work, in_field))
