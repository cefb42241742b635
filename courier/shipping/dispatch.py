"""Sends a sheet: decides whether it may be sent, which batch goes where and in which order, and returns what became of
each.

Window, command, Today and the queue call this. They listen, and choose words and exit codes; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from courier.batch_summary import BatchSummary
from courier.batches.batch import WrittenBatch, write_batch
from courier.batches.errors import BatchError
from courier.credentials import CredentialError, Secret
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Receipt, State
from courier.destinations import Destination
from courier.draft import Draft
from courier.ledger.ledger import Ledger
from courier.ledger.records import BatchOrigin, Submission
from courier.ledger.store import LedgerError
from courier.messages import UserError
from courier.programs import Program
from courier.rules.file_rules import MOST_ROWS
from courier.rules.rule import Severity
from courier.shipping.events import (
    NOBODY,
    BatchBegan,
    BatchHeld,
    BatchSent,
    BatchWritten,
    Listener,
    ReceiptKnown,
    Routed,
    ServerQuestion,
    TranscriptKnown,
    WriteProgress,
)
from courier.shipping.outgoing_parts import origin_of
from courier.shipping.queue import destination_of, send_later
from courier.shipping.rest import send_rest
from courier.shipping.routing import (
    RoutedBatch,
    by_program,
    chain_waits,
    recheck_and_route,
    refuse_other_programs,
    refuse_unapproved,
    with_pace,
)
from courier.shipping.sent_before import EarlierUnconfirmed
from courier.shipping.ship import SendContext, ship
from courier.shipping.written_files import remove_settled

BlockedReason = Literal["errors", "nothing-ready", "nothing"]
"""Why nothing of a sheet may be sent: errors remain and their orders are not held; every order has errors; no rows."""


@dataclass(frozen=True)
class Ready:
    """Something of a sheet may be sent. ``summary``: how its rows are divided; ``errors``, ``warnings``: how many
    problems there are (orders with errors stay behind); ``sent_before``: rows of orders that were sent before."""

    summary: BatchSummary
    errors: int
    warnings: int
    sent_before: int


@dataclass(frozen=True)
class Blocked:
    """Nothing of a sheet may be sent. ``errors``: how many there are."""

    reasons: tuple[BlockedReason, ...]
    summary: BatchSummary
    errors: int


def readiness(draft: Draft, *, hold_errors: bool = False) -> Ready | Blocked:
    """Whether a checked draft may be sent. ``hold_errors``: orders with errors stay behind, and the others may go."""
    summary, counts = draft.summary(), draft.verdict.counts()
    errors = counts[Severity.ERROR]
    reasons: list[BlockedReason] = []
    if errors and not hold_errors:
        reasons.append("errors")
    if not summary.ready:
        reasons.append("nothing-ready" if errors else "nothing")
    if reasons:
        return Blocked(tuple(reasons), summary, errors)
    return Ready(summary, errors, counts[Severity.WARNING], draft.rows_with("GRP-SENT-BEFORE").len())


@dataclass(frozen=True)
class SendRequest:
    """How a sheet is to be sent. ``label``: what files are called after; ``source``: the name of the sheet's file;
    ``mark``: of the kept draft, "" for none; ``note``: for the history; ``reason``: why orders that were sent before go
    again, "" if they must not; ``when``: a moment to wait for, None for now; ``most_rows``: of one part;
    ``hold_errors``: orders with errors are put on hold and the others go; ``anywhere``: the user allows a destination
    of other programs; ``accept_host_key``: of the destination's server, if never seen; ``checked_for``: the moment for
    which orders are checked, None for the clock's; ``aside``: rows that stay behind are written to a file, because no
    draft holds them; ``delivered``: receipts, by name, of parts that an earlier try
    delivered."""

    destination: Destination
    label: str
    source: str
    mark: str = ""
    note: str = ""
    reason: str = ""
    when: datetime | None = None
    most_rows: int = MOST_ROWS
    hold_errors: bool = False
    anywhere: bool = False
    accept_host_key: str | None = None
    checked_for: datetime | None = None
    aside: bool = False
    delivered: Mapping[str, Receipt] = field(default_factory=dict)

    def again(self, result: DispatchResult) -> SendRequest:
        """The same request once more, without the parts that were delivered."""
        arrived = {receipt.part: receipt for receipt in result.receipts if receipt.state.delivered}
        return replace(self, delivered={**self.delivered, **arrived})

    def trusting(self, destination: Destination) -> SendRequest:
        """The same request after the user accepted the identity of a destination's server."""
        return replace(self, destination=destination) if destination.name == self.destination.name else self


