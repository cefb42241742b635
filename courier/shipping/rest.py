"""Sends what is missing of a batch of which some parts arrived and others did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile, Receipt
from courier.destinations import Destination
from courier.ledger.contents import rows_of
from courier.ledger.ledger import Ledger
from courier.ledger.queries import oldest_expiry
from courier.ledger.records import RecordedPart, Submission
from courier.ledger.store import LedgerError
from courier.shipping.queue import refuse_before_siblings
from courier.shipping.sent_before import find_repeats, refuse_rows_sent_before
from courier.shipping.ship import ExclusiveRun, PartTransfer, SendContext, exclusive_run


def send_rest(
    submission: Submission, destination: Destination, ledger: Ledger, context: SendContext, folder: Path
) -> Iterator[Receipt]:
    """Send what is missing of a recorded batch; a receipt per missing part, in order.

    The destination is searched for parts whose fate is unknown: those that are there have arrived. Parts that certainly
    are not there are sent, from the kept bytes. Where only a person can say what became of a part, its receipt says so,
    and in a chain nothing that follows it is sent. ``folder``: where files are written first. Raises DeliveryError when
    rows have expired meanwhile, the destination is no longer the one it was recorded for, what comes before it in a
    chain was not delivered, or nothing is missing; and what `courier.shipping.ship.ship` raises.
    """
    if destination.url != submission.url:
        raise DeliveryError("queue-other-destination", name=submission.destination, url=submission.url)
    with exclusive_run(ledger, destination, context) as run:
        recorded = _as_recorded(ledger, submission)
        missing = [part for part in recorded.parts if not part.state.delivered]
        if not missing:
            raise DeliveryError("queue-not-waiting", id=recorded.uuid[:8])
        refuse_before_siblings(ledger, recorded)
        yield from _Rest(run, recorded, missing, folder).deliver()


def _as_recorded(ledger: Ledger, submission: Submission) -> Submission:
    """A submission as it is recorded now. Raises DeliveryError if it was dropped meanwhile."""
    try:
        return ledger.submission(submission.uuid)
    except LedgerError as problem:
        if problem.key != "history-no-submission":
            raise
        raise DeliveryError("queue-not-waiting", id=submission.uuid[:8]) from None


@dataclass(frozen=True)
class _Rest:
    """The missing parts of one batch. ``folder``: where their files are written."""

    run: ExclusiveRun
    submission: Submission
    missing: Sequence[RecordedPart]
    folder: Path

    def deliver(self) -> Iterator[Receipt]:
        """A receipt per missing part."""
        ledger = self.run.ledger
        transfers = self._transfers()
        sent = {transfer.uuid for transfer in transfers if transfer.receipt is None}
        fresh = [part for part in self.missing if part.uuid in sent and part.waits]
        contents = [ledger.archive.bytes_of(part.sha256, part.name) for part in fresh]
        rows = [rows_of(content, self.submission.campaign, None) for content in contents]
        with ledger.store.writing() as db:
            if not self.submission.reason:
                refuse_rows_sent_before(db, rows, self.submission.template)
            ledger.states.begin(db, sent, self.run.id)
        yield from self.run.deliver(transfers, self.submission.template)

    def _transfers(self) -> list[PartTransfer]:
        """How to go on with each missing part."""
        files = {part.name: self._file(part) for part in self.missing}
        looked_for = self.run.look_for(self._copies(), files)
        transfers: list[PartTransfer] = []
        unknown: RecordedPart | None = None
        for part in self.missing:
            transfer = looked_for.get(part.name, PartTransfer(part.name, files[part.name], part.uuid))
            if transfer is None:
                unknown = unknown or part
                transfer = self._unknown(part, files[part.name])
            elif unknown is not None and transfer.receipt is None and self.submission.template == "chained":
                transfer = self._held(part, files[part.name], unknown)
            transfers.append(transfer)
        self._refuse_expired(
            [part for part, transfer in zip(self.missing, transfers, strict=True) if not transfer.receipt]
        )
        return transfers

    def _copies(self) -> dict[str, RecordedPart]:
        """Earlier copies of the missing parts by their name: what is not certain, and what went in another batch."""
        if self.submission.reason:
            return {part.name: part for part in self.missing if not part.waits}
        with self.run.ledger.store.reading() as db:
            return find_repeats(db, self.missing, self.submission.url)

    def _file(self, part: RecordedPart) -> PartFile:
        path = self.run.ledger.archive.save(part.sha256, part.name, self.folder)
        return PartFile(part.name, path, part.size, part.sha256)

    def _unknown(self, part: RecordedPart, file: PartFile) -> PartTransfer:
        day = {"name": part.name, "day": f"{part.at:%Y-%m-%d}"}
        return PartTransfer(part.name, file, part.uuid, self._receipt(part, "shipping-part-unconfirmed", day))

    def _held(self, part: RecordedPart, file: PartFile, parent: RecordedPart) -> PartTransfer:
        return PartTransfer(
            part.name, file, part.uuid, self._receipt(part, "queue-chain-unknown", {"name": parent.name})
        )

    def _receipt(self, part: RecordedPart, key: str, facts: dict[str, str]) -> Receipt:
        now, name = self.run.context.clock(), self.run.destination.name
        return Receipt(part.name, part.state, name, part.remote_path, part.size, now, key, facts)

    def _refuse_expired(self, parts: Sequence[RecordedPart]) -> None:
        first, arrival = oldest_expiry(parts), self.run.context.clock() + self.run.destination.wait
        if first is not None and first < arrival:
            raise DeliveryError("rest-expired", day=f"{first:%Y-%m-%d}")
