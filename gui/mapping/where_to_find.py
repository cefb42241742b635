"""A few lines about where a field's value is found inside impact.com."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from courier.catalogue import field_words
from courier.messages import has_text, text
from courier.resources import resource
from gui.style.layouts import vbox
from gui.style.parts import button, label
from gui.style.plain import set_tip


class WhereToFind(QWidget):
    """The lines of one field, with a button that opens its help in the browser."""

    def __init__(self, field: str, *, short: bool = False) -> None:
        """``short``: what the field is stands beside it already."""
        super().__init__()
        self.setObjectName(f"whereLines{field}")
        lines = vbox(self, margins=(0, 0, 0, 4), spacing=4)
        key = f"where-{field}"
        said = [text(key)] if has_text(key) else []
        if not (short and said):
            said.append(field_words.note(field))
        if example := field_words.example(field):
            said.append(text("columns-example", value=example))
        for sentence in said:
            shown = label(sentence, muted=True, wrap=True)
            # a wrapped text has its height only in a width
            shown.setMinimumWidth(360)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            lines.addWidget(shown)
        address = help_address()
        link = button(text("columns-open-help"), name=f"open{field}")
        set_tip(link, address)
        link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(address)))
        lines.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)


def help_address() -> str:
    """The https address of impact.com's help, out of our own resources. Raises ValueError for any other kind."""
    address = str(json.loads(resource("catalogue", "pages.json").read_text(encoding="utf-8"))["help"])
    if QUrl(address).scheme() != "https":
        raise ValueError(address)
    return address
