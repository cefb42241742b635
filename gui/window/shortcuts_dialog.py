"""The list of keys, made from the actions; it is searched by words, or by pressing keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from courier.messages import text
from gui.style.dialog import Dialog
from gui.style.layouts import hbox, scrolling, vbox
from gui.style.measures import scaled
from gui.style.parts import button, label, named, tag
from gui.style.plain import plain_words

_NATIVE = QKeySequence.SequenceFormat.NativeText
_ALONE = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class _Search(QLineEdit):
    """Keys that type nothing stand in it by their name."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_shortcut(event):
            # else the window would do what the keys stand for
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_shortcut(event):
            self.setText(QKeySequence(event.keyCombination()).toString(_NATIVE))
        else:
            super().keyPressEvent(event)


def _is_shortcut(event: QKeyEvent) -> bool:
    if event.key() in _ALONE:
        return False
    return bool(event.modifiers() & _WITH) or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35


@dataclass
class _Group:
    """A part of the list, with the words and the keys of each of its lines."""

    frame: QFrame
    lines: list[tuple[QWidget, str, list[str]]] = field(default_factory=list)


class ShortcutsDialog(Dialog):
    """``listed``: each action with the name of its menu."""

    def __init__(self, listed: Iterable[tuple[str, QAction]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle(text("shortcuts-title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(scaled(860), scaled(560))
        outer = vbox(self, margins=(24, 16, 24, 16), spacing=12)
        self._search = named(_Search(), "shortcutsSearch", text("shortcuts-search"))
        self._search.setPlaceholderText(text("shortcuts-search"))
        self._search.setClearButtonEnabled(True)
        outer.addWidget(self._search)
        self._none = named(label(text("shortcuts-none"), muted=True), "shortcutsNone")
        outer.addWidget(self._none)
        inside = QWidget()
        columns = hbox(inside, margins=(0, 0, 12, 0), spacing=32)
        self._groups = [
            _group(menu, [action for _, action in actions if action.shortcuts()])
            for menu, actions in groupby(listed, itemgetter(0))
        ]
        for part in _halves(self._groups):
            column = vbox(spacing=16)
            for group in part:
                column.addWidget(group.frame)
            column.addStretch(1)
            columns.addLayout(column, 1)
        outer.addWidget(scrolling(inside, sideways=False, frame=False, keys=True), 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(text("button-close"), primary=True, name="shortcutsClose", clicked=self.close))
        outer.addLayout(foot)
        self._search.textChanged.connect(self._filter)
        self._filter("")

    def _filter(self, typed: str) -> None:
        words = typed.casefold().split()
        keys = typed.strip()
        for group in self._groups:
            for line, about, has in group.lines:
                line.setVisible(keys in has or all(word in about for word in words))
            group.frame.setVisible(any(not line.isHidden() for line, _, _ in group.lines))
        self._none.setVisible(all(group.frame.isHidden() for group in self._groups))


def _group(menu: str, actions: list[QAction]) -> _Group:
    frame = QFrame()
    grid = QGridLayout(frame)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.addWidget(label(menu, title=True), 0, 0)
    group = _Group(frame)
    for place, action in enumerate(actions, start=1):
        line = QWidget()
        within = hbox(line, margins=(0, 0, 0, 0), spacing=6)
        words = plain_words(action).removesuffix("…")
        # long words go on below, and never push the keys out of sight
        within.addWidget(label(words, wrap=True), 1)
        has = [sequence.toString(_NATIVE) for sequence in dict.fromkeys(action.shortcuts())]
        for keys in has:
            within.addWidget(tag(keys, "note"))
        grid.addWidget(line, place, 0)
        group.lines.append((line, f"{menu} {words}".casefold(), has))
    return group


def _halves(groups: list[_Group]) -> tuple[list[_Group], list[_Group]]:
    """In two columns about as long as each other."""
    half, seen = sum(len(group.lines) for group in groups) / 2, 0
    for place, group in enumerate(groups):
        seen += len(group.lines)
        if seen >= half:
            return groups[: place + 1], groups[place + 1 :]
    return groups, []
