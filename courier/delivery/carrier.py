"""What every kind of destination can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from courier.delivery.parcel import Outgoing

TIMEOUT = 30.0
"""Seconds that a server may be silent."""


class Carrier(Protocol):
    """One open connection to a destination.

    `put` reports the bytes sent so far and may be stopped by an exception from that report. It raises DeliveryError
    when the server refused before taking anything and Broken when the connection broke after data went out.
    """

    def remote_path(self, name: str) -> str:
        """Where a part of that name goes."""

    def size(self, name: str) -> int | None:
        """Bytes of a file in the destination's folder, None if it is not there. Raises PermissionError when the
        server does not tell, Broken when the connection is gone."""

    def put(self, part: Outgoing, report: Callable[[int], None]) -> None:
        """Send a part under its final name."""

    def remove(self, name: str) -> None:
        """Take a half-sent file away. Raises OSError or Broken when that is not possible."""

    def close(self) -> None:
        """End the connection."""
