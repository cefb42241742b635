"""The one road on which a sheet leaves: whether it may go, which batch goes where and in which order, and what became
of each.

Window, command, Today and the queue all call this. They listen, and choose words and exit codes; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from courier.batches.batch import BatchError, WrittenBatch, write_batch
from courier.credentials import CredentialError, Secret
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Receipt, State
from courier.destinations import Destination, saved_at
from courier.destinations.ownership import others_at
from courier.draft import BatchSummary, Draft
from courier.ledger.ledger import Ledger
from courier.ledger.records import Submission
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
    Question,
    ReceiptKnown,
    Routed,
    WriteProgress,
)
from courier.shipping.outgoing_parts import BatchOrigin
from courier.shipping.queue import destination_of, send_all_later, send_waiting
from courier.shipping.routing import RoutedBatch, any_routed, by_program, chain_waits, recheck_and_route
from courier.shipping.sent_before import EarlierUnconfirmed
from courier.shipping.ship import SendContext, ship

BlockedReason = Literal["errors", "nothing-ready", "nothing"]
"""Why nothing of a sheet may leave: errors remain and their orders are not held back; errors keep every order back;
there is no row to send."""


@dataclass(frozen=True)
class Ready:
    """Something of a sheet may leave. ``summary``: how its rows are divided; ``errors``, ``warnings``: how many
    problems there are (orders with errors stay behind); ``sent_before``: rows of orders that were sent before."""

    summary: BatchSummary
    errors: int
    warnings: int
    sent_before: int


@dataclass(frozen=True)
class Blocked:
    """Nothing of a sheet may leave. ``errors``: how many there are."""

    reasons: tuple[BlockedReason, ...]
    summary: BatchSummary
    errors: int


def readiness(draft: Draft, *, hold_errors: bool = False) -> Ready | Blocked:
    """Whether a checked draft may leave. ``hold_errors``: orders with errors stay behind, and the others may go."""
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
    """What a person wants done with a sheet. ``destination``: where to; ``label``: what files are called after;
    ``source``: the name of the sheet's file; ``mark``: of the kept draft, "" for none; ``note``: for the history;
    ``reason``: why orders that were sent before go again, "" for not; ``when``: a moment to wait for, None for now;
    ``most_rows``: of one part; ``hold_errors``: orders with errors are put on hold and the others go;
    ``anywhere``: it may go where other programs' files go, because somebody said so; ``accept_host_key``: of the
    destination's server, if never seen; ``checked_for``: the moment for which orders are checked, None for the clock's;
    ``delivered``: receipts, by name, of parts that an earlier try delivered."""

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
    delivered: Mapping[str, Receipt] = field(default_factory=dict)

    def again(self, result: DispatchResult) -> SendRequest:
        """The same request once more, without the parts that were delivered."""
        arrived = {receipt.part: receipt for receipt in result.receipts if receipt.state.delivered}
        return replace(self, delivered={**self.delivered, **arrived})

    def trusting(self, destination: Destination) -> SendRequest:
        """The same after a person accepted who a destination's server is."""
        return replace(self, destination=destination) if destination.name == self.destination.name else self


class Passwords(Protocol):
    """Whatever knows the passwords of destinations by name, such as the keychain. May raise CredentialError."""

    def get(self, destination: str, /) -> Secret | None: ...


@dataclass(frozen=True)
class Services:
    """What sending reads and writes. ``programs``, ``destinations``: the saved ones, read only when they matter;
    ``folder``: where files are written before they go."""

    programs: Iterable[Program]
    destinations: Iterable[Destination]
    credentials: Passwords
    ledger: Ledger
    clock: Callable[[], datetime]
    folder: Path

    def context(self, request: SendRequest | None, destination: Destination, listener: Listener) -> SendContext:
        """What one destination needs. Raises CredentialError."""
        chosen = request is not None and destination.name == request.destination.name
        answer = listener.answer
        return SendContext(
            self.clock,
            self.credentials.get(destination.name) if destination.takes_password else None,
            request.accept_host_key if request is not None and chosen else None,
            None if answer is None else lambda prompt, echo: answer(Question(destination, prompt, echo)),
            listener.tell,
            listener.cancelled,
        )


