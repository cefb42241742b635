"""What a person can do once an upload is over: try again, change the destination, look at the files, go back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from courier.messages import text
from courier.shipping.dispatch import DispatchResult
from gui.delivery.part_card import DRAFTED
from gui.delivery.shipment import Shipment
from gui.style.layouts import vbox
from gui.style.parts import button, label, make_primary, named


class AfterSending(QWidget):
    """Stands below the parts."""

    again_asked = Signal()
    edit_asked = Signal()
    files_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._transcript = ""
        column = vbox(self, margins=(0, 0, 0, 0))
        self._title = label(text("sending-afterwards"), title=True, size=2)
        self._words = named(label(muted=True, wrap=True), "sendingAfterwards")
        self._again = button(text("sending-again"), name="sendingAgain", clicked=self.again_asked)
        self._edit = button(text("sending-edit-destination"), name="sendingEditDestination", clicked=self.edit_asked)
        files = button(text("sending-show-files"), name="showFiles", clicked=self.files_asked)
        self._copy = button(text("trial-copy"), name="copySendingTranscript", clicked=self._to_clipboard)
        self._back = button(text("sending-back"), name="sendingBack", clicked=self.back_asked)
        for part in (self._title, self._words):
            column.addWidget(part)
        for group in ((self._again, self._edit), (files, self._copy), (self._back,)):
            line = QHBoxLayout()
            for push in group:
                line.addWidget(push)
            line.addStretch(1)
            column.addLayout(line)

    def show_end(self, shipment: Shipment, result: DispatchResult | None, transcript: str) -> None:
        """Offer what fits the end of an upload. ``result``: None if the upload ended with an error; ``transcript``:
        what was said to the servers and by them, "" for nothing."""
        self._transcript = transcript
        self._copy.setVisible(bool(transcript))
        self._copy.setText(text("trial-copy"))
        words = _where_to_look(shipment) if result and any(part.state.delivered for part in result.receipts) else ""
        for part in (self._title, self._words):
            part.setVisible(bool(words))
        self._words.setText(words)
        self._again.setText(text("sending-rest" if words else "sending-again"))
        failed = result is None or _failed(result)
        self._again.setVisible(failed)
        self._edit.setVisible(failed and shipment.practice_inbox is None)
        make_primary(self._again, failed)
        make_primary(self._back, not failed)
        self.show()

    def _to_clipboard(self) -> None:
        QGuiApplication.clipboard().setText(self._transcript)
        self._copy.setText(text("trial-copied"))


def _failed(result: DispatchResult) -> bool:
    """Whether something was tried and not delivered; a message that the person sends was written as wished."""
    tried = any(not receipt.state.delivered and receipt.key != DRAFTED for receipt in result.receipts)
    untried = any(outcome.batch.destination and outcome.written is None for outcome in result.batches)
    return tried or untried or result.stuck is not None


def _where_to_look(shipment: Shipment) -> str:
    destination = shipment.request.destination
    if shipment.practice_inbox is not None:
        return text("sending-afterwards-practice", folder=str(shipment.practice_inbox))
    if destination.kind == "folder":
        return text("sending-afterwards-folder", folder=destination.folder)
    return text("sending-afterwards-call" if destination.by_call else "sending-afterwards-text")
