"""From the Upload button to the sending pane: which destination, and what becomes of the draft afterwards."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.delivery.parcel import Receipt
from courier.destinations import Destination
from courier.messages import PlainError, text
from courier.settings import data_folder
from gui.delivery.destination_form import DestinationForm
from gui.delivery.later import Later
from gui.delivery.sending import SendingPane, Shipment
from gui.delivery.usual import UsualBatch
from gui.window.house import House
from gui.window.session import Session


class Shipping(QObject):
    """``began``: an upload is under way; ``settled``: its outcome is known."""

    began = Signal()
    settled = Signal()
    destinations_changed = Signal()

    def __init__(self, session: Session, house: House, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._house, self._window = session, house, window
        self.usual = UsualBatch(session, house, self)
        self.later = Later(window)
        self.later.told.connect(session.told)
        self.pane = SendingPane(house.credentials, window)
        self.pane.finished.connect(self._settle)
        self.pane.host_accepted.connect(self._pin)
        known = house.known_destinations()
        self.destination: Destination | None = known[0] if len(known) == 1 else None

    def choose(self, name: str) -> None:
        """Send to this saved destination from now on."""
        self.destination = self._house.destinations.find(name)
        self.destinations_changed.emit()

    def ask_for_destination(self, name: str) -> None:
        """Show the form of a destination, "" for a new one."""
        known = self._house.destinations.find(name) if name else None
        form = DestinationForm(
            self._house.destinations,
            self._house.credentials,
            known,
            lambda saved: self.choose(saved.name),
            self._window,
        )
        form.finished.connect(lambda _: self.destinations_changed.emit())
        form.open()

    def send(self) -> None:
        """Send the ready rows to the chosen destination; a practice sheet goes to the practice server."""
        shipment = self._shipment()
        if shipment is None:
            return
        self.began.emit()
        self.pane.send(shipment, self.usual.words)

    def send_later(self) -> None:
        """Ask when to send the ready rows to the chosen destination, and write them down for that moment."""
        if self._session.practice:
            self._session.told.emit(text("send-later-practice"))
            return
        shipment = self._shipment()
        if shipment is not None:
            self.later.ask(shipment, self.usual.words)

    def _shipment(self) -> Shipment | None:
        """The batch in hand; None where the person has to say first where it goes."""
        opened, standing = self._session.opened, self._session.standing
        assert opened
        assert standing
        folder = data_folder() / "batches"
        inbox = data_folder() / "practice-inbox" if self._session.practice else None
        destination = Destination(text("practice-destination"), "sftp", "127.0.0.1") if inbox else self.destination
        if destination is None:
            self.ask_for_destination("")
            return None
        draft, ledger = opened.draft.snapshot(), self._house.ledger
        return Shipment(draft, opened.label, standing, destination, folder, opened.name, ledger, inbox)

    def _forget_draft(self) -> None:
        """What was delivered is no draft any more, and its addresses need not be kept; edits from now on are anew."""
        opened, journal = self._session.opened, self._session.journal
        if opened is None or journal is None:
            return
        try:
            self._house.drafts.finish(journal.id)
            self._session.write_to(self._house.drafts.begin(opened))
        except PlainError as problem:
            self._session.write_to(None)
            self._session.told.emit(str(problem))

    def _pin(self, destination: Destination, fingerprint: str) -> None:
        self.destination = self._house.destinations.pin(destination, fingerprint)
        self.destinations_changed.emit()

    def _settle(self, receipts: list[Receipt]) -> None:
        if not receipts or self._session.opened is None:
            return
        if all(receipt.state.delivered for receipt in receipts):
            self._session.kept = True
            self._forget_draft()
        self.usual.look_again()
        self.settled.emit()