class Passwords(Protocol):
    """A source of passwords by `Destination.account`, such as the keychain. May raise CredentialError."""

    def get(self, account: str, /) -> Secret | None: ...


@dataclass(frozen=True)
class Services:
    """What sending reads and writes. ``programs``, ``destinations``: the saved ones, iterated only if needed;
    ``folder``: where files are written before they are sent; ``kept_days``: how long those with rows that stayed behind
    are kept, 0 for ever."""

    programs: Iterable[Program]
    destinations: Iterable[Destination]
    credentials: Passwords
    ledger: Ledger
    clock: Callable[[], datetime]
    folder: Path
    kept_days: int = 0

    def context(self, destination: Destination, listener: Listener, accept_host_key: str | None = None) -> SendContext:
        """What sending to one destination needs. Raises CredentialError."""
        answer = listener.answer
        secret = self.credentials.get(destination.account) if destination.logs_in else None
        ask = None if answer is None else lambda prompt, echo: answer(ServerQuestion(destination, prompt, echo))
        return SendContext(
            self.clock, secret, accept_host_key, ask, listener.tell, listener.cancelled, listener.finishing
        )


@dataclass(frozen=True)
class BatchOutcome:
    """What became of one batch. ``written``: its files, None if it was not reached; ``receipts``: one per part that
    was tried or could not be; ``problem``: what stopped it; ``submission``: as recorded for later."""

    batch: RoutedBatch
    written: WrittenBatch | None = None
    receipts: tuple[Receipt, ...] = ()
    problem: UserError | None = None
    submission: Submission | None = None

    @property
    def delivered(self) -> bool:
        """Whether all parts of it were delivered."""
        arrived = all(receipt.state.delivered for receipt in self.receipts)
        return arrived and self.written is not None and not self.problem


@dataclass(frozen=True)
class DispatchResult:
    """What became of a sheet. ``summary``: how its rows were divided; ``batches``: in the order of sending;
    ``blocked``: why nothing was tried; ``problem``: why nothing was recorded for later."""

    summary: BatchSummary
    batches: tuple[BatchOutcome, ...] = ()
    blocked: Blocked | None = None
    problem: UserError | None = None

    @property
    def receipts(self) -> list[Receipt]:
        """The receipts of all batches."""
        return [receipt for outcome in self.batches for receipt in outcome.receipts]

    @property
    def submissions(self) -> list[Submission]:
        """The submissions that were recorded for later."""
        return [outcome.submission for outcome in self.batches if outcome.submission]

    @property
    def whole(self) -> bool:
        """Whether every batch was tried to its end, and none was left out."""
        return not self.blocked and all(outcome.written is not None and not outcome.problem for outcome in self.batches)

    @property
    def delivered(self) -> bool:
        """Whether everything that was ready was delivered."""
        return bool(self.receipts) and not self.blocked and all(outcome.delivered for outcome in self.batches)

    @property
    def unbegun(self) -> int:
        """How many batches were not begun because the user stopped."""
        left = (outcome for outcome in self.batches if outcome.written is None and not outcome.problem)
        return sum(outcome.batch.destination is not None for outcome in left)

    @property
    def stuck(self) -> BatchOutcome | None:
        """The first batch that a problem of its own stopped."""
        stopped = (outcome for outcome in self.batches if outcome.problem)
        return next((outcome for outcome in stopped if not isinstance(outcome.problem, ChainWaits)), None)


