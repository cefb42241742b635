"""The refused rows by code: what each means, how many there are, what to do, and the rows themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from courier.formats import number_text
from courier.messages import text
from courier.results.batch_result import BatchResult, CodeGroup
from courier.results.codes import REPAIRS, Repair
from courier.visible import visible
from gui.results.rows_table import RefusedTable
from gui.style.layouts import hbox, vbox
from gui.style.measures import scaled
from gui.style.parts import ElidedLabel, SeverityMark, button, label, named, show_folded


class CodeGroups(QFrame):
    """``sheet_asked``: a group of which sheets are to be made; ``words_asked``: a code to be explained;
    ``row_asked``: a row to be shown."""

    sheet_asked = Signal(object)
    words_asked = Signal(str)
    row_asked = Signal(object)

    def __init__(self, result: BatchResult, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("codeGroups")
        self.setProperty("card", True)
        self.lines: list[GroupLine] = []
        rows = vbox(self, margins=(1, 4, 1, 4), spacing=0)
        for group in result.groups:
            if self.lines:
                rows.addWidget(_separator())
            line = GroupLine(group)
            line.sheet_asked.connect(lambda group=group: self.sheet_asked.emit(group))
            line.words_asked.connect(lambda code=group.code.code: self.words_asked.emit(code))
            line.row_asked.connect(self.row_asked)
            self.lines.append(line)
            rows.addWidget(line)


class GroupLine(QWidget):
    """One code; a click anywhere but on its buttons opens and closes it. Signals as those of `CodeGroups`."""

    sheet_asked = Signal()
    words_asked = Signal()
    row_asked = Signal(object)

    def __init__(self, group: CodeGroup) -> None:
        super().__init__()
        self._group = group
        self._table: RefusedTable | None = None
        self.setObjectName(f"codeGroup-{group.code.code}")
        self._rows = vbox(self, margins=(0, 0, 0, 0), spacing=0)
        self._head = QWidget()
        self._head.setCursor(Qt.CursorShape.PointingHandCursor)
        head = hbox(self._head, margins=(10, 8, 14, 8), spacing=10)
        code = visible(group.code.code)
        self.fold = named(QToolButton(), "codeFold", text(
            "resultpage-group-spoken", title=group.code.title, code=code, rows=group.count
        ))  # fmt: skip
        self.fold.setProperty("flat", True)
        self.fold.clicked.connect(self.turn)
        show_folded(self.fold, True)
        head.addWidget(self.fold)
        head.addWidget(SeverityMark("error"))
        count = label(number_text(group.count), title=True)
        count.setMinimumWidth(scaled(28))
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(count)
        head.addLayout(self._texts(code), 1)
        for action in self._actions():
            head.addWidget(action)
        self._rows.addWidget(self._head)

    def _texts(self, code: str) -> QVBoxLayout:
        about = self._group.code
        texts = vbox(spacing=1)
        first = hbox(spacing=8)
        first.addWidget(label(about.title, title=True))
        # an unknown code is its own title
        first.addWidget(ElidedLabel(code if about.known else ""), 1)
        texts.addLayout(first)
        texts.addWidget(label(f"{about.meaning} {about.next_step}", muted=True, wrap=True))
        return texts

    def _actions(self) -> list[QWidget]:
        actions: list[QWidget] = []
        kinds: tuple[Repair, ...] = ("again", "change")
        for repair in kinds:
            if rows := self._group.count_of(repair):
                words = text(f"resultpage-do-{repair}", rows=rows)
                actions.append(button(words, name=f"code-{repair}", clicked=self.sheet_asked))
        if not actions:
            actions.append(button(text("resultpage-explain"), name="codeExplain", clicked=self.words_asked))
        for action in actions:
            action.setAccessibleDescription(self._group.code.title)
        return actions

    @property
    def is_open(self) -> bool:
        """Whether the rows are shown."""
        return self._table is not None and not self._table.isHidden()

    def turn(self) -> None:
        """Show the rows, or hide them."""
        if self._table is None:
            spoken = text("resultpage-rows-of", title=self._group.code.title)
            self._table = RefusedTable(self._group.rows, spoken, self)
            self._table.hide()
            self._table.show_asked.connect(self.row_asked)
            self._rows.addWidget(self._table)
        opening = self._table.isHidden()
        self._table.setVisible(opening)
        show_folded(self.fold, not opening)
        self.fold.setAccessibleDescription(text("card-is-open" if opening else "card-is-closed"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._head.geometry().contains(event.position().toPoint()):
            self.turn()


def summary_words(result: BatchResult) -> str:
    """*7 can go again after a repair, 5 are there already*."""
    counted = [(repair, result.count(repair)) for repair in REPAIRS]
    return ", ".join(text(f"resultpage-can-{repair}", rows=rows) for repair, rows in counted if rows)


def _separator() -> QFrame:
    line = QFrame()
    line.setProperty("line", True)
    line.setFixedHeight(1)
    return line
