"""Sends the parts of a batch to a destination and says what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from courier.credentials import Secret
from courier.delivery.carrier import Carrier
from courier.delivery.parcel import Broken, Cancelled, CutShort, DeliveryError, Outgoing, Progress, Receipt, State
from courier.destinations import Destination
from courier.messages import Fact
from courier.rules.delivery_rules import Delivery, delivery_problems
from courier.rules.rule import Severity

_Fate = tuple[State, str, Mapping[str, Fact | None]]
"""The state, the key of the sentence that says why, and its facts."""
_NONE: Mapping[str, Fact | None] = {}


def open_carrier(destination: Destination, secret: Secret | None, accept_host_key: str | None = None) -> Carrier:
    """A connection to a destination of any kind. Raises DeliveryError in plain words."""
    # each brings a library that takes a while to load
    if destination.kind == "sftp":
        from courier.delivery.sftp import SftpCarrier

        return SftpCarrier(destination, secret, accept_host_key)
    if destination.kind == "ftp":
        from courier.delivery.ftp import FtpCarrier

        return FtpCarrier(destination, secret)
    from courier.delivery.folder import FolderCarrier

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
    server never seen) when there is no connection, or when impact.com could not read a part there: then no part was
    touched.
    """
    _refuse_what_cannot_be_read(parts, destination)
    carrier = open_carrier(destination, secret, accept_host_key)
    all_bytes = sum(part.size for part in parts)
    done = 0
    stopped = False
    try:
        for number, part in enumerate(parts, start=1):

            def told(sent: int, number: int = number, part: Outgoing = part, done: int = done) -> None:
                if cancelled():
                    raise Cancelled
                report(Progress(number, len(parts), part.name, sent, part.size, done + sent, all_bytes))

            if stopped:
                fate: _Fate = State.PREPARED, "receipt-prepared", _NONE
            elif cancelled():
                fate = State.PREPARED, "receipt-cancelled-before", _NONE
            else:
                fate = _send_one(carrier, part, told, lambda: open_carrier(destination, secret, accept_host_key))
            state, key, facts = fate
            about = {"host": destination.host, "name": part.name, "open": "yes" if carrier.in_the_open else "no"}
            where = carrier.remote_path(part.name)
            yield Receipt(part.name, state, destination.name, where, part.size, clock(), key, {**about, **facts})
            stopped = not state.delivered
            done += part.size
    finally:
        carrier.close()


def _refuse_what_cannot_be_read(parts: Sequence[Outgoing], destination: Destination) -> None:
    names = tuple(part.name for part in parts)
    delivery = Delivery(destination.kind, destination.host, destination.folder, names=names)
    for problem in delivery_problems(delivery):
        if problem.severity == Severity.ERROR:
            raise DeliveryError(f"{problem.rule}.message", **problem.facts)


def _send_one(carrier: Carrier, part: Outgoing, told: Callable[[int], None], again: Callable[[], Carrier]) -> _Fate:
    try:
        there = _size(carrier, part.name)
    except Broken:
        return State.REFUSED, "delivery-broken-before", _NONE
    if there == part.size:
        # the name carries the content's hash: this is an earlier copy of the same part
        return State.ARRIVED, "receipt-already-there", _NONE
    try:
        return _confirm(carrier, part, acknowledged=carrier.put(part, told))
    except DeliveryError as problem:
        return State.REFUSED, problem.key, problem.facts
    except CutShort as cut:
        return _remove_half(carrier, part, cut.problem.key, cut.problem.facts)
    except Cancelled:
        return _remove_half(carrier, part, "receipt-cancelled")
    except Broken:
        return _look_again(part, again)


def _confirm(carrier: Carrier, part: Outgoing, *, acknowledged: bool) -> _Fate:
    """What is true after everything was sent. Raises Broken.

    A server that has said that it holds every byte is believed when it moves the file away or forbids a look at it.
    One that has said nothing of the kind is not.
    """
    try:
        there = carrier.size(part.name)
    except PermissionError:
        there = None
        unseen = "receipt-arrived-unseen"
        state = State.ARRIVED
    else:
        unseen = "receipt-taken"
        state = State.TAKEN
    if there == part.size:
        return State.ARRIVED, "receipt-arrived", _NONE
    if there is not None:
        return _remove_half(carrier, part, "receipt-wrong-size")
    return (state, unseen, _NONE) if acknowledged else (State.UNCONFIRMED, "receipt-unseen", _NONE)


def _remove_half(carrier: Carrier, part: Outgoing, key: str, facts: Mapping[str, Fact | None] = _NONE) -> _Fate:
    """Refused for the reason of ``key`` if nothing is left there, or else a piece of which somebody must know."""
    try:
        carrier.remove(part.name)
        if _size(carrier, part.name) is None:
            return State.REFUSED, key, facts
    except (OSError, Broken):
        pass
    return State.UNCONFIRMED, "receipt-half-left", _NONE


def _look_again(part: Outgoing, again: Callable[[], Carrier]) -> _Fate:
    """After a break: what a new connection sees decides, and if there is none nobody knows."""
    try:
        carrier = again()
    except DeliveryError:
        return State.UNCONFIRMED, "receipt-unconfirmed", _NONE
    try:
        there = carrier.size(part.name)
        if there == part.size:
            return State.ARRIVED, "receipt-arrived-after-break", _NONE
        if there is not None:
            return _remove_half(carrier, part, "receipt-broken-removed")
    except (OSError, Broken):
        pass
    finally:
        carrier.close()
    return State.UNCONFIRMED, "receipt-unconfirmed", _NONE


def _size(carrier: Carrier, name: str) -> int | None:
    try:
        return carrier.size(name)
    except PermissionError:
        return None
