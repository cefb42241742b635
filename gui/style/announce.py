"""What a screen reader says by itself, because it happened elsewhere than where the focus is."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

_LOUD = QAccessible.AnnouncementPoliteness.Assertive


def announce(about: QWidget, words: str, *, at_once: bool = False) -> None:
    """Let these words be spoken after what is being said, or ``at_once`` instead of it, where somebody listens."""
    if not words or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(about, words)
    if at_once:
        event.setPoliteness(_LOUD)
    QAccessible.updateAccessibility(event)
