"""The orders that were found, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from courier.formats import day_text
from courier.messages import text
from courier.reversing.orders import SentOrder
from gui.reversals.picks import Picks, key_of
from gui.reversals.words import money, standing_words, urgent
from gui.style.parts import named
from gui.style.severity_marks import mark_icon


class OrderList(QListWidget):
    """``chosen`` with the order that a person looks at now."""

    chosen = Signal(object)

    def __init__(self, picks: Picks, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "reversalOrders", text("reversals-orders"))
        self._picks = picks
        self._orders: list[SentOrder] = []
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(14, 18))
        self.currentRowChanged.connect(lambda row: self.chosen.emit(self._orders[row]) if row >= 0 else None)

    @property
    def orders(self) -> Sequence[SentOrder]:
        """The orders in the list, those that lock first on top."""
        return self._orders

    def show_orders(self, orders: Sequence[SentOrder], now: datetime) -> None:
        """Show these, those that can be changed and lock first on top, and look at the first of them."""

        def urgency(order: SentOrder) -> tuple[bool, float]:
            return not order.changeable(now), order.locks_at.timestamp() if order.locks_at else float("inf")

        with QSignalBlocker(self):
            self.clear()
            self._orders = sorted(orders, key=urgency)
            for _ in self._orders:
                QListWidgetItem(self)
            self.show_changes(now)
        if self._orders:
            self.setCurrentRow(0)

    def show_changes(self, now: datetime) -> None:
        """Say anew of each order what is chosen of it."""
        for row, order in enumerate(self._orders):
            item = self.item(row)
            # the same room before each of them
            item.setIcon(mark_icon("warning" if urgent(order, now) else ""))
            item.setText(self._words(order, now))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text().replace("\n", ", "))

    def replace(self, order: SentOrder) -> None:
        """Know more of an order in the list."""
        for row, shown in enumerate(self._orders):
            if key_of(shown) == key_of(order):
                self._orders[row] = order

    def _words(self, order: SentOrder, now: datetime) -> str:
        changes = self._picks.count(order)
        standing = text("reversals-in-this-file", changes=changes) if changes else standing_words(order, now)
        facts = (
            day_text(order.event_at.astimezone()), text("reversals-items", items=len(order.items)), standing,
        )  # fmt: skip
        return f"{order.order}   {money(order.amount, order.currency)}\n{' · '.join(facts)}"
