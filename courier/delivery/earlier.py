"""A look for parts that may be at a destination already."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from courier.credentials import Secret
from courier.delivery.parcel import Broken
from courier.delivery.send import open_carrier
from courier.destinations import Destination


class Seen(StrEnum):
    """What a look found: the whole part, a piece of it, nothing, or that the server does not tell."""

    WHOLE = "whole"
    PIECE = "piece"
    NOTHING = "nothing"
    UNTOLD = "untold"


def look_for(
    parts: Iterable[tuple[str, int]],
    destination: Destination,
    secret: Secret | None,
    accept_host_key: str | None = None,
) -> dict[str, tuple[Seen, str]]:
    """Per name of a part (given with its size in bytes) what is at the destination, and the path there. Raises
    DeliveryError when there is no connection."""
    carrier = open_carrier(destination, secret, accept_host_key)
    try:
        found = {}
        for name, size in parts:
            try:
                there = carrier.size(name)
            except (PermissionError, Broken):
                seen = Seen.UNTOLD
            else:
                seen = Seen.NOTHING if there is None else Seen.WHOLE if there == size else Seen.PIECE
            found[name] = seen, carrier.remote_path(name)
        return found
    finally:
        carrier.close()
