"""The order in which Tab goes through a form: that in which its fields are seen, not that in which they were made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QLayout,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTabWidget,
    QWidget,
)


def tab_as_seen(form: QWidget) -> None:
    """Let Tab follow the layout of a form, line by line. Call it again when fields were laid out anew."""
    for before, after in pairwise(_fields(form)):
        QWidget.setTabOrder(before, after)


def _fields(widget: QWidget | None) -> Iterator[QWidget]:
    if widget is None:
        return
    # a stack of pages stands in the chain too, and hands the focus to its bar
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    for part in _parts(widget):
        yield from _fields(part)


def _parts(widget: QWidget) -> Iterator[QWidget | None]:
    """What a widget holds, in the order in which it is read."""
    if isinstance(widget, QScrollArea):
        yield widget.widget()
    elif isinstance(widget, QTableWidget):
        for row, column in product(range(widget.rowCount()), range(widget.columnCount())):
            yield widget.cellWidget(row, column)
    elif isinstance(widget, QSplitter | QTabWidget):
        if isinstance(widget, QTabWidget):
            yield widget.tabBar()
        yield from map(widget.widget, range(widget.count()))
    elif (layout := widget.layout()) is not None:
        yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget | None]:
    places = range(layout.count())
    if isinstance(layout, QGridLayout | QFormLayout):
        places_seen = sorted(places, key=lambda place: _position(layout, place))
    else:
        places_seen = list(places)
    for item in filter(None, map(layout.itemAt, places_seen)):
        if (inner := item.layout()) is not None:
            yield from _of_layout(inner)
        else:
            yield item.widget()


def _position(layout: QGridLayout | QFormLayout, place: int) -> tuple[int, int]:
    # the description of Qt for Python knows nothing of what it gives back
    position: Any = layout.getItemPosition(place)
    row, column = position[:2]
    return row, column if isinstance(column, int) else column.value
