"""One condition of an exclusion: a column, a test, and the values it is tested for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton, QWidget

from courier.messages import text
from courier.sheet.exclusions import TESTS, WITHOUT_VALUES, Condition
from gui.session.session import Session
from gui.style.layouts import hbox
from gui.style.parts import ElidedLabel, named, set_style, styled
from gui.style.plain import set_tip

PICKED = ("is", "is_not")
"""Tests whose values are picked from those that occur; for others a text is typed."""
_JOIN_WIDTH = 72


class ConditionLine(QWidget):
    """``changed``: another condition; ``entered``: it is worked on now; ``removed``: it is to go."""

    changed = Signal()
    entered = Signal()
    removed = Signal()

    def __init__(self, session: Session, number: int) -> None:
        super().__init__()
        self.setObjectName(f"condition{number}")
        styled(self)
        self._values: tuple[str, ...] = ()
        self.join = named(QComboBox(), "excludeJoin", text("exclude-join"))
        self.join.addItem(text("exclude-or"), "or")
        self.join.addItem(text("exclude-and"), "and")
        self.join.setFixedWidth(_JOIN_WIDTH)
        policy = self.join.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.join.setSizePolicy(policy)
        self.column = named(QComboBox(), "excludeColumn", text("leave-out-column"))
        for column in session.draft.sheet.named:
            self.column.addItem(session.header(column), column)
        self.test = named(QComboBox(), "excludeTest", text("leave-out-test"))
        for test in TESTS:
            self.test.addItem(text(f"test-{test}"), test)
        self.typed = named(QLineEdit(), "excludeText", text("exclude-text"))
        self._said = ElidedLabel("", muted=True)
        remove = named(QToolButton(), "excludeRemove", text("exclude-remove"))
        remove.setText("✕")
        set_tip(remove, text("exclude-remove"))
        remove.clicked.connect(self.removed)
        line = hbox(self, margins=(8, 5, 8, 5), spacing=8)
        parts: list[tuple[QWidget, int]] = [
            (self.join, 0), (self.column, 3), (self.test, 2), (self.typed, 4), (self._said, 4), (remove, 0)
        ]  # fmt: skip
        for part, stretch in parts:
            line.addWidget(part, stretch)
            part.installEventFilter(self)
        self.join.activated.connect(self.changed)
        self.column.activated.connect(self._take_column)
        self.test.activated.connect(self._take_test)
        self.typed.textChanged.connect(self.changed)
        self._show_test()

    def show_condition(self, condition: Condition) -> None:
        """Show a condition."""
        self.column.setCurrentIndex(max(0, self.column.findData(condition.column)))
        self.test.setCurrentIndex(self.test.findData(condition.test))
        if condition.test in PICKED:
            self._values = condition.values
        else:
            self.typed.setText(", ".join(condition.values))
        self._show_test()

    def show_first(self, *, first: bool) -> None:
        """Whether it is the first one, which is joined with none before it."""
        self.join.setVisible(not first)
        self.join.setCurrentIndex(-1 if first else max(0, self.join.currentIndex()))

    def show_entered(self, *, entered: bool) -> None:
        """Whether the list of values belongs to it."""
        set_style(self, "chosen", entered)

    @property
    def joined(self) -> bool:
        """Whether it has to hold together with the one before it."""
        return bool(self.join.currentData() == "and")

    @property
    def values(self) -> tuple[str, ...]:
        """The values that are picked."""
        return self._values

    def pick(self, values: tuple[str, ...]) -> None:
        """Test for these values."""
        self._values = values
        self._show_test()
        self.changed.emit()

    @property
    def picks(self) -> bool:
        """Whether its values are picked from a list."""
        return self.test.currentData() in PICKED

    @property
    def condition(self) -> Condition | None:
        """The condition, None while its values are missing."""
        test = self.test.currentData()
        if test in WITHOUT_VALUES:
            return Condition(self.column.currentData(), test)
        typed = tuple(word.strip() for word in self.typed.text().split(",") if word.strip())
        values = self._values if self.picks else typed
        return Condition(self.column.currentData(), test, values) if values else None

    def eventFilter(self, part: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(part, event)

    def mousePressEvent(self, _event: QEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.entered.emit()

    def _take_column(self) -> None:
        self._values = ()
        self._take_test()

    def _take_test(self) -> None:
        self._show_test()
        self.changed.emit()
        self.entered.emit()

    def _show_test(self) -> None:
        self.typed.setVisible(not self.picks and self.test.currentData() not in WITHOUT_VALUES)
        self._said.setVisible(not self.typed.isVisibleTo(self))
        self._said.say((", ".join(self._values) or text("exclude-pick")) if self.picks else "")
