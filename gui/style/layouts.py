"""Layouts with their margins and spacing, and areas that scroll."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

_Box = TypeVar("_Box", bound=QBoxLayout)
Margins = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""


def vbox(parent: QWidget | None = None, *, margins: Margins | None = None, spacing: int | None = None) -> QVBoxLayout:
    """A layout from top to bottom. ``margins``, ``spacing``: None for those of the style or of the outer layout."""
    return _prepared(QVBoxLayout(), parent, margins, spacing)


def hbox(parent: QWidget | None = None, *, margins: Margins | None = None, spacing: int | None = None) -> QHBoxLayout:
    """A layout from left to right. See `vbox`."""
    return _prepared(QHBoxLayout(), parent, margins, spacing)


def _prepared(box: _Box, parent: QWidget | None, margins: Margins | None, spacing: int | None) -> _Box:
    if parent is not None:
        parent.setLayout(box)
    if margins is not None:
        box.setContentsMargins(*margins)
    if spacing is not None:
        box.setSpacing(spacing)
    return box


def scrolling(inside: QWidget, *, sideways: bool = True, frame: bool = True, keys: bool = False) -> QScrollArea:
    """``inside`` as wide as the area and scrolled where it is higher. ``sideways``: scrolled where it is wider too;
    ``keys``: takes the focus itself, so that keys scroll to what nothing in it leads to."""
    area = QScrollArea(widgetResizable=True)
    if not keys:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if not sideways:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if not frame:
        area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inside)
    return area
