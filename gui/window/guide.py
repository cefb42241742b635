"""The guide for a person who is here for the first time: three steps, and sheets to practise on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from courier.messages import text
from gui.style.layouts import hbox, vbox
from gui.style.parts import button, card, label, named, tag

if TYPE_CHECKING:
    from gui.style.flow_layout import FlowLayout

PRACTICES = ("orders", "workbook", "returns")
"""The practice sheets, in the order in which they teach."""


class Guide(QWidget):
    """``practice_asked`` with one of `PRACTICES`; ``destination_asked``: a place to send to is to be set up."""

    practice_asked = Signal(str)
    destination_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("guide")
        self._lines = vbox(self, margins=(0, 0, 0, 8), spacing=10)

    def showEvent(self, event: QShowEvent) -> None:
        # most people never see it, and the first picture does not wait for it
        if not self._lines.count():
            self._build()
        super().showEvent(event)

    def _build(self) -> None:
        self.setAccessibleName(text("guide-title"))
        lines = self._lines
        lines.addWidget(label(text("guide-title"), title=True))
        for number, step in enumerate(("open", "repair", "send"), start=1):
            box = card()
            inside = hbox(box, margins=(14, 12, 14, 12), spacing=12)
            inside.addWidget(tag(str(number), "note"), 0, Qt.AlignmentFlag.AlignTop)
            words = vbox(spacing=4)
            words.addWidget(label(text(f"guide-{step}"), title=True, wrap=True))
            words.addWidget(label(text(f"guide-{step}-about"), muted=True, wrap=True))
            if step == "open":
                words.addLayout(self._practices())
            if step == "send":
                setup = button(text("upload-new-destination"), name="guideDestination", clicked=self.destination_asked)
                words.addWidget(setup, 0, Qt.AlignmentFlag.AlignLeft)
            inside.addLayout(words, 1)
            lines.addWidget(box)

    def _practices(self) -> FlowLayout:
        # with all of Qt's styles, for which the first picture does not wait
        from gui.style.flow_layout import FlowLayout

        # beside each other where there is room for it
        flow = FlowLayout()
        for kind in PRACTICES:
            choose = named(button(text(f"practice-{kind}")), f"guide-{kind}")
            choose.clicked.connect(lambda _=False, kind=kind: self.practice_asked.emit(kind))
            flow.addWidget(choose)
        return flow
