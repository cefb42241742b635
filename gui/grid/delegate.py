"""The editor of a cell, and what the keys do while it is open. The cells themselves are painted by the grid."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from courier.messages import text
from gui.style.parts import named

Index = QModelIndex | QPersistentModelIndex
_LEAVING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_MOVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CellDelegate(QStyledItemDelegate):
    """``typing``: what stands in the editor of which cell, before Enter; ``left``: the editor was left by a key, which
    the grid has to follow; ``everywhere``: the text is wanted in all selected cells."""

    typing = Signal(QModelIndex, str, QLineEdit)
    left = Signal(int, Qt.KeyboardModifier)
    everywhere = Signal(str)

    def __init__(self, grid: QTableView) -> None:
        super().__init__(grid)
        self.typed_over = False
        """Whether the editor was opened by typing: then arrows leave it, as in other spreadsheets."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        model = index.model()
        column = model.headerData(index.column(), Qt.Orientation.Horizontal)
        row = model.headerData(index.row(), Qt.Orientation.Vertical)
        named(editor, "cellEditor", text("editor-spoken", column=column, row=row))
        where = model.index(index.row(), index.column())
        editor.textChanged.connect(lambda typed: self.typing.emit(where, typed, editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        # the end of a background check must not replace the text being typed
        if not editor.property("filled"):
            editor.setProperty("filled", True)
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QLineEdit):
            key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if held == Qt.KeyboardModifier.AltModifier:
                    editor.insert("\n")
                    return True
                if held == Qt.KeyboardModifier.ControlModifier:
                    words = editor.text()
                    self.closeEditor.emit(editor, self.EndEditHint.NoHint)
                    self.everywhere.emit(words)
                    return True
            if key in _LEAVING or (self.typed_over and key in _MOVING and held == Qt.KeyboardModifier.NoModifier):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, self.EndEditHint.NoHint)
                self.left.emit(key, held)
                return True
        return super().eventFilter(editor, event)
