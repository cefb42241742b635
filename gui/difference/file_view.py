"""The exact text of a file that would be sent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from courier.batches.part_files import PartFile
from courier.draft import Draft
from courier.messages import text
from courier.shipping.file_preview import PreviewedFile
from gui.session.error_text import error_text
from gui.style.layouts import hbox, vbox
from gui.style.parts import ElidedLabel, button, named
from gui.work import Job

_MOST_LINES = 20_000
"""Lines shown at most; an order that is longer makes a longer file, and laying that out would hold the window up."""


@dataclass(frozen=True)
class _Text:
    """``lines``: of the file; ``records``: per line the number of its record, 0 for the header."""

    part: PartFile
    lines: list[str]
    records: list[int]


class FileView(QWidget):
    """Shows one file. ``go_to`` with the row id of a line."""

    go_to = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._file: PreviewedFile | None = None
        self._records: list[int] = []
        lines = vbox(self, margins=(0, 0, 0, 0), spacing=6)
        self._about = ElidedLabel("")
        self._go = button(text("difference-go-to"), name="differenceGoTo", clicked=self._ask_row)
        head = hbox()
        head.addWidget(self._about, 1)
        head.addWidget(self._go)
        lines.addLayout(head)
        self._text = named(_FileText(), "differenceFile", text("difference-file-text"))
        self._text.asked.connect(self._ask_row)
        self._text.cursorPositionChanged.connect(self._follow)
        lines.addWidget(self._text, 1)

    def show_file(self, draft: Draft, file: PreviewedFile) -> None:
        """Make the file and show it."""
        if self._job is not None:
            self._job.cancel()
        self._file, self._records = file, []
        self._text.clear()
        self._about.say(text("difference-making"))
        self._follow()
        self._job = Job(lambda _: _made(file, draft), self)
        self._job.start(self._show, lambda problem: self._about.say(error_text(problem, "export-defect")))

    def stop(self) -> None:
        """Stop making a file."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._file = None
        self._text.clear()

    def _show(self, made: _Text) -> None:
        self._job = None
        self._records = made.records[:_MOST_LINES]
        self._text.setPlainText("\n".join(made.lines[:_MOST_LINES]))
        part = made.part
        words = text("difference-file-about", name=part.name, bytes=len(part.content), sha256=part.sha256)
        if len(made.lines) > _MOST_LINES:
            words = f"{words} {text('difference-file-cut', lines=_MOST_LINES, all=len(made.lines))}"
        self._about.say(words)
        self._follow()

    def _record(self) -> int:
        line = self._text.textCursor().blockNumber()
        return self._records[line] if line < len(self._records) else 0

    def _follow(self) -> None:
        self._go.setEnabled(self._record() > 0)

    def _ask_row(self) -> None:
        record = self._record()
        if self._file is not None and record:
            self.go_to.emit(self._file.rows.ids[record - 1])


class _FileText(QPlainTextEdit):
    """Text to look at. ``asked``: the row of the current line is wanted, by Enter or a double click."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        # the text cursor is how the keyboard chooses a line
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        # a file is written from left to right, whatever the language of the window
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.asked.emit()


def _made(file: PreviewedFile, draft: Draft) -> _Text:
    part = file.made(draft)
    # where the view begins a new line
    lines = re.split("\r\n|[\r\n\u2029]", part.content.decode().removesuffix("\r\n"))
    records, record, quoted = [], -1, False
    for line in lines:
        record += not quoted
        records.append(record)
        quoted ^= line.count('"') % 2 == 1
    return _Text(part, lines, records)
