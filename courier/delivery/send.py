"""Sends the parts of a batch to a destination and says what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from courier.credentials import Secret
from courier.delivery.carrier import Carrier
from courier.delivery.folder import FolderCarrier
from courier.delivery.ftp import FtpCarrier
from courier.delivery.parcel import Broken, Cancelled, DeliveryError, Outgoing, Progress, Receipt, State
from courier.delivery.sftp import SftpCarrier
from courier.destinations import Destination

_Fate = tuple[State, str]


def open_carrier(destination: Destination, secret: Secret | None, accept_host_key: str | None = None) -> Carrier:
    """A connection to a destination of any kind. Raises DeliveryError in plain words."""
    if destination.kind == "sftp":
        return SftpCarrier(destination, secret, accept_host_key)
    if destination.kind == "ftp":
        return FtpCarrier(destination, secret)
    return FolderCarrier(destination)


def send(
    parts: Sequence[Outgoing],
    destination: Destination,
    secret: Secret | None,
    clock: Callable[[], datetime],
    *,
    accept_host_key: str | None = None,
    report: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Receipt]:
    """A receipt per part, in order, each as soon as it is known.

    After the first part that is not delivered the rest stays prepared. Raises DeliveryError (HostKeyUnknown for a
    server never seen) when there is no connection: then no part was touched.
    """
    carrier = open_carrier(destination, secret, accept_host_key)
    all_bytes = sum(part.size for part in parts)
    done = 0
    stopped = False
    try:
        for number, part in enumerate(parts, start=1):

            def told(sent: int, number: int = number, part: Outgoing = part, done: int = done) -> None:
                if cancelled():
                    raise Cancelled
                report(Progress(number, len(parts), sent, part.size, done + sent, all_bytes))

            def receipt(state: State, key: str, part: Outgoing = part, **facts: str) -> Receipt:
                where = carrier.remote_path(part.name)
                about = {"host": destination.host, "name": part.name, **facts}
                return Receipt(part.name, state, destination.name, where, part.size, clock(), key, about)

            if stopped:
                yield receipt(State.PREPARED, "receipt-prepared")
                continue
            try:
                state, key = _send_one(carrier, part, told)
                yield receipt(state, key)
            except DeliveryError as problem:
                state = State.REFUSED
                yield Receipt(part.name, state, destination.name, carrier.remote_path(part.name), part.size, clock(),
                              problem.key, problem.facts)  # fmt: skip
            except Cancelled:
                state, key = _after_cancel(carrier, part)
                yield receipt(state, key)
            except Broken:
                state, key = _look_again(part, destination, secret, accept_host_key)
                yield receipt(state, key)
            stopped = not state.delivered
            done += part.size
    finally:
        carrier.close()


def _send_one(carrier: Carrier, part: Outgoing, told: Callable[[int], None]) -> _Fate:
    told(0)
    if _size(carrier, part.name) == part.size:
        # the name carries the content's hash: this is an earlier copy of the same part
        return State.ARRIVED, "receipt-already-there"
    carrier.put(part, told)
    try:
        there = carrier.size(part.name)
    except PermissionError:
        return State.ARRIVED, "receipt-arrived-unseen"
    if there is None:
        return State.TAKEN, "receipt-taken"
    if there == part.size:
        return State.ARRIVED, "receipt-arrived"
    return _remove_half(carrier, part, State.REFUSED, "receipt-wrong-size")


def _after_cancel(carrier: Carrier, part: Outgoing) -> _Fate:
    return _remove_half(carrier, part, State.REFUSED, "receipt-cancelled")


def _remove_half(carrier: Carrier, part: Outgoing, state: State, key: str) -> _Fate:
    try:
        carrier.remove(part.name)
        if _size(carrier, part.name) is None:
            return state, key
    except (OSError, Broken):
        pass
    return State.UNCONFIRMED, "receipt-half-left"


def _look_again(part: Outgoing, destination: Destination, secret: Secret | None, accepted: str | None) -> _Fate:
    """After a break: what a new connection sees decides, and if there is none nobody knows."""
    try:
        carrier = open_carrier(destination, secret, accepted)
    except DeliveryError:
        return State.UNCONFIRMED, "receipt-unconfirmed"
    try:
        there = carrier.size(part.name)
        if there == part.size:
            return State.ARRIVED, "receipt-arrived-after-break"
        if there is not None:
            return _remove_half(carrier, part, State.REFUSED, "receipt-broken-removed")
    except (OSError, Broken):
        pass
    finally:
        carrier.close()
    return State.UNCONFIRMED, "receipt-unconfirmed"


def _size(carrier: Carrier, name: str) -> int | None:
    try:
        return carrier.size(name)
    except PermissionError:
        return None
