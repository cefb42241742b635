"""The closed choice of a column's field: it shows the target, and opens the searchable list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from gui.mapping.column_content import target_words
from gui.mapping.field_picker import FieldPicker
from gui.style.elided_choice import ElidedChoice

Offered = Callable[[], tuple[Collection[str], Sequence[str]]]
"""The fields that are needed, and some values of the column."""


class FieldChoice(ElidedChoice):
    """``chosen``: another target. No key and no wheel changes it unseen; letters begin a search."""

    chosen = Signal(str)

    def __init__(self, offered: Offered) -> None:
        super().__init__()
        self._offered = offered
        self._target = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.addItem("")
        self.show_target("")

    @property
    def target(self) -> str:
        """The target shown."""
        return self._target

    def show_target(self, target: str) -> None:
        """Show another target."""
        self._target = target
        self.setItemText(0, target_words(target))

    def showPopup(self) -> None:
        self._open("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opening = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_F4, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        typed = event.text() if event.text().isalnum() and not event.modifiers() & _CONTROLS else ""
        if typed or event.key() in opening:
            self._open(typed)
        else:
            # others, such as Esc, are for the page
            event.ignore()

    def _open(self, typed: str) -> None:
        needed, values = self._offered()
        picker = FieldPicker(self._target, needed, values, self)
        picker.chosen.connect(self._take)
        picker.open_at(self, typed)

    def _take(self, target: str) -> None:
        self.setFocus()
        if target != self._target:
            self.show_target(target)
            self.chosen.emit(target)


_CONTROLS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
