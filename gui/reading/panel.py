"""The dialog that shows how the open sheet was read and previews other ways."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from courier.messages import text
from courier.open_sheet import OpenedSheet
from courier.reading.preview import Preview, PreviewResult
from gui.reading.choices import ReadingChoices
from gui.reading.reading_preview import ReadingPreview, ReadRequest
from gui.reading.records_table import RecordsTable
from gui.reading.sheet_loader import Origin
from gui.reading.words import amount_read
from gui.style.dialog import Dialog
from gui.style.layouts import hbox, scrolling, vbox
from gui.style.measures import scaled
from gui.style.parts import button, label, named, retag
from gui.style.tab_order import tab_as_seen

_NOTES_HEIGHT = 150


class ReadingPanel(Dialog):
    """``origin``: what the sheet was made of; None if it cannot be read once more. ``chosen`` with the `ColumnReading`
    and whether its headers are those of the open sheet."""

    chosen = Signal(object, bool)

    def __init__(self, opened: OpenedSheet, origin: Origin | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("readingPanel")
        self.setWindowTitle(text("reading-title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(scaled(1020), scaled(720))
        self._opened = opened
        self._first_of = origin.joined[0].name if origin and origin.joined else ""
        self._now: PreviewResult | None = None
        self._look: PreviewResult | None = None
        self.choices = ReadingChoices(opened, self)
        self.records = RecordsTable(self)
        self.records.setMinimumHeight(180)
        self._state = named(label(wrap=True, muted=True), "readingState")
        self._lay_out()
        self.choices.changed.connect(self._look_again)
        self.records.header_chosen.connect(self._choose_header)
        self._reading_preview: ReadingPreview | None = None
        if origin is None:
            self._state.setText(text("reading-no-origin"))
            self.records.hide()
        else:
            self._state.setText(text("reading-looking"))
            self._reading_preview = ReadingPreview(origin, ReadRequest(opened.table.tab, opened.options.reading), self)
            self._reading_preview.ready.connect(self._begin)
            self._reading_preview.looked.connect(self._show)
            self._reading_preview.failed.connect(lambda sentence: self._say(sentence, "error"))
            self.finished.connect(self._reading_preview.stop)
            self._reading_preview.begin()

    def _lay_out(self) -> None:
        outer = vbox(self, margins=(24, 20, 24, 18), spacing=12)
        outer.addWidget(label(text("reading-title-of", name=self._opened.name), title=True, size=2))
        outer.addWidget(label(amount_read(self._opened.table), muted=True))
        above = hbox(spacing=28)
        above.addWidget(self._notes(), 1)
        form = QVBoxLayout()
        # else the colour of its line
        form.setSpacing(6)
        form.addWidget(label(text("reading-choices"), title=True))
        form.addWidget(self.choices, 0, Qt.AlignmentFlag.AlignTop)
        form.addStretch(1)
        above.addLayout(form)
        outer.addLayout(above)
        outer.addWidget(self._state)
        outer.addWidget(self.records, 1)
        self._read = button(text("reading-go"), primary=True, name="readingGo", clicked=self._take)
        self._read.setEnabled(False)
        cancel = button(text("button-cancel"), name="readingCancel", clicked=self.reject)
        buttons = QDialogButtonBox()
        buttons.addButton(self._read, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        outer.addWidget(buttons)
        tab_as_seen(self)

    def _notes(self) -> QWidget:
        part = QWidget()
        lines = vbox(part, margins=(0, 0, 0, 0))
        notes = self._opened.notes
        lines.addWidget(label(text("reading-notes" if notes else "reading-notes-none", count=len(notes)), title=True))
        inside = named(QWidget(), "cards")
        within = vbox(inside, margins=(0, 0, 8, 0), spacing=6)
        for place, note in enumerate(notes):
            sentence = named(label(str(note), wrap=True), f"readingNote{place}")
            within.addWidget(sentence)
        within.addStretch(1)
        area = named(
            scrolling(inside, frame=False, keys=bool(notes)), "readingNotes", text("reading-notes", count=len(notes))
        )
        area.setFixedHeight(_NOTES_HEIGHT)
        lines.addWidget(area, 1)
        return part

    # ------------------------------------------------------------------ looking

    def _begin(self, preview: Preview, look: PreviewResult) -> None:
        self._now = look
        self.choices.fill(preview)
        self._show(look)

    def _look_again(self) -> None:
        self._read.setEnabled(False)
        assert self._reading_preview
        self._reading_preview.request(self.choices.reading())

    def _choose_header(self, row: int) -> None:
        if self._now is not None:
            self.choices.choose_header(row)

    def _show(self, look: PreviewResult) -> None:
        assert self._now
        self._look = look
        self.records.show_look(look, self._now)
        self.choices.show_header(look.table.header_row)
        touched = self.choices.touched
        words = text("reading-differs", cells=self.records.differing) if touched else text("reading-hint")
        if self._first_of:
            words = f"{text('reading-first-of', name=self._first_of)} {words}"
        self._say(words, "")
        self._read.setEnabled(touched)

    def _say(self, words: str, kind: str) -> None:
        self._state.setText(words)
        retag(self._state, kind)

    def _take(self) -> None:
        assert self._look
        assert self._now
        same = self._look.table.headers == self._now.table.headers
        self.chosen.emit(self.choices.reading(), same)
        self.accept()
