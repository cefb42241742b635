"""The bar for finding and replacing, over the grid."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from courier.messages import text
from courier.sheet.search import KINDS, Search
from gui.style.parts import button, label, set_style, styled
from gui.style.plain import set_tip

Scope = Literal["all", "shown", "selection", "column", "failing"]
_SCOPES: tuple[Scope, ...] = ("all", "selection", "column", "failing")
_PATIENCE = 300
"""Milliseconds before progress is shown: a faster search would only flicker."""


class FindBar(QWidget):
    """``wanted``: something else is looked for; ``step``: the next hit or the one before; ``scope_chosen``: where."""

    wanted = Signal()
    step = Signal(int)
    scope_chosen = Signal(str)
    replace_one = Signal()
    replace_all = Signal()
    stopped = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        styled(self)
        self.setAccessibleName(text("find-name"))
        self.text = _Field("findText", text("find-text"))
        self.text.textChanged.connect(self.wanted)
        self.text.step.connect(self.step)
        self.by = _Field("replaceText", text("find-by"))
        self.by.step.connect(lambda _: self.replace_one.emit())
        self.kind = self._choice("findKind", text("find-kind"))
        for kind in KINDS:
            self.kind.addItem(text(f"find-kind-{kind}"), kind)
        self.kind.currentIndexChanged.connect(self.wanted)
        self.case = self._tool("findCase", text("find-case"), text("find-case-tip"))
        self.case.setCheckable(True)
        self.case.toggled.connect(self.wanted)
        self.where = self._choice("findWhere", text("find-where"))
        for scope in _SCOPES:
            self.where.addItem(text(f"find-where-{scope}"), scope)
        self.where.activated.connect(lambda _: self.scope_chosen.emit(self.where.currentData()))
        self._count = label(muted=True)
        self._count.setObjectName("findCount")
        self._progress = QProgressBar()
        self._progress.setAccessibleName(text("status-progress"))
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(90)
        self._stop = button(text("find-cancel"), name="findStop")
        self._stop.clicked.connect(self.stopped)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(self._upper())
        self._lower = self._lower_line()
        column.addWidget(self._lower)
        self._soon = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._soon.timeout.connect(lambda: self._show_busy(True))
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)
        self._show_busy(False)
        self.hide()

    def _upper(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        previous = self._tool("findPrevious", "‹", text("find-previous"))
        previous.clicked.connect(lambda: self.step.emit(-1))
        following = self._tool("findNext", "›", text("find-next"))
        following.clicked.connect(lambda: self.step.emit(1))
        close = self._tool("findClose", "✕", text("find-close"))
        close.setProperty("plain", True)
        close.clicked.connect(self.closed)
        for part in (self.text, previous, following, self.case, self.kind, self.where, self._count):
            line.addWidget(part)
        line.addWidget(self._progress)
        line.addWidget(self._stop)
        line.addStretch(1)
        line.addWidget(close)
        return line

    def _lower_line(self) -> QWidget:
        lower = QWidget()
        line = QHBoxLayout(lower)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        one = button(text("find-replace-one"), name="replaceOne")
        one.clicked.connect(self.replace_one)
        every = button(text("find-replace-all"), name="replaceAll")
        every.clicked.connect(self.replace_all)
        for part in (self.by, one, every):
            line.addWidget(part)
        line.addStretch(1)
        return lower

    def _tool(self, name: str, sign: str, tip: str) -> QToolButton:
        tool = QToolButton()
        tool.setObjectName(name)
        tool.setText(sign)
        set_tip(tool, tip)
        tool.setAccessibleName(tip)
        return tool

    def _choice(self, name: str, spoken: str) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName(name)
        choice.setAccessibleName(spoken)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return choice

    def show_for(self, *, replacing: bool) -> None:
        """Show the bar, with or without the replacement, with the focus in its first field."""
        self._lower.setVisible(replacing)
        self.show()
        self.text.setFocus()
        self.text.selectAll()

    @property
    def scope(self) -> Scope:
        """Where to look: all, shown, selection, column or failing."""
        scope: Scope = self.where.currentData()
        return scope

    def show_scope(self, scope: Scope, tip: str = "") -> None:
        """Show where is looked."""
        self.where.setCurrentIndex(max(0, self.where.findData(scope)))
        set_tip(self.where, tip)

    def offer_shown(self, offered: bool) -> None:
        """Offer to search only the rows shown, if some are hidden."""
        place = self.where.findData("shown")
        if offered and place < 0:
            self.where.insertItem(1, text("find-where-shown"), "shown")
        elif not offered and place >= 0:
            if self.scope == "shown":
                self.where.setCurrentIndex(0)
            self.where.removeItem(place)

    def search(self) -> Search | None:
        """What is looked for, None if nothing is. Raises SearchError."""
        if not self.text.text():
            return None
        return Search(self.text.text(), self.kind.currentData(), self.case.isChecked())

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Show the number of hits, or what is wrong with the search."""
        self._count.setText(words)
        set_tip(self._count, words)
        self.text.mark_wrong(wrong)

    def show_progress(self, done: float | None) -> None:
        """How far the search is, None when it is over."""
        if done is None:
            self._soon.stop()
            self._show_busy(False)
            return
        self._progress.setValue(round(100 * done))
        if not self._soon.isActive() and not self._stop.isVisible():
            self._soon.start()

    def _show_busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        self._stop.setVisible(busy)


class _Field(QLineEdit):
    """``step``: Enter (1) or Shift+Enter (-1) was pressed."""

    step = Signal(int)

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.setFixedWidth(260)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return
        super().keyPressEvent(event)

    def mark_wrong(self, wrong: bool) -> None:
        """Whether what stands here cannot be understood."""
        set_style(self, "severity", "error" if wrong else "")
