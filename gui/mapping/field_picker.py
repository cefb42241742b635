"""A searchable list of the fields a column can feed, each with one line about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from courier.catalogue import field_words
from courier.catalogue.fields import FIELDS, USUAL_FIELDS, file_order
from courier.catalogue.suggestions import values_fit
from courier.messages import text
from gui.mapping.column_content import EXTRA, NOT_SENT, target_words
from gui.style.layouts import vbox
from gui.style.parts import label, named
from gui.style.plain import TIP_ROLE, tip
from gui.style.theme import current

_WIDTH, _HEIGHT = 440, 420
_MARGIN, _DOT = 10, 4
_TARGET = Qt.ItemDataRole.UserRole
_ABOUT = Qt.ItemDataRole.UserRole + 1
_FITS = Qt.ItemDataRole.UserRole + 2
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class _Entry:
    target: str
    title: str
    about: str
    group: str
    fits: bool = False

    def rank(self, wanted: Sequence[str]) -> int | None:
        """Where it stands among what was searched for; None if it lacks a word."""
        name, spoken, about = self.target.casefold(), self.title.casefold(), self.about.casefold()
        aliases = " ".join(FIELDS[self.target].aliases).casefold() if self.target in FIELDS else ""
        if not all(word in f"{name} {spoken} {aliases} {about}" for word in wanted):
            return None
        first = wanted[0]
        return 0 if name.startswith(first) else 1 if first in f"{name} {spoken}" else 2 if first in aliases else 3


class FieldPicker(QFrame):
    """A popup. ``chosen``: the name of a field, or another target. Arrows move, Enter takes, Esc closes only this."""

    chosen = Signal(str)

    def __init__(self, now: str, needed: Collection[str], values: Sequence[str], parent: QWidget) -> None:
        """``now``: the present target; ``needed``: fields that nothing feeds; ``values``: some of the column's, none
        if they are not known."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("fieldPicker")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._now = now
        self._entries = _entries(now, needed, values)
        self.search = named(QLineEdit(), "fieldSearch", text("picker-search", count=len(FIELDS)))
        self.search.setPlaceholderText(text("picker-search", count=len(FIELDS)))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self.list = named(QListView(), "fieldList", text("picker-name"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(_TwoLines(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._take)
        self._nothing = label(text("picker-nothing"), muted=True, wrap=True)
        lines = vbox(self, margins=(8, 8, 8, 8), spacing=6)
        for part in (self.search, self._nothing, self.list):
            lines.addWidget(part)
        self._fill()

    def open_at(self, choice: QWidget, typed: str = "") -> None:
        """Show it below a choice, or above it where there is more room. ``typed``: what was typed there already."""
        room = choice.screen().availableGeometry()
        below = choice.mapToGlobal(QPoint(0, choice.height() + 2))
        above = choice.mapToGlobal(QPoint(0, -2)).y() - room.top()
        down = room.bottom() - below.y()
        height = min(_HEIGHT, max(down, above))
        self.setFixedSize(min(_WIDTH, room.width()), height)
        left = min(below.x(), room.right() - self.width())
        top = below.y() if height <= down else below.y() - choice.height() - 4 - height
        self.move(max(room.left(), left), top)
        self.show()
        self.search.setText(typed)
        self.search.setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The colour of a surface, with an edge that sets it off from the page behind."""
        painter = QPainter(self)
        painter.setPen(QColor(current().edge))
        painter.setBrush(QColor(current().surface))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _fill(self) -> None:
        wanted = self.search.text().casefold().split()
        entries = self._entries
        if wanted:
            ranked = [(rank, entry) for entry in entries if (rank := entry.rank(wanted)) is not None]
            entries = [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]
        self._model.clear()
        group = ""
        for entry in entries:
            if entry.group != group and not wanted:
                group = entry.group
                self._model.appendRow(_heading(group))
            self._model.appendRow(_item(entry))
        self._nothing.setVisible(not entries)
        places = [row for row in range(self._model.rowCount()) if self._target(row) is not None]
        at_now = [row for row in places if self._target(row) == self._now and self._now and not wanted]
        fields = [row for row in places if self._target(row) in FIELDS]
        self._move_to(next(iter((*at_now, *fields, *places)), None))

    def _target(self, row: int) -> str | None:
        target = self._model.item(row).data(_TARGET)
        return None if target is None else str(target)

    def _move_to(self, row: int | None) -> None:
        if row is not None:
            self.list.setCurrentIndex(self._model.index(row, 0))
            self.list.scrollTo(self._model.index(max(0, row - 1), 0))
            self.list.scrollTo(self._model.index(row, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list, while the search has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                # it is not meant for the page behind
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _KEYS:
                self._step(event.key())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    def _step(self, key: int) -> None:
        places = [row for row in range(self._model.rowCount()) if self._target(row) is not None]
        if not places:
            return
        at = places.index(self.list.currentIndex().row()) if self.list.currentIndex().row() in places else 0
        far = max(1, self.list.viewport().height() // max(1, self.list.sizeHintForRow(places[0])) - 1)
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -far, Qt.Key.Key_PageDown: far}[Qt.Key(key)]
        self._move_to(places[max(0, min(len(places) - 1, at + by))])

    def _take(self, index: Index) -> None:
        target = index.data(_TARGET) if index.isValid() else None
        if target is not None:
            self.close()
            self.chosen.emit(target)


def _entries(now: str, needed: Collection[str], values: Sequence[str]) -> list[_Entry]:
    """Every target, in groups."""
    needed = [name for name in needed if name != now]
    groups = dict.fromkeys(file_order(list(FIELDS)), text("picker-all"))
    groups |= dict.fromkeys(USUAL_FIELDS, text("picker-usual"))
    groups |= dict.fromkeys(needed, text("picker-needed"))
    entries = [
        _Entry(name, f"{name}   {field_words.label(name)}", field_words.note(name), group, values_fit(name, values))
        for name, group in groups.items()
    ]
    order = [text("picker-needed"), text("picker-usual"), text("picker-all")]
    others = [
        _Entry(target, target_words(target), text(key), text("picker-no-field"))
        for target, key in ((NOT_SENT, "picker-not-sent"), (EXTRA, "picker-extra"))
        if target != now
    ]
    fields = sorted(entries, key=lambda entry: order.index(entry.group))
    return [*others, *fields] if now else [*fields, *others]


def _heading(words: str) -> QStandardItem:
    item = QStandardItem(words)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _item(entry: _Entry) -> QStandardItem:
    item = QStandardItem(entry.title)
    item.setEditable(False)
    item.setData(entry.target, _TARGET)
    item.setData(entry.about, _ABOUT)
    item.setData(entry.fits, _FITS)
    item.setData(tip(entry.about), TIP_ROLE)
    fits = text("picker-fits") if entry.fits else ""
    item.setData(" ".join(filter(None, (f"{entry.title}.", entry.about, fits))), Qt.ItemDataRole.AccessibleTextRole)
    return item


class _TwoLines(QStyledItemDelegate):
    """A name over a line about it, with a dot where the values of the column fit; or the heading of a group."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        return QSize(_WIDTH // 2, line + 10 if index.data(_TARGET) is None else 2 * line + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, area = current(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = area.adjusted(_MARGIN, 0, -_MARGIN, 0)
        font = painter.font()
        if index.data(_TARGET) is None:
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(QColor(theme.muted))
            painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeading, index.data())
            painter.restore()
            return
        if index == self._view().currentIndex():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection))
            painter.drawRoundedRect(area, 5, 5)
        line = option.fontMetrics.height()
        if index.data(_FITS):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.good))
            painter.drawEllipse(QPoint(inner.right() - _DOT, area.center().y()), _DOT, _DOT)
            inner.setRight(inner.right() - 3 * _DOT)
        upper = QRect(inner.left(), inner.top() + 4, inner.width(), line)
        for words, colour, bold, place in (
            (index.data(), theme.text, True, upper),
            (index.data(_ABOUT), theme.muted, False, upper.translated(0, line + 1)),
        ):
            font.setBold(bold)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)
        painter.restore()

    def _view(self) -> QListView:
        view = self.parent()
        assert isinstance(view, QListView)
        return view
