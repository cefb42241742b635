"""What a screen reader says by itself, because it happened elsewhere than where the focus is."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from courier.messages import text

_LOUD = QAccessible.AnnouncementPoliteness.Assertive


def announce(about: QWidget, words: str, *, at_once: bool = False) -> None:
    """Let these words be spoken after what is being said, or ``at_once`` instead of it, where somebody listens."""
    if not words or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(about, words)
    if at_once:
        event.setPoliteness(_LOUD)
    QAccessible.updateAccessibility(event)


class ProgressSpeaker:
    """Says how far a long piece of work is, once in each quarter. ``about``: the widget that shows it."""

    def __init__(self, about: QWidget) -> None:
        self._about, self._quarter = about, 0

    def show(self, fraction: float | None) -> None:
        """``fraction``: from 0 to 1; None when the work is over."""
        quarter = 0 if fraction is None else int(fraction * 4)
        if self._quarter < quarter < 4:
            announce(self._about, text("progress-spoken", percent=25 * quarter))
        self._quarter = quarter
