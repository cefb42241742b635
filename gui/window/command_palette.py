"""All that can be done in the window, found by typing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from courier.messages import text
from gui.style.dialog import Dialog
from gui.style.layouts import vbox
from gui.style.measures import scaled
from gui.style.parts import named
from gui.style.plain import plain_words
from gui.style.theme import current
from gui.window.actions import WindowActions, shown_keys

_ACTION = Qt.ItemDataRole.UserRole
_ROW = 26
"""The height of a line in pixels: one can hit it."""
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(Dialog):
    """``listed``: each action with the name of its menu. What cannot be done now is listed too, and says why."""

    def __init__(self, actions: WindowActions, listed: Iterable[tuple[str, QAction]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("commandPalette")
        self.setWindowTitle(text("palette-title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(scaled(560), scaled(420))
        lines = vbox(self, margins=(12, 12, 12, 12), spacing=8)
        self._typed = named(QLineEdit(), "paletteSearch", text("palette-search"))
        self._typed.setPlaceholderText(text("palette-search"))
        self._typed.installEventFilter(self)
        self._list = named(QTreeWidget(), "paletteList", text("palette-title"))
        self._list.setColumnCount(3)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = self._list.header()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setStretchLastSection(False)
        for column in (1, 2):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        # what can be done now comes first
        for menu, action in sorted(listed, key=lambda entry: not entry[1].isEnabled()):
            self._list.addTopLevelItem(_entry(menu, action, actions.why_not(action)))
        lines.addWidget(self._typed)
        lines.addWidget(self._list, 1)
        self._typed.textChanged.connect(self._filter)
        self._typed.returnPressed.connect(self._choose)
        self._list.itemClicked.connect(lambda *_: self._choose())
        self._filter("")

    def _entries(self) -> list[QTreeWidgetItem]:
        found = (self._list.topLevelItem(place) for place in range(self._list.topLevelItemCount()))
        return [entry for entry in found if entry is not None]

    def _filter(self, typed: str) -> None:
        words = typed.casefold().split()
        for entry in self._entries():
            about = f"{entry.text(1)} {entry.text(0)}".casefold()
            entry.setHidden(not all(word in about for word in words))
        shown = [entry for entry in self._entries() if not entry.isHidden()]
        possible = [entry for entry in shown if entry.data(0, _ACTION).isEnabled()]
        for entry in (possible or shown)[:1]:
            self._list.setCurrentItem(entry)

    def _choose(self) -> None:
        entry = self._list.currentItem()
        if entry is None or entry.isHidden():
            return
        action = entry.data(0, _ACTION)
        if action.isEnabled():
            # closed first, so that what the action opens stands over the window
            self.accept()
            action.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move in a list move in this one, while the focus stays where one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _TO_LIST:
            self._list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)


def _entry(menu: str, action: QAction, why_not: str) -> QTreeWidgetItem:
    words = plain_words(action)
    entry = QTreeWidgetItem([f"{words.removesuffix('…')}: {why_not}" if why_not else words, menu, shown_keys(action)])
    entry.setData(0, _ACTION, action)
    entry.setSizeHint(0, QSize(0, _ROW))
    for column in range(3):
        if column or why_not:
            entry.setForeground(column, QColor(current().muted))
    return entry
