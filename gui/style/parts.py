"""Small building blocks that every pane uses in the same way."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QPushButton, QSizePolicy, QWidget

from gui.style.severity_marks import draw_mark

_SIGNS = {"\n": "⏎", "\r": "⏎", "\t": "⇥", "\u00a0": "⍽", "\u2007": "⍽", "\u202f": "⍽"}


class SeverityMark(QWidget):
    """The sign of a severity: disc, triangle or ring."""

    def __init__(self, severity: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._severity = severity
        self.setFixedSize(QSize(14, 18))

    def show_severity(self, severity: str | None) -> None:
        """Another sign, or none."""
        self._severity = severity
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_mark(painter, QPointF(7, self.height() / 2), self._severity)


def label(words: str = "", *, title: bool = False, muted: bool = False, wrap: bool = False, size: float = 0) -> QLabel:
    """A text. ``size``: points more than the usual ones. Cells' texts in it are never taken for markup."""
    made = QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("title", title)
    made.setProperty("muted", muted)
    made.setWordWrap(wrap)
    if wrap:
        # a long word must not widen the pane it stands in
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    if size:
        font = made.font()
        font.setPointSizeF(font.pointSizeF() + size)
        made.setFont(font)
    return made


class ElidedLabel(QLabel):
    """A text of one line that is cut with an ellipsis where there is no room for it."""

    def __init__(self, words: str, *, muted: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("muted", muted)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.say(words)

    def say(self, words: str) -> None:
        """Another text."""
        self._words = words
        self.setToolTip(words)
        self._fit()

    @property
    def words(self) -> str:
        """The whole text."""
        return self._words

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width()))


def visible(words: str) -> str:
    """A cell's text with signs for white space and characters that one would not see."""
    inner = words.strip(" ")
    begin, end = len(words) - len(words.lstrip(" ")), len(words) - len(words.rstrip(" "))
    shown = "".join(_SIGNS.get(one) or (one if one.isprintable() else f"‹U+{ord(one):04X}›") for one in inner)
    return "␣" * begin + shown + "␣" * (end if inner else 0)


def tag(words: str, kind: str) -> QLabel:
    """A small coloured word: good, warning, note or error."""
    made = label(words)
    made.setProperty("tag", kind)
    return made


def retag(made: QLabel, kind: str) -> None:
    """Give a `tag` another colour."""
    made.setProperty("tag", kind)
    made.style().unpolish(made)
    made.style().polish(made)


def button(words: str, *, primary: bool = False, name: str = "") -> QPushButton:
    """A push button; one primary button at a time."""
    made = QPushButton(words)
    made.setProperty("primary", primary)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setObjectName(name)
    return made


def card() -> QFrame:
    """A framed box."""
    made = QFrame()
    made.setProperty("card", True)
    return made


def make_primary(widget: QWidget, primary: bool) -> None:
    """Change whether a button is the primary one."""
    if widget.property("primary") != primary:
        widget.setProperty("primary", primary)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def make_striking(made: QLabel, striking: bool) -> None:
    """Change whether a text should be noticed."""
    if made.property("striking") != striking:
        made.setProperty("striking", striking)
        made.style().unpolish(made)
        made.style().polish(made)


def styled(widget: QWidget) -> None:
    """Let a plain widget paint the background that the style sheet gives it."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)
