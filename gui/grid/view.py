"""The grid widget: it puts its parts together and answers Qt's questions about cell geometry."""

from __future__ import annotations

from typing import overload

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from courier.messages import text
from gui.grid.cell_actions import CellActions
from gui.grid.cell_hint import CellHint
from gui.grid.cell_menu import CellMenu
from gui.grid.cell_mouse import CellMouse
from gui.grid.cell_painter import CellPainter, dragged_outline, handle, outline
from gui.grid.column_actions import ColumnActions
from gui.grid.column_header import ColumnHeader
from gui.grid.column_widths import ColumnWidths
from gui.grid.delegate import CellDelegate
from gui.grid.go_to_row import GoToRow
from gui.grid.header_mouse import HeaderMouse
from gui.grid.keys import Keys
from gui.grid.model import Index, SheetModel
from gui.grid.row_actions import RowActions
from gui.grid.row_header import RowHeader
from gui.grid.selection import Selection
from gui.session.session import Session

_FROZEN_SHARE = 0.7
"""Columns that stay in view may take so much of the grid's width; more would leave no room for the others."""

_Trigger = QAbstractItemView.EditTrigger
_BY_HAND = (_Trigger.AnyKeyPressed, _Trigger.EditKeyPressed, _Trigger.DoubleClicked, _Trigger.AllEditTriggers)
_Hint = QAbstractItemView.ScrollHint
_Modifier = Qt.KeyboardModifier


