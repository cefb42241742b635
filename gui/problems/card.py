"""The card of one rule: two lines at rest; open, what impact.com would do, the actions, and the first cells."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QToolButton, QVBoxLayout, QWidget

from courier.formats import number_text
from courier.messages import text
from courier.rules.phrases import origin, title
from gui.problems.card_content import CardContent, Offer, Request
from gui.problems.card_head import INDENT, CardHead
from gui.problems.cells import CellsList
from gui.session.session import Session
from gui.session.sheet_queries import SheetQueries
from gui.style.flow_layout import FlowLayout
from gui.style.layouts import hbox, vbox
from gui.style.parts import button, empty, label, named
from gui.style.plain import set_tip


class RuleCard(QFrame):
    """Updates only what changed in its content. ``ask`` is called with the request and its argument; ``opened``: the
    person opened the card."""

    opened = Signal()

    def __init__(
        self, session: Session, queries: SheetQueries, rule: str, ask: Callable[[Request, tuple[object, ...]], None]
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setProperty("opens", True)
        self.setObjectName(f"card{rule}")
        self._session, self._queries, self.rule, self._ask = session, queries, rule, ask
        self._content: CardContent | None = None
        self._cell: tuple[int, str] | None = None
        rows = vbox(self, margins=(0, 0, 0, 0), spacing=0)
        self.head = named(CardHead(title(rule)), f"head{rule}")
        self.head.turned.connect(self._open)
        rows.addWidget(self.head)
        self._rows = rows
        self._inside: _Inside | None = None
        self.head.repair_asked.connect(self._repair)

    @property
    def shown(self) -> CardContent | None:
        """The content shown."""
        return self._content

    def show_content(self, content: CardContent) -> None:
        """Show this content."""
        before, self._content = self._content, content
        if content == before:
            return
        self.head.show_facts(content.severity, number_text(content.count), content.spoken)
        self.head.example.show_change(content.before, content.after, text("card-empty"))
        if before is None or before.offers != content.offers:
            self._make_buttons()
        if self._inside is not None:
            self._inside.show_content(content)

    def refresh_cells(self) -> None:
        """Update the list of cells, if it is shown."""
        if self._inside is not None and self.head.is_open:
            self._inside.cells.refresh()

    def mark_cell(self, cell: tuple[int, str] | None) -> None:
        """Mark the row of the grid's current cell, if the card is open."""
        self._cell = cell
        if self._inside is not None and self.head.is_open:
            self._inside.cells.mark(cell)

    def close_up(self) -> None:
        """Show two lines only."""
        self.head.turn(False)

    def _repair(self) -> None:
        if self._content is not None and self._content.offers and self._content.offers[0].ask == "fix_rule":
            self._press(self._content.offers[0])

    def _make_buttons(self) -> None:
        """The first offer at rest, all of them in the open card."""
        assert self._content
        is_open = self._inside is not None and self.head.is_open
        empty(self.head.action)
        if self._inside is not None:
            empty(self._inside.buttons)
        offers = self._content.offers if is_open else self._content.offers[:1]
        for offer in offers:
            push = button(offer.words, name=offer.name, clicked=lambda _=False, offer=offer: self._press(offer))
            push.setProperty("small", True)
            set_tip(push, offer.tip)
            line: QLayout = self._inside.buttons if is_open and self._inside is not None else self.head.action
            line.addWidget(push)

    def _press(self, offer: Offer) -> None:
        self._ask(offer.ask, offer.about)

    def _open(self, opened: bool) -> None:
        if self._inside is None:
            self._inside = _Inside(self._session, self._queries, self.rule, self._ask)
            self._rows.addWidget(self._inside)
        self._inside.setVisible(opened)
        if self._content is not None:
            self._make_buttons()
            self._inside.show_content(self._content)
        if opened:
            self.refresh_cells()
            self._inside.cells.mark(self._cell)
            self.opened.emit()


class _Inside(QWidget):
    """What an open card shows below its first line."""

    def __init__(
        self, session: Session, queries: SheetQueries, rule: str, ask: Callable[[Request, tuple[object, ...]], None]
    ) -> None:
        super().__init__()
        rows = vbox(self, margins=(0, 4, 0, 6), spacing=6)
        about = _indented(rows)
        self._sentence = label(muted=True, wrap=True)
        self._held = label(wrap=True)
        about.addWidget(self._sentence)
        about.addWidget(self._held)
        self.buttons = FlowLayout()
        self.buttons.setSpacing(8)
        about.addLayout(self.buttons)
        self.cells = CellsList(session, queries, rule)
        self.cells.chosen.connect(lambda row, column: ask("go_to", (row, column)))
        self.cells.moved.connect(lambda row, column: ask("look_at", (row, column)))
        rows.addWidget(self.cells)
        foot = hbox(margins=(INDENT + 8, 0, 12, 0), spacing=8)
        self._more = named(QToolButton(), f"more{rule}")
        self._more.setProperty("flat", True)
        self._more.clicked.connect(self.cells.show_more)
        self.cells.hidden_cells.connect(self._say_more)
        foot.addWidget(self._more)
        source = label(text("card-rule", rule=rule), muted=True)
        set_tip(source, origin(rule))
        foot.addWidget(source, 1)
        rows.addLayout(foot)

    def show_content(self, content: CardContent) -> None:
        self._sentence.setText(content.sentence)
        self._sentence.setVisible(bool(content.sentence))
        self._held.setText(content.held)
        self._held.setVisible(bool(content.held))
        self.cells.setVisible(content.cells > 0)

    def _say_more(self, left: int) -> None:
        self._more.setVisible(left > 0)
        self._more.setText(text("card-more", count=left))


def _indented(rows: QVBoxLayout) -> QVBoxLayout:
    inside = vbox(margins=(12 + INDENT, 0, 12, 2), spacing=6)
    rows.addLayout(inside)
    return inside
