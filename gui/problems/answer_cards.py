"""What impact.com refused of the open sheet, a card for each code beside those of the rules."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from courier.formats import number_text
from courier.messages import text
from courier.results.row_answers import RefusedRows
from courier.visible import visible
from gui.problems.card_head import INDENT, CardHead
from gui.session.session import Session
from gui.style.flow_layout import FlowLayout
from gui.style.layouts import vbox
from gui.style.parts import button, empty, label, named


class AnswerCards(QWidget):
    """``show_asked``: a `ResultCode` of which the rows are to be shown; ``sheet_asked``: the UUID of a batch and a
    code, of which a fix-only sheet is to be made; ``opened``: a card was opened; ``changed``: there are other cards."""

    show_asked = Signal(object)
    sheet_asked = Signal(str, str)
    opened = Signal(QWidget)
    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        named(self, "answerCards", text("division-refused"))
        self._session = session
        self.cards: dict[str, AnswerCard] = {}
        self._column = vbox(self, margins=(0, 4, 4, 0), spacing=6)
        self.hide()
        session.answered.connect(self._refresh)
        session.opened_sheet.connect(self._refresh)

    def close_up(self) -> None:
        """Show two lines of each card only."""
        for card in self.cards.values():
            card.head.turn(False)

    def _refresh(self) -> None:
        groups = self._session.answers.by_code()
        wanted = [group.code.code for group in groups]
        if wanted != list(self.cards):
            empty(self._column)
            self.cards.clear()
            for group in groups:
                self._add(group)
        for group in groups:
            self.cards[group.code.code].show_group(group, self._example(group.rows[0]))
        self.setVisible(bool(groups))
        self.changed.emit()

    def _add(self, group: RefusedRows) -> None:
        card = self.cards[group.code.code] = AnswerCard(group)
        card.show_asked.connect(self.show_asked)
        card.sheet_asked.connect(self.sheet_asked)
        card.head.turned.connect(lambda opened: self._opened(card) if opened else None)
        self._column.addWidget(card)

    def _opened(self, opened: AnswerCard) -> None:
        for card in self.cards.values():
            if card is not opened:
                card.head.turn(False)
        self.opened.emit(opened)

    def _example(self, row: int) -> str:
        """The number and the order of a row."""
        draft = self._session.draft
        about = draft.checker.identities(draft.sheet.row_order.filter(draft.sheet.row_order == row)).row(0, named=True)
        which = about["order"] or about["action"] or ""
        number = str(draft.sheet.number(row) or text("grid-new-row"))
        return f"{text('card-cell', row=number)} · {which}" if which else text("card-cell", row=number)


class AnswerCard(QFrame):
    """One code: two lines at rest; open, what it means and what to do, with all buttons. Signals: see `AnswerCards`."""

    show_asked = Signal(object)
    sheet_asked = Signal(str, str)

    def __init__(self, group: RefusedRows) -> None:
        super().__init__()
        code = self._code = group.code
        self._group = group
        self.setProperty("card", True)
        self.setProperty("opens", True)
        self.setObjectName(f"answer{code.code}")
        rows = vbox(self, margins=(0, 0, 0, 0), spacing=0)
        self.head = named(CardHead(visible(code.title)), f"answerHead{code.code}")
        rows.addWidget(self.head)
        self._inside = QWidget()
        about = vbox(self._inside, margins=(12 + INDENT, 4, 12, 8), spacing=6)
        about.addWidget(label(f"{code.meaning} {code.next_step}", muted=True, wrap=True))
        self._buttons = FlowLayout()
        self._buttons.setSpacing(8)
        about.addLayout(self._buttons)
        about.addWidget(label(visible(code.code), muted=True))
        rows.addWidget(self._inside)
        self._inside.hide()
        self.head.turned.connect(self._turn)

    def show_group(self, group: RefusedRows, example: str) -> None:
        """Show how many rows there are now. ``example``: where one of them is."""
        self._group = group
        count = len(group.rows)
        spoken = text("answer-card-spoken", title=self._code.title, rows=count)
        self.head.show_facts("refused", number_text(count), spoken)
        self.head.example.show_change(example, None, "")
        self._make_buttons()

    def _turn(self, opened: bool) -> None:
        self._inside.setVisible(opened)
        self._make_buttons()

    def _make_buttons(self) -> None:
        """The first of them at rest, all in the open card."""
        for line in (self.head.action, self._buttons):
            empty(line)
        code, batches = self._code.code, self._group.batches
        offers = [
            button(text("card-show"), name=f"answerShow{code}", clicked=partial(self.show_asked.emit, self._code))
        ]
        # of several batches each has its own sheet, in the results
        if self.head.is_open and len(batches) == 1 and self._code.repair in ("again", "change"):
            (batch,) = batches
            make = partial(self.sheet_asked.emit, batch, code)
            offers.append(button(text("resultpage-fix"), name=f"answerFix{code}", clicked=make))
        for offer in offers:
            offer.setProperty("small", True)
            (self._buttons if self.head.is_open else self.head.action).addWidget(offer)
