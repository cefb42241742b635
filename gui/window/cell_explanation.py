"""Explains the current cell in the line under the grid, and the text being typed into it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QLineEdit

from gui.grid.model import SheetModel
from gui.grid.view import Grid
from gui.problems.inspector import Inspector
from gui.session.session import Session
from gui.soon import soon
from gui.style.announce import announce
from gui.style.parts import set_style


class CellExplanation(QObject):
    """Joins a grid and an inspector."""

    def __init__(self, session: Session, model: SheetModel, grid: Grid, inspector: Inspector) -> None:
        super().__init__(grid)
        self._model, self._grid, self._inspector = model, grid, inspector
        grid.at.connect(self._explain)
        grid.delegate.typing.connect(self._explain_typing)
        # the grid updates itself first after an edit of many parts
        session.changed.connect(lambda: soon(self, self._explain))
        session.answered.connect(self._explain)

    def _explain(self) -> None:
        current = self._grid.current_cell()
        if current is None:
            self._inspector.show_nothing()
            return
        self._inspector.show_cell(*current, self._model.column_at(self._grid.currentIndex().column()).title)

    def _explain_typing(self, index: QModelIndex, typed: str, editor: QLineEdit) -> None:
        column = self._model.column_at(index.column())
        severity = self._inspector.show_typing(self._model.row_id(index.row()), column.column, column.title, typed)
        set_style(editor, "severity", severity or "")
        explanation = self._inspector.message.words
        if explanation != editor.accessibleDescription():
            editor.setAccessibleDescription(explanation)
            announce(editor, explanation)
