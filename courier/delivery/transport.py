"""The two kinds of connection to a destination: to a folder whose files can be read back, or to a mailbox."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import Enum, auto
from typing import BinaryIO, Protocol, runtime_checkable

from courier.credentials import Secret
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile, State

AskServerQuestion = Callable[[str, bool], Secret | None]
"""Asks a person what the server wants to know, such as a one-time code: the server's words, and whether the answer may
be shown while it is typed. None: no answer. Called from a thread of the connection."""


class Ack(Enum):
    """What the server acknowledged at the end of an upload."""

    TRANSFER_COMPLETE = auto()
    """That the transfer has ended. Servers also say so when it was cut off half way."""
    ALL_BYTES_STORED = auto()
    """That every byte is stored."""


class _OpenConnection(Protocol):
    """What both kinds have in common. Opening one proves that login and folder are right."""

    @property
    def is_plaintext(self) -> bool:
        """Whether password and data travel unencrypted over a network."""

    def remote_path(self, name: str, /) -> str:
        """Where a part of that name goes."""

    def close(self) -> None:
        """End the connection."""


@runtime_checkable
class FileTransport(_OpenConnection, Protocol):
    """Stores parts as files in a folder that can be listed afterwards."""

    def size(self, name: str) -> int | None:
        """Bytes of a file in the destination's folder, None if there is no such file. Raises PermissionError when the
        server refuses to tell or does not know, caused by a DeliveryError if that would stop an upload too; Broken when
        the connection is lost."""

    def names(self) -> list[str]:
        """The files in the destination's folder. Raises PermissionError and Broken like ``size``."""

    def put(self, part: PartFile, begin: Callable[[], None], progress: Callable[[int], None]) -> Ack:
        """Upload a part under its name; what the server acknowledged at the end.

        Calls ``begin`` once, right before the first data goes out, and ``progress`` with the bytes sent so far; an
        exception from either stops the upload. Raises DeliveryError when the server refused before it made a file
        (BrokenBeforeData when the connection was lost, NotNow when it may be tried again), CutShort when an empty file
        or a piece may be stored, Broken when the connection was lost after data was sent, and Silent when it is not
        lost but the server does not confirm that it received everything.
        """

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a stored file, None if the server does not let it be read. Raises Broken."""

    def rename(self, name: str, final: str) -> None:
        """Give a file its final name. Raises DeliveryError when that is refused, Broken when the result is unknown."""

    def remove(self, name: str) -> None:
        """Delete an incomplete file. Raises OSError or Broken when that is not possible."""

    def open_parallel(self) -> FileTransport | None:
        """Another transport over the same connection, to upload another part at the same time; None where that is not
        possible or not faster."""


@runtime_checkable
class HandoverTransport(_OpenConnection, Protocol):
    """Hands each part over as a message that cannot be looked at afterwards."""

    @property
    def blind_outcome(self) -> tuple[State, str]:
        """The state of a part that was handed over, and the key of the sentence that says so."""

    @property
    def lost_key(self) -> str:
        """The key of the sentence about a part of which nobody knows whether it was handed over."""

    def hand_over(self, part: PartFile, begin: Callable[[], None], progress: Callable[[int], None]) -> None:
        """Hand a part over. Calls ``begin`` right before the moment from which on it may be delivered, otherwise like
        ``FileTransport.put``; raises DeliveryError and Broken like it."""


Transport = FileTransport | HandoverTransport


def open_part(part: PartFile) -> BinaryIO:
    """The local file of a part. Raises DeliveryError if it is missing or its size has changed."""
    try:
        source = part.path.open("rb")
    except OSError:
        raise DeliveryError("delivery-part-changed", path=str(part.path)) from None
    if os.fstat(source.fileno()).st_size != part.size:
        source.close()
        raise DeliveryError("delivery-part-changed", path=str(part.path))
    return source
