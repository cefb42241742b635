"""Looks for parts that an earlier attempt may have left at a destination."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from courier.delivery.connecting import Connector
from courier.delivery.errors import Broken
from courier.delivery.receipt import PartFile
from courier.delivery.send_and_verify import TEMPORARY_SUFFIX, RemoteListing, find_renamed, same_content
from courier.delivery.transport import FileTransport


@dataclass(frozen=True)
class RemoteCopy:
    """What is stored of a part. ``whole``: all of it, or only a piece; ``name``: differs from the part's name where the
    server renamed the file."""

    whole: bool
    name: str
    path: str


def find_remote_copy(
    parts: Iterable[PartFile], connector: Connector, cancelled: Callable[[], bool]
) -> dict[str, RemoteCopy]:
    """The copy of each part, by the part's name. A part is left out where there is no copy or the server does not tell.

    Raises DeliveryError when there is no connection, or ``cancelled`` says that the user wants to stop."""
    transport = connector.open_cancellable(cancelled)
    listing = RemoteListing()
    try:
        if not isinstance(transport, FileTransport):
            return {}
        copies = {part.name: _find(transport, part, listing) for part in parts}
    finally:
        transport.close()
    return {name: copy for name, copy in copies.items() if copy is not None}


def _find(transport: FileTransport, part: PartFile, listing: RemoteListing) -> RemoteCopy | None:
    path = transport.remote_path(part.name)
    try:
        size = transport.size(part.name)
        if size == part.size and same_content(transport, part.name, part) is not False:
            return RemoteCopy(True, part.name, path)
        renamed = find_renamed(transport, part, listing.names(transport))
        if renamed is not None:
            return RemoteCopy(True, renamed, transport.remote_path(renamed))
        pieces = (part.name, part.name + TEMPORARY_SUFFIX, f".{part.name}.tmp")
        if any(transport.size(name) is not None for name in pieces):
            return RemoteCopy(False, part.name, path)
    except (PermissionError, Broken):
        return None
    return None
