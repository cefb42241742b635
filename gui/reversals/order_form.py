"""One order: its items with their final amounts, and why they change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from courier.formats import number_text
from courier.messages import text
from courier.reversing.modifications import amount_text
from courier.reversing.orders import SentItem, SentOrder
from gui.reversals.picks import Picks
from gui.reversals.words import order_words, standing_words, urgent
from gui.style.layouts import hbox, vbox
from gui.style.parts import ElidedLabel, button, card, empty, label, label_of, named, retag, tag

_AMOUNT = re.compile(r"[0-9]{1,12}([.,][0-9]{1,4})?")


class OrderForm(QWidget):
    """``changed``: the person chose something else."""

    changed = Signal()

    def __init__(self, picks: Picks, parent: QWidget) -> None:
        super().__init__(parent)
        self._picks = picks
        self._order: SentOrder | None = None
        self._lines: list[_ItemLine] = []
        outer = vbox(self, margins=(0, 0, 0, 0), spacing=8)
        head = hbox(spacing=8)
        self._title = named(label(title=True, size=2), "reversalOrder")
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._standing = named(tag("", "note"), "reversalStanding")
        head.addWidget(self._title)
        head.addWidget(self._standing, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        outer.addLayout(head)
        self._about = named(label(muted=True, wrap=True), "reversalAbout")
        outer.addWidget(self._about)
        self._items = card()
        self._grid = QGridLayout(self._items)
        self._grid.setColumnStretch(1, 1)
        outer.addWidget(self._items)
        line = hbox(spacing=8)
        self._reason = named(QComboBox(), "reversalReason", text("reversals-reason"))
        self._reason.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._reason.activated.connect(lambda _: self._give_reason())
        self._whole = button(text("reversals-whole"), name="reversalWhole", clicked=self.reverse_all)
        line.addWidget(label_of(self._reason, "reversals-reason"))
        line.addWidget(self._reason)
        line.addWidget(self._whole)
        line.addStretch(1)
        outer.addLayout(line)
        outer.addStretch(1)
        self.hide()

    def show_order(self, order: SentOrder, reasons: Sequence[str], now: datetime) -> None:
        """Show an order with what is chosen of it. ``reasons``: the codes to choose from."""
        self._order = order
        self._title.setText(order.order)
        self._standing.setText(standing_words(order, now))
        retag(self._standing, "warning" if urgent(order, now) else "note")
        fits = self._picks.fits(order)
        self._about.setText(order_words(order) if fits else text("reversals-other-program"))
        with QSignalBlocker(self._reason):
            self._reason.clear()
            self._reason.addItems(list(dict.fromkeys((*reasons, self._picks.reason(order)))))
            self._reason.setCurrentText(self._picks.reason(order))
        self._show_items(order, can_change=fits and order.changeable(now))
        self.show()

    @property
    def order(self) -> SentOrder | None:
        """The order that is shown."""
        return self._order if not self.isHidden() else None

    def reverse_all(self) -> None:
        """Take back all that is not taken back yet."""
        for line in self._lines:
            if line.amount.isEnabled():
                line.amount.setText(line.text_of(Decimal(0)))

    def _show_items(self, order: SentOrder, *, can_change: bool) -> None:
        empty(self._grid)
        heads = ("", "reversals-item", "reversals-quantity", "reversals-was", "reversals-final", "")
        for column, key in enumerate(heads):
            side = Qt.AlignmentFlag.AlignLeading if column < 2 else Qt.AlignmentFlag.AlignTrailing
            self._grid.addWidget(label(text(key) if key else "", muted=True), 0, column, side)
        self._lines = []
        before: QWidget = self._title
        for row, item in enumerate(order.items, 1):
            line = _ItemLine(order, item, self._picks.amount(order, item), self._items)
            line.enable(can_change and not item.reversed)
            line.put_into(self._grid, row)
            line.amount.textChanged.connect(lambda _, line=line: self._typed(line))
            self._lines.append(line)
            QWidget.setTabOrder(before, line.tick)
            QWidget.setTabOrder(line.tick, line.amount)
            before = line.amount
        QWidget.setTabOrder(before, self._reason)
        QWidget.setTabOrder(self._reason, self._whole)
        for widget in (self._reason, self._whole):
            widget.setEnabled(can_change)

    def _typed(self, line: _ItemLine) -> None:
        assert self._order is not None
        amount = line.typed()
        amount = None if amount == line.item.amount else amount
        self._picks.choose(self._order, line.item, amount, unclear=line.unclear)
        line.show_difference()
        self.changed.emit()

    def _give_reason(self) -> None:
        assert self._order is not None
        self._picks.give_reason(self._order, self._reason.currentText())
        self.changed.emit()


class _ItemLine:
    """The widgets of one item. A tick takes it back; another amount sets the tick."""

    def __init__(self, order: SentOrder, item: SentItem, chosen: Decimal | None, parent: QWidget) -> None:
        self.item = item
        self._currency = order.currency
        words = item.sku or text("reversals-whole-order")
        self.tick = named(QCheckBox(parent), "reversalTick", text("reversals-tick", item=words))
        self._name = ElidedLabel(f"{item.name}  {item.sku}".strip() if item.sku else words, muted=False)
        self._quantity = label(item.quantity)
        self._was = label("?" if item.amount is None else self.text_of(item.amount))
        self.amount = named(QLineEdit(parent), "reversalAmount", text("reversals-final-of", item=words))
        self.amount.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        self.amount.setMaximumWidth(100)
        self._difference = named(label(), "reversalDifference")
        shown = chosen if chosen is not None else item.amount
        self.amount.setText("" if shown is None else self.text_of(shown))
        self.show_difference()
        self.tick.toggled.connect(self._ticked)

    def text_of(self, amount: Decimal) -> str:
        """An amount as it is typed and sent."""
        return amount_text(amount, self._currency)

    def enable(self, can_change: bool) -> None:
        """Whether the item can be changed."""
        for widget in (self.tick, self.amount):
            widget.setEnabled(can_change)

    def put_into(self, grid: QGridLayout, row: int) -> None:
        """Put the widgets into a row."""
        grid.addWidget(self.tick, row, 0)
        grid.addWidget(self._name, row, 1)
        for column, widget in enumerate((self._quantity, self._was, self.amount), 2):
            grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._difference, row, 5)

    def typed(self) -> Decimal | None:
        """The amount in the field, None if there is none."""
        words = self.amount.text().strip()
        return Decimal(words.replace(",", ".")) if _AMOUNT.fullmatch(words) else None

    def show_difference(self) -> None:
        """Say what the typed amount does, and set the tick if it does something."""
        amount, was = self.typed(), self.item.amount
        changes = amount is not None and amount != was
        with QSignalBlocker(self.tick):
            self.tick.setChecked(changes)
        self._difference.setText(self._words(amount, was))

    @property
    def unclear(self) -> bool:
        """Whether something is typed that is no amount."""
        return self.typed() is None and bool(self.amount.text().strip())

    def _words(self, amount: Decimal | None, was: Decimal | None) -> str:
        if self.unclear:
            return text("reversals-no-amount")
        if amount is None or amount == was:
            return text("reversals-taken-back" if self.item.reversed else "reversals-unchanged")
        if not amount:
            return text("reversals-taken-back")
        if was is None:
            return ""
        size = number_text(Decimal(self.text_of(abs(amount - was))))
        return text("reversals-less" if amount < was else "reversals-more", amount=size)

    def _ticked(self, on: bool) -> None:
        amount = Decimal(0) if on else self.item.amount
        self.amount.setText("" if amount is None else self.text_of(amount))
