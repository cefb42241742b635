"""The only way to tooltips: their words come from files, servers and ledgers, and Qt would take some for markup.

Markup names pictures, and Qt opens what they name: on Windows the server behind ``//host/x`` learns who asks, and a
pipe on Linux never answers. Labels are plain by `gui.style.parts.label`; Qt renders no other texts of ours.
"""

from __future__ import annotations

import html
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSystemTrayIcon

from courier.messages import shortened
from courier.visible import in_lines

TIP_ROLE = Qt.ItemDataRole.ToolTipRole
"""The role with which a view asks a model for a tooltip; the answer is a `tip`."""
_LONGEST = 2000
"""The most characters of a tooltip: more would not fit on a screen."""


class _HasTip(Protocol):
    def setToolTip(self, words: str, /) -> None: ...


def tip(words: str) -> str:
    """What Qt shows as exactly these words in a tooltip, with signs that hide or reorder others made visible."""
    shown = in_lines(shortened(words, _LONGEST))
    if "<" not in shown and "&" not in shown:
        return shown
    # said to be markup, so that Qt does not guess
    return f'<span style="white-space: pre-wrap">{html.escape(shown)}</span>'


def set_tip(shown: _HasTip, words: str) -> None:
    """Give a widget, an action or an item a tooltip."""
    shown.setToolTip(tip(words))


def notify(icon: QSystemTrayIcon, title: str, words: str, sign: QSystemTrayIcon.MessageIcon) -> None:
    """Let the system show a notification. Some systems take its words for markup and others do not, so that the sign a
    tag begins with is another one everywhere."""
    icon.showMessage(title, in_lines(shortened(words, _LONGEST)).replace("<", "‹"), sign)
