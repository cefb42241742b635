"""A text before and after a change, with the characters that differ marked by fill and underline."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from difflib import SequenceMatcher

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from courier.visible import visible, visible_character
from gui.style.theme import current

_LONGEST = 160
"""Characters up to which a text is compared character by character: the work grows with the square."""
_BEFORE = 6
"""Characters that stay before the first change where a text has to be cut at its beginning."""
_UNDERLINE = 2
_CUT = "…"
_MOST_SHOWN = 400
"""Characters of a piece that may be seen: no line is so wide."""
_MOST_COMPARED = 4_000
"""Characters of a text that are compared at all."""
_ALIKE = 0.35
"""Share of characters that two texts have in common below which nothing of the one is left in the other."""

Spans = list[tuple[str, bool]]
"""Pieces of a text, and whether each differs."""


def changed_spans(before: str, after: str) -> tuple[Spans, Spans]:
    """The two texts in pieces, with signs for what one would not see: a blank that changes is a middle dot."""
    before, after = before[:_MOST_COMPARED], after[:_MOST_COMPARED]
    if _right_to_left(before) or _right_to_left(after):
        # pieces of such a text stand in another order than its characters, and letters join
        return [(visible(before), True)], [(visible(after), True)]
    old: Spans = []
    new: Spans = []
    for kind, begin, end, start, stop in _steps(before, after):
        for spans, piece in ((old, before[begin:end]), (new, after[start:stop])):
            if piece:
                spans.append((_signs(piece, changed=kind != "equal"), kind != "equal"))
    return old, new


def _steps(before: str, after: str) -> list[tuple[str, int, int, int, int]]:
    if max(len(before), len(after)) <= _LONGEST:
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        if matcher.ratio() < _ALIKE:
            return [("replace", 0, len(before), 0, len(after))]
        return [*matcher.get_opcodes()]
    same = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        same += 1
    return [("equal", 0, same, 0, same), ("replace", same, len(before), same, len(after))]


def _signs(piece: str, *, changed: bool) -> str:
    return "".join("·" if changed and sign == " " else visible_character(sign) for sign in piece)


def _right_to_left(words: str) -> bool:
    return any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in words[:_LONGEST])


def draw_spans(painter: QPainter, rect: QRectF, spans: Spans, *, goes: bool, colour: QColor) -> float:
    """Draw the pieces of one text from the left of ``rect``, cut where there is no room; how wide they are. ``goes``:
    whether it is the text before the change."""
    theme, metrics = current(), QFontMetricsF(painter.font())
    fill, line = (theme.mark_del, theme.error) if goes else (theme.mark_ins, theme.good)
    if sum(metrics.horizontalAdvance(words) for words, _ in spans) > rect.width():
        spans = _from_change(spans)
    cut = sum(metrics.horizontalAdvance(words) for words, _ in spans) > rect.width()
    x, right = rect.left(), rect.right() - (metrics.horizontalAdvance(_CUT) if cut else 0)
    for words, changed in spans:
        shown = _fitting(metrics, words, right - x)
        width = metrics.horizontalAdvance(shown)
        if changed:
            painter.fillRect(QRectF(x, rect.top(), width, rect.height()), QColor(fill))
            painter.fillRect(QRectF(x, rect.bottom() - _UNDERLINE, width, _UNDERLINE), QColor(line))
        painter.setPen(colour)
        painter.drawText(QRectF(x, rect.top(), width + 1, rect.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        x += width
        if shown != words:
            break
    if cut:
        painter.drawText(
            QRectF(x, rect.top(), rect.right() - x + 1, rect.height()), Qt.AlignmentFlag.AlignVCenter, _CUT
        )
        x = rect.right()
    return x - rect.left()


def _fitting(metrics: QFontMetricsF, words: str, room: float) -> str:
    """As much of the beginning as there is room for."""
    words = words[:_MOST_SHOWN]
    if metrics.horizontalAdvance(words) <= room:
        return words
    return words[: bisect_right(range(len(words)), room, key=lambda end: metrics.horizontalAdvance(words[: end + 1]))]


def _from_change(spans: Spans) -> Spans:
    """The pieces from shortly before the first one that differs."""
    words, changed = spans[0]
    if changed or len(words) <= _BEFORE + 1 or len(spans) == 1:
        return spans
    return [(_CUT + words[-_BEFORE:], False), *spans[1:]]
