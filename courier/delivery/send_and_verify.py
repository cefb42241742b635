"""Sends one part and finds out what is true of it afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from courier.delivery.connecting import LOOK_SHARE, PAUSES, Connection
from courier.delivery.errors import (
    Broken,
    BrokenBeforeData,
    Cancelled,
    CutShort,
    DeliveryError,
    NotNow,
    PartRefused,
    Silent,
)
from courier.delivery.receipt import PartFile, State
from courier.delivery.transport import Ack, FileTransport, HandoverTransport
from courier.messages import Fact

NO_FACTS: Mapping[str, Fact | None] = {}
TEMPORARY_SUFFIX = ".part"
_LOOKS = 45
"""How often within the time-out a file that may still be growing is looked at."""


class PartOutcome(NamedTuple):
    """The state of a part, the key of the sentence that says why, and its facts. ``alone``: the reason lies in this
    part, so that the next one may go all the same."""

    state: State
    key: str
    facts: Mapping[str, Fact | None] = NO_FACTS
    alone: bool = False


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
    connection: Connection,
    part: PartFile,
    listing: RemoteListing,
    begin: Callable[[], None],
    progress: Callable[[int], None],
    *,
    rename: bool,
) -> PartOutcome:
    """Send a part unless it is there already. ``begin``: is called right before any of its data goes out; ``rename``:
    upload it under a temporary name first."""
    pauses = iter(PAUSES)
    again = False
    while True:
        try:
            connection.prepare()
            return _send(connection, part, listing, begin, progress, rename=rename)
        except NotNow as problem:
            pause = next(pauses, None)
            if pause is None or connection.wait(pause):
                return PartOutcome(State.REFUSED, problem.key, problem.facts)
        except (Broken, BrokenBeforeData):
            # an idle connection was lost before any data of this part was sent
            if again:
                return PartOutcome(State.REFUSED, "delivery-broken-before")
            again = True
        except DeliveryError as problem:
            return PartOutcome(State.REFUSED, problem.key, problem.facts, isinstance(problem, PartRefused))
        try:
            connection.renew()
        except DeliveryError as problem:
            key = "delivery-broken-before" if again else problem.key
            return PartOutcome(State.REFUSED, key, problem.facts)


def _send(
    connection: Connection,
    part: PartFile,
    listing: RemoteListing,
    begin: Callable[[], None],
    progress: Callable[[int], None],
    *,
    rename: bool,
) -> PartOutcome:
    """Raises Broken and BrokenBeforeData if the connection was lost before any data was sent, NotNow and other
    DeliveryErrors."""
    transport = connection.transport
    if isinstance(transport, HandoverTransport):
        return _send_blind(transport, part, begin, progress)
    earlier = _earlier_copy(transport, part, listing)
    if earlier is not None:
        return earlier
    interim = replace(part, name=part.name + TEMPORARY_SUFFIX) if rename else part
    try:
        ack = transport.put(interim, begin, progress)
        return _rename(connection, part, interim, ack) if rename else _verify(connection, part, ack)
    except CutShort as cut:
        return remove_piece(transport, interim, cut.problem.key, cut.problem.facts)
    except Cancelled:
        return remove_piece(transport, interim, "receipt-cancelled")
    except Silent:
        return _check_after_silence(connection, part, interim)
    except Broken:
        return _check_after_break(connection, part, interim)
    except DeliveryError:
        raise
    except Exception:
        # what cannot be recorded must not be sent, not even an empty file
        remove_piece(transport, interim, "receipt-cancelled")
        raise


def _send_blind(
    transport: HandoverTransport, part: PartFile, begin: Callable[[], None], progress: Callable[[int], None]
) -> PartOutcome:
    try:
        transport.hand_over(part, begin, progress)
    except Cancelled:
        return PartOutcome(State.REFUSED, "receipt-cancelled")
    except Broken:
        return PartOutcome(State.UNCONFIRMED, transport.lost_key)
    return PartOutcome(*transport.blind_outcome)


def _earlier_copy(transport: FileTransport, part: PartFile, listing: RemoteListing) -> PartOutcome | None:
    """The outcome if the part is there already, or something else under its name. Raises Broken."""
    if _size(transport, part.name) == part.size:
        match same_content(transport, part.name, part):
            case True:
                return PartOutcome(State.ARRIVED, "receipt-already-there")
            case None:
                return PartOutcome(State.ARRIVED, "receipt-already-there-unread")
            case False:
                return PartOutcome(State.REFUSED, "delivery-other-content")
    renamed = find_renamed(transport, part, listing.names(transport))
    return None if renamed is None else PartOutcome(State.ARRIVED, "receipt-already-renamed", {"found": renamed})


def same_content(transport: FileTransport, name: str, part: PartFile) -> bool | None:
    """Whether a stored file has the part's bytes, None where the server does not let it be read. Raises Broken."""
    digest = transport.digest(name)
    return None if digest is None else digest == part.sha256


