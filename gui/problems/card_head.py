"""The two lines of a problem card at rest: a button as wide as the card that opens it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from courier.messages import text
from gui.problems.change_label import ChangeLabel
from gui.style.layouts import hbox, vbox
from gui.style.parts import ElidedLabel, SeverityMark, label

INDENT = 22
"""Where the texts of a card begin, in pixels behind its mark."""


class CardHead(QAbstractButton):
    """``action``: where the card puts the one button of its second line. ``turned``: whether the card is open now;
    ``repair_asked``: by its keys, which elsewhere repair a cell."""

    turned = Signal(bool)
    repair_asked = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.is_open = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        rows = vbox(self, margins=(12, 6, 8, 6), spacing=2)
        upper = hbox(spacing=8)
        self._mark = SeverityMark(None)
        self._title = ElidedLabel(title, muted=False)
        self._title.setProperty("title", True)
        self._count, self._sign = label(muted=True), label("›", muted=True)
        upper.addWidget(self._mark)
        upper.addWidget(self._title, 1)
        upper.addWidget(self._count)
        upper.addWidget(self._sign)
        rows.addLayout(upper)
        self._lower = QWidget()
        lower = hbox(self._lower, margins=(INDENT, 0, 4, 0), spacing=8)
        self.example = ChangeLabel()
        lower.addWidget(self.example, 1)
        self.action = hbox(spacing=0)
        lower.addLayout(self.action)
        rows.addWidget(self._lower)
        for part in (self._mark, self._title, self._count, self._sign, self.example):
            # a click anywhere but on the button opens the card
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: self.turn(not self.is_open))
        self._show_open()

    def show_facts(self, severity: str, count: str, spoken: str) -> None:
        """Show what the first line says, and what is spoken for the card."""
        self._mark.show_severity(severity)
        self._count.setText(count)
        self.setAccessibleName(spoken)

    def turn(self, opened: bool) -> None:
        """Open the card, or close it."""
        if opened != self.is_open:
            self.is_open = opened
            self._show_open()
            self.turned.emit(opened)

    def _show_open(self) -> None:
        # a button that can be checked would be spoken as a tick box
        self.setAccessibleDescription(text("card-is-open") if self.is_open else text("card-is-closed"))
        self._sign.setText("⌄" if self.is_open else "›")
        self._lower.setVisible(not self.is_open)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _repairs(event):
            # else the action of the window would have them
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _repairs(event):
            self.repair_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # its parts paint themselves
        return


def _repairs(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Period and event.modifiers() == Qt.KeyboardModifier.ControlModifier
