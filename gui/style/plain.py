"""Words that come from files, servers and ledgers, shown as they are: Qt would take some for markup, and ampersands for
the marks of keys. The only way to tooltips.

Markup names pictures, and Qt opens what they name: on Windows the server behind ``//host/x`` learns who asks, and a
pipe on Linux never answers. Labels are plain by `gui.style.parts.label`; Qt renders no other texts of ours.
"""

from __future__ import annotations

import re
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSystemTrayIcon

from courier.messages import shortened
from courier.visible import in_lines

TIP_ROLE = Qt.ItemDataRole.ToolTipRole
"""The role with which a view asks a model for a tooltip; the answer is a `tip`."""
_LONGEST = 2000
"""The most characters of a tooltip: more would not fit on a screen."""
_MARK = re.compile("&(.?)", re.DOTALL)


class _HasTip(Protocol):
    def setToolTip(self, words: str, /) -> None: ...


def tip(words: str) -> str:
    """What Qt shows as exactly these words in a tooltip, with signs that hide or reorder others made visible."""
    shown = in_lines(shortened(words, _LONGEST))
    if "<" not in shown and "&" not in shown:
        return shown
    # few words need it, and no window waits for it
    import html

    # said to be markup, so that Qt does not guess
    return f'<span style="white-space: pre-wrap">{html.escape(shown)}</span>'


def set_tip(shown: _HasTip, words: str) -> None:
    """Give a widget, an action or an item a tooltip."""
    shown.setToolTip(tip(words))


def literal(words: str) -> str:
    """What Qt shows as exactly these words on a button, in a menu or on a tab, where an ampersand marks a key."""
    return words.replace("&", "&&")


def plain_words(shown: str | QAction) -> str:
    """The words that a person sees of an action or of another text with marks of keys; see `literal`."""
    words = shown if isinstance(shown, str) else shown.text()
    return _MARK.sub(r"\1", words)


def notify(icon: QSystemTrayIcon, title: str, words: str, sign: QSystemTrayIcon.MessageIcon) -> None:
    """Let the system show a notification. Some systems take its words for markup and others do not, so that the sign a
    tag begins with is another one everywhere."""
    icon.showMessage(title, in_lines(shortened(words, _LONGEST)).replace("<", "‹"), sign)
