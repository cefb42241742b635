"""Paints the cells in one pass: fills, texts and marks of all visible ones, from prepared blocks and prepared texts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF, QStaticText, QTransform
from PySide6.QtWidgets import QTableView

from gui.grid.blocks import Block
from gui.grid.frozen_header import FrozenHeader
from gui.grid.model import SheetModel
from gui.grid.palette import GridPalette, grid_palette
from gui.grid.selection import Selection

_MARK = 7
_PAD = 8
_LONGEST = 400
"""Characters of a text that could ever be seen in a column."""
_PREPARED = 30_000
"""Prepared texts that are kept; beyond this number all are dropped."""

_TOP = QPolygonF([QPointF(-_MARK, 0), QPointF(0, 0), QPointF(0, _MARK)])
_BOTTOM = QPolygonF([QPointF(0, -_MARK), QPointF(0, 0), QPointF(_MARK, 0)])
_MIRROR = QTransform.fromScale(-1, 1)

_Drawn = tuple[QStaticText, int]


@dataclass(frozen=True)
class _Lane:
    """One visible column: where it is, and its prepared texts."""

    place: int
    left: int
    width: int
    to_the_right: bool
    texts: dict[str, _Drawn]


@dataclass(frozen=True)
class _Line:
    """One visible row: its number, where it is, and its block with its place there."""

    row: int
    top: int
    block: Block
    inside: int


class CellPainter:
    """Paints the viewport of one grid."""

    def __init__(self, grid: QTableView, model: SheetModel, selection: Selection) -> None:
        self._grid, self._model, self._selection = grid, model, selection
        self._texts: dict[int, dict[str, _Drawn]] = {}
        self._prepared = 0

    def forget_texts(self) -> None:
        """Prepare all texts anew, as the font is another one."""
        self._texts.clear()
        self._prepared = 0

    def paint(self, painter: QPainter, area: QRect, header: FrozenHeader) -> None:
        """Paint the cells in ``area``."""
        colours = grid_palette()
        painter.fillRect(area, colours.surface)
        lines = self._lines(area)
        if not lines or not self._model.columnCount():
            return
        edge, wide = header.edge, self._grid.viewport().width()
        still = QRect(header.mirrored(0, edge), area.top(), edge, area.height())
        moving = QRect(header.mirrored(edge, wide - edge), area.top(), wide - edge, area.height())
        if area.intersects(moving):
            self._pass(painter, area.intersected(moving), lines, header.frozen, 0)
        if area.intersects(still):
            self._pass(painter, area.intersected(still), lines, 0, header.shift)
            painter.fillRect(header.mirrored(edge - 1), area.top(), 1, area.height(), colours.muted)

    def _pass(self, painter: QPainter, area: QRect, lines: list[_Line], first: int, shift: int) -> None:
        """Paint the columns from ``first`` on that are in ``area``, ``shift`` to the right of where they scrolled."""
        lanes = self._lanes(area, first, shift)
        if not lanes:
            return
        colours, height = grid_palette(), self._grid.verticalHeader().defaultSectionSize()
        painter.setClipRect(area)
        selected = self._select(painter, colours.selection, lanes, lines, height)
        self._fill(painter, colours, lanes, lines, selected, height)
        left, right = _span(lanes[0], lanes[-1])
        top, bottom = lines[0].top, lines[-1].top + height
        for lane in lanes:
            end = lane.left if self._grid.isRightToLeft() else lane.left + lane.width - 1
            painter.fillRect(end, top, 1, bottom - top, colours.line)
        for line in lines:
            painter.fillRect(left, line.top + height - 1, right - left, 1, colours.line)
        self._write(painter, colours, lanes, lines, height)
        self._strike(painter, colours, lanes, lines, height)
        self._mark(painter, colours, lanes, lines, height)

    # ------------------------------------------------------------------ what is visible

    def _lines(self, area: QRect) -> list[_Line]:
        row_header, model = self._grid.verticalHeader(), self._model
        first, last = row_header.logicalIndexAt(area.top()), row_header.logicalIndexAt(area.bottom())
        if first < 0:
            return []
        top, height = row_header.sectionViewportPosition(first), row_header.defaultSectionSize()
        rows = range(first, (last if last >= 0 else model.rowCount() - 1) + 1)
        return [_Line(row, top + height * (row - first), *model.block(row)) for row in rows]

    def _lanes(self, area: QRect, first: int, shift: int) -> list[_Lane]:
        header, columns = self._grid.horizontalHeader(), self._model.columns
        if self._prepared > _PREPARED:
            self.forget_texts()
        lanes: list[_Lane] = []
        rtl = self._grid.isRightToLeft()
        begin = area.right() if rtl else area.left()
        for place in range(max(first, header.logicalIndexAt(begin - shift)), len(columns)):
            left, width = header.sectionViewportPosition(place) + shift, header.sectionSize(place)
            if left > area.right() or left + width <= area.left():
                break
            texts = self._texts.setdefault(width, {})
            # figures stand at the end of their column, texts where reading begins
            lanes.append(_Lane(place, left, width, columns[place].numeric != rtl, texts))
        return lanes

    # ------------------------------------------------------------------ layers

    def _select(
        self, painter: QPainter, colour: QColor, lanes: list[_Lane], lines: list[_Line], height: int
    ) -> list[QRect]:
        """Paint the selection; its parts that are visible."""
        seen = QRect(lanes[0].place, lines[0].row, lanes[-1].place - lanes[0].place + 1, len(lines))
        visible = []
        for part in self._selection.areas:
            area = part.intersected(seen)
            if area.isEmpty():
                continue
            visible.append(area)
            left, right = _span(lanes[area.left() - seen.left()], lanes[area.right() - seen.left()])
            top = lines[0].top + (area.top() - seen.top()) * height
            painter.fillRect(left, top, right - left, area.height() * height, colour)
        return visible

    def _fill(
        self, painter: QPainter, colours: GridPalette, lanes: list[_Lane], lines: list[_Line], selected: list[QRect],
        height: int,
    ) -> None:  # fmt: skip
        by_place = {lane.place: lane for lane in lanes}
        for line in lines:
            for place, severity in line.block.marks[line.inside].items():
                lane = by_place.get(place)
                if lane is None:
                    continue
                painter.fillRect(lane.left, line.top, lane.width, height, colours.fill[severity])
                if any(area.contains(place, line.row) for area in selected):
                    painter.fillRect(lane.left, line.top, lane.width, height, colours.veil)

    def _write(
        self, painter: QPainter, colours: GridPalette, lanes: list[_Lane], lines: list[_Line], height: int
    ) -> None:
        font, metrics = painter.font(), painter.fontMetrics()
        down = (height - metrics.height()) // 2
        later: dict[str, list[tuple[int, int, QStaticText]]] = {}
        painter.setPen(colours.text)
        draw = painter.drawStaticText
        for line in lines:
            texts, inside, top = line.block.texts, line.inside, line.top + down
            marks, aside = line.block.marks[inside], line.block.aside[inside]
            for lane in lanes:
                shown = texts[lane.place][inside]
                if not shown:
                    continue
                drawn = lane.texts.get(shown)
                if drawn is None:
                    drawn = lane.texts[shown] = self._prepare(shown, lane.width - 1 - 2 * _PAD, font, metrics)
                left = lane.left + lane.width - 1 - _PAD - drawn[1] if lane.to_the_right else lane.left + _PAD
                if lane.place in marks:
                    later.setdefault(marks[lane.place], []).append((left, top, drawn[0]))
                elif aside:
                    later.setdefault("", []).append((left, top, drawn[0]))
                else:
                    draw(left, top, drawn[0])
        for kind, places in later.items():
            painter.setPen(colours.ink[kind] if kind else colours.muted)
            for left, top, text in places:
                draw(left, top, text)

    def _strike(
        self, painter: QPainter, colours: GridPalette, lanes: list[_Lane], lines: list[_Line], height: int
    ) -> None:
        """A line through the texts of excluded rows."""
        for line in lines:
            if not line.block.excluded[line.inside]:
                continue
            for lane in lanes:
                drawn = lane.texts.get(line.block.texts[lane.place][line.inside] or "")
                if drawn is not None:
                    left = lane.left + lane.width - 1 - _PAD - drawn[1] if lane.to_the_right else lane.left + _PAD
                    painter.fillRect(left, line.top + height // 2, drawn[1], 1, colours.muted)

    def _prepare(self, shown: str, width: int, font: QFont, metrics: QFontMetrics) -> _Drawn:
        words = shown[:_LONGEST].replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎")
        drawn = QStaticText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, width))
        drawn.setTextFormat(Qt.TextFormat.PlainText)
        drawn.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        drawn.prepare(QTransform(), font)
        self._prepared += 1
        return drawn, round(drawn.size().width())

    def _mark(
        self, painter: QPainter, colours: GridPalette, lanes: list[_Lane], lines: list[_Line], height: int
    ) -> None:
        """A corner for problems, full for errors and hollow for others; another one for repaired cells."""
        by_place = {lane.place: lane for lane in lanes}
        rtl = self._grid.isRightToLeft()
        top, bottom = (_MIRROR.map(corner) if rtl else corner for corner in (_TOP, _BOTTOM))
        for line in lines:
            for place, severity in line.block.marks[line.inside].items():
                if lane := by_place.get(place):
                    painter.setPen(colours.pens[severity])
                    painter.setBrush(colours.ink[severity] if severity == "error" else colours.surface)
                    painter.drawPolygon(top.translated(lane.left + 1 if rtl else lane.left + lane.width - 2, line.top))
        painter.setPen(Qt.PenStyle.NoPen)
        for line in lines:
            for place in line.block.fixed[line.inside]:
                if lane := by_place.get(place):
                    painter.setBrush(colours.accent)
                    left = lane.left + lane.width - 1 if rtl else lane.left
                    painter.drawPolygon(bottom.translated(left, line.top + height - 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _span(first: _Lane, last: _Lane) -> tuple[int, int]:
    """Where the columns from one to another begin and end, whichever of them is on the left."""
    return min(first.left, last.left), max(first.left + first.width, last.left + last.width)


def outline(painter: QPainter, rect: QRect) -> None:
    """The frame of the current cell."""
    painter.setPen(grid_palette().outline)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, -2, -2))


def handle(painter: QPainter, rect: QRect) -> None:
    """The fill handle."""
    painter.fillRect(rect, grid_palette().surface)
    painter.fillRect(rect.adjusted(1, 1, -1, -1), grid_palette().accent)


def dragged_outline(painter: QPainter, rect: QRect) -> None:
    """The outline of the area that a fill would cover."""
    painter.setPen(QPen(grid_palette().accent, 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0, 0, -1, -1))