class ChainWaits(DeliveryError):
    """The first events of a chain were not delivered, so those that follow must not be sent."""


def dispatch(draft: Draft, request: SendRequest, services: Services, listener: Listener = NOBODY) -> DispatchResult:
    """Check a draft again for now, and send what of it may be sent, or record it for later.

    Batches are sent one after the other. One that fails does not stop the others, except in a chain those that follow
    it within its campaign. For later, all batches are recorded or none. Raises OtherProgramsDestination before
    anything is written, and BatchError if a batch cannot be written before anything was sent; the result holds all
    other problems.
    """
    now = request.checked_for or services.clock()
    batches = recheck_and_route(
        draft, request.label, request.destination, services.programs, services.destinations, now
    )
    state = readiness(draft, hold_errors=request.hold_errors)
    if isinstance(state, Blocked):
        return DispatchResult(state.summary, blocked=state)
    if not request.anywhere:
        refuse_other_programs(
            draft.choices.program or "", request.destination, services.programs, services.destinations
        )
    refuse_unapproved(draft, batches, services.programs)
    listener.tell(Routed(with_pace(batches, services.ledger)))
    # the caller ends the draft of a batch that is sent now; a queued batch has to name its draft
    mark = request.mark if request.when is not None else ""
    sender = _Sender(draft, origin_of(draft, request.source, request.note, mark), request, services, listener)
    outcomes: list[BatchOutcome] = []
    if request.when is not None and any(batch.destination for batch in batches):
        try:
            outcomes += sender.record(batches, request.when)
        except (DeliveryError, LedgerError) as problem:
            return DispatchResult(state.summary, tuple(map(BatchOutcome, batches)), problem=problem)
    else:
        for batch in batches:
            outcomes.append(sender.send(batch, outcomes))
    remove_settled(services.folder, services.ledger, now, services.kept_days)
    return DispatchResult(state.summary, tuple(outcomes))


def dispatch_recorded(
    submission: Submission, services: Services, listener: Listener = NOBODY, accept_host_key: str | None = None
) -> list[Receipt]:
    """Send what is missing of a recorded batch, whatever its moment; a receipt per missing part. ``accept_host_key``:
    of a server never seen. Raises DeliveryError, CredentialError and LedgerError, see `send_rest`."""
    destination = destination_of(submission, services.destinations)
    context = services.context(destination, listener, accept_host_key)
    receipts: list[Receipt] = []
    parts = send_rest(submission, destination, services.ledger, context, services.folder)
    _follow(parts, receipts, context, destination, listener)
    remove_settled(services.folder, services.ledger, services.clock(), services.kept_days)
    return receipts


def write_batches(
    draft: Draft,
    label: str,
    folder: Path,
    programs: Iterable[Program],
    most_rows: int = MOST_ROWS,
    progress: Callable[[float], None] = lambda _: None,
) -> DispatchResult:
    """Write the batches of a sheet into a folder and send nothing. ``progress``: is called with the fraction written.
    Raises BatchError."""
    batches = by_program(draft, label, programs)

    def share(place: int) -> Callable[[float], None]:
        return lambda fraction: progress((place + fraction) / len(batches))

    outcomes = []
    for place, batch in enumerate(batches):
        written = write_batch(draft, folder, batch.label, most_rows, share(place), batch.group)
        outcomes.append(BatchOutcome(batch, written))
    return DispatchResult(draft.summary(), tuple(outcomes))


