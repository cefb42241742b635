"""What every kind of destination can do."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import BinaryIO, Protocol

from courier.delivery.parcel import DeliveryError, Outgoing

TIMEOUT = 30.0
"""Seconds that a server may be silent."""


class Carrier(Protocol):
    """One open connection to a destination. Opening it proves that login and folder are right."""

    @property
    def in_the_open(self) -> bool:
        """Whether password and data can be read on the way."""

    def remote_path(self, name: str) -> str:
        """Where a part of that name goes."""

    def size(self, name: str) -> int | None:
        """Bytes of a file in the destination's folder, None if it is not there. Raises PermissionError when the
        server does not tell, caused by a DeliveryError if that would stop a part too; Broken when the connection is
        gone."""

    def put(self, part: Outgoing, report: Callable[[int], None]) -> bool:
        """Send a part under its final name; whether the server itself said that it has all of it.

        Reports the bytes sent so far and may be stopped by an exception from that report. Raises DeliveryError when
        the server refused before taking anything, CutShort when it stopped taking data, and Broken when the
        connection broke after data went out.
        """

    def remove(self, name: str) -> None:
        """Take a half-sent file away. Raises OSError or Broken when that is not possible."""

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
