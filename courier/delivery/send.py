"""Sends the parts of a batch to a destination and says what became of each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from queue import SimpleQueue

from courier.credentials import Secret
from courier.delivery.carrier import Ask
from courier.delivery.opening import Door, Link
from courier.delivery.parcel import Cancelled, DeliveryError, Outgoing, Progress, Receipt, State
from courier.delivery.settling import Before, Fate, settle
from courier.destinations import Destination
from courier.rules.delivery_rules import Delivery, delivery_problems
from courier.rules.rule import Severity

ABREAST = 8
"""Parts at a time where one connection carries several and their order does not matter."""


def send(
    parts: Sequence[Outgoing],
    destination: Destination,
    secret: Secret | None,
    clock: Callable[[], datetime],
    *,
    accept_host_key: str | None = None,
    ask: Ask | None = None,
    in_sequence: bool = True,
    begins: Callable[[Outgoing], None] = lambda _: None,
    report: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Receipt]:
    """A receipt per part, in order, each as soon as it is known.

    ``in_sequence``: a part is begun when the one before it was delivered, as parents must be before their children.
    Otherwise several go at a time where the destination takes that. After the first part that is not delivered no
    other is begun, and those stay prepared. ``begins`` is told of a part before it is touched, ``report`` how far it
    is; where several go at a time, from other threads, one call after the other.

    Raises DeliveryError (HostKeyUnknown for a server never seen) when there is no connection, or when impact.com could
    not read a part there: then no part was touched.
    """
    refuse_what_cannot_be_read([part.name for part in parts], destination)
    door = Door(destination, secret, clock, accept_host_key, ask)
    link = Link(door, cancelled)
    sending = _Sending(parts, destination, clock, begins, report, cancelled)
    try:
        links = [link] if in_sequence or len(parts) < 2 else _several(door, link, min(ABREAST, len(parts)), cancelled)
        yield from sending.with_one(link) if len(links) == 1 else sending.with_several(links)
    finally:
        link.carrier.close()


def refuse_what_cannot_be_read(names: Sequence[str], destination: Destination) -> None:
    """Raises DeliveryError if impact.com could not read parts of these names at that destination."""
    mail = destination.kind in ("email", "draft")
    # each part is a message of its own
    for some in [(name,) for name in names] if mail else [tuple(names)]:
        delivery = Delivery(
            "email" if mail else destination.kind,
            destination.host,
            destination.folder,
            destination.pattern,
            some,
            (destination.to,) if mail else (),
            destination.cc,
            destination.to,
        )
        for problem in delivery_problems(delivery):
            if problem.severity == Severity.ERROR:
                raise DeliveryError(f"{problem.rule}.message", **problem.facts)


def _several(door: Door, first: Link, most: int, cancelled: Callable[[], bool]) -> list[Link]:
    links = [first]
    while len(links) < most and (twin := first.carrier.beside()) is not None:
        links.append(Link(door, cancelled, twin))
    return links


class _Sending:
    """One batch under way."""

    def __init__(
        self,
        parts: Sequence[Outgoing],
        destination: Destination,
        clock: Callable[[], datetime],
        begins: Callable[[Outgoing], None],
        report: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._parts, self._destination, self._clock = parts, destination, clock
        self._begins, self._report, self._cancelled = begins, report, cancelled
        self._all_bytes = sum(part.size for part in parts)
        self._sent = [0] * len(parts)
        self._in_all = 0
        self._lock = threading.Lock()
        self._stopped = False
        self._before = Before()
        self._rename = destination.rename and destination.kind in ("sftp", "ftp")

    def with_one(self, link: Link) -> Iterator[Receipt]:
        for index in range(len(self._parts)):
            yield self._receipt(index, link, self._settle(index, link))

    def with_several(self, links: list[Link]) -> Iterator[Receipt]:
        free: SimpleQueue[Link] = SimpleQueue()
        for link in links:
            free.put(link)

        def one(index: int) -> Receipt:
            link = free.get()
            try:
                return self._receipt(index, link, self._settle(index, link))
            finally:
                free.put(link)

        with ThreadPoolExecutor(len(links), "delivery") as pool:
            under_way: list[Future[Receipt]] = [pool.submit(one, index) for index in range(len(self._parts))]
            try:
                for future in under_way:
                    yield future.result()
            finally:
                self._stopped = True
                # whoever has not begun does not begin any more
                pool.shutdown()
                for link in links[1:]:
                    link.carrier.close()

    def _settle(self, index: int, link: Link) -> Fate:
        part = self._parts[index]
        if self._stopped:
            return Fate(State.PREPARED, "receipt-prepared")
        if self._cancelled():
            return Fate(State.PREPARED, "receipt-cancelled-before")
        with self._lock:
            self._begins(part)
        fate = settle(link, part, self._before, lambda sent: self._told(index, sent), rename=self._rename)
        with self._lock:
            self._count(index, part.size)
        if not fate.state.delivered and (fate.state, fate.key) != link.carrier.handed_over:
            self._stopped = True
        return fate

    def _told(self, index: int, sent: int) -> None:
        if self._cancelled():
            raise Cancelled
        part = self._parts[index]
        with self._lock:
            self._count(index, sent)
            self._report(
                Progress(index + 1, len(self._parts), part.name, sent, part.size, self._in_all, self._all_bytes)
            )

    def _count(self, index: int, sent: int) -> None:
        self._in_all += sent - self._sent[index]
        self._sent[index] = sent

    def _receipt(self, index: int, link: Link, fate: Fate) -> Receipt:
        part, carrier = self._parts[index], link.carrier
        about = {
            "host": self._destination.host,
            "name": part.name,
            "open": "yes" if carrier.in_the_open else "no",
            "path": carrier.remote_path(part.name),
        }
        return Receipt(
            part.name,
            fate.state,
            self._destination.name,
            carrier.remote_path(part.name),
            part.size,
            self._clock(),
            fate.key,
            {**about, **fate.facts},
        )
