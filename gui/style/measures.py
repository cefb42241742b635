"""Sizes of parts, in pixels: those that stand in the same place before and after the workspace is loaded, and what
larger texts make of others."""

from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

BAR_MARGINS = (14, 8, 14, 8)
_USUAL_TEXT = 12
"""Height of the texts for which sizes are given."""


def scaled(pixels: float) -> int:
    """A size for the texts that this person chose: larger for larger texts, never smaller."""
    return round(pixels * max(1.0, QFontInfo(QApplication.font()).pixelSize() / _USUAL_TEXT))


def status_height() -> int:
    """The height of the status line."""
    return scaled(36)
