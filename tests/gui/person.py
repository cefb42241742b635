"""Somebody in front of the window, whose actions are counted: a drop, a click, a key, or a word typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from courier.practice.server import PracticeServer
from gui.window.main_window import MainWindow
from tests.gui.dropping import drop


class Person:
    """Does what hands can do. ``did``: each action, in words."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot, self._window = qtbot, window
        self.did: list[str] = []

    def drops(self, path: Path) -> None:
        """Drop a file on the window."""
        self.did.append(f"drop {path.name}")
        drop(self._window, path)

    def types(self, words: str) -> None:
        """Type into the field that has the focus, once one has it."""
        self._qtbot.waitUntil(lambda: _takes_words(self._focus()), timeout=20_000)
        self.did.append(f"type {words}")
        focus = self._focus()
        assert focus is not None
        QTest.keyClicks(focus, words)

    def presses(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, perhaps with others held."""
        self.did.append(f"press {key.name}")
        focus = self._focus()
        assert focus is not None
        QTest.keyClick(focus, key, held)

    def clicks(self, name: str) -> None:
        """Click the button of that name that can be seen, once there is one that can be clicked."""
        self._qtbot.waitUntil(lambda: self._button(name) is not None, timeout=20_000)
        button = self._button(name)
        assert button is not None
        self._scrolls_to(button)
        if QApplication.platformName() != "offscreen":
            middle = button.mapToGlobal(button.rect().center())
            assert button.screen().availableGeometry().contains(middle), f"{name} is beyond the screen"
        self.did.append(f"click {button.text()}")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def logs_in(self, server: PracticeServer) -> None:
        """Say who sends to a server that was never used before, and trust its key."""
        self.types(server.destination.user)
        self.presses(Qt.Key.Key_Tab)
        self.types(server.secret.reveal())
        self.presses(Qt.Key.Key_Return)
        self.clicks("hostKeyAccept")

    def _scrolls_to(self, button: QWidget) -> None:
        """Turn the wheel over what a button is in, until it can be seen."""
        around = button.parentWidget()
        while around is not None and around is not self._window:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(button)
            around = around.parentWidget()

    def _button(self, name: str) -> QAbstractButton | None:
        shown = (one for one in self._window.findChildren(QAbstractButton, name) if one.isVisible() and one.isEnabled())
        return next(shown, None)

    def _focus(self) -> QWidget | None:
        """Where typed keys go."""
        top = QApplication.activeModalWidget() or self._window
        return top.focusWidget()


def _takes_words(widget: QWidget | None) -> bool:
    return isinstance(widget, QLineEdit) or (isinstance(widget, QComboBox) and widget.isEditable())
