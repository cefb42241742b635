"""Sends one part and finds out what is true of it afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from courier.delivery.connecting import Connection
from courier.delivery.errors import Broken, BrokenBeforeData, Cancelled, CutShort, DeliveryError
from courier.delivery.receipt import PartFile, State
from courier.delivery.transport import Ack, FileTransport, HandoverTransport
from courier.messages import Fact

NO_FACTS: Mapping[str, Fact | None] = {}
TEMPORARY_SUFFIX = ".part"


class PartOutcome(NamedTuple):
    """The state of a part, the key of the sentence that says why, and its facts."""

    state: State
    key: str
    facts: Mapping[str, Fact | None] = NO_FACTS


class RemoteListing:
    """The files that were in the destination's folder before the batch, listed once."""

    def __init__(self) -> None:
        self._names: list[str] | None = None
        self._lock = threading.Lock()

    def names(self, transport: FileTransport) -> list[str]:
        """Empty where the server forbids listing. Raises Broken."""
        with self._lock:
            if self._names is None:
                self._names = _names(transport)
            return self._names


def send_and_verify(
    connection: Connection, part: PartFile, listing: RemoteListing, progress: Callable[[int], None], *, rename: bool
) -> PartOutcome:
    """Send a part unless it is there already. ``rename``: upload it under a temporary name first."""
    try:
        try:
            return _send(connection, part, listing, progress, rename=rename)
        except (Broken, BrokenBeforeData):
            # an idle connection was lost before any data of this part was sent
            try:
                connection.renew()
            except DeliveryError:
                raise Broken from None
            return _send(connection, part, listing, progress, rename=rename)
    except (Broken, BrokenBeforeData):
        return PartOutcome(State.REFUSED, "delivery-broken-before")
    except DeliveryError as problem:
        return PartOutcome(State.REFUSED, problem.key, problem.facts)


def _send(
    connection: Connection, part: PartFile, listing: RemoteListing, progress: Callable[[int], None], *, rename: bool
) -> PartOutcome:
    """Raises Broken and BrokenBeforeData if the connection was lost before any data was sent, and DeliveryError."""
    transport = connection.transport
    if isinstance(transport, HandoverTransport):
        return _send_blind(transport, part, progress)
    earlier = _earlier_copy(transport, part, listing)
    if earlier is not None:
        return earlier
    interim = replace(part, name=part.name + TEMPORARY_SUFFIX) if rename else part
    try:
        ack = transport.put(interim, progress)
        return _rename(transport, part, interim, ack) if rename else _verify(transport, part, ack)
    except CutShort as cut:
        return remove_piece(transport, interim, cut.problem.key, cut.problem.facts)
    except Cancelled:
        return remove_piece(transport, interim, "receipt-cancelled")
    except Broken:
        return _check_after_break(connection, part, interim)


def _send_blind(transport: HandoverTransport, part: PartFile, progress: Callable[[int], None]) -> PartOutcome:
    try:
        transport.hand_over(part, progress)
    except Cancelled:
        return PartOutcome(State.REFUSED, "receipt-cancelled")
    except Broken:
        return PartOutcome(State.UNCONFIRMED, "receipt-mail-unconfirmed")
    return PartOutcome(*transport.blind_outcome)


def _earlier_copy(transport: FileTransport, part: PartFile, listing: RemoteListing) -> PartOutcome | None:
    """The outcome if the part is there already; its name carries the content's hash. Raises Broken."""
    if _size(transport, part.name) == part.size:
        return PartOutcome(State.ARRIVED, "receipt-already-there")
    renamed = find_renamed(transport, part, listing.names(transport))
    return None if renamed is None else PartOutcome(State.ARRIVED, "receipt-already-renamed", {"found": renamed})


def find_renamed(transport: FileTransport, part: PartFile, names: list[str]) -> str | None:
    """The name that the server gave to a part, None if there is no such file among ``names``. Raises Broken."""
    stem = PurePath(part.name).stem
    ours = (part.name, part.name + TEMPORARY_SUFFIX, f".{part.name}.tmp")
    candidates = [name for name in names if stem in name and name not in ours]
    return next((name for name in candidates if _size(transport, name) == part.size), None)


def _rename(transport: FileTransport, part: PartFile, interim: PartFile, ack: Ack) -> PartOutcome:
    size = _size(transport, interim.name)
    if size is not None and size != part.size:
        return remove_piece(transport, interim, "receipt-wrong-size")
    if _size(transport, part.name) is not None:
        # servers do not rename over the piece that an earlier attempt left
        try:
            transport.remove(part.name)
        except OSError:
            return remove_piece(transport, interim, "delivery-rename-refused", {"name": part.name})
    try:
        transport.rename(interim.name, part.name)
    except DeliveryError as problem:
        return remove_piece(transport, interim, problem.key, problem.facts)
    return _verify(transport, part, ack)


def _verify(transport: FileTransport, part: PartFile, ack: Ack) -> PartOutcome:
    """What is true after all data was sent. Raises Broken.

    Where the server forbids a look at the file, its acknowledgement counts only if it says that every byte is stored.
    That the transfer is complete proves nothing: servers also say so of a transfer that was cut off half way.
    """
    try:
        size = transport.size(part.name)
    except PermissionError:
        if ack is Ack.ALL_BYTES_STORED:
            return PartOutcome(State.ARRIVED, "receipt-arrived-unseen")
        return PartOutcome(State.UNCONFIRMED, "receipt-unseen")
    if size == part.size:
        return PartOutcome(State.ARRIVED, "receipt-arrived")
    if size is not None:
        return remove_piece(transport, part, "receipt-wrong-size")
    renamed = find_renamed(transport, part, _names(transport))
    if renamed is not None:
        return PartOutcome(State.ARRIVED, "receipt-renamed", {"found": renamed})
    return PartOutcome(State.TAKEN, "receipt-taken")


def remove_piece(
    transport: FileTransport, part: PartFile, key: str, facts: Mapping[str, Fact | None] = NO_FACTS
) -> PartOutcome:
    """Delete an incomplete part: refused for the reason of ``key`` if it is gone, otherwise unconfirmed."""
    try:
        transport.remove(part.name)
        if _size(transport, part.name) is None:
            return PartOutcome(State.REFUSED, key, facts)
    except (OSError, Broken):
        pass
    return PartOutcome(State.UNCONFIRMED, "receipt-half-left", {"name": part.name})


def _check_after_break(connection: Connection, part: PartFile, interim: PartFile) -> PartOutcome:
    """What a new connection finds after one was lost. Without a new connection the state stays unknown."""
    unknown = PartOutcome(State.UNCONFIRMED, "receipt-unconfirmed")
    try:
        transport = connection.renew()
        assert isinstance(transport, FileTransport), "a destination keeps its kind"
        size = transport.size(part.name)
        if size == part.size:
            return PartOutcome(State.ARRIVED, "receipt-arrived-after-break")
        if interim is not part and transport.size(interim.name) is not None:
            return remove_piece(transport, interim, "receipt-broken-removed")
        if size is not None:
            return remove_piece(transport, part, "receipt-broken-removed")
        renamed = find_renamed(transport, part, _names(transport))
    except (DeliveryError, OSError, Broken):
        return unknown
    return unknown if renamed is None else PartOutcome(State.ARRIVED, "receipt-renamed", {"found": renamed})


def _names(transport: FileTransport) -> list[str]:
    try:
        return transport.names()
    except PermissionError:
        return []


def _size(transport: FileTransport, name: str) -> int | None:
    try:
        return transport.size(name)
    except PermissionError:
        return None
