"""The event types of a program as a small table."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from courier.messages import text
from courier.programs import KINDS, EventType
from gui.style.layouts import vbox
from gui.style.parts import button, named
from gui.style.plain import set_tip

_ID, _NAME, _KIND, _PARENT, _LOCK = range(5)
_HEADS = (
    "program-event-id", "program-event-name", "program-event-kind", "program-event-parent", "program-event-lock",
)  # fmt: skip


class EventTypes(QWidget):
    """``changed`` by a person. Event types are named by their ID in "comes after", which follows when an ID changes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.table = named(QTableWidget(0, len(_HEADS)), "programEvents", text("program-tab-events"))
        self.table.setHorizontalHeaderLabels([text(key) for key in _HEADS])
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setWordWrap(False)
        # Tab moves through the choices of the lines and then leaves the table
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 20)
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in (_KIND, _PARENT):
            # with large texts the others give way, which can be read in a line of their own while they are typed
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        lock = QTableWidgetItem(text(_HEADS[_LOCK]))
        set_tip(lock, text("program-event-lock-about"))
        self.table.setHorizontalHeaderItem(_LOCK, lock)
        self.table.itemChanged.connect(self._typed)
        self._more = button(text("program-event-add"), name="eventAdd", clicked=self._add_empty)
        remove = button(text("program-event-remove"), name="eventRemove", clicked=self._remove)
        line = QHBoxLayout()
        line.addWidget(self._more)
        line.addWidget(remove)
        line.addStretch(1)
        within = vbox(self, margins=(0, 0, 0, 0))
        within.addWidget(self.table, 1)
        within.addLayout(line)

    def fill(self, events: Iterable[EventType]) -> None:
        """Show these event types."""
        shown = tuple(events)
        by_name = {event.name: event.id for event in shown if event.name}
        self.table.setRowCount(0)
        for event in shown:
            self._add(event, by_name.get(event.parent, event.parent))
        self._offer_parents()

    def events(self) -> tuple[EventType, ...]:
        """The event types in the table, without empty lines."""
        events = map(self._event, range(self.table.rowCount()))
        return tuple(event for event in events if event != EventType(""))

    def _event(self, row: int) -> EventType:
        return EventType(
            self._cell(row, _ID),
            self._cell(row, _NAME),
            self._choice(row, _KIND).currentData(),
            self._choice(row, _PARENT).currentData(),
            self._cell(row, _LOCK),
        )

    def _add(self, event: EventType, parent: str) -> None:
        row = self.table.rowCount()
        with QSignalBlocker(self.table):
            self.table.insertRow(row)
            for column, words in ((_ID, event.id), (_NAME, event.name), (_LOCK, event.lock_days)):
                item = QTableWidgetItem(words)
                item.setData(Qt.ItemDataRole.UserRole, words)
                self.table.setItem(row, column, item)
        kind = QComboBox()
        kind.addItem(text("program-none-chosen"), "")
        for offered in KINDS:
            kind.addItem(text(f"program-event-kind-{offered}"), offered)
        if event.kind and event.kind not in KINDS:
            kind.addItem(event.kind, event.kind)
        kind.setCurrentIndex(kind.findData(event.kind))
        after = QComboBox()
        after.addItem(parent, parent)
        for name, column, choice in (("eventKind", _KIND, kind), ("eventParent", _PARENT, after)):
            choice.setObjectName(name)
            choice.setProperty("cell", True)
            choice.activated.connect(lambda _: self.changed.emit())
            self.table.setCellWidget(row, column, choice)

    def _add_empty(self) -> None:
        self._add(EventType(""), "")
        self._offer_parents()
        row = self.table.rowCount() - 1
        self.table.setFocus()
        self.table.setCurrentCell(row, _ID)
        self.table.edit(self.table.currentIndex())
        self.changed.emit()

    def _remove(self) -> None:
        row = self.table.currentRow()
        if row < 0:
            return
        self.table.removeRow(row)
        self._offer_parents()
        self.changed.emit()

    def _typed(self, item: QTableWidgetItem) -> None:
        if item.column() == _ID:
            before, now = item.data(Qt.ItemDataRole.UserRole), item.text().strip()
            with QSignalBlocker(self.table):
                item.setData(Qt.ItemDataRole.UserRole, now)
            for row in range(self.table.rowCount()):
                choice = self._choice(row, _PARENT)
                if before and choice.currentData() == before:
                    choice.setItemData(choice.currentIndex(), now)
        self._offer_parents()
        self.changed.emit()

    def _offer_parents(self) -> None:
        """Every event type may come after each of the others."""
        rows = range(self.table.rowCount())
        offered = [(self._cell(row, _ID), self._cell(row, _NAME)) for row in rows]
        before: QWidget = self.table
        for row in rows:
            choice = self._choice(row, _PARENT)
            chosen = choice.currentData()
            choice.clear()
            choice.addItem(text("program-event-first"), "")
            for other, (event, name) in enumerate(offered):
                if other != row and event:
                    choice.addItem(f"{event} {name}".strip(), event)
            if choice.findData(chosen) < 0:
                choice.addItem(chosen, chosen)
            choice.setCurrentIndex(choice.findData(chosen))
            for column in (_KIND, _PARENT):
                spoken = text("program-event-spoken", part=text(_HEADS[column]), line=str(row + 1))
                self._choice(row, column).setAccessibleName(spoken)
                QWidget.setTabOrder(before, self._choice(row, column))
                before = self._choice(row, column)
        QWidget.setTabOrder(before, self._more)

    def _cell(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text().strip() if item else ""

    def _choice(self, row: int, column: int) -> QComboBox:
        choice = self.table.cellWidget(row, column)
        assert isinstance(choice, QComboBox)
        return choice
