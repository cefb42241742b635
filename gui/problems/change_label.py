"""An example of a problem in one line: a text, or a text before and after its repair."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from courier.visible import visible
from gui.style.changed_text import changed_spans, draw_spans
from gui.style.plain import set_tip
from gui.style.theme import current

_ARROW = "  →  "
_MOST = 200
"""Characters that are measured: no line is so wide."""


def draw_change(painter: QPainter, rect: QRectF, before: str, after: str | None, empty: str) -> None:
    """Draw a text and, unless that is None, what it becomes. ``empty``: the word for a text without characters."""
    muted, plain = QColor(current().muted), QColor(current().text)
    metrics = painter.fontMetrics()
    height = metrics.height()
    line = QRectF(rect.left(), rect.center().y() - height / 2, rect.width(), height)
    if after is None:
        draw_spans(painter, line, [(visible(before[:_MOST]) or empty, False)], goes=True, colour=muted)
        return
    old, new = changed_spans(before, after)
    arrow = metrics.horizontalAdvance(_ARROW)
    # what it becomes has the room that is left, and never less than half
    room = QRectF(line)
    room.setWidth(max(0.0, (line.width() - arrow) / 2))
    wide = metrics.horizontalAdvance("".join(words for words, _ in new))
    room.setWidth(max(room.width(), line.width() - arrow - wide))
    used = draw_spans(painter, room, old or [(empty, False)], goes=True, colour=muted)
    painter.setPen(muted)
    at = QRectF(line.left() + used, line.top(), arrow, height)
    painter.drawText(at, _ARROW)
    rest = QRectF(at.right(), line.top(), max(0.0, line.right() - at.right()), height)
    draw_spans(painter, rest, new or [(empty, False)], goes=False, colour=plain)


def change_width(metrics: QFontMetrics, before: str, after: str) -> int:
    """How wide a change is that is not cut."""
    return metrics.horizontalAdvance(f"{before}{_ARROW}{after}"[:_MOST])


class ChangeLabel(QWidget):
    """Cut where there is no room; the whole is its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._before, self._empty = "", ""
        self._after: str | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_change(self, before: str, after: str | None, empty: str) -> None:
        """Show other texts. See `draw_change`."""
        self._before, self._after, self._empty = before, after, empty
        set_tip(self, self.words)
        self.update()

    @property
    def words(self) -> str:
        """What is shown, as one text."""
        old = self._before or self._empty
        return old if self._after is None else f"{old}{_ARROW}{self._after or self._empty}"

    def sizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_change(painter, QRectF(self.rect()), self._before, self._after, self._empty)
