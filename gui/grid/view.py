"""The grid: what hands know from spreadsheets."""

from __future__ import annotations

import csv
import io

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from courier.messages import text
from gui.grid.delegate import CellDelegate
from gui.grid.heads import ColumnHeads, Gutter
from gui.grid.model import SheetModel
from gui.window.session import Session


class Grid(QTableView):
    """``at``: the current cell (row id and sheet column) is another one; ``head_asked``: a head was clicked;
    ``fix_rows_asked``: safe repairs are wanted in these row ids."""

    at = Signal()
    head_asked = Signal(int)
    fix_rows_asked = Signal(list)

    def __init__(self, session: Session, model: SheetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("grid")
        self.setAccessibleName(text("grid-name"))
        self._session = session
        self._model = model
        self.delegate = CellDelegate(self)
        heads = ColumnHeads(self)
        self.setHorizontalHeader(heads)
        self.setVerticalHeader(Gutter(self))
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        heads.sectionClicked.connect(self.head_asked)
        self.selectionModel().currentChanged.connect(lambda *_: self.at.emit())
        self._fitted: list[str] = []
        self._left: tuple[tuple[int, str], int, int] | None = None
        model.modelAboutToBeReset.connect(self._leave)
        model.modelReset.connect(self._come_back)

    def _fit_columns(self) -> None:
        """Give columns that are new a width for their heads; the others keep what a person gave them."""
        columns = [self._model.column_at(place) for place in range(self._model.columnCount())]
        heads = QFontMetrics(_bold(self.font()))
        for place, shown in enumerate(columns):
            if place >= len(self._fitted) or self._fitted[place] != shown.title:
                head = max(heads.horizontalAdvance(words) for words in (shown.title, shown.subtitle)) + 20
                self.setColumnWidth(place, min(260, max(shown.width if shown.name else 90, head)))
        self._fitted = [shown.title for shown in columns]

    def _leave(self) -> None:
        current = self.current_cell()
        self._left = (current, self.currentIndex().row(), self.currentIndex().column()) if current else None

    def _come_back(self) -> None:
        """After rows came, went or were filtered: the same cell again, or the one in its place."""
        self._fit_columns()
        if self._left is None:
            return
        (row_id, column), row, across = self._left
        place = self._model.place_of(row_id)
        found = self._model.place_of_column(column)
        row = min(row if place is None else place, self._model.rowCount() - 1)
        across = min(across if found is None else found, self._model.columnCount() - 1)
        index = self._model.index(row, across)
        if index.isValid():
            self.move_to(index)

    # ------------------------------------------------------------------ where

    def current_cell(self) -> tuple[int, str] | None:
        """Row id and sheet column of the current cell."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        return self._model.row_id(index.row()), self._model.column_at(index.column()).column

    def go_to(self, row_id: int, column: str | None = None) -> bool:
        """Make a cell the current one and show it."""
        place = self._model.place_of(row_id)
        if place is None:
            return False
        across = self._model.place_of_column(column) if column else None
        index = self._model.index(place, self.currentIndex().column() if across is None else across)
        if not index.isValid():
            index = self._model.index(place, 0)
        self.move_to(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def move_to(self, index: QModelIndex) -> None:
        """Make a cell the current and only selected one, whatever keys are held down meanwhile."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def selected_rows(self) -> list[int]:
        """Places of the rows that the selection touches."""
        rows: set[int] = set()
        for area in self.selectionModel().selection():
            rows.update(range(area.top(), area.bottom() + 1))
        return sorted(rows)

    def selected_ids(self) -> list[int]:
        """Row ids of the rows that the selection touches."""
        return [self._model.row_id(row) for row in self.selected_rows()]

    # ------------------------------------------------------------------ hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.clear_cells()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_cells()
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.fill_down()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            down = -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self._step(down)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: object) -> None:
        super().closeEditor(editor, hint)  # type: ignore[arg-type]
        if hint == self.delegate.EndEditHint.SubmitModelCache:
            self._step(1)
        self.at.emit()

    def _step(self, down: int) -> None:
        index = self.currentIndex()
        below = self._model.index(index.row() + down, index.column())
        if below.isValid():
            self.move_to(below)

    def copy(self) -> None:
        """The selected block, as other spreadsheets take it."""
        areas = list(self.selectionModel().selection())
        if not areas:
            return
        rows = self.selected_rows()
        columns = sorted({column for area in areas for column in range(area.left(), area.right() + 1)})
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        for row in rows:
            writer.writerow([self._model.index(row, column).data() for column in columns])
        QGuiApplication.clipboard().setText(out.getvalue().removesuffix("\n"))

    def paste(self) -> None:
        """A block from the clipboard: from the current cell on, or repeated over the selection. One undo step."""
        block = list(csv.reader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))
        start = self.currentIndex()
        if not block or not start.isValid() or not self._session.opened:
            return
        rows, columns = self._target(start, len(block), max(map(len, block)))
        cells = []
        for down, row in enumerate(rows):
            record = block[down % len(block)]
            for across, place in enumerate(columns):
                column = self._model.column_at(place)
                if column.read_only is None and across % max(map(len, block)) < len(record):
                    cells.append((self._model.row_id(row), column.column, record[across % max(map(len, block))]))
        if cells:
            self._session.do(self._session.opened.draft.typed(cells, "edit-paste"))

    def _target(self, start: QModelIndex, height: int, width: int) -> tuple[list[int], list[int]]:
        areas = list(self.selectionModel().selection())
        if len(areas) == 1 and areas[0].height() % height == 0 and areas[0].width() % width == 0:
            area = areas[0]
            return list(range(area.top(), area.bottom() + 1)), list(range(area.left(), area.right() + 1))
        top = min(start.row(), *(area.top() for area in areas)) if areas else start.row()
        left = min(start.column(), *(area.left() for area in areas)) if areas else start.column()
        bottom = min(top + height, self._model.rowCount())
        right = min(left + width, self._model.columnCount())
        return list(range(top, bottom)), list(range(left, right))

    def clear_cells(self) -> None:
        """Empty the selected cells in one step."""
        cells = [(row, column, "") for row, column in self._selected_cells()]
        if cells and self._session.opened:
            self._session.do(self._session.opened.draft.typed(cells, "edit-clear"))

    def fill_down(self) -> None:
        """The selection's first row into the rows below it; without a selection, the cell above into this one."""
        if not self._session.opened:
            return
        cells = []
        for area in self.selectionModel().selection():
            first = area.top() - 1 if area.height() == 1 else area.top()
            if first < 0:
                continue
            for place in range(area.left(), area.right() + 1):
                column = self._model.column_at(place)
                above = self._model.index(first, place).data()
                if column.read_only is None:
                    cells += [
                        (self._model.row_id(row), column.column, above) for row in range(first + 1, area.bottom() + 1)
                    ]
        if cells:
            self._session.do(self._session.opened.draft.typed(cells, "edit-fill-down"))

    def insert_row(self) -> None:
        """An empty row above the current one."""
        current = self.current_cell()
        if current and self._session.opened:
            draft = self._session.opened.draft
            self._session.do(draft.insert_rows(int(draft.sheet.positions[current[0]]), 1))
            fresh = draft.sheet.id_count - 1
            if self._model.place_of(fresh) is None:
                self._model.show_all()
            # as in other spreadsheets the new row is the current one
            self.go_to(fresh, current[1])

    def delete_rows(self) -> None:
        """The selected rows out of the sheet."""
        ids = self.selected_ids()
        if ids and self._session.opened:
            draft = self._session.opened.draft
            positions = draft.sheet.positions
            self._session.do(draft.delete_rows(int(positions[row]) for row in ids))

    def _selected_cells(self) -> list[tuple[int, str]]:
        cells = []
        for area in self.selectionModel().selection():
            columns = [self._model.column_at(place) for place in range(area.left(), area.right() + 1)]
            names = [column.column for column in columns if column.read_only is None]
            cells += [(self._model.row_id(row), name) for row in range(area.top(), area.bottom() + 1) for name in names]
        return cells

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        current = self.current_cell()
        opened = self._session.opened
        if current is None or opened is None:
            return
        ids = self.selected_ids()
        menu = QMenu(self)
        menu.addAction(text("grid-copy"), self.copy)
        menu.addAction(text("grid-paste"), self.paste)
        menu.addAction(text("grid-fill-down"), self.fill_down)
        menu.addSeparator()
        menu.addAction(text("grid-insert"), self.insert_row)
        menu.addAction(text("grid-delete", rows=len(ids)), self.delete_rows)
        menu.addSeparator()
        menu.addAction(text("fix-selection"), lambda: self.fix_rows_asked.emit(ids))
        aside = current[0] in opened.draft.choices.set_aside
        menu.addAction(
            text("grid-take-back" if aside else "grid-set-aside"),
            lambda: self._session.do(opened.draft.set_aside(ids, aside=not aside)),
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
