"""Small building blocks that every pane uses in the same way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QPointF, QSize, Qt, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from courier.messages import text
from gui.style.plain import literal, set_tip
from gui.style.severity_marks import draw_mark

_Widget = TypeVar("_Widget", bound=QWidget)


class SeverityMark(QWidget):
    """The sign of a severity: disc, triangle or ring."""

    def __init__(self, severity: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(14, 18))
        self.show_severity(severity)

    def show_severity(self, severity: str | None) -> None:
        """Show another severity, or none."""
        self._severity = severity
        self.setAccessibleName(text("severity", severity=severity) if severity in ("error", "warning", "note") else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_mark(painter, QPointF(7, self.height() / 2), self._severity)


def label(words: str = "", *, title: bool = False, muted: bool = False, wrap: bool = False, size: float = 0) -> QLabel:
    """A text. ``size``: points more than the usual ones. Cells' texts in it are never taken for markup."""
    shown = QLabel(words)
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.setProperty("title", title)
    shown.setProperty("muted", muted)
    shown.setWordWrap(wrap)
    if wrap:
        # a long word must not widen the pane it stands in; a new policy would forget that the height follows the width
        policy = shown.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        shown.setSizePolicy(policy)
    if size:
        font = shown.font()
        font.setPointSizeF(font.pointSizeF() + size)
        shown.setFont(font)
    return shown


def label_of(field: QWidget, key: str) -> QLabel:
    """The label of a field in a form: a message, whose ``.accesskey`` is the letter that goes to the field with Alt."""
    about = label(title_of(key))
    about.setBuddy(field)
    return about


def title_of(key: str) -> str:
    """The words of such a label, with its letter marked."""
    words, letter = text(key), text(f"{key}.accesskey")
    place = words.lower().find(letter.lower())
    return f"{words} (&{letter})" if place < 0 else f"{words[:place]}&{words[place:]}"


class ElidedLabel(QLabel):
    """A text of one line that is cut with an ellipsis where there is no room for it."""

    def __init__(self, words: str, *, muted: bool = True) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("muted", muted)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.say(words)

    def say(self, words: str) -> None:
        """Replace the text."""
        self._words = words
        set_tip(self, words)
        # what is cut is spoken as a whole
        self.setAccessibleName(words)
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


class TwoLines(ElidedLabel):
    """A text of at most two lines; what has no room is in the tooltip."""

    def __init__(self) -> None:
        self.one_line = True
        super().__init__("", muted=False)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def _fit(self) -> None:
        words, width = self._words.replace("\n", " "), max(1, self.width())
        layout = QTextLayout(words, self.font())
        layout.beginLayout()
        first = layout.createLine()
        if first.isValid():
            first.setLineWidth(width)
        layout.endLayout()
        # of the characters that Qt counts, not of Python's
        end = len(words.encode("utf-16-le")[: 2 * first.textLength()].decode("utf-16-le", "ignore")) if words else 0
        rest = self.fontMetrics().elidedText(words[end:].lstrip(), Qt.TextElideMode.ElideRight, width)
        self.one_line = not rest
        self.setText(f"{words[:end].rstrip()}\n{rest}" if rest else words)


def tag(words: str, kind: str) -> QLabel:
    """A small coloured word: good, warning, note or error."""
    word = label(words)
    word.setProperty("tag", kind)
    return word


def retag(word: QLabel, kind: str) -> None:
    """Give a `tag` another colour."""
    set_style(word, "tag", kind)


def button(
    words: str, *, primary: bool = False, name: str = "", clicked: SignalInstance | Callable[..., object] | None = None
) -> QPushButton:
    """A push button; one primary button at a time. ``clicked``: what a click is connected to."""
    push = QPushButton(literal(words))
    push.setProperty("primary", primary)
    push.setCursor(Qt.CursorShape.PointingHandCursor)
    push.setObjectName(name)
    if clicked is not None:
        push.clicked.connect(clicked)
    return push


def named(widget: _Widget, name: str, spoken: str = "") -> _Widget:
    """The widget with its object name and, if given, the name that a screen reader speaks."""
    widget.setObjectName(name)
    if spoken:
        widget.setAccessibleName(spoken)
    return widget


def card() -> QFrame:
    """A framed box."""
    frame = QFrame()
    frame.setProperty("card", True)
    return frame


def show_folded(fold: QToolButton, folded: bool) -> None:
    """Let a button point down, or to where reading goes on while what it unfolds is hidden."""
    aside = Qt.ArrowType.LeftArrow if fold.isRightToLeft() else Qt.ArrowType.RightArrow
    fold.setArrowType(aside if folded else Qt.ArrowType.DownArrow)


def make_primary(widget: QWidget, primary: bool) -> None:
    """Change whether a button is the primary one."""
    set_style(widget, "primary", primary)


def set_style(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and apply the style again if it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


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
