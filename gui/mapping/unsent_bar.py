"""The line at the bottom about the columns that stay here, and about the rows that one of them excludes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QToolButton

from courier.formats import listing
from courier.messages import text
from courier.sheet import exclusions
from gui.session.session import Session
from gui.style.layouts import hbox
from gui.style.parts import ElidedLabel, button, named, show_folded

_MOST_NAMES = 40


class UnsentBar(QFrame):
    """``unfolded``: whether the columns are to be listed; ``exclusions_asked``; ``show_excluded``."""

    unfolded = Signal(bool)
    exclusions_asked = Signal()
    show_excluded = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._session = session
        self.fold = named(QToolButton(), "unsentColumns")
        self.fold.setProperty("plain", True)
        self.fold.setText(text("columns-unsent", count=0))
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        show_folded(self.fold, True)
        self.fold.toggled.connect(self._fold)
        self._names = ElidedLabel("")
        self._excluded = ElidedLabel("")
        self._excluded.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._show = button(text("columns-show-left-out"), name="showLeftOut", clicked=self.show_excluded)
        change = button(text("columns-change-left-out"), name="changeLeftOut", clicked=self.exclusions_asked)
        line = hbox(self, margins=(8, 5, 16, 5), spacing=10)
        line.addWidget(self.fold)
        line.addWidget(self._names, 3)
        line.addWidget(self._excluded, 2)
        line.addWidget(self._show)
        line.addWidget(change)

    def show_columns(self, unsent: list[str]) -> None:
        """Show how many columns stay here, and what is excluded."""
        draft, standing = self._session.draft, self._session.standing
        self.fold.setText(text("columns-unsent", count=len(unsent)))
        self.fold.setEnabled(bool(unsent))
        headers = listing(draft.sheet.header(column).strip() or column for column in unsent[:_MOST_NAMES])
        self._names.say(text("columns-unsent-about", count=len(unsent), columns=headers) if unsent else "")
        out = standing.left_out if standing else 0
        said = [exclusions.describe(exclusion, draft.sheet.header) for exclusion in draft.choices.mapping.left_out]
        self._excluded.say(text("columns-excludes", conditions="; ".join(said), rows=out) if said else "")
        self._show.setVisible(out > 0)

    def _fold(self, open_: bool) -> None:
        show_folded(self.fold, not open_)
        self.unfolded.emit(open_)
