"""The grid's colours as Qt's objects, made once per theme: a repaint asks for them hundreds of times."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPen

from gui.style.colours import Theme
from gui.style.theme import current


class GridPalette:
    """Colours of one theme. ``fill`` and ``ink`` are by severity."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.surface, self.header, self.line = (QColor(colour) for colour in (theme.surface, theme.header, theme.line))
        self.text, self.muted, self.accent = (QColor(colour) for colour in (theme.text, theme.muted, theme.accent))
        self.selection = QColor(theme.selection)
        # what is wrong with a cell stays visible under the selection
        self.veil = QColor(theme.selection)
        self.veil.setAlpha(120)
        self.fill = {
            "error": QColor(theme.error_fill), "warning": QColor(theme.warning_fill), "note": QColor(theme.note_fill),
        }  # fmt: skip
        self.ink = {"error": QColor(theme.error), "warning": QColor(theme.warning), "note": QColor(theme.note)}
        self.pens = {severity: QPen(colour, 1) for severity, colour in self.ink.items()}
        self.outline = QPen(self.accent, 2)


_made: GridPalette | None = None


def grid_palette() -> GridPalette:
    """Those of the theme shown now."""
    global _made
    theme = current()
    if _made is None or _made.theme is not theme:
        _made = GridPalette(theme)
    return _made
