"""The dialog in which rows are excluded, as a person uses it."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QToolButton,
    QWidget,
)

_Part = TypeVar("_Part", bound=QWidget)


def part(within: QWidget, kind: type[_Part], name: str) -> _Part:
    """The part of that name."""
    found = within.findChild(kind, name)
    assert found is not None, name
    return found


def exclude_dialog(window: QWidget) -> QDialog:
    """The one that is open."""
    return next(dialog for dialog in window.findChildren(QDialog, "excludeQuestion") if dialog.isVisible())


class Excluding:
    """``line``: the condition that is worked on, from 0."""

    def __init__(self, window: QWidget) -> None:
        self.dialog = exclude_dialog(window)
        self.line = len(self._lines()) - 1

    def _lines(self) -> list[QWidget]:
        # a new line is shown, and a removed one gone, in a moment
        QApplication.processEvents()
        combos = self.dialog.findChildren(QComboBox, "excludeColumn")
        lines = [line for combo in combos if (line := combo.parentWidget()) is not None and not line.isHidden()]
        return sorted(lines, key=lambda line: int(line.objectName().removeprefix("condition")))

    def choose(self, name: str, data: str) -> None:
        combo = part(self._lines()[self.line], QComboBox, name)
        at = combo.findData(data) if combo.findData(data) >= 0 else combo.findText(data)
        assert at >= 0, data
        combo.setCurrentIndex(at)
        combo.activated.emit(at)

    def where(self, column: str, test: str, *values: str) -> None:
        """Say which rows: tick the values where they are picked."""
        self.choose("excludeColumn", column)
        self.choose("excludeTest", test)
        if test in ("is", "is_not"):
            for value in values:
                self.tick(value)
        elif values:
            part(self._lines()[self.line], QLineEdit, "excludeText").setText(", ".join(values))

    def add(self, join: str = "or") -> None:
        self.press("excludeAdd")
        self.line = len(self._lines()) - 1
        self.choose("excludeJoin", join)

    def remove(self) -> None:
        part(self._lines()[self.line], QToolButton, "excludeRemove").click()

    @property
    def values(self) -> list[str]:
        shown = part(self.dialog, QListWidget, "excludeValues")
        return [shown.item(row).text() for row in range(shown.count())]

    def tick(self, value: str, *, off: bool = False) -> None:
        shown = part(self.dialog, QListWidget, "excludeValues")
        item = next(shown.item(row) for row in range(shown.count()) if shown.item(row).text().startswith(value + " ("))
        item.setCheckState(Qt.CheckState.Unchecked if off else Qt.CheckState.Checked)

    @property
    def preview(self) -> str:
        return part(self.dialog, QLabel, "excludePreview").text()

    @property
    def button(self) -> QPushButton:
        return part(self.dialog, QPushButton, "excludeGo")

    def press(self, name: str = "excludeGo") -> None:
        part(self.dialog, QPushButton, name).click()