@dataclass(frozen=True)
class _Sender:
    """Sends or records the batches of one sheet. ``origin``: of the whole sheet."""

    draft: Draft
    origin: BatchOrigin
    request: SendRequest
    services: Services
    listener: Listener

    def record(self, batches: Sequence[RoutedBatch], moment: datetime) -> list[BatchOutcome]:
        """Record the batches that have a destination, all or none. They name the draft they are made of only if nothing
        of it stays behind, set aside or without a destination."""
        origin, ledger, reason = self.origin, self.services.ledger, self.request.reason
        if any(batch.destination is None or batch.group.set_aside.len() for batch in batches):
            origin = replace(origin, draft="")
        now = self.services.clock()
        outcomes: list[BatchOutcome] = []
        try:
            for batch in batches:
                submission = None
                if batch.destination is not None:
                    written = self._write(batch)
                    own = batch.origin(origin)
                    submission = send_later(written, own, batch.destination, ledger, now, moment, reason)
                outcomes.append(BatchOutcome(batch, submission=submission))
        except BaseException:
            # what follows in a chain leaves the queue first
            for outcome in reversed(outcomes):
                if outcome.submission:
                    ledger.drop(outcome.submission.uuid)
            raise
        return outcomes

    def send(self, batch: RoutedBatch, earlier: Sequence[BatchOutcome]) -> BatchOutcome:
        """Send one batch of several, after the ``earlier`` ones."""
        destination, listener, request, services = batch.destination, self.listener, self.request, self.services
        if destination is None:
            listener.tell(BatchHeld(batch))
            return BatchOutcome(batch)
        anything_sent = any(outcome.receipts for outcome in earlier)
        if anything_sent and (listener.cancelled() or listener.finishing()):
            return BatchOutcome(batch)
        listener.tell(BatchBegan(batch))
        try:
            written = self._write(batch, lambda fraction: listener.tell(WriteProgress(fraction)))
        except BatchError as problem:
            if not anything_sent:
                raise
            return BatchOutcome(batch, problem=problem)
        listener.tell(BatchWritten(batch, written))
        if not written.parts:
            return BatchOutcome(batch, written)
        receipts: list[Receipt] = []
        parents = [outcome.delivered for outcome in earlier if outcome.batch.group.campaign == batch.group.campaign]
        try:
            if chain_waits(self.origin.template, parents):
                raise ChainWaits("consign-chain-waits")
            key = request.accept_host_key if destination.name == request.destination.name else None
            context, origin = services.context(destination, listener, key), batch.origin(self.origin)
            parts = ship(written, origin, destination, services.ledger, context, request.reason, request.delivered)
            _follow(parts, receipts, context, destination, listener)
        except (DeliveryError, LedgerError, CredentialError) as problem:
            state = State.UNCONFIRMED if isinstance(problem, EarlierUnconfirmed) else State.PREPARED
            for part in written.parts[len(receipts) :]:
                now, size = services.clock(), part["size"]
                receipts.append(
                    Receipt(part["name"], state, destination.name, "", size, now, problem.key, problem.facts)
                )
            return BatchOutcome(batch, written, tuple(receipts), problem)
        listener.tell(BatchSent(destination))
        return BatchOutcome(batch, written, tuple(receipts))

    def _write(self, batch: RoutedBatch, progress: Callable[[float], None] | None = None) -> WrittenBatch:
        folder, most_rows = self.services.folder, batch.rows_per_part(self.request.most_rows)
        naming = batch.destination.part_names if batch.destination else ""
        aside = self.request.aside
        return write_batch(self.draft, folder, batch.label, most_rows, progress, batch.group, naming, aside=aside)


def _follow(
    shipping: Iterator[Receipt],
    receipts: list[Receipt],
    context: SendContext,
    destination: Destination,
    listener: Listener,
) -> None:
    """Append the receipts one by one, so that those before an exception are kept; then tell what was said."""
    try:
        for receipt in shipping:
            receipts.append(receipt)
            listener.tell(ReceiptKnown(receipt))
    finally:
        if lines := context.transcript.lines:
            listener.tell(TranscriptKnown(destination, lines))
