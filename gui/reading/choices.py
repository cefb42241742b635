"""The form of how a source is read: tab, encoding, delimiter, quotation mark and header row."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QSpinBox, QWidget

from courier.messages import text
from courier.open_sheet import OpenedSheet
from courier.reading.delimited import delimiter_name
from courier.reading.preview import Preview
from courier.reading.read_options import ReadOptions
from gui.reading.reading_preview import ReadRequest
from gui.style.parts import label_of, named

_DELIMITERS = (",", ";", "\t", "|")
_MOST_DELIMITERS = 8
_MOST_ROWS = 9_999_999


class ReadingChoices(QWidget):
    """Choices that are not touched stay as requested or detected. ``changed`` after each touch."""

    changed = Signal()

    def __init__(self, opened: OpenedSheet, parent: QWidget) -> None:
        super().__init__(parent)
        self._opened = opened
        self.tab, self.encoding, self.delimiter, self.quote = (
            self._combo(f"reading{name.capitalize()}", text(f"reading-{name}"))
            for name in ("tab", "encoding", "delimiter", "quote")
        )
        self.header_row = named(QSpinBox(), "readingHeaderRow")
        # the style sheet leaves no space for the number
        self.header_row.lineEdit().setTextMargins(6, 0, 6, 0)
        self.header_row.setAccessibleName(text("reading-header"))
        self.header_row.setRange(0, _MOST_ROWS)
        self.header_row.setSpecialValueText(text("reading-header-none"))
        self.header_row.valueChanged.connect(self._header_touched)
        self._header_choice = opened.options.reading.header_row
        self.show_header(opened.table.header_row)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFormAlignment(Qt.AlignmentFlag.AlignTop)
        text_like = opened.table.encoding is not None or opened.table.delimiter is not None
        for key, part, shown in (
            ("reading-tab", self.tab, not text_like),
            ("reading-encoding", self.encoding, opened.table.encoding is not None),
            ("reading-delimiter", self.delimiter, text_like),
            ("reading-quote", self.quote, text_like),
            ("reading-header", self.header_row, True),
        ):
            if shown:
                form.addRow(label_of(part, key), part)
            else:
                part.hide()
        self._before: tuple[object, ...] = ()
        self._add(self.tab, opened.table.tab or "", opened.table.tab)
        self._add(self.encoding, opened.table.encoding or "", opened.table.encoding)
        self._add(self.delimiter, _delimiter_words(opened.table.delimiter or ""), opened.table.delimiter)
        self.setEnabled(False)

    def _combo(self, name: str, spoken: str) -> QComboBox:
        combo = named(QComboBox(self), name, spoken)
        combo.setMinimumWidth(350)
        # what it offers may be known only when it is shown already
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.activated.connect(self._touched)
        return combo

    def _add(self, combo: QComboBox, words: str, value: str | None) -> None:
        if combo.findData(value) < 0:
            combo.addItem(words, value)

    def fill(self, preview: Preview) -> None:
        """Offer the ways in which the source may be read, and let the person choose."""
        table, options = self._opened.table, self._opened.options.reading
        with QSignalBlocker(self.tab):
            self.tab.clear()
            for name, hidden, fields in preview.tabs:
                self.tab.addItem(text("reading-tab-about", tab=name, fields=fields, hidden=str(hidden).lower()), name)
            self.tab.setCurrentIndex(self.tab.findData(table.tab))
        if preview.readings is not None:
            for encoding in preview.readings.encodings:
                self._add(self.encoding, encoding, encoding)
            self._fill_dialects(preview, options)
        for combo in (self.tab, self.encoding, self.delimiter, self.quote):
            # what is read beside them gives way first, and then their names stand above them
            combo.setMinimumWidth(max(combo.minimumWidth(), combo.sizeHint().width()))
        self._before = self._values()
        self.setEnabled(True)

    def _fill_dialects(self, preview: Preview, options: ReadOptions) -> None:
        assert preview.readings is not None
        table = self._opened.table
        self.delimiter.clear()
        dialects = preview.readings.dialects
        for fit in dialects[:_MOST_DELIMITERS]:
            sign = fit.dialect.delimiter
            words = _delimiter_words(sign)
            if fit.records:
                words = text(
                    "reading-delimiter-about", name=words, alike=fit.alike, records=fit.records, width=fit.width
                )
            self._add(self.delimiter, words, sign)
        for sign in (*_DELIMITERS, *([table.delimiter] if table.delimiter else [])):
            self._add(self.delimiter, _delimiter_words(sign), sign)
        self.delimiter.setCurrentIndex(self.delimiter.findData(table.delimiter))
        fitting = next((fit.dialect.quote for fit in dialects if fit.dialect.delimiter == table.delimiter), '"')
        quote = (fitting or "") if options.quote is None else options.quote
        self.quote.clear()
        for sign in dict.fromkeys(('"', "'", "", quote)):
            self.quote.addItem(_quote_words(sign), sign)
        self.quote.setCurrentIndex(self.quote.findData(quote))

    @property
    def touched(self) -> bool:
        """Whether any choice differs from how the sheet was read."""
        reading = self.reading()
        return reading != ReadRequest(reading.tab if self._same(0) else None, self._opened.options.reading)

    def reading(self) -> ReadRequest:
        """The way to read it that is chosen now."""
        options = self._opened.options.reading
        return ReadRequest(
            self.tab.currentData(),
            ReadOptions(
                encoding=options.encoding if self._same(1) else self.encoding.currentData(),
                delimiter=options.delimiter if self._same(2) else self.delimiter.currentData(),
                quote=options.quote if self._same(3) else self.quote.currentData(),
                header_row=self._header_choice,
            ),
        )

    def _same(self, place: int) -> bool:
        return not self._before or self._values()[place] == self._before[place]

    def _values(self) -> tuple[object, ...]:
        return tuple(combo.currentData() for combo in (self.tab, self.encoding, self.delimiter, self.quote))

    def show_header(self, row: int | None) -> None:
        """The header row that was found, 0 for none."""
        with QSignalBlocker(self.header_row):
            self.header_row.setValue(row or 0)

    def choose_header(self, row: int) -> None:
        """Make a row the header."""
        self.header_row.setValue(row)

    def _touched(self) -> None:
        if not (self._same(0) and self._same(2)):
            # rows are counted differently there, so the header is detected again
            self._header_choice = None
        self.changed.emit()

    def _header_touched(self, row: int) -> None:
        as_read = row == (self._opened.table.header_row or 0) and self._same(0) and self._same(2)
        self._header_choice = self._opened.options.reading.header_row if as_read else row
        self.changed.emit()


def _delimiter_words(sign: str) -> str:
    name = delimiter_name(sign)
    return name if name == sign or not sign.isprintable() or sign.isspace() else f"{name}  {sign}"


def _quote_words(sign: str) -> str:
    return sign or text("reading-quote-none")
