"""Sends the parts of a batch to a destination and says what became of each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from queue import SimpleQueue

from courier.credentials import Secret
from courier.delivery.connecting import Connection, Connector
from courier.delivery.dialer import CancellableDialer
from courier.delivery.errors import Cancelled, DeliveryError
from courier.delivery.receipt import PartFile, Progress, Receipt, State
from courier.delivery.send_and_verify import PartOutcome, RemoteListing, send_and_verify
from courier.delivery.transcript import Transcript
from courier.delivery.transport import AskServerQuestion, FileTransport, HandoverTransport
from courier.destinations import Destination
from courier.rules.delivery_rules import Delivery, delivery_problems
from courier.rules.rule import Severity

MAX_PARALLEL = 8
"""Parts sent at once where one connection supports several and their order does not matter."""


def send(
    parts: Sequence[PartFile],
    destination: Destination,
    secret: Secret | None,
    clock: Callable[[], datetime],
    *,
    accept_host_key: str | None = None,
    ask: AskServerQuestion | None = None,
    in_sequence: bool = True,
    on_begin: Callable[[PartFile], None] = lambda _: None,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    transcript: Transcript | None = None,
    finishing: Callable[[], bool] = lambda: False,
) -> Iterator[Receipt]:
    """A receipt per part, in order, each as soon as it is known.

    ``in_sequence``: a part begins after the one before it was delivered, as parents must before their children.
    Otherwise several are sent in parallel where the destination supports that, and a part that is refused for what it
    holds stops no other. After any other part that is not delivered none begins: the rest stay prepared. ``on_begin``
    is called with each part right before the first of its data is sent, ``progress`` with what the server acknowledged;
    for parallel parts from other threads, but never two calls at once. ``transcript``: receives what is said to the
    server and by it. ``cancelled``: whether the transfer is to stop at once; ``finishing``: whether no further part is
    to begin.

    Raises DeliveryError (HostKeyUnknown for a server without a pinned key) when there is no connection, or when
    impact.com could not read a part there: then no part was sent.
    """
    _refuse_unreadable_names([part.name for part in parts], destination)
    dialer = CancellableDialer(transcript=transcript)
    connector = Connector(destination, secret, clock, accept_host_key, ask, dialer)
    connection = Connection(connector, cancelled)
    sender = _BatchSender(parts, destination, clock, on_begin, progress, cancelled, finishing, in_sequence)
    most = 1 if in_sequence else min(MAX_PARALLEL, len(parts))
    try:
        connections = _open_parallel(connector, connection, most, cancelled)
        yield from sender.in_sequence(connection) if len(connections) == 1 else sender.in_parallel(connections)
    finally:
        connection.transport.close()


def _refuse_unreadable_names(names: Sequence[str], destination: Destination) -> None:
    """Raises DeliveryError if impact.com could not read parts of these names at that destination."""
    mail = destination.by_mail
    # each part is a message of its own
    for group in [(name,) for name in names] if mail else [tuple(names)]:
        delivery = Delivery(
            "email" if mail else destination.kind,
            destination.host,
            destination.folder,
            destination.pattern,
            group,
            (destination.to,) if mail else (),
            destination.cc,
            destination.to,
        )
        for problem in delivery_problems(delivery):
            if problem.severity == Severity.ERROR:
                raise DeliveryError(f"{problem.rule}.message", **problem.facts)


def _open_parallel(
    connector: Connector, first: Connection, most: int, cancelled: Callable[[], bool]
) -> list[Connection]:
    connections, transport = [first], first.transport
    if isinstance(transport, FileTransport):
        while len(connections) < most and (parallel := transport.open_parallel()) is not None:
            connections.append(Connection(connector, cancelled, parallel))
    return connections


@dataclass
class _BatchSender:
    """Sends the parts of one batch."""

    parts: Sequence[PartFile]
    destination: Destination
    clock: Callable[[], datetime]
    on_begin: Callable[[PartFile], None]
    progress: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    finishing: Callable[[], bool]
    strict: bool
    """Whether a part must not go without the one before it."""

    def __post_init__(self) -> None:
        self._all_bytes = sum(part.size for part in self.parts)
        self._sent = [0] * len(self.parts)
        self._lock = threading.Lock()
        self._stopped = False
        self._listing = RemoteListing()
        self._rename = self.destination.rename and self.destination.kind in ("sftp", "ftp")

    def in_sequence(self, connection: Connection) -> Iterator[Receipt]:
        for index in range(len(self.parts)):
            yield self._receipt(index, connection, self._send(index, connection))

    def in_parallel(self, connections: list[Connection]) -> Iterator[Receipt]:
        free: SimpleQueue[Connection] = SimpleQueue()
        for connection in connections:
            free.put(connection)

        def send_part(index: int) -> Receipt:
            connection = free.get()
            try:
                return self._receipt(index, connection, self._send(index, connection))
            finally:
                free.put(connection)

        with ThreadPoolExecutor(len(connections), "delivery") as pool:
            futures = [pool.submit(send_part, index) for index in range(len(self.parts))]
            try:
                for future in futures:
                    yield future.result()
            finally:
                self._stopped = True
                # parts that have not begun stay prepared
                pool.shutdown()
                for connection in connections[1:]:
                    connection.transport.close()

    def _send(self, index: int, connection: Connection) -> PartOutcome:
        part = self.parts[index]
        if self.cancelled() or self.finishing():
            return PartOutcome(State.PREPARED, "receipt-cancelled-before")
        if self._stopped:
            return PartOutcome(State.PREPARED, "receipt-prepared")
        connection.transcript.begin()
        outcome = send_and_verify(
            connection,
            part,
            self._listing,
            lambda: self._report_begin(part),
            lambda sent: self._report_part(index, sent),
            rename=self._rename,
        )
        said = connection.transcript.refusal
        if said and not outcome.state.delivered:
            outcome = outcome._replace(facts={**outcome.facts, "said": said})
        with self._lock:
            self._sent[index] = part.size
        transport = connection.transport
        blind = isinstance(transport, HandoverTransport) and outcome[:2] == transport.blind_outcome
        if not outcome.state.delivered and not blind and (self.strict or not outcome.alone):
            self._stopped = True
        return outcome

    def _report_begin(self, part: PartFile) -> None:
        with self._lock:
            self.on_begin(part)

    def _report_part(self, index: int, sent: int) -> None:
        if self.cancelled():
            raise Cancelled
        part = self.parts[index]
        with self._lock:
            self._sent[index] = sent
            self.progress(
                Progress(index + 1, len(self.parts), part.name, sent, part.size, sum(self._sent), self._all_bytes)
            )

    def _receipt(self, index: int, connection: Connection, outcome: PartOutcome) -> Receipt:
        part, transport = self.parts[index], connection.transport
        facts = {
            "host": self.destination.host,
            "name": part.name,
            "open": "yes" if transport.is_plaintext else "weakly" if self.destination.old_methods else "no",
            "path": transport.remote_path(part.name),
        }
        return Receipt(
            part.name,
            outcome.state,
            self.destination.name,
            transport.remote_path(part.name),
            part.size,
            self.clock(),
            outcome.key,
            {**facts, **outcome.facts},
        )
