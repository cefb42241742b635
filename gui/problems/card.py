"""The card of one rule: the problem, an example, the actions, and the cells."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QToolButton

from courier.messages import text
from courier.rules.phrases import title
from gui.problems.card_content import CardContent, Offer, Request
from gui.problems.cells import CellsList
from gui.session.session import Session
from gui.session.sheet_queries import SheetQueries
from gui.style.flow_layout import FlowLayout
from gui.style.layouts import hbox, vbox
from gui.style.parts import SeverityMark, button, empty, label, named
from gui.style.plain import set_tip

_INDENT = 22


class RuleCard(QFrame):
    """Updates only what changed in its content. ``ask`` is called with the request and its argument."""

    def __init__(
        self, session: Session, queries: SheetQueries, rule: str, ask: Callable[[Request, tuple[object, ...]], None]
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setObjectName(f"card{rule}")
        self._session, self._queries, self._rule, self._ask = session, queries, rule, ask
        self._content: CardContent | None = None
        self._list: CellsList | None = None
        rows = vbox(self, margins=(12, 10, 12, 10), spacing=6)
        head = hbox(spacing=8)
        self._mark = SeverityMark(None)
        head.addWidget(self._mark)
        head.addWidget(label(title(rule), title=True, wrap=True), 1)
        self._count = label(muted=True)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(head)
        self._example = label(muted=True, wrap=True)
        self._example.setContentsMargins(_INDENT, 0, 0, 0)
        rows.addWidget(self._example)
        self._line = FlowLayout()
        self._line.setContentsMargins(_INDENT, 0, 0, 0)
        self._line.setSpacing(8)
        rows.addLayout(self._line)
        self._more = named(QToolButton(), f"more{rule}")
        self._more.setProperty("flat", True)
        self._more.setCheckable(True)
        self._more.setCursor(Qt.CursorShape.PointingHandCursor)
        self._more.toggled.connect(self._expand)
        below = hbox(margins=(_INDENT - 4, 0, 0, 0))
        below.addWidget(self._more)
        below.addStretch(1)
        rows.addLayout(below)
        self._rows = rows

    @property
    def shown(self) -> CardContent | None:
        """The content shown."""
        return self._content

    def show_content(self, content: CardContent) -> None:
        """Show this content."""
        before, self._content = self._content, content
        if content == before:
            return
        self._mark.show_severity(content.severity)
        self._count.setText(f"{content.count:,}")
        self._example.setText(content.example)
        self._example.setVisible(bool(content.example))
        self._more.setVisible(content.cells > 0)
        self._say_more()
        if before is None or before.offers != content.offers:
            self._make_buttons(content.offers)

    def refresh_cells(self) -> None:
        """Update the list of cells, if it is shown."""
        if self._list is not None and self._more.isChecked():
            self._list.refresh()

    def _make_buttons(self, offers: tuple[Offer, ...]) -> None:
        empty(self._line)
        for offer in offers:
            push = button(
                offer.words, name=offer.name, clicked=lambda _=False, offer=offer: self._ask(offer.ask, offer.about)
            )
            set_tip(push, offer.tip)
            self._line.addWidget(push)
            if offer.aside:
                words = label(offer.aside, muted=True)
                words.setMinimumWidth(1)  # the text is cut instead of widening the pane
                self._line.addWidget(words)

    def _say_more(self) -> None:
        assert self._content
        whole_rows = all(name is None for rule, name in self._masks() if rule == self._rule)
        words = text("card-rows" if whole_rows else "card-cells", count=self._content.cells)
        self._more.setText(f"{'▾' if self._more.isChecked() else '▸'} {words}")
        self._more.setAccessibleName(words)

    def _masks(self) -> list[tuple[str, str | None]]:
        return list(self._session.draft.verdict.masks) if self._session.sheet_open else []

    def _expand(self, expanded: bool) -> None:
        if self._list is None:
            self._list = CellsList(self._session, self._queries, self._rule)
            self._list.chosen.connect(lambda row, column: self._ask("go_to", (row, column)))
            inside = hbox(margins=(_INDENT - 4, 0, 0, 0))
            inside.addWidget(self._list)
            self._rows.addLayout(inside)
        self._list.setVisible(expanded)
        self._say_more()
        self.refresh_cells()
