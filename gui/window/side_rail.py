"""The pane beside the grid as a narrow strip: what is wrong in numbers, and a click that shows the pane."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from courier.messages import text
from courier.rules.rule import Severity
from gui.session.session import Session
from gui.style.layouts import vbox
from gui.style.measures import scaled
from gui.style.parts import named, styled
from gui.style.plain import set_tip
from gui.style.severity_marks import mark_icon

_WIDTH = 56


class SideRail(QWidget):
    """A button for each severity that occurs, or one for none. ``asked``: the pane is to be shown, or hidden again."""

    asked = Signal(bool)

    def __init__(self, session: Session) -> None:
        super().__init__()
        named(self, "sideRail", text("problems-name"))
        styled(self)
        self._session = session
        self._buttons = {mark: self._button(mark) for mark in (*(str(severity) for severity in Severity), "good")}
        self.setMinimumWidth(scaled(_WIDTH))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        column = vbox(self, margins=(4, 8, 4, 8), spacing=4)
        for button in self._buttons.values():
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._show_marks()
        session.changed.connect(self._count)
        self._count()

    def show_open(self, shown: bool) -> None:
        """Show whether the pane is shown."""
        for button in self._buttons.values():
            button.setChecked(shown)

    def _button(self, mark: str) -> QToolButton:
        button = named(QToolButton(), f"rail{mark.capitalize()}")
        button.setProperty("plain", True)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(scaled(14), scaled(14)))
        button.clicked.connect(self.asked)
        return button

    def _count(self) -> None:
        if not self._session.sheet_open or self._session.draft.stale:
            return
        counts = {str(severity): count for severity, count in self._session.draft.verdict.counts().items()}
        none = not any(counts.values())
        for mark, button in self._buttons.items():
            count = counts.get(mark, 0)
            button.setVisible(count > 0 or (none and mark == "good"))
            button.setText(text("status-number", rows=count) if count else "")
            only = {severity: count if severity == mark else 0 for severity in counts}
            words = text("problems-count", **only) if count else text("problems-none")
            button.setAccessibleName(words)
            set_tip(button, words)

    def _show_marks(self) -> None:
        for mark, button in self._buttons.items():
            button.setIcon(mark_icon(mark, self.devicePixelRatio()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._show_marks()
        super().changeEvent(event)
