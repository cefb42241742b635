"""The card of one part of an upload: name, progress and outcome."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from courier.delivery.receipt import Receipt, State
from courier.formats import file_size
from courier.messages import text
from gui.style.parts import button, label, retag, tag

TAGS = {State.ARRIVED: "good", State.TAKEN: "good", State.UNCONFIRMED: "warning", State.REFUSED: "error"}
"""The colour of each state's word; all others are plain."""
DRAFTED = "receipt-drafted"
"""The key of the receipt of a message that was written for the person to send."""


class PartCard(QFrame):
    """``part``: its record in the manifest."""

    def __init__(self, part: dict[str, Any]) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._size: int = part["size"]
        line = QHBoxLayout(self)
        words = QVBoxLayout()
        # names have no blanks: allow line breaks after underscores
        words.addWidget(label(part["name"].replace("_", "_\u200b"), title=True, wrap=True))
        words.addWidget(label(text("sending-part", rows=part["rows"], size=file_size(self._size)), muted=True))
        self._message = label(muted=True, wrap=True)
        words.addWidget(self._message)
        self._open = button(text("sending-open-mail"), name="openInMail")
        self._open.hide()
        words.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        line.addLayout(words, 1)
        self._state = tag(text("state-prepared"), "note")
        line.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)

    def show_sent(self, sent: int) -> None:
        """``sent``: bytes of the part sent so far."""
        self._state.setText(text("state-sending"))
        self._message.setText(text("sending-part-sent", sent=file_size(sent), size=file_size(self._size)))

    def show_receipt(self, receipt: Receipt) -> None:
        """Show the outcome."""
        self._state.setText(text(f"state-{receipt.state}"))
        retag(self._state, TAGS.get(receipt.state, "note"))
        self._message.setText(receipt.message)
        if receipt.key == DRAFTED:
            self._state.setText(text("state-drafted"))
            path = receipt.remote_path
            self._open.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))
            self._open.setAccessibleName(f"{text('sending-open-mail')} {receipt.part}")
            self._open.show()