@dataclass(frozen=True)
class BatchOutcome:
    """What became of one batch. ``written``: its files, None if it was never its turn; ``receipts``: one per part that
    was tried or could not be; ``problem``: what kept it from going on; ``submission``: as recorded for later."""

    batch: RoutedBatch
    written: WrittenBatch | None = None
    receipts: tuple[Receipt, ...] = ()
    problem: UserError | None = None
    submission: Submission | None = None

    @property
    def delivered(self) -> bool:
        """Whether all of it is at its destination."""
        return self.written is not None and not self.problem and all(one.state.delivered for one in self.receipts)


@dataclass(frozen=True)
class DispatchResult:
    """What became of a sheet. ``summary``: how its rows were divided; ``batches``: in the order in which they went;
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
        """What was recorded for later."""
        return [outcome.submission for outcome in self.batches if outcome.submission]

    @property
    def whole(self) -> bool:
        """Whether every batch was tried to its end, and nothing was left here."""
        return all(one.written is not None and not one.problem for one in self.batches) and not self.blocked

    @property
    def delivered(self) -> bool:
        """Whether everything that was ready is at its destination."""
        return bool(self.receipts) and not self.blocked and all(one.delivered for one in self.batches)

    @property
    def stuck(self) -> BatchOutcome | None:
        """The first batch that a problem kept from going on."""
        return next((one for one in self.batches if one.problem and not isinstance(one.problem, ChainWaits)), None)


class AnothersPlace(DeliveryError):
    """A program's file would go where only other programs' files go, and nobody said that it may."""


class ChainWaits(DeliveryError):
    """What comes first in a chain is not there, so what follows must not go."""

    def __init__(self) -> None:
        super().__init__("consign-chain-waits")


def dispatch(draft: Draft, request: SendRequest, services: Services, listener: Listener = NOBODY) -> DispatchResult:
    """Check a draft again for now, and send what of it may go, or record it for later.

    Batches go one after the other. One that fails does not hold up the others, but in a chain those that follow it
    within its campaign. For later, all batches are recorded or none. Raises AnothersPlace before anything is written,
    and BatchError if nothing can be written before anything was sent; whatever else goes wrong stands in the result.
    """
    now = request.checked_for or services.clock()
    batches = recheck_and_route(
        draft, request.label, request.destination, services.programs, services.destinations, now
    )
    state = readiness(draft, hold_errors=request.hold_errors)
    if isinstance(state, Blocked):
        return DispatchResult(state.summary, blocked=state)
    if not request.anywhere:
        _refuse_anothers_place(draft.choices.program or "", request.destination, services)
    listener.tell(Routed(batches))
    # what is sent at once ends its draft by itself; what waits has to name it
    mark = request.mark if request.when is not None else ""
    sheet_origin = BatchOrigin.of(draft, request.source, request.note, mark)
    if request.when is not None and any_routed(batches):
        return _record(draft, batches, sheet_origin, request, request.when, services, state.summary)
    outcomes: list[BatchOutcome] = []
    for batch in batches:
        outcomes.append(_send(draft, batch, sheet_origin, request, services, listener, outcomes))
    return DispatchResult(state.summary, tuple(outcomes))


def dispatch_recorded(submission: Submission, services: Services, listener: Listener = NOBODY) -> list[Receipt]:
    """Send a batch that waits in the ledger, now; a receipt per part. Raises DeliveryError, CredentialError and
    LedgerError, see `courier.shipping.queue.send_waiting`: then it goes on waiting."""
    destination = destination_of(submission, services.destinations)
    context = services.context(None, destination, listener)
    receipts: list[Receipt] = []
    _follow(send_waiting(submission, destination, services.ledger, context, services.folder), receipts, listener)
    return receipts


def write_batches(
    draft: Draft,
    label: str,
    folder: Path,
    programs: Iterable[Program],
    most_rows: int = MOST_ROWS,
    progress: Callable[[float], None] = lambda _: None,
) -> list[BatchOutcome]:
    """Write the batches of a sheet into a folder and send nothing. ``progress``: is told the fraction written. Raises
    BatchError."""
    batches = by_program(draft, label, programs)

    def share(place: int) -> Callable[[float], None]:
        return lambda fraction: progress((place + fraction) / len(batches))

    return [
        BatchOutcome(batch, write_batch(draft, folder, batch.label, most_rows, share(place), batch.group))
        for place, batch in enumerate(batches)
    ]


def _refuse_anothers_place(program: str, destination: Destination, services: Services) -> None:
    if not program:
        return
    homes = {saved.name: saved.destination for saved in services.programs if saved.destination}
    # an address may be written out though it is a saved one's
    saved = saved_at(services.destinations, destination.name, destination.url) or destination
    if owners := others_at(program, saved.name, homes):
        raise AnothersPlace("belongs-refused", destination=saved.name, owner=", ".join(owners), program=program)


def _record(
    draft: Draft,
    batches: Sequence[RoutedBatch],
    sheet_origin: BatchOrigin,
    request: SendRequest,
    moment: datetime,
    services: Services,
    summary: BatchSummary,
) -> DispatchResult:
    try:
        recorded = iter(
            send_all_later(
                draft, batches, sheet_origin, services.folder, services.ledger, services.clock(), moment,
                request.reason, request.most_rows,
            )
        )  # fmt: skip
    except (DeliveryError, LedgerError) as problem:
        return DispatchResult(summary, tuple(map(BatchOutcome, batches)), problem=problem)
    outcomes = [BatchOutcome(one, submission=next(recorded) if one.destination else None) for one in batches]
    return DispatchResult(summary, tuple(outcomes))


def _send(
    draft: Draft,
    batch: RoutedBatch,
    sheet_origin: BatchOrigin,
    request: SendRequest,
    services: Services,
    listener: Listener,
    earlier: Sequence[BatchOutcome],
) -> BatchOutcome:
    """Send one batch of several, after the ``earlier`` ones."""
    if batch.destination is None:
        listener.tell(BatchHeld(batch))
        return BatchOutcome(batch)
    if listener.cancelled() and any(outcome.receipts for outcome in earlier):
        return BatchOutcome(batch)
    listener.tell(BatchBegan(batch))
    try:
        written = write_batch(
            draft, services.folder, batch.label, request.most_rows, lambda part: listener.tell(WriteProgress(part)),
            batch.group,
        )  # fmt: skip
    except BatchError as problem:
        if not any(outcome.receipts for outcome in earlier):
            raise
        return BatchOutcome(batch, problem=problem)
    listener.tell(BatchWritten(batch, written))
    if not written.parts:
        return BatchOutcome(batch, written)
    parents = [outcome.delivered for outcome in earlier if outcome.batch.group.campaign == batch.group.campaign]
    if chain_waits(sheet_origin.template, parents):
        waits = ChainWaits()
        return BatchOutcome(batch, written, tuple(_not_sent(written, batch.destination, waits, services)), waits)
    receipts: list[Receipt] = []
    try:
        context = services.context(request, batch.destination, listener)
        shipping = ship(
            written, batch.origin(sheet_origin), batch.destination, services.ledger, context, request.reason,
            request.delivered,
        )  # fmt: skip
        _follow(shipping, receipts, listener)
    except (DeliveryError, LedgerError, CredentialError) as problem:
        rest = _not_sent(written, batch.destination, problem, services)[len(receipts) :]
        return BatchOutcome(batch, written, (*receipts, *rest), problem)
    listener.tell(BatchSent(batch.destination))
    return BatchOutcome(batch, written, tuple(receipts))


def _follow(shipping: Iterator[Receipt], receipts: list[Receipt], listener: Listener) -> None:
    """Take the receipts one by one, so that what is known stays known when something breaks off."""
    for receipt in shipping:
        receipts.append(receipt)
        listener.tell(ReceiptKnown(receipt))


def _not_sent(written: WrittenBatch, destination: Destination, problem: UserError, services: Services) -> list[Receipt]:
    state = State.UNCONFIRMED if isinstance(problem, EarlierUnconfirmed) else State.PREPARED
    return [
        Receipt(part["name"], state, destination.name, "", part["size"], services.clock(), problem.key, problem.facts)
        for part in written.parts
    ]
