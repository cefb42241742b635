"""The menu of the cells and the row header."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from courier.messages import text
from gui.grid.cell_actions import CellActions
from gui.grid.row_actions import RowActions
from gui.grid.selection import Selection
from gui.session.session import Session


class CellMenu:
    """Pops up over the grid. ``ids``: row ids of the selection; ``repair``: wants safe repairs in them."""

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        selection: Selection,
        cells: CellActions,
        rows: RowActions,
        ids: Callable[[], list[int]],
        repair: Callable[[list[int]], object],
    ) -> None:
        self._session, self._parent, self._selection = session, parent, selection
        self._cells, self._rows = cells, rows
        self._ids, self._repair = ids, repair

    def pop_up(self, at: QPoint) -> None:
        """Show it at a point of the screen."""
        if not self._session.sheet_open:
            return
        menu = QMenu(self._parent)
        menu.setObjectName("cellMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        cells, rows = self._cells, self._rows
        self._add(menu, text("grid-cut"), cells.cut, "Ctrl+X")
        self._add(menu, text("grid-copy"), cells.copy, "Ctrl+C")
        self._add(menu, text("grid-paste"), cells.paste, "Ctrl+V")
        self._add(menu, text("grid-clear"), cells.clear, "Del")
        self._add(menu, text("grid-revert"), cells.revert)
        self._add(menu, text("grid-fill-down"), cells.fill_down, "Ctrl+D")
        self._add(menu, text("grid-fill-right"), cells.fill_right, "Ctrl+R")
        if not self._selection.whole_columns:
            menu.addSeparator()
            count = rows.count()
            self._add(menu, text("grid-insert-rows", rows=count), rows.insert, "Ctrl++")
            self._add(menu, text("grid-insert-below", rows=count), lambda: rows.insert(below=True))
            self._add(menu, text("grid-duplicate", rows=count), rows.duplicate, "Ctrl+Shift+D")
            self._add(menu, text("grid-move-up"), lambda: rows.move(-1), "Alt+Up")
            self._add(menu, text("grid-move-down"), lambda: rows.move(1), "Alt+Down")
            self._add(menu, text("grid-delete", rows=count), rows.delete, "Ctrl+-")
        menu.addSeparator()
        self._add(menu, text("fix-selection"), lambda: self._repair(self._ids()))
        self._add(menu, text("grid-take-back" if rows.on_hold else "grid-set-aside"), rows.toggle_hold, "Ctrl+K")
        menu.popup(at)

    def _add(self, menu: QMenu, words: str, do: Callable[[], object], keys: str = "") -> None:
        # only displayed: the grid handles the keys itself, and a shortcut would handle them twice
        native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        menu.addAction(f"{words}\t{native}" if native else words).triggered.connect(lambda _=False: do())