def find_renamed(transport: FileTransport, part: PartFile, names: list[str]) -> str | None:
    """The name that the server gave to a part, None if there is no such file among ``names``. Raises Broken."""
    stem = PurePath(part.name).stem
    ours = (part.name, part.name + TEMPORARY_SUFFIX, f".{part.name}.tmp")
    candidates = [name for name in names if stem in name and name not in ours]
    same_size = (name for name in candidates if _size(transport, name) == part.size)
    return next((name for name in same_size if same_content(transport, name, part) is not False), None)


def _rename(connection: Connection, part: PartFile, interim: PartFile, ack: Ack) -> PartOutcome:
    transport = _files(connection)
    size = _settled_size(connection, transport, interim)
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
    return _verify(connection, part, ack)


def _verify(connection: Connection, part: PartFile, ack: Ack) -> PartOutcome:
    """What is true after all data was sent. Raises Broken.

    Where the server forbids a look at the file, its acknowledgement counts only if it says that every byte is stored.
    That the transfer is complete proves nothing: servers also say so of a transfer that was cut off half way.
    """
    transport = _files(connection)
    try:
        size = transport.size(part.name)
    except PermissionError:
        if ack is Ack.ALL_BYTES_STORED:
            return PartOutcome(State.ARRIVED, "receipt-arrived-unseen")
        return PartOutcome(State.UNCONFIRMED, "receipt-unseen")
    if size is not None and size < part.size:
        size = _settled_size(connection, transport, part)
    if size == part.size:
        return PartOutcome(State.ARRIVED, "receipt-arrived")
    if size is not None:
        return remove_piece(transport, part, "receipt-wrong-size")
    renamed = find_renamed(transport, part, _names(transport))
    if renamed is not None:
        return PartOutcome(State.ARRIVED, "receipt-renamed", {"found": renamed})
    return PartOutcome(State.TAKEN, "receipt-taken")


def _settled_size(
    connection: Connection, transport: FileTransport, part: PartFile, still_seconds: float = 0.0
) -> int | None:
    """The size of a stored file that may still be growing: once it is whole, or has not grown for so many seconds, at
    least between two looks. Raises Broken."""
    pause = connection.timeout / _LOOKS
    size, still = _size(transport, part.name), 0.0
    while size is not None and size < part.size and not connection.wait(pause):
        before, size = size, _size(transport, part.name)
        still = still + pause if size == before else 0.0
        if still and still >= still_seconds:
            break
    return size


def remove_piece(
    transport: FileTransport, part: PartFile, key: str, facts: Mapping[str, Fact | None] = NO_FACTS
) -> PartOutcome:
    """Delete an incomplete part, after another look: it may be whole meanwhile. Refused for the reason of ``key`` if it
    is gone, otherwise unconfirmed."""
    try:
        if _size(transport, part.name) == part.size and not part.name.endswith(TEMPORARY_SUFFIX):
            return PartOutcome(State.ARRIVED, "receipt-arrived")
        transport.remove(part.name)
        if _size(transport, part.name) is None:
            return PartOutcome(State.REFUSED, key, facts)
    except (OSError, Broken):
        pass
    return PartOutcome(State.UNCONFIRMED, "receipt-half-left", {"name": part.name})


def _check_after_silence(connection: Connection, part: PartFile, interim: PartFile) -> PartOutcome:
    """What becomes of a part whose data is on its way, though the server does not confirm it: it is watched over a
    second connection for as long as it grows."""
    try:
        beside = connection.open_beside()
    except DeliveryError:
        # a server may allow one connection only
        return _check_after_break(connection, part, interim)
    try:
        assert isinstance(beside, FileTransport), "a destination keeps its kind"
        _settled_size(connection, beside, interim, connection.timeout * (1 - LOOK_SHARE))
    except Broken:
        pass
    finally:
        beside.close()
    return _check_after_break(connection, part, interim)


def _check_after_break(connection: Connection, part: PartFile, interim: PartFile) -> PartOutcome:
    """What a new connection finds after one was lost. Without a new connection the state stays unknown."""
    unknown = PartOutcome(State.UNCONFIRMED, "receipt-unconfirmed")
    try:
        connection.renew_to_look()
        transport = _files(connection)
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


def _files(connection: Connection) -> FileTransport:
    assert isinstance(connection.transport, FileTransport), "a destination keeps its kind"
    return connection.transport


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
