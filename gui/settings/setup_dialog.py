"""What to type into impact.com for a program, to be read and copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from courier.messages import text
from gui.style.announce import announce
from gui.style.dialog import Dialog
from gui.style.layouts import hbox, vbox
from gui.style.parts import button, label, named
from gui.style.tab_order import tab_as_seen


class SetupDialog(Dialog):
    """``words``: of `courier.results.setup_help.setup_help`."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("setupDialog")
        self.setWindowTitle(text("setup-window"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words = words
        shown = named(QPlainTextEdit(words), "setupWords", text("setup-window"))
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        self._answer = named(label(), "setupAnswer")
        copy = button(text("setup-copy"), primary=True, name="setupCopy", clicked=self._copy)
        close = button(text("programs-close"), name="setupClose", clicked=self.reject)
        close.setAutoDefault(False)
        outer = vbox(self, margins=(24, 20, 24, 18), spacing=12)
        outer.addWidget(shown, 1)
        line = hbox(spacing=8)
        line.addWidget(self._answer, 1)
        line.addWidget(close)
        line.addWidget(copy)
        outer.addLayout(line)
        room = self.screen().availableSize()
        self.resize(min(760, room.width() - 40), min(560, room.height() - 60))
        tab_as_seen(self)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._words)
        self._answer.setText(text("setup-copied"))
        announce(self, text("setup-copied"))
