"""The walk with F6 through the parts of the window: bars, notice, grid, problems, explanation, status."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_PARTS = (
    "bar", "noticeBar", "startPage", "mappingPane", "differencePage", "historyPane", "resultsPage", "draftSuggestion",
    "readingSuggestion", "programSuggestion", "recipeSuggestion", "findBar", "filterBar", "gridBar", "grid", "tabStrip",
    "sidePane", "inspector", "statusLine",
)  # fmt: skip
"""The object names of the parts, in the order in which they stand; those that are not shown are passed over."""


class PartWalk(QObject):
    """``window``: the one whose parts are walked through. Each part gets the focus where it was left."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._left: dict[str, QWidget] = {}

    def step(self, by: int) -> None:
        """Give the focus to the part after, or before, the one that has it."""
        parts = [part for part in map(self._part, _PARTS) if part is not None]
        if not parts:
            return
        focus = QApplication.focusWidget()
        at = next((place for place, part in enumerate(parts) if focus and _within(focus, part)), None)
        if at is not None and focus is not None:
            self._left[parts[at].objectName()] = focus
        part = parts[(at + by) % len(parts)] if at is not None else parts[0 if by > 0 else -1]
        target = self._left.get(part.objectName())
        if target is None or not isValid(target) or not _takes_focus(target) or not _within(target, part):
            target = _first(part)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason)

    def _part(self, name: str) -> QWidget | None:
        found = (part for part in self._window.findChildren(QWidget, name) if part.isVisible())
        return next((part for part in found if _first(part) is not None), None)


def _within(widget: QWidget, part: QWidget) -> bool:
    return widget is part or part.isAncestorOf(widget)


def _takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()


def _first(part: QWidget) -> QWidget | None:
    """The first that Tab would reach in a part."""
    widget: QWidget | None = part
    while widget is not None:
        if _within(widget, part) and _takes_focus(widget) and widget.focusProxy() is None:
            return widget
        widget = widget.nextInFocusChain()
        if widget is part:
            break
    return None
