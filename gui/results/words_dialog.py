"""*What does this word mean?*: every code with which impact.com refuses rows, searched by any word."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from courier.messages import text
from courier.results.codes import ResultCode, code_of, search_codes
from courier.rules.phrases import title
from courier.visible import visible
from gui.style.dialog import Dialog
from gui.style.layouts import hbox, scrolling, vbox
from gui.style.measures import scaled
from gui.style.parts import button, empty, label, named

_CODE, _SPOKEN = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.AccessibleTextRole


class WordsDialog(Dialog):
    """``code``: the one to begin with, "" for all."""

    def __init__(self, parent: QWidget, code: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("wordsDialog")
        self.setWindowTitle(text("resultwords-title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(scaled(820), scaled(520))
        outer = vbox(self, margins=(24, 16, 24, 16), spacing=12)
        self._search = named(QLineEdit(), "wordsSearch", text("resultwords-search"))
        self._search.setPlaceholderText(text("resultwords-search"))
        self._search.setClearButtonEnabled(True)
        outer.addWidget(self._search)
        both = hbox(spacing=16)
        self._codes = named(QListWidget(), "wordsCodes", text("resultwords-title"))
        self._codes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._codes.setResizeMode(QListWidget.ResizeMode.Adjust)
        # codes have no blanks: allow line breaks after underscores
        self._codes.setWordWrap(True)
        both.addWidget(self._codes, 2)
        about = named(QWidget(), "cards")
        self._about = vbox(about, margins=(0, 0, 8, 0), spacing=10)
        both.addWidget(named(scrolling(about, sideways=False, frame=False, keys=True), "wordsAbout"), 3)
        outer.addLayout(both, 1)
        foot = hbox()
        foot.addStretch(1)
        foot.addWidget(button(text("button-close"), primary=True, name="wordsClose", clicked=self.close))
        outer.addLayout(foot)
        self._search.textChanged.connect(self._filter)
        self._codes.currentItemChanged.connect(lambda item, _: self._explain(item))
        self._filter("")
        if code:
            self._begin_at(code)

    def _begin_at(self, code: str) -> None:
        known = code_of(code)
        for place in range(self._codes.count()):
            if self._codes.item(place).data(_CODE).key == known.key:
                self._codes.setCurrentRow(place)
                return
        # what nobody explains is explained as that
        self._search.setText(code)

    def _filter(self, typed: str) -> None:
        self._codes.clear()
        codes = search_codes(typed) or ((code_of(typed),) if typed.strip() else ())
        for code in codes:
            words = visible(f"{code.title} · {code.code}" if code.known else code.code)
            item = QListWidgetItem(words.replace("_", "_\u200b"))
            item.setData(_SPOKEN, words)
            item.setData(_CODE, code)
            self._codes.addItem(item)
        self._codes.setCurrentRow(0)

    def _explain(self, item: QListWidgetItem | None) -> None:
        empty(self._about)
        if item is None:
            return
        code: ResultCode = item.data(_CODE)
        self._about.addWidget(label(code.title, title=True, size=2, wrap=True))
        if code.known:
            self._about.addWidget(label(code.code, muted=True, wrap=True))
        for words in (code.meaning, code.next_step):
            self._about.addWidget(label(words, wrap=True))
        if code.rules:
            rules = ", ".join(map(title, code.rules))
            self._about.addWidget(label(text("resultwords-rules", rules=rules), muted=True, wrap=True))
        self._about.addStretch(1)
