"""The language of the window: its direction, and Qt's own texts, such as those of its dialogs and menus."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from courier.messages import language, right_to_left

_NAME = "qtbase"


def apply_language(app: QApplication) -> None:
    """Take up the language of `courier.messages.text`. Call it before the theme is applied, which follows the
    direction."""
    before = app.findChild(QTranslator, _NAME)
    if before is not None:
        app.removeTranslator(before)
        before.deleteLater()
    translator = QTranslator(app)
    translator.setObjectName(_NAME)
    # Qt has no file for English: its texts are English
    if translator.load(f"{_NAME}_{language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    # Qt follows a text of its translation, which a language without one does not have
    direction = Qt.LayoutDirection.RightToLeft if right_to_left() else Qt.LayoutDirection.LeftToRight
    app.setLayoutDirection(direction)
