"""The language of the window: its direction, and Qt's own texts, such as those of its dialogs and menus."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from courier.messages import language, right_to_left

_translator: QTranslator | None = None


def apply_language(app: QApplication) -> None:
    """Take up the language of `courier.messages.text`. Call it before the theme is applied, which follows the
    direction."""
    global _translator
    if _translator is not None and isValid(_translator):
        app.removeTranslator(_translator)
        _translator.deleteLater()
    _translator = QTranslator(app)
    # Qt has no file for English: its texts are English
    if _translator.load(f"qtbase_{language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(_translator)
    # Qt follows a text of its translation, which a language without one does not have
    direction = Qt.LayoutDirection.RightToLeft if right_to_left() else Qt.LayoutDirection.LeftToRight
    app.setLayoutDirection(direction)
