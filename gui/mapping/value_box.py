"""A list of columns, and of values of saved programs, into which a value for all rows can be typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QLineEdit

from courier.messages import text
from courier.sheet.mapping import Column, Constant
from gui.style.parts import named

_ANSWER = Qt.ItemDataRole.UserRole
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True)
class Answer:
    """What feeds a field; ``program``: the one it is a value of, or ""."""

    feed: Column | Constant
    program: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the list."""

    words: str
    answer: Answer


class ValueBox(QComboBox):
    """``kept``: Enter was pressed, or a line of the list was taken. Arrows open the list, so that nothing is taken
    unseen; what is typed stays until it is kept or emptied."""

    kept = Signal()

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.setMinimumContentsLength(22)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setAccessibleName(spoken)
        self._entries: tuple[Entry, ...] = ()
        self._headers: dict[str, Answer] = {}
        written, completer = self.lineEdit(), self.completer()
        assert written is not None
        assert completer is not None
        self.written: QLineEdit = named(written, name, spoken)
        self.written.setPlaceholderText(text("columns-choose-or-type"))
        self.written.returnPressed.connect(self._keep)
        # what columns begin with: a number is not to be looked for among the samples
        completer.setFilterMode(Qt.MatchFlag.MatchStartsWith)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.activated.connect(self._keep)

    def _keep(self) -> None:
        # the list of completions would outlive the box, which goes with its need
        if popup := QApplication.activePopupWidget():
            popup.hide()
        self.kept.emit()

    def offer(self, entries: Sequence[Entry], headers: dict[str, Answer]) -> None:
        """Fill the list, and leave what is typed. ``headers``: columns by their header, for those who type it."""
        self._headers = headers
        if tuple(entries) == self._entries:
            return
        typed = self.written.text()
        self._entries = tuple(entries)
        self.clear()
        for entry in entries:
            self.addItem(entry.words, entry.answer)
        self.setCurrentIndex(-1)
        self.written.setText(typed)

    @property
    def answer(self) -> Answer | None:
        """What stands there: a line of the list, a header, or a value for all rows; None while it is empty."""
        typed = self.written.text().strip()
        place = self.findText(self.written.text(), Qt.MatchFlag.MatchExactly)
        if place >= 0:
            listed = self.itemData(place, _ANSWER)
            assert isinstance(listed, Answer)
            return listed
        if not typed:
            return None
        return self._headers.get(typed.casefold()) or Answer(Constant(typed))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS:
            self.showPopup()
        else:
            super().keyPressEvent(event)
