"""From the Upload button to the sending pane: which destination, and what becomes of the draft afterwards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.destinations import Destination
from courier.draft import Draft
from courier.ledger.store import LedgerError
from courier.messages import UserError, text
from courier.settings import data_folder
from courier.sheet.sent_rows import DeliveredRows, SentRows
from courier.shipping.delivered import newly_delivered
from courier.shipping.dispatch import DispatchResult, SendRequest
from courier.shipping.routing import RoutedBatch, route, with_pace
from gui.delivery.batch_comparison import BatchComparison
from gui.delivery.confirm_batches import confirm_batches
from gui.delivery.destination_form import DestinationForm
from gui.delivery.practice_room import PracticeRoom
from gui.delivery.schedule import ScheduleDialog
from gui.delivery.sending import SendingPane
from gui.delivery.shipment import Shipment
from gui.session.impact_comparison import ImpactComparison
from gui.session.services import AppServices
from gui.session.session import Session
from gui.session.sheet_queries import Progress, SheetQueries


class Shipping(QObject):
    """``began``: an upload is under way; ``settled``: its outcome is known."""

    began = Signal()
    settled = Signal()
    destinations_changed = Signal()

    def __init__(self, session: Session, services: AppServices, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._services, self._window = session, services, window
        self.comparison = BatchComparison(session, services, self)
        self._impact = ImpactComparison(session, services, self)
        self.schedule = ScheduleDialog(window)
        self.schedule.told.connect(session.told)
        self.schedule.planned.connect(self._leave_to_queue)
        self._shipped: Draft | None = None
        """The draft of which a copy was sent last."""
        self._queries = SheetQueries(session, self)
        self.pane = SendingPane(services.sending, window)
        self.pane.finished.connect(self._settle)
        self.pane.trusted.connect(self._trust)
        self.pane.edit_asked.connect(self._edit_failing)
        self.pane.logged_in.connect(lambda place, asks: services.remember_asking(place, asks=asks))
        session.opened_sheet.connect(self._leave_outcome)
        self.practice = PracticeRoom(session, services, self.pane, self)
        saved = services.known_destinations()
        self.destination = saved[0] if len(saved) == 1 else None

    def stop(self) -> None:
        """Stop transfers and questions before the window closes."""
        self.pane.stop()
        self._impact.stop()

    def _leave_outcome(self) -> None:
        # what became of the sheet before stands in the history
        if not self.pane.sending:
            self.pane.back.emit()

    @property
    def destination(self) -> Destination | None:
        """Where an upload goes; None while nothing is chosen."""
        return self._destination

    @destination.setter
    def destination(self, chosen: Destination | None) -> None:
        self._destination = chosen
        by_call = chosen is not None and chosen.by_call
        if by_call != self._session.by_call:
            self._session.by_call = by_call
            self._session.rerouted.emit()

    def choose(self, name: str) -> None:
        """Send to this saved destination from now on."""
        try:
            self.destination = self._services.destinations.find(name)
        except UserError as problem:
            self._session.told.emit(str(problem))
        self.destinations_changed.emit()

    def _as_saved(self) -> Destination | None:
        """The chosen destination as it is saved now, with the pinned identity of its server."""
        name = self.destination.name if self.destination else None
        saved = self._services.known_destinations()
        return next((place for place in saved if place.name == name), self.destination)

    def ask_for_destination(self, name: str) -> None:
        """Show the form of a destination, "" for a new one."""
        self._show_form(name, lambda saved: self.choose(saved.name))

    def _show_form(self, name: str, saved: Callable[[Destination], None]) -> None:
        existing = self._services.destinations.find(name) if name else None
        form = DestinationForm(self._services.places, existing, saved, self._window)
        form.unkept.connect(lambda: self._session.told.emit(text("destination-session")))
        form.finished.connect(lambda _: self.destinations_changed.emit())
        form.open()

    def _edit_failing(self, destination: Destination) -> None:
        """Let the person change the destination of what was not delivered, and try again with it."""

        def go_on(saved: Destination) -> None:
            if self.destination is not None and self.destination.name == destination.name:
                self.choose(saved.name)
            self.pane.try_with(destination.name, saved)

        try:
            self._show_form(destination.name, go_on)
        except UserError as problem:
            self._session.told.emit(str(problem))

    def send(self) -> None:
        """Send the ready rows to the chosen destination; a practice sheet goes to the practice server."""
        if self.pane.sending:
            self._session.told.emit(text("sending-already"))
            return

        def begin(shipment: Shipment) -> None:
            self._shipped = self._session.draft
            self.began.emit()
            self.pane.send(shipment, self._compared)

        self._with_shipment(begin)

    @property
    def _compared(self) -> str:
        """How the batch differs from earlier ones, and how far it was compared with what impact.com has."""
        return " ".join(filter(None, (self.comparison.words, self._session.compared)))

    def send_later(self) -> None:
        """Ask when to send the ready rows to the chosen destination, and queue them for that moment."""
        if self._session.practice:
            self._session.told.emit(text("send-later-practice"))
            return
        self._with_shipment(lambda shipment: self.schedule.ask(shipment, self._compared))

    def _with_shipment(self, go: Callable[[Shipment], None]) -> None:
        """Call ``go`` with the current batch after the questions about where it goes."""
        opened, standing = self._session.opened, self._session.standing
        assert standing
        self._follow_destination()
        inbox = data_folder() / "practice-inbox" if self._session.practice else None
        destination = Destination(text("practice-destination"), "sftp", "127.0.0.1") if inbox else self._as_saved()
        if destination is None:

            def go_on(saved: Destination) -> None:
                self.choose(saved.name)
                if self.destination is not None:
                    self._with_shipment(go)

            self._show_form("", go_on)
            return
        journal, services = self._session.journal, self._services.sending()
        request = SendRequest(
            destination,
            opened.label,
            opened.name,
            mark=journal.mark if journal else "",
            hold_errors=True,
            # the question was asked before
            anywhere=True,
        )
        practice = self.practice.begin() if inbox else None
        shipment = Shipment(opened.draft.snapshot(), request, standing, services, inbox, practice)
        if inbox:
            go(shipment)
            return
        homes = {program.name: program.destination for program in services.programs if program.destination}

        def work(draft: Draft, _report: Progress) -> list[RoutedBatch]:
            batches = route(draft, request.label, destination, services.programs, services.destinations)
            try:
                return with_pace(batches, services.ledger)
            except LedgerError:
                # whoever sends is told of it
                return batches

        def ask(batches: list[RoutedBatch]) -> None:
            confirm_batches(self._window, batches, homes, lambda: go(shipment))

        waits = services.ledger.of_team and destination.by_call
        self._queries.ask("batches", work, ask, at_once=False if waits else None, waits=waits)

    def _follow_destination(self) -> None:
        """Take over changes that another window made to the chosen destination."""
        if self.destination is None:
            return
        try:
            now = self._services.destinations.find(self.destination.name)
        except UserError as problem:
            # the destination can still be used as it was
            self._session.told.emit(str(problem))
            return
        if now != self.destination:
            self.destination = now
            self.destinations_changed.emit()

    def _forget_draft(self) -> None:
        """Remove the draft of what was delivered, with its addresses; later edits begin a new draft."""
        self._begin_anew(self._services.drafts.finish)

    def _leave_to_queue(self, mark: str) -> None:
        """Leave the draft to the queued batch made of it; later edits begin a new draft, unless there were edits
        meanwhile: they stay in the draft."""
        journal = self._session.journal
        if journal is not None and mark and journal.mark == mark:
            self._begin_anew(lambda _: self._session.close_journal())

    def _begin_anew(self, let_go: Callable[[str], None]) -> None:
        journal = self._session.journal
        if journal is None:
            return
        try:
            let_go(journal.id)
            self._session.write_to(self._services.drafts.begin(self._session.opened))
        except UserError as problem:
            self._session.write_to(None)
            self._session.told.emit(str(problem))

    def _trust(self, trusting: Destination) -> None:
        if self.destination is not None and self.destination.name == trusting.name:
            self.destination = trusting
        try:
            if self._services.destinations.find(trusting.name):
                self._services.destinations.save(trusting)
        except UserError as problem:
            self._session.told.emit(str(problem))
        self.destinations_changed.emit()

    def _settle(self, shipment: Shipment, result: DispatchResult) -> None:
        stuck = result.stuck is not None
        if not any(receipt.state.delivered or not stuck for receipt in result.receipts) or not self._session.sheet_open:
            return
        if self._session.draft is not self._shipped:
            self._mark_sent(result, None)
            return
        now = shipment.services.clock()

        def work(draft: Draft, _report: Progress) -> tuple[DeliveredRows, SentRows] | None:
            return newly_delivered(draft, shipment.draft, result, now)

        self._queries.ask("delivered", work, lambda newly: self._mark_sent(result, newly), again=True)

    def _mark_sent(self, result: DispatchResult, newly: tuple[DeliveredRows, SentRows] | None) -> None:
        if newly is not None:
            self._session.mark_sent(*newly)
            self._session.kept |= result.delivered
            if not newly[0].delivery.left:
                self._forget_draft()
        self.comparison.look_again()
        self.settled.emit()
