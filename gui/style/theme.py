"""Gives the app its look: light, dark or the high contrast of the system, whenever the system changes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from gui.style.colours import DARK, LIGHT, Theme, of_system
from gui.style.focus_ring import FocusRing
from gui.style.style_sheet import style_sheet

_shown = LIGHT
_preferred = "system"
_ring: FocusRing | None = None


def current() -> Theme:
    """The theme shown now."""
    return _shown


def apply_theme(app: QApplication) -> None:
    """Give the app its look, now and whenever the system changes its scheme or its contrast."""
    global _ring
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda: _follow(app))
    hints.accessibility().contrastPreferenceChanged.connect(lambda: _follow(app))
    _follow(app)
    # to look for it among the children of the app, Qt's style among them, would load all that Qt knows of styles
    if _ring is None or not isValid(_ring):
        _ring = FocusRing(app, lambda: current().ring)


def prefer(app: QApplication, appearance: str) -> None:
    """Show ``light`` or ``dark`` whatever the system shows; anything else follows it, as its high contrast always is
    followed."""
    global _preferred
    if appearance != _preferred:
        _preferred = appearance
        _follow(app)


def _follow(app: QApplication) -> None:
    hints = app.styleHints()
    show(app, _wanted(app, hints.colorScheme(), hints.accessibility().contrastPreference()))


def _wanted(app: QApplication, scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference) -> Theme:
    if contrast == Qt.ContrastPreference.HighContrast:
        # without a palette and a sheet of ours the app has the system's colours
        app.setStyleSheet("")
        app.setPalette(QPalette())
        return of_system(app.palette())
    return {"light": LIGHT, "dark": DARK}.get(_preferred) or (DARK if scheme == Qt.ColorScheme.Dark else LIGHT)


def show(app: QApplication, theme: Theme) -> None:
    """Show a theme everywhere."""
    global _shown
    _shown = theme
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme, mirrored=app.isRightToLeft()))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, theme.window),
        (QPalette.ColorRole.WindowText, theme.text),
        (QPalette.ColorRole.Base, theme.surface),
        (QPalette.ColorRole.AlternateBase, theme.header),
        (QPalette.ColorRole.Text, theme.text),
        (QPalette.ColorRole.Button, theme.surface),
        (QPalette.ColorRole.ButtonText, theme.text),
        (QPalette.ColorRole.Highlight, theme.accent),
        (QPalette.ColorRole.HighlightedText, theme.on_accent),
        (QPalette.ColorRole.PlaceholderText, theme.muted),
        (QPalette.ColorRole.ToolTipBase, theme.surface),
        (QPalette.ColorRole.ToolTipText, theme.text),
        (QPalette.ColorRole.Link, theme.accent_text),
    ):
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette
