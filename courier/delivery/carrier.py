"""What every kind of destination can do."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import Enum, auto
from typing import BinaryIO, Protocol

from courier.credentials import Secret
from courier.delivery.parcel import DeliveryError, Outgoing, State

TIMEOUT = 30.0
"""Seconds that a server may be silent."""

Ask = Callable[[str, bool], Secret | None]
"""Asks a person what the server wants to know, such as a one-time code: the server's words, and whether the answer may
be seen while it is typed. None: no answer. Called from a thread of the connection."""


class Word(Enum):
    """What the server itself said at the end of a part."""

    DONE = auto()
    """That the transfer is complete. It says so as well of one that was cut off on the way."""
    HOLDS_ALL = auto()
    """That it holds every byte."""


class Carrier(Protocol):
    """One open connection to a destination. Opening it proves that login and folder are right."""

    @property
    def in_the_open(self) -> bool:
        """Whether password and data can be read on the way."""

    @property
    def handed_over(self) -> tuple[State, str] | None:
        """Where nobody can look for a part afterwards, what is true once it is handed over, and the key of the sentence
        that says so. None where there is a folder."""

    def remote_path(self, name: str) -> str:
        """Where a part of that name goes."""

    def size(self, name: str) -> int | None:
        """Bytes of a file in the destination's folder, None if it is not there. Raises PermissionError when the
        server does not tell, caused by a DeliveryError if that would stop a part too; Broken when the connection is
        gone."""

    def names(self) -> list[str]:
        """The files in the destination's folder. Raises PermissionError and Broken like ``size``."""

    def put(self, part: Outgoing, report: Callable[[int], None]) -> Word:
        """Send a part under its name; what the server said at the end.

        Reports the bytes sent so far and may be stopped by an exception from that report. Raises DeliveryError when
        the server refused before taking anything (BrokenBefore when the connection was gone), CutShort when it stopped
        taking data, and Broken when the connection broke after data went out.
        """

    def rename(self, name: str, final: str) -> None:
        """Give a file its final name. Raises DeliveryError when the server refuses, Broken when nobody knows."""

    def remove(self, name: str) -> None:
        """Take a half-sent file away. Raises OSError or Broken when that is not possible."""

    def beside(self) -> Carrier | None:
        """Another carrier on the same connection for another part at the same time, None where that is not possible."""

    def close(self) -> None:
        """End the connection."""


def open_part(part: Outgoing) -> BinaryIO:
    """The local file of a part. Raises DeliveryError if it is not the one that was written."""
    try:
        source = part.path.open("rb")
    except OSError:
        raise DeliveryError("delivery-part-changed", path=str(part.path)) from None
    if os.fstat(source.fileno()).st_size != part.size:
        source.close()
        raise DeliveryError("delivery-part-changed", path=str(part.path))
    return source