class Grid(QTableView):
    """``at``: the current cell (row id and sheet column) is another one; ``header_asked``: the menu of a header is
    wanted; ``fix_rows_asked``: safe repairs are wanted in these row ids."""

    at = Signal()
    header_asked = Signal(int)
    fix_rows_asked = Signal(list)

    def __init__(self, session: Session, model: SheetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("grid")
        self.setAccessibleName(text("grid-name"))
        # the frame of the current cell is the ring
        self.setProperty("ownRing", True)
        self._session = session
        self.sheet_model = self._model = model
        self.delegate = CellDelegate(self)
        self.header = ColumnHeader(self)
        self.setHorizontalHeader(self.header)
        row_header = RowHeader(self)
        self.setVerticalHeader(row_header)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setEditTriggers(_Trigger.AnyKeyPressed | _Trigger.EditKeyPressed | _Trigger.DoubleClicked)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.selection = Selection(self, model)
        self.cells = CellActions(session, model, self.selection, self)
        self.rows = RowActions(session, model, self.selection)
        self.columns = ColumnActions(session, self, model, self.selection, self._take_up_frozen)
        self._keys = Keys(
            session, model, self.selection, self.cells, self.rows,
            page=lambda: max(1, self.viewport().height() // self.verticalHeader().defaultSectionSize() - 1),
            show=lambda row, column: self.scrollTo(model.index(row, column)),
            edit=lambda: self.edit(self.currentIndex(), _Trigger.EditKeyPressed, None),
            mirrored=self.isRightToLeft,
            menu=lambda: self.header_asked.emit(self.currentIndex().column()),
        )  # fmt: skip
        self._mouse = CellMouse(self, self.selection, self.cells, self.covered)
        self._menu = CellMenu(
            session, self, self.selection, self.cells, self.rows, self.selected_ids, self.fix_rows_asked.emit
        )
        self._painter = CellPainter(self, model, self.selection)
        self._cell_hint = CellHint(self.viewport())
        self.header.mouse = HeaderMouse(self.header, self.selection, self.columns)
        self.header.menu_asked.connect(self.header_asked)
        row_header.selection = self.selection
        self.delegate.left.connect(self._keys.press)
        self.delegate.everywhere.connect(self.cells.write_all)
        self.selectionModel().currentChanged.connect(self._moved)
        self.go_to_row = GoToRow(session, self, self._show_row)
        self.widths = ColumnWidths(self, model, self.columns.near_widths)
        self._left: tuple[tuple[int, str], int, int] | None = None
        model.modelAboutToBeReset.connect(self._leave)
        model.modelReset.connect(self._come_back)

    def _moved(self) -> None:
        self._cell_hint.hide()
        self.at.emit()

    def _leave(self) -> None:
        current = self.current_cell()
        self._left = (current, self.currentIndex().row(), self.currentIndex().column()) if current else None

    def _come_back(self) -> None:
        """After rows were inserted, removed or filtered: select the same cell again, or the one in its place."""
        self.widths.fit()
        self._take_up_frozen()
        if self._left is None:
            return
        (row_id, column), row, across = self._left
        place = self._model.place_of(row_id)
        column_place = self._model.place_of_column(column)
        row = min(row if place is None else place, self._model.rowCount() - 1)
        across = min(across if column_place is None else column_place, self._model.columnCount() - 1)
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
        if column in self._model.arrangement.hidden:
            self.columns.show([column])
        if column and self._model.place_of_column(column) is None:
            self._model.show_sent_only(False)
        across = self._model.place_of_column(column) if column else None
        index = self._model.index(place, self.currentIndex().column() if across is None else across)
        if not index.isValid():
            index = self._model.index(place, 0)
        self.move_to(index)
        self.scrollTo(index, _Hint.PositionAtCenter)
        return True

    def _show_row(self, row_id: int) -> None:
        if self._model.place_of(row_id) is None:
            self._model.show_all()
        self.go_to(row_id)
        self.setFocus()

    def move_to(self, index: QModelIndex) -> None:
        """Make a cell the current and only selected one, whatever keys are held down meanwhile."""
        self.selection.at(index.row(), index.column())

    def selected_rows(self) -> list[int]:
        """Places of the rows that the selection touches."""
        return [row for first, last in self.selection.rows for row in range(first, last + 1)]

    def selected_ids(self) -> list[int]:
        """Row ids of the rows that the selection touches."""
        return self._model.ids(self.selection.rows).to_list()

    # ------------------------------------------------------------------ columns that stay in view

    def _take_up_frozen(self) -> None:
        room = self.viewport().width() * _FROZEN_SHARE
        count = min(self._model.arrangement.frozen, self._model.columnCount())
        while count and sum(map(self.columnWidth, range(count))) > room:
            count -= 1
        self.header.frozen = count
        self.header.viewport().update()
        self.viewport().update()

    def covered(self, column: int, rect: QRect) -> bool:
        """Whether the right edge of a cell that scrolls is under the columns that stay in view."""
        begin = self.header.mirrored(rect.left(), rect.width())
        return column >= self.header.frozen and begin + rect.width() <= self.header.edge

    def visualRect(self, index: Index) -> QRect:
        rect = super().visualRect(index)
        if index.isValid() and index.column() < self.header.frozen:
            rect.translate(self.header.shift, 0)
        return rect

    def indexAt(self, pos: QPoint) -> QModelIndex:
        still = self.header.mirrored(pos.x()) < self.header.edge
        return super().indexAt(QPoint(pos.x() - self.header.shift, pos.y()) if still else pos)

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible) -> None:
        across = self.horizontalScrollBar()
        before = across.value()
        super().scrollTo(index, hint)
        if index.column() < self.header.frozen:
            across.setValue(before)
        elif (hidden := self.header.edge - self.header.left_of(index.column())) > 0:
            across.setValue(across.value() - hidden)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx and self.header.frozen:
            self.updateEditorGeometries()
            self.header.viewport().update()
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.widths.fit()
        self._take_up_frozen()

    def sizeHintForColumn(self, column: int) -> int:
        return max(self.columns.width_for(column), self.widths.of_header(column))

    # ------------------------------------------------------------------ painting

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._painter.forget_texts()
            self.widths.measure_again()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.setFont(self.font())
            self._painter.paint(painter, event.rect(), self.header)
            painter.setClipRect(event.rect())
            index = self.currentIndex()
            if index.isValid():
                self._within_sight(painter, index.column())
                outline(painter, self.visualRect(index))
                painter.setClipRect(event.rect())
            if (corner := self._mouse.handle()) is not None:
                handle(painter, corner)
            if self._mouse.target is not None:
                area = self._mouse.target
                first = self.visualRect(self._model.index(area.top(), area.left()))
                dragged_outline(painter, first.united(self.visualRect(self._model.index(area.bottom(), area.right()))))

    def _within_sight(self, painter: QPainter, column: int) -> None:
        if column >= self.header.frozen:
            area, edge = self.viewport().rect(), self.header.edge
            painter.setClipRect(area.adjusted(0, 0, -edge, 0) if self.isRightToLeft() else area.adjusted(edge, 0, 0, 0))

    # ------------------------------------------------------------------ keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._keys.press(event.key(), event.modifiers()):
            event.accept()
            return
        strange = event.modifiers() & (_Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier)
        # Ctrl and Alt together are AltGr, which types characters
        typed = event.text().isprintable() and strange in (
            _Modifier.NoModifier, _Modifier.ControlModifier | _Modifier.AltModifier
        )  # fmt: skip
        if event.text() and typed:
            self.edit(self.currentIndex(), _Trigger.AnyKeyPressed, event)
        else:
            event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Open the editor for composed text, such as an accent by a dead key or a Japanese syllable. While it is being
        composed, the grid keeps the focus and hands the text on, because a change of focus would end the composition.
        """
        index = self.currentIndex()
        editor = self.indexWidget(index) if self.state() == self.State.EditingState else None
        committed, composing = bool(event.commitString()), bool(event.preeditString())
        if committed and editor is None:
            # Qt would open the editor without the text
            if self.edit(index, _Trigger.AnyKeyPressed, None) and (editor := self.indexWidget(index)):
                QCoreApplication.sendEvent(editor, event)
        elif committed and composing and editor is not None:
            # the next character has begun: the composition goes on
            QCoreApplication.sendEvent(editor, event)
        else:
            if editor is not None and not committed and not composing:
                # the composition was cancelled: what stood in the cell stands there again
                editor.setProperty("filled", False)
            super().inputMethodEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Does nothing: typing over a read-only cell must not search a million rows."""

    @overload
    def edit(self, index: Index, /) -> None: ...
    @overload
    def edit(self, index: Index, trigger: _Trigger, event: QEvent | None, /) -> bool: ...
    def edit(
        self, index: Index, trigger: _Trigger = _Trigger.AllEditTriggers, event: QEvent | None = None, /
    ) -> bool | None:
        # Qt asks at every step whether the cell opens an editor by itself: none does
        if not index.isValid() or trigger not in _BY_HAND:
            return False
        if reason := self._model.column_at(index.column()).read_only:
            self._refuse(index, reason)
            return False
        self.delegate.typed_over = trigger == _Trigger.AnyKeyPressed
        # Qt itself leaves the event out, which its description for Python does not know
        return super().edit(index, trigger, event)  # type: ignore[arg-type]

    def _refuse(self, index: Index, reason: str) -> None:
        self._session.told.emit(reason)
        self._cell_hint.say(reason, self.visualRect(index))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self.at.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.RightButton:
            index = self.indexAt(at)
            if index.isValid() and not self.selection.has(index.row(), index.column()):
                self.move_to(index)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._commit()
            held = event.modifiers()
            reach, more = bool(held & _Modifier.ShiftModifier), bool(held & _Modifier.ControlModifier)
            # a clicked cell at the edge must not scroll away from the mouse
            self.setAutoScroll(False)
            self._mouse.press(at, reach=reach, more=more)
            self.setAutoScroll(True)

    def _commit(self) -> None:
        """Commit an open editor: a click elsewhere counts as Enter."""
        if self.state() == self.State.EditingState and (editor := self.indexWidget(self.currentIndex())):
            self.commitData(editor)
            self.closeEditor(editor, self.delegate.EndEditHint.NoHint)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self._mouse.move(at)
        over = not self._mouse.busy and self._mouse.over_handle(at)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.edit(index, _Trigger.DoubleClicked, event)

    def selectAll(self) -> None:
        self.selection.widen(rows=True, columns=True)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current_cell() is None:
            return
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self._menu.pop_up(at)

    # ------------------------------------------------------------------ what others ask for by name

    def copy(self) -> None:
        """See `CellActions.copy`."""
        self.cells.copy()

    def paste(self) -> None:
        """See `CellActions.paste`."""
        self.cells.paste()

    def clear_cells(self) -> None:
        """See `CellActions.clear`."""
        self.cells.clear()

    def fill_down(self) -> None:
        """See `CellActions.fill_down`."""
        self.cells.fill_down()

    def insert_row(self) -> None:
        """See `RowActions.insert`."""
        self.rows.insert()

    def delete_rows(self) -> None:
        """See `RowActions.delete`."""
        self.rows.delete()
