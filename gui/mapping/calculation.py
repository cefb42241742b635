"""A line in which columns are joined or calculated for a field."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLineEdit

from courier.catalogue.fields import FIELDS
from courier.draft_edits import change_mapping
from courier.messages import text
from courier.sheet.errors import MappingError
from courier.sheet.mapping import parse_feed
from gui.mapping.field_choice import FieldChoice
from gui.mapping.needs import open_needs
from gui.session.session import Session
from gui.style.layouts import hbox
from gui.style.parts import button, label, named


class Calculation(QFrame):
    """What is typed stays until it was added."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._session = session
        self._written = named(QLineEdit(), "calculation", text("columns-calculate"))
        self._written.setPlaceholderText(text("columns-calculate-hint"))
        self._written.returnPressed.connect(self._take)
        self._target = named(FieldChoice(self._offered), "calculationField", text("columns-goes-to"))
        self._target.show_target("EventDate")
        self._problem = label(wrap=True)
        self._problem.hide()
        line = hbox(self, margins=(16, 6, 16, 6), spacing=10)
        line.addWidget(label(text("columns-calculate"), title=True))
        line.addWidget(self._written, 2)
        line.addWidget(self._target, 1)
        line.addWidget(button(text("columns-calculate-add"), name="calculationAdd", clicked=self._take))
        line.addWidget(self._problem, 1)

    def _offered(self) -> tuple[list[str], list[str]]:
        return [names[0] for names in open_needs(self._session.draft)], []

    def _take(self) -> None:
        draft, name = self._session.draft, self._target.target
        if name not in FIELDS or not self._written.text().strip():
            return
        try:
            joins = FIELDS[name].type not in ("decimal", "integer")
            feed = parse_feed(self._written.text(), draft.sheet.headers, joins=joins)
        except MappingError as refused:
            self._problem.setText(str(refused))
            self._problem.show()
            return
        self._problem.hide()
        if self._session.do(change_mapping(draft, draft.choices.mapping.with_feed(name, feed))):
            self._written.clear()
