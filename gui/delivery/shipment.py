"""A sheet that is to be sent from a window, and the background work of sending it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from courier.batch_summary import BatchSummary
from courier.destinations import Destination
from courier.draft import Draft
from courier.messages import text
from courier.shipping.dispatch import DispatchResult, SendRequest, Services, dispatch
from courier.shipping.events import NOBODY, Listener
from courier.shipping.routing import RoutedBatch

if TYPE_CHECKING:
    from courier.ledger.ledger import Ledger


@dataclass(frozen=True)
class Shipment:
    """``draft``: a copy that is not edited any more; ``standing``: how its rows were divided when the person decided;
    ``practice_inbox``: the folder of the practice server, None for a real sheet; ``practice_ledger``: where practice
    is recorded."""

    draft: Draft
    request: SendRequest
    standing: BatchSummary
    services: Services
    practice_inbox: Path | None = None
    practice_ledger: Ledger | None = None

    def send(self, listener: Listener = NOBODY) -> DispatchResult:
        """Send it, or practise to. See `courier.shipping.dispatch.dispatch`."""
        if self.practice_inbox is None:
            return dispatch(self.draft, self.request, self.services, listener)
        from courier.practice.services import practice_services

        inbox, clock, kept = self.practice_inbox, self.services.clock, self.practice_ledger
        with practice_services(inbox, clock, kept=kept) as (practice, server):
            destination = replace(server.destination, host_keys=(server.fingerprint,))
            return dispatch(self.draft, replace(self.request, destination=destination), practice, listener)

    def again(self, result: DispatchResult) -> Shipment:
        """The same once more, without what was delivered."""
        return replace(self, request=self.request.again(result))

    def because(self, reason: str) -> Shipment:
        """The same with a reason why orders that were sent before go again."""
        return replace(self, request=replace(self.request, reason=reason))

    def trusting(self, destination: Destination, services: Services) -> Shipment:
        """The same after the person accepted a server's identity. ``services``: as they are saved now."""
        return replace(self, request=self.request.trusting(destination), services=services)


def batch_words(batch: RoutedBatch) -> str:
    """Whose batch goes where, or why it does not."""
    whose = batch.program or text("no-program")
    facts = {"program": whose, "campaign": batch.group.campaign or "-", "event": batch.group.event or "none"}
    if batch.destination is None:
        return text("batch-held", reason=batch.held, rows=batch.group.ready.len(), **facts)
    words = text("batch-goes", destination=batch.destination.name, rows=batch.group.ready.len(), **facts)
    return f"{words} {batch.pace_words}".strip()
